"""How near the sectors of two organisations are, over both levels of the taxonomy.

The same sub-sector is worth 1; the same sector, where a side names no sub-sector of it, .85; two different
sub-sectors of one sector .7; neighbouring sectors .3; `any` on one side .5 whatever the other does.
"""

import math
from typing import Any

import numpy as np
from numba import types

from matchmaker.matching.engine import bits
from matchmaker.matching.engine.columns import MOST_SECTORS, SECTORS, Columns
from matchmaker.matching.engine.jit import compiled, rule, written
from matchmaker.matching.engine.records import RECORDS
from matchmaker.matching.engine.weighting import Floats
from matchmaker.taxonomy import Sector
from matchmaker.taxonomy.neighbours import NEIGHBOURS

SAME_SUB_SECTOR = 1.0
SAME_SECTOR = 0.85
OTHER_SUB_SECTOR = 0.7
NEIGHBOURING = 0.3
GENERALIST = 0.5

GUESSED = 0.7
"""How far sectors are gone by that a side never stated, but its texts tell.

About as often such a guess names the sector that a directory states for the same firm: 8 in 10 times of the
English texts, 6 to 7 of the French ones.
"""

NEUTRAL = NEIGHBOURING
"""What the rest counts for: neither the same field nor another one."""

STEEPNESS = 2
"""How fast words are believed less as sectors differ: by this power of how near they are.

Most words have several meanings, and the sector says which: a phone network's cell is no living one. A pair
whose sectors are the same is believed whole, those open to all a third, neighbours an eighth.
"""

DOUBTED = 0.01
"""What is believed where sectors have nothing to do with each other: it parts two who share nothing else."""

_ANY = np.uint64(bits.SECTORS.bits([Sector.ANY]))
_NONE = len(SECTORS)


def _nearness() -> Floats:
    """Nearness by two sectors, the last row and column for none: symmetric float64 (sectors + 1,) twice."""
    table = np.zeros((_NONE + 1, _NONE + 1))
    for place, sector in enumerate(SECTORS):
        for other_place, other in enumerate(SECTORS):
            if frozenset({sector, other}) in NEIGHBOURS:
                table[place, other_place] = NEIGHBOURING
        table[place, place] = SAME_SECTOR
    generalist = SECTORS.index(Sector.ANY)
    table[generalist, generalist] = 0.0  # two generalists share no field by that
    return table


_NEARNESS = _nearness()
_WITHIN_REACH = np.array(
    [
        bits.SECTORS.bits(code for code in SECTORS if _NEARNESS[place, SECTORS.index(code)] > 0)
        for place in range(_NONE)
    ]
    + [0],
    dtype=np.uint64,
)


def nearness(one: Columns, others: Columns) -> Floats:
    """How near the sectors of one candidate (columns of one) and others are, float64 (rows,); see `near`."""
    found = np.empty(len(others))
    _near_many(one.records, others.records, found)
    return found


@rule
def near(one: Any, other: Any) -> Any:
    """How near the sectors of two candidates are, in [0, 1], NaN where nothing tells those of a side.

    Half the nearest pair, half how much of the shorter list finds a near one in the longer: an investor who
    names three sectors wants a startup of any one of them. What texts alone tell of a side counts `GUESSED`.
    """
    if apart(one, other):
        return 0.0  # most pairs are
    mine, theirs = _count(one), _count(other)
    if mine == 0 or theirs == 0:
        return math.nan
    nearest, of_mine, of_theirs = 0.0, 0.0, 0.0
    for place in range(mine):
        best = 0.0
        for its in range(theirs):
            best = max(best, _pair(one, place, other, its))
        of_mine += best
        nearest = max(nearest, best)
    for its in range(theirs):
        best = 0.0
        for place in range(mine):
            best = max(best, _pair(one, place, other, its))
        of_theirs += best
    of_mine, of_theirs = of_mine / mine, of_theirs / theirs
    covered = of_mine if mine < theirs else of_theirs
    if mine == theirs:
        covered = (of_mine + of_theirs) / 2
    value = (nearest + covered) / 2
    value = max(value, GENERALIST) if _generalist(one, other) else value
    return value if _stated(one, other) else NEUTRAL + GUESSED * (value - NEUTRAL)


@rule
def belief(nearness: Any) -> Any:
    """How far words that both use mean the same in both, by what `near` gives: in [DOUBTED, 1].

    Of whom nothing tells a sector is read as open to all, so that saying less is never better.
    """
    agree = GENERALIST if math.isnan(nearness) else nearness
    return DOUBTED + (1.0 - DOUBTED) * min(agree / SAME_SECTOR, 1.0) ** STEEPNESS


@rule
def apart(one: Any, other: Any) -> Any:
    """Whether both state sectors and none of the one is the same as, or beside, one of the other."""
    if one.sector_bits == 0 or other.sector_bits == 0 or _generalist(one, other):
        return False
    reach = np.uint64(0)
    for place in range(_count(one)):
        reach |= _WITHIN_REACH[one.sectors[place]]
    return reach & other.sector_bits == 0


@rule
def _stated(one: Any, other: Any) -> Any:
    return one.sector_bits != 0 and other.sector_bits != 0


@rule
def _generalist(one: Any, other: Any) -> Any:
    return (one.sector_bits | other.sector_bits) & _ANY != 0


@rule
def _count(one: Any) -> Any:
    count = 0
    while count < MOST_SECTORS and one.sectors[count] >= 0:
        count += 1
    return count


@rule
def _pair(one: Any, place: Any, other: Any, its: Any) -> Any:
    """Nearness of one sector of either."""
    mine, theirs = one.sectors[place], other.sectors[its]
    finer, theirs_finer = one.sub_sectors[place], other.sub_sectors[its]
    if mine == theirs and finer and theirs_finer:
        return SAME_SUB_SECTOR if finer & theirs_finer else OTHER_SUB_SECTOR
    return _NEARNESS[mine, theirs]


@compiled(types.none, RECORDS, RECORDS, written("f8"))
def _near_many(one: Any, others: Any, out: Any) -> None:
    for row in range(others.size):
        out[row] = near(one[0], others[row])
