"""Gates: what keeps two organisations apart whatever their texts say.

A value that nobody stated never closes one. Every gate but `FULL` is the same from either side: capacity
limits what others ask of an organisation, not whom it may ask. The rules themselves stand in `rules`.
"""

# One comparison after the other, as rules of gates are: no branch of them hides in another.
# ruff: noqa: C901

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import types

from matchmaker.matching.engine import money, rules
from matchmaker.matching.engine.candidates import Candidate
from matchmaker.matching.engine.columns import KINDS, Columns
from matchmaker.matching.engine.jit import compiled, read, rule, written
from matchmaker.matching.engine.moment import UNDATED, Moment
from matchmaker.matching.engine.records import RECORDS, STARTUP, WHEN
from matchmaker.matching.engine.top import Mask

MEETINGS: frozenset[frozenset[str]] = frozenset(frozenset({"startup", kind}) for kind in KINDS)
"""The kinds that may meet, whichever of the two looks: startups each other, and hosts."""


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

Marks = npt.NDArray[np.uint8]
_SAME, _REFUSED = 1, 2
_BIT = {gate: 1 << place for place, gate in enumerate(Gate)}
_NOT_PUBLISHED, _PAUSED, _SAME_ORGANISATION, _CONFLICT, _KIND, _SAME_HUB = (
    _BIT[gate] for gate in list(Gate)[:6]
)
_DIRECTION, _FULL, _LANGUAGE, _DEADLINE, _MONEY, _STAGE = (_BIT[gate] for gate in list(Gate)[6:12])
_PRE_REVENUE, _EXCLUDED, _BASE, _FORM, _HEADCOUNT, _SECTORS = (_BIT[gate] for gate in list(Gate)[12:])


def closed_gates(viewer: Candidate, other: Candidate, moment: Moment = UNDATED) -> tuple[Gate, ...]:
    """Every gate that closes between the two, in the order of `Gate`; empty where they may meet."""
    found = masks(Columns.of([viewer]), Columns.of([other]), moment)
    return tuple(gate for gate in Gate if found[gate][0])


def masks(viewer: Columns, others: Columns, moment: Moment) -> Mapping[Gate, Mask]:
    """Where each gate closes, boolean (rows of `others`,); `viewer` is columns of one candidate."""
    found = np.empty(len(others), dtype=np.uint32)
    _all_closed(viewer.records, others.records, known(viewer, others), moment.arrays(), found)
    return {gate: (found & bit) != 0 for gate, bit in _BIT.items()}


def open_rows(viewer: Columns, others: Columns, moment: Moment, among: Mask | None = None) -> Mask:
    """The rows of `others`, or those `among`, with no closed gate between them and `viewer` (of one)."""
    found = np.ones(len(others), dtype=bool) if among is None else among.copy()
    _keep_open(viewer.records, others.records, known(viewer, others), moment.arrays(), found.view(np.uint8))
    return found


def known(viewer: Columns, others: Columns) -> Marks:
    """What names say of each of `others`, for `closed`: that it is the same organisation, or refused."""
    marks = np.zeros(len(others), dtype=np.uint8)
    marks[others.proved.bearing(viewer.proved.hashes)] = _SAME
    marks[others.named.bearing(viewer.refusing.hashes)] |= _REFUSED
    marks[others.refusing.bearing(viewer.named.hashes)] |= _REFUSED
    return marks


@rule
def closed(viewer: Any, other: Any, mark: Any, when: Any, every: Any) -> Any:
    """The gates that close, as bits in the order of `Gate`; some of them only, unless `every`.

    What is cheap is asked first, what costs logarithms last, and nothing more once one has closed.
    """
    today, rates, ids = when
    found = 0
    if not (viewer.published and other.published):
        found |= _NOT_PUBLISHED
    if rules.strangers(viewer, other):
        found |= _KIND
    if rules.same_hub(viewer, other):
        found |= _SAME_HUB
    if found and not every:
        return found
    if rules.paused(viewer, today) or rules.paused(other, today):
        found |= _PAUSED
    if mark & _SAME or viewer.ids == other.ids:
        found |= _SAME_ORGANISATION
    if mark & _REFUSED:
        found |= _CONFLICT
    if rules.no_language(viewer, other):
        found |= _LANGUAGE
    if rules.full(other, ids):
        found |= _FULL
    if found and not every:
        return found
    startup, host = (viewer, other) if viewer.kind == STARTUP else (other, viewer)
    if rules.takes(startup, host):
        found |= _closed_to(startup, host, today)
        if every or not found:
            found |= _closed_by_amounts(startup, host, rates)
    return found


@rule
def _closed_to(startup: Any, host: Any, today: Any) -> Any:
    """What a startup is against what an investor or programme takes, by codes alone."""
    found = 0
    if rules.other_way(startup, host):
        found |= _DIRECTION
    if rules.over(host, today):
        found |= _DEADLINE
    if rules.before_revenue(startup, host):
        found |= _PRE_REVENUE
    if startup.sector_bits & host.excluded:
        found |= _EXCLUDED
    if rules.other_base(startup, host):
        found |= _BASE
    if rules.other_form(startup, host):
        found |= _FORM
    if rules.other_size(startup, host):
        found |= _HEADCOUNT
    if rules.other_sectors(startup, host):
        found |= _SECTORS
    return found


@rule
def _closed_by_amounts(startup: Any, host: Any, rates: Any) -> Any:
    """The same, with amounts in one currency."""
    found = 0
    if money.too_far(startup, host, rates):
        found |= _MONEY
    if rules.other_stage(startup, host, rates):
        found |= _STAGE
    return found


@compiled(types.none, RECORDS, RECORDS, read("u1"), WHEN, written("u4"))
def _all_closed(viewer: Any, others: Any, marks: Any, when: Any, out: Any) -> None:
    for row in range(others.size):
        out[row] = closed(viewer[0], others[row], marks[row], when, True)


@compiled(types.none, RECORDS, RECORDS, read("u1"), WHEN, written("u1"))
def _keep_open(viewer: Any, others: Any, marks: Any, when: Any, rows: Any) -> None:
    for row in range(others.size):
        if rows[row] and closed(viewer[0], others[row], marks[row], when, False):
            rows[row] = 0
