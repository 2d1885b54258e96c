"""Rows that are alike in what most gates ask for, or in their sectors: what is said of one is said of all."""

# Compiled functions have no keywords: arrays come in tuples, one after the other.
# ruff: noqa: PLR0917

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import types

from matchmaker.matching.engine.columns import NEVER, RECORD
from matchmaker.matching.engine.jit import compiled, inner, together, written
from matchmaker.matching.engine.records import RECORDS

Places = npt.NDArray[np.int32]


class Classes(NamedTuple):
    """Which rows are alike: `gates` and `sectors` int32 (rows,) say of which class each is.

    hosts: a record for each class of `gates`, in which all that tells its rows apart is unstated, so that a
    gate that closes to it closes to each of them; fields: a record of each class of `sectors`.
    """

    gates: Places
    hosts: npt.NDArray[np.void]
    sectors: Places
    fields: npt.NDArray[np.void]

    @classmethod
    def of(cls, records: npt.NDArray[np.void]) -> "Classes":
        """The classes of `records`."""
        gates, sectors = (np.empty(len(records), dtype=np.int32) for _ in range(2))
        firsts = [np.empty(len(records), dtype=np.int64) for _ in range(2)]
        many = _classify(records, _table(records), gates, firsts[0], sectors, firsts[1])
        hosts, fields = (records[first[:count]] for first, count in zip(firsts, many, strict=True))
        return cls(gates, _unstated(hosts), sectors, fields)


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


@compiled(
    together(types.int64, types.int64),
    RECORDS,
    written("i4", 2),
    written("i4"),
    written("i8"),
    written("i4"),
    written("i8"),
)
def _classify(records: Any, slots: Any, gates: Any, hosts: Any, sectors: Any, fields: Any) -> Any:
    """The class of each row in both respects, and the first row of each class: how many classes."""
    by_gates, by_sectors = 0, 0
    last = np.int64(slots.shape[1] - 1)
    for row in range(records.size):
        one = records[row]
        slot = np.int64(_gate_slot(one)) & last
        while slots[0, slot] >= 0 and not _same_gates(records[hosts[slots[0, slot]]], one):
            slot = (slot + 1) & last
        if slots[0, slot] < 0:
            slots[0, slot], hosts[by_gates] = by_gates, row
            by_gates += 1
        gates[row] = slots[0, slot]
        slot = np.int64(_sector_slot(one)) & last
        while slots[1, slot] >= 0 and not _same_sectors(records[fields[slots[1, slot]]], one):
            slot = (slot + 1) & last
        if slots[1, slot] < 0:
            slots[1, slot], fields[by_sectors] = by_sectors, row
            by_sectors += 1
        sectors[row] = slots[1, slot]
    return by_gates, by_sectors
