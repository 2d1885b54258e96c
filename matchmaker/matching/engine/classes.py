"""Rows that are alike in what most gates ask for, or in their sectors: what is said of one is said of all."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import types

from matchmaker.matching.engine.columns import NEVER, RECORD
from matchmaker.matching.engine.jit import compiled, inner, written
from matchmaker.matching.engine.records import RECORDS

Places = npt.NDArray[np.int32]


class Classes(NamedTuple):
    """Which rows are alike: `gates` and `sectors` int32 (rows,) say of which class each is.

    hosts: a record for each class of `gates`, in which all that tells its rows apart is unstated, so that a
    gate that closes to it closes to each of them; fields: a record of each class of `sectors`;
    asked: uint64 (rows, 3), the needs of whatever urgency, the offers and the themes of each row.
    """

    gates: Places
    hosts: npt.NDArray[np.void]
    sectors: Places
    fields: npt.NDArray[np.void]
    asked: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, records: npt.NDArray[np.void]) -> "Classes":
        """The classes of `records`."""
        classes, firsts = (np.empty((2, len(records)), dtype=kind) for kind in (np.int32, np.int64))
        many = np.zeros(2, dtype=np.int64)
        _classify(records, _table(records), classes, firsts, many)
        hosts, fields = (records[first[:count]] for first, count in zip(firsts, many, strict=True))
        needs = np.bitwise_or.reduce(records["needs"], axis=1)
        asked = np.stack([needs, records["offers"], records["themes"]], axis=1)
        return cls(classes[0], _unstated(hosts), classes[1], fields, asked)


_TELLING = (
    "kind",
    "hub",
    "published",
    "mentor",
    "direction",
    "pre_revenue",
    "traction",
    "languages",
    "accepted_hubs",
    "accepted_forms",
    "forms",
)
"""What rows of one class of `Classes.gates` have in common: what few values are stated for, and gates ask."""


def _unstated(records: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    """The records with `_TELLING` alone stated."""
    found = np.zeros(len(records), dtype=RECORD)
    for name in ("currency", "sectors", "capacity", "ids", "headcount", "headcount_min", "headcount_max"):
        found[name] = -1
    for name in ("low", "high", "sweet"):
        found[name] = np.nan
    found["paused_from"] = found["paused_until"] = NEVER
    for name in _TELLING:
        found[name] = records[name]
    return found


def _table(records: npt.NDArray[np.void]) -> npt.NDArray[np.int32]:
    return np.full((2, 1 << (2 * len(records) + 1).bit_length()), -1, dtype=np.int32)


@inner
def _mixed(seed: Any, value: Any) -> Any:
    return (seed ^ np.uint64(value)) * np.uint64(0x9E3779B97F4A7C15)


@inner
def _gate_slot(one: Any) -> Any:
    few = np.uint64(0)
    for value in (one.kind, one.hub, one.mentor, one.direction, one.pre_revenue, one.traction):
        few = few * np.uint64(31) + np.uint64(value + 1)
    few = few * np.uint64(2) + np.uint64(one.published)
    mixed = _mixed(_mixed(_mixed(few, one.languages), one.accepted_hubs), one.accepted_forms)
    return _mixed(mixed, one.forms) >> np.uint64(32)


@inner
def _same_gates(one: Any, two: Any) -> Any:
    return (
        one.kind == two.kind
        and one.hub == two.hub
        and one.published == two.published
        and one.mentor == two.mentor
        and one.direction == two.direction
        and one.pre_revenue == two.pre_revenue
        and one.traction == two.traction
        and one.languages == two.languages
        and one.accepted_hubs == two.accepted_hubs
        and one.accepted_forms == two.accepted_forms
        and one.forms == two.forms
    )


@inner
def _sector_slot(one: Any) -> Any:
    few = np.uint64(0)
    for place in range(one.sectors.size):
        few = few * np.uint64(64) + np.uint64(one.sectors[place] + 1)
        few = few * np.uint64(256) + np.uint64(one.sub_sectors[place])
    return _mixed(_mixed(np.uint64(0), few), one.sector_bits) >> np.uint64(32)


@inner
def _same_sectors(one: Any, two: Any) -> Any:
    for place in range(one.sectors.size):
        if one.sectors[place] != two.sectors[place] or one.sub_sectors[place] != two.sub_sectors[place]:
            return False
    return one.sector_bits == two.sector_bits


@inner
def _same(sort: Any, one: Any, two: Any) -> Any:
    return _same_gates(one, two) if sort == 0 else _same_sectors(one, two)


@compiled(types.none, RECORDS, written("i4", 2), written("i4", 2), written("i8", 2), written("i8"))
def _classify(records: Any, slots: Any, classes: Any, firsts: Any, many: Any) -> None:
    """The class of each row, the first row of each class and how many there are: by gates, and by sectors."""
    last = np.int64(slots.shape[1] - 1)
    for sort in range(2):
        for row in range(records.size):
            one = records[row]
            slot = np.int64(_gate_slot(one) if sort == 0 else _sector_slot(one)) & last
            while slots[sort, slot] >= 0 and not _same(sort, records[firsts[sort, slots[sort, slot]]], one):
                slot = (slot + 1) & last
            if slots[sort, slot] < 0:
                slots[sort, slot], firsts[sort, many[sort]] = many[sort], row
                many[sort] += 1
            classes[sort, row] = slots[sort, slot]
