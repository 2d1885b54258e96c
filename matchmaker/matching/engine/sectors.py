"""How near the sectors of two organisations are, over both levels of the taxonomy.

The same sub-sector is worth 1; the same sector, where a side names no sub-sector of it, .85; two different
sub-sectors of one sector .7; neighbouring sectors .3; `any` on one side .5 whatever the other does.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from matchmaker.matching.engine import bits
from matchmaker.matching.engine.columns import MOST_SECTORS, SECTORS, Columns
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.weighting import Floats
from matchmaker.taxonomy import Sector
from matchmaker.taxonomy.neighbours import NEIGHBOURS

SAME_SUB_SECTOR = 1.0
SAME_SECTOR = 0.85
OTHER_SUB_SECTOR = 0.7
NEIGHBOURING = 0.3
GENERALIST = 0.5

DOUBTED = 0.2
"""What is believed of words shared across sectors that have nothing to do with each other.

Most words have several meanings, and the sector says which: a phone network's cell is no living one. A pair
whose sectors are the same is believed whole, neighbours and those open to all in between.
"""

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
    """How near the sectors are, float64 (rows,) in [0, 1], NaN where a side states none.

    Half the nearest pair, half how much of the shorter list finds a near one in the longer: an investor who
    names three sectors wants a startup of any one of them. One of the two is columns of one candidate.
    """
    single, many = (one, others) if len(one) == 1 else (others, one)
    stated = int(np.count_nonzero(single.sectors[0] >= 0))
    pairs = [[_pair(single, many, place, other) for other in range(MOST_SECTORS)] for place in range(stated)]
    if not pairs:
        return np.full(len(many), np.nan)
    length = np.count_nonzero(many.sectors >= 0, axis=1)
    of_single = sum(_highest(row) for row in pairs) / stated
    of_many = sum(_highest(column) for column in zip(*pairs, strict=True)) / np.maximum(length, 1)
    shorter = np.where(length > stated, of_single, of_many)
    covered = np.where(length == stated, (of_single + of_many) / 2, shorter)
    value = (_highest([_highest(row) for row in pairs]) + covered) / 2
    generalist = ((one.sector_bits | others.sector_bits) & _ANY) != 0
    value = np.where(generalist, np.maximum(value, GENERALIST), value)
    return np.where(length > 0, value, np.nan)


def belief(one: Columns, others: Columns) -> Floats:
    """How far words that both use mean the same in both, by their sectors: float64 (rows,) in [DOUBTED, 1].

    Who states no sectors is read as open to all, so that saying less is never better.
    """
    near = np.nan_to_num(nearness(one, others), nan=GENERALIST)
    shares: Floats = DOUBTED + (1.0 - DOUBTED) * np.minimum(near / SAME_SECTOR, 1.0)
    return shares


def apart(one: Columns, others: Columns) -> Mask:
    """Whether both state sectors and none of the one is the same as, or beside, one of the other."""
    reach = np.bitwise_or.reduce(_WITHIN_REACH[one.sectors], axis=1)
    stated = (one.sector_bits != 0) & (others.sector_bits != 0)
    generalist = ((one.sector_bits | others.sector_bits) & _ANY) != 0
    found: Mask = stated & ~generalist & ~bits.any_of(reach, others.sector_bits)
    return found


def _pair(single: Columns, many: Columns, place: int, other: int) -> Floats:
    """Nearness of one sector of `single` to the one at the place `other` of each row of `many`."""
    mine, theirs = int(single.sectors[0, place]), many.sectors[:, other]
    near: Floats = _NEARNESS[mine].take(theirs, mode="wrap")  # -1 is the last: none
    finer = single.sub_sectors[0, place]
    if finer == 0:
        return near
    theirs_finer = many.sub_sectors[:, other]
    both = (theirs == mine) & (theirs_finer != 0)
    same = np.where((theirs_finer & finer) != 0, SAME_SUB_SECTOR, OTHER_SUB_SECTOR)
    return np.where(both, same, near)


def _highest(values: Sequence[Floats]) -> Floats:
    """The highest of several arrays at each place: quicker than a stack of them where they are few."""
    return reduce(np.maximum, values)
