"""Gates: what keeps two organisations apart whatever their texts say.

A value that nobody stated never closes one. Every gate but `FULL` is the same from either side: capacity
limits what others ask of an organisation, not whom it may ask.
"""

from collections.abc import Mapping
from enum import StrEnum

import numpy as np

from matchmaker.matching.engine import bits, money
from matchmaker.matching.engine.candidates import Candidate
from matchmaker.matching.engine.columns import DIRECTIONS, HUBS, KINDS, TRACTIONS, Columns
from matchmaker.matching.engine.moment import UNDATED, Moment
from matchmaker.matching.engine.sectors import apart as sectors_apart
from matchmaker.matching.engine.top import Mask
from matchmaker.taxonomy import Kind, Traction

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

STARTUP, INVESTOR, PROGRAMME = (KINDS.index(kind) for kind in (Kind.STARTUP, Kind.INVESTOR, Kind.PROGRAMME))
_WAY_OUT = np.array([DIRECTIONS.index(WAY_OUT[hub]) for hub in HUBS], dtype=np.int8)
_BOTH, _NO_WAY = DIRECTIONS.index("both"), DIRECTIONS.index("")
_PRE_REVENUE = TRACTIONS.index(Traction.PRE_REVENUE)


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


def open_rows(viewer: Columns, others: Columns, moment: Moment) -> Mask:
    """The rows of `others` with no closed gate between them and `viewer`, columns of one candidate."""
    closed = np.zeros(len(others), dtype=bool)
    for mask in masks(viewer, others, moment).values():
        closed |= mask
    return ~closed


def possible_rows(viewer: Columns, others: Columns) -> Mask:
    """The rows that kind, city and publication leave: cheap to ask of all before the rest is asked."""
    closed: Mask = _strangers(viewer, others) | _same_hub(viewer, others) | ~others.published
    return ~closed


def masks(viewer: Columns, others: Columns, moment: Moment) -> Mapping[Gate, Mask]:
    """Where each gate closes, boolean (rows of `others`,); `viewer` is columns of one candidate."""
    if viewer.kind[0] == STARTUP:
        startup, host = viewer, others
    else:
        startup, host = others, viewer
    closed = _between_any(viewer, others, moment) | _between_roles(startup, host, moment)
    shape = (len(others),)
    return {gate: np.broadcast_to(mask, shape) for gate, mask in closed.items()}


def _between_any(viewer: Columns, others: Columns, moment: Moment) -> dict[Gate, Mask]:
    return {
        Gate.NOT_PUBLISHED: ~(viewer.published & others.published),
        Gate.PAUSED: paused(viewer, moment) | paused(others, moment),
        Gate.SAME_ORGANISATION: (viewer.ids == others.ids)
        | _rows(others, others.proved.bearing(viewer.proved.hashes)),
        Gate.CONFLICT: _rows(others, others.named.bearing(viewer.refusing.hashes))
        | _rows(others, others.refusing.bearing(viewer.named.hashes)),
        Gate.KIND: _strangers(viewer, others),
        Gate.SAME_HUB: _same_hub(viewer, others),
        Gate.FULL: (others.capacity == 0) | np.isin(others.ids, np.array([*moment.full], dtype=np.int64)),
        Gate.LANGUAGE: (viewer.languages != 0)
        & (others.languages != 0)
        & ~bits.any_of(viewer.languages, others.languages),
    }


def _between_roles(startup: Columns, host: Columns, moment: Moment) -> dict[Gate, Mask]:
    """The gates of what a startup is and an investor or programme takes; peers state none of the latter."""
    takes = (startup.kind == STARTUP) & (host.kind != STARTUP)
    round_, cheque = money.Range(startup, moment), money.Range(host, moment)
    size, least, most = startup.headcount, host.headcount_min, host.headcount_max
    small = (size < least) | ((most >= 0) & (size > most))
    closed = {
        Gate.DIRECTION: _other_way(startup, host),
        Gate.DEADLINE: _over(host, moment),
        Gate.MONEY: money.too_far(round_, cheque),
        Gate.STAGE: _other_stage(startup, host, round_, cheque),
        Gate.PRE_REVENUE: (host.pre_revenue == 0) & (startup.traction == _PRE_REVENUE),
        Gate.EXCLUDED_SECTOR: bits.any_of(startup.sector_bits, host.excluded),
        Gate.BASE: (host.accepted_hubs != 0)
        & ((host.accepted_hubs >> startup.hub.astype(np.uint64)) & 1 == 0),
        Gate.LEGAL_FORM: (host.accepted_forms != 0)
        & (startup.forms != 0)
        & ~bits.any_of(startup.forms, host.accepted_forms),
        Gate.HEADCOUNT: (size >= 0) & small,
        Gate.OTHER_SECTORS: (host.kind == PROGRAMME) & sectors_apart(startup, host),
    }
    return {gate: takes & mask for gate, mask in closed.items()}


def paused(columns: Columns, moment: Moment) -> Mask:
    """Whether today falls in a pause of each row."""
    today = moment.day(columns.hub, HUBS)
    within: Mask = (columns.paused_from <= today) & (today <= columns.paused_until)
    return within & (today > 0)


def _over(host: Columns, moment: Moment) -> Mask:
    """Whether applications are closed, or where no deadline is stated all is over."""
    last = np.where(host.deadline > 0, host.deadline, host.ends_on)
    over: Mask = (last > 0) & (last < moment.day(host.hub, HUBS))
    return over


def _strangers(viewer: Columns, others: Columns) -> Mask:
    known = [KINDS[int(viewer.kind[0])] in meeting for meeting in MEETINGS]
    kinds = [
        place
        for place, kind in enumerate(KINDS)
        if any(known) and frozenset({KINDS[int(viewer.kind[0])], kind}) in MEETINGS
    ]
    return ~np.isin(others.kind, kinds)


def _same_hub(viewer: Columns, others: Columns) -> Mask:
    # A programme is judged by the direction it serves, a mentor may sit in either city.
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


def _other_way(startup: Columns, host: Columns) -> Mask:
    stated = (host.direction != _NO_WAY) & (host.direction != _BOTH)
    other: Mask = (host.kind == PROGRAMME) & stated & (host.direction != _WAY_OUT[startup.hub])
    return other


def _other_stage(startup: Columns, host: Columns, round_: money.Range, cheque: money.Range) -> Mask:
    """Labels that differ close, unless money or revenue say that the same is meant by both."""
    differ = (startup.stages != 0) & (host.stages != 0) & ~money.label_accepted(startup, host)
    near = np.nan_to_num(money.rungs_apart(money.place(startup, round_), host), nan=np.inf) <= 0.0
    closed: Mask = differ & ~money.meets(round_, cheque) & ~near
    return closed


def _rows(others: Columns, rows: np.ndarray) -> Mask:
    mask = np.zeros(len(others), dtype=bool)
    mask[rows] = True
    return mask
