"""How near the sectors of two organisations are, over both levels of the taxonomy.

The same sub-sector is worth 1; the same sector, where a side names no sub-sector of it, .85; two different
sub-sectors of one sector .7; neighbouring sectors .3; `any` on one side .5 whatever the other does.
"""

import numpy as np
import numpy.typing as npt

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
    names three sectors wants a startup of any one of them.
    """
    pairs = _pairs(one, others)
    lengths = [np.count_nonzero(side.sectors >= 0, axis=1) for side in (one, others)]
    means = [
        np.sum(np.max(pairs, axis=axis), axis=1) / np.maximum(length, 1)
        for axis, length in zip((2, 1), lengths, strict=True)
    ]
    covered = np.where(
        lengths[0] == lengths[1],
        (means[0] + means[1]) / 2,
        np.where(lengths[0] < lengths[1], means[0], means[1]),
    )
    value = (np.max(pairs, axis=(1, 2)) + covered) / 2
    generalist = ((one.sector_bits | others.sector_bits) & _ANY) != 0
    value = np.where(generalist, np.maximum(value, GENERALIST), value)
    return np.where((lengths[0] > 0) & (lengths[1] > 0), value, np.nan)


def apart(one: Columns, others: Columns) -> Mask:
    """Whether both state sectors and none of the one is the same as, or beside, one of the other."""
    reach = np.bitwise_or.reduce(_WITHIN_REACH[one.sectors], axis=1)
    stated = (one.sector_bits != 0) & (others.sector_bits != 0)
    generalist = ((one.sector_bits | others.sector_bits) & _ANY) != 0
    found: Mask = stated & ~generalist & ~bits.any_of(reach, others.sector_bits)
    return found


def _pairs(one: Columns, others: Columns) -> npt.NDArray[np.float64]:
    """Nearness of each sector of the one to each of the other: float64 (rows, 3, 3)."""
    rows = max(len(one), len(others))
    pairs = np.empty((rows, MOST_SECTORS, MOST_SECTORS))
    for place in range(MOST_SECTORS):
        for other in range(MOST_SECTORS):
            mine, theirs = one.sectors[:, place], others.sectors[:, other]
            near = _NEARNESS[mine, theirs]
            finer, same = one.sub_sectors[:, place], others.sub_sectors[:, other]
            both = (mine == theirs) & (finer != 0) & (same != 0)
            near = np.where(both, np.where((finer & same) != 0, SAME_SUB_SECTOR, OTHER_SUB_SECTOR), near)
            pairs[:, place, other] = near
    return pairs
