"""Gates: what keeps two organisations apart whatever their texts say.

A value that nobody stated never closes one. Every gate but `FULL` is the same from either side: capacity
limits what others ask of an organisation, not whom it may ask.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

import numpy as np

from matchmaker.matching.engine import bits, money
from matchmaker.matching.engine.candidates import Candidate
from matchmaker.matching.engine.columns import DIRECTIONS, HUBS, KINDS, TRACTIONS, Columns
from matchmaker.matching.engine.moment import UNDATED, Moment
from matchmaker.matching.engine.pair import PROGRAMME, STARTUP, Pair
from matchmaker.matching.engine.sectors import apart as sectors_apart
from matchmaker.matching.engine.top import Mask
from matchmaker.taxonomy import Traction

MEETINGS: frozenset[frozenset[str]] = frozenset(
    {
        frozenset({"startup"}),  # peers
        frozenset({"startup", "investor"}),
        frozenset({"startup", "programme"}),
    }
)
"""The kinds that may meet, whichever of the two looks."""

WAY_OUT = {"paris": "paris_to_sv", "silicon_valley": "sv_to_paris"}
"""The direction in which a firm of each hub lands."""

_WAY_OUT = np.array([DIRECTIONS.index(WAY_OUT[hub]) for hub in HUBS], dtype=np.int8)
_BOTH, _NO_WAY = DIRECTIONS.index("both"), DIRECTIONS.index("")
_PRE_REVENUE = TRACTIONS.index(Traction.PRE_REVENUE)


Rule = Callable[[Pair], Mask]


class Gate(StrEnum):
    """Why two organisations are not recommended to each other."""

    NOT_PUBLISHED = "not_published"
    PAUSED = "paused"
    SAME_ORGANISATION = "same_organisation"
    CONFLICT = "conflict"
    KIND = "kind"
    SAME_HUB = "same_hub"
    DIRECTION = "direction"
    FULL = "full"
    LANGUAGE = "language"
    DEADLINE = "deadline"
    MONEY = "money"
    STAGE = "stage"
    PRE_REVENUE = "pre_revenue"
    EXCLUDED_SECTOR = "excluded_sector"
    BASE = "base"
    LEGAL_FORM = "legal_form"
    HEADCOUNT = "headcount"
    OTHER_SECTORS = "other_sectors"


BARRING: frozenset[Gate] = frozenset(
    {
        Gate.NOT_PUBLISHED,
        Gate.PAUSED,
        Gate.SAME_ORGANISATION,
        Gate.CONFLICT,
        Gate.KIND,
        Gate.SAME_HUB,
        Gate.DIRECTION,
    }
)
"""The gates that bar a request too; past the others a person may ask all the same, and staff are warned."""


def closed_gates(viewer: Candidate, other: Candidate, moment: Moment = UNDATED) -> tuple[Gate, ...]:
    """Every gate that closes between the two, in the order of `Gate`; empty where they may meet."""
    found = masks(Columns.of([viewer]), Columns.of([other]), moment)
    return tuple(gate for gate in Gate if found[gate][0])


def masks(viewer: Columns, others: Columns, moment: Moment) -> Mapping[Gate, Mask]:
    """Where each gate closes, boolean (rows of `others`,); `viewer` is columns of one candidate."""
    pair = Pair.of(viewer, others, moment)
    takes = _takes(pair)
    closed = {gate: rule(pair) for rules in (_CHEAP, _BETWEEN_ANY) for gate, rule in rules.items()}
    closed |= {
        gate: takes & rule(pair) for rules in (_CHEAP_OF_ROLES, _OF_ROLES) for gate, rule in rules.items()
    }
    return {gate: np.broadcast_to(mask, (len(others),)) for gate, mask in closed.items()}


def open_rows(viewer: Columns, others: Columns, moment: Moment, among: Mask | None = None) -> Mask:
    """The rows of `others`, or those `among`, with no closed gate between them and `viewer`.

    What is cheap is asked first, and the rest of those rows alone that are left; `viewer` is columns of one.
    """
    pair = Pair.of(viewer, others, moment)
    cheap = _passing(pair, _CHEAP)
    rows = np.flatnonzero(cheap if among is None else cheap & among)
    rows = rows[_passing(pair.take(rows), _BETWEEN_ANY)]
    takes = np.broadcast_to(_takes(pair.take(rows)), (len(rows),))
    found = np.zeros(len(others), dtype=bool)
    found[rows[~takes]] = True
    rows = rows[takes]
    for rules in (_CHEAP_OF_ROLES, _OF_ROLES):
        rows = rows[_passing(pair.take(rows), rules)]
    found[rows] = True
    return found


def _passing(pair: Pair, rules: Mapping[Gate, Rule]) -> Mask:
    closed = np.zeros(len(pair.others), dtype=bool)
    for rule in rules.values():
        closed |= rule(pair)
    return ~closed


def _takes(pair: Pair) -> Mask:
    """Where a startup meets what takes startups: peers state nothing of the kind."""
    takes: Mask = (pair.startup.kind == STARTUP) & (pair.host.kind != STARTUP)
    return takes


def paused(columns: Columns, moment: Moment) -> Mask:
    """Whether today falls in a pause of each row."""
    today = moment.day(columns.hub, HUBS)
    within: Mask = (columns.paused_from <= today) & (today <= columns.paused_until)
    return within & (today > 0)


def _over(pair: Pair) -> Mask:
    """Whether applications are closed, or where no deadline is stated all is over."""
    host = pair.host
    last = np.where(host.deadline > 0, host.deadline, host.ends_on)
    over: Mask = (last > 0) & (last < pair.moment.day(host.hub, HUBS))
    return over


def _unpublished(pair: Pair) -> Mask:
    return ~(pair.viewer.published & pair.others.published)


def _either_paused(pair: Pair) -> Mask:
    return paused(pair.viewer, pair.moment) | paused(pair.others, pair.moment)


def _same(pair: Pair) -> Mask:
    viewer, others = pair.viewer, pair.others
    same: Mask = (viewer.ids == others.ids) | _rows(others, others.proved.bearing(viewer.proved.hashes))
    return same


def _conflict(pair: Pair) -> Mask:
    viewer, others = pair.viewer, pair.others
    refused = _rows(others, others.named.bearing(viewer.refusing.hashes))
    return refused | _rows(others, others.refusing.bearing(viewer.named.hashes))


def _full(pair: Pair) -> Mask:
    full = np.array([*pair.moment.full], dtype=np.int64)
    found: Mask = (pair.others.capacity == 0) | np.isin(pair.others.ids, full)
    return found


def _no_language(pair: Pair) -> Mask:
    one, other = pair.viewer.languages, pair.others.languages
    closed: Mask = (one != 0) & (other != 0) & ~bits.any_of(one, other)
    return closed


def _strangers(pair: Pair) -> Mask:
    kind = KINDS[int(pair.viewer.kind[0])]
    strange = np.array([frozenset({kind, other}) not in MEETINGS for other in KINDS])
    return strange[pair.others.kind]


def _same_hub(pair: Pair) -> Mask:
    # A programme is judged by the direction it serves, a mentor may sit in either city.
    viewer, others = pair.viewer, pair.others
    across = (viewer.kind != PROGRAMME) & (others.kind != PROGRAMME)
    same: Mask = across & (viewer.hub == others.hub) & ~mentors(viewer, others)
    return same


def mentors(viewer: Columns, others: Columns) -> Mask:
    """Whether one of two startups landed before in the direction that the other takes, and says it helps."""
    peers = (viewer.kind == STARTUP) & (others.kind == STARTUP)
    mine = (viewer.mentor != _NO_WAY) & (viewer.mentor == _WAY_OUT[others.hub])
    theirs = (others.mentor != _NO_WAY) & (others.mentor == _WAY_OUT[viewer.hub])
    either: Mask = peers & (mine | theirs)
    return either


def _other_way(pair: Pair) -> Mask:
    startup, host = pair.startup, pair.host
    stated = (host.direction != _NO_WAY) & (host.direction != _BOTH)
    other: Mask = (host.kind == PROGRAMME) & stated & (host.direction != _WAY_OUT[startup.hub])
    return other


def _other_stage(pair: Pair) -> Mask:
    """Labels that differ close, unless money or revenue say that the same is meant by both."""
    startup, host = pair.startup, pair.host
    differ = (startup.stages != 0) & (host.stages != 0) & ~money.label_accepted(startup, host)
    near = np.nan_to_num(money.rungs_apart(money.place(startup, pair.round), host), nan=np.inf) <= 0.0
    closed: Mask = differ & ~money.meets(pair.round, pair.cheque) & ~near
    return closed


def _before_revenue(pair: Pair) -> Mask:
    closed: Mask = (pair.host.pre_revenue == 0) & (pair.startup.traction == _PRE_REVENUE)
    return closed


def _other_base(pair: Pair) -> Mask:
    accepted, hub = pair.host.accepted_hubs, pair.startup.hub.astype(np.uint64)
    closed: Mask = (accepted != 0) & ((accepted >> hub) & 1 == 0)
    return closed


def _other_form(pair: Pair) -> Mask:
    forms, accepted = pair.startup.forms, pair.host.accepted_forms
    closed: Mask = (accepted != 0) & (forms != 0) & ~bits.any_of(forms, accepted)
    return closed


def _other_size(pair: Pair) -> Mask:
    size, least, most = pair.startup.headcount, pair.host.headcount_min, pair.host.headcount_max
    closed: Mask = (size >= 0) & ((size < least) | ((most >= 0) & (size > most)))
    return closed


def _other_sectors(pair: Pair) -> Mask:
    closed: Mask = (pair.host.kind == PROGRAMME) & sectors_apart(pair.startup, pair.host)
    return closed


def _rows(others: Columns, rows: np.ndarray) -> Mask:
    mask = np.zeros(len(others), dtype=bool)
    mask[rows] = True
    return mask


_CHEAP: Mapping[Gate, Rule] = {
    Gate.NOT_PUBLISHED: _unpublished,
    Gate.KIND: _strangers,
    Gate.SAME_HUB: _same_hub,
}
"""Asked of everybody: a few comparisons of bytes that leave about half."""

_BETWEEN_ANY: Mapping[Gate, Rule] = {
    Gate.PAUSED: _either_paused,
    Gate.SAME_ORGANISATION: _same,
    Gate.CONFLICT: _conflict,
    Gate.FULL: _full,
    Gate.LANGUAGE: _no_language,
}

_CHEAP_OF_ROLES: Mapping[Gate, Rule] = {
    Gate.DIRECTION: _other_way,
    Gate.DEADLINE: _over,
    Gate.PRE_REVENUE: _before_revenue,
    Gate.EXCLUDED_SECTOR: lambda pair: bits.any_of(pair.startup.sector_bits, pair.host.excluded),
    Gate.BASE: _other_base,
    Gate.LEGAL_FORM: _other_form,
    Gate.HEADCOUNT: _other_size,
    Gate.OTHER_SECTORS: _other_sectors,
}
"""What a startup is against what an investor or programme takes, by codes alone."""

_OF_ROLES: Mapping[Gate, Rule] = {
    Gate.MONEY: lambda pair: money.too_far(pair.round, pair.cheque),
    Gate.STAGE: _other_stage,
}
"""The same, with amounts in one currency: asked last, because logarithms cost most."""
