"""More like this, less like this: how alike others are to those a viewer named, and how far that moves them.

An order of one viewer, as `fairness` is: scores, parts and gates stay what they are, and the fit of two stays
the same from either side. Compared is only what a teaser shows as well: the two public texts, sectors, urban
themes and stages.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine import bits, sectors
from matchmaker.matching.engine.columns import Columns
from matchmaker.matching.engine.fit import FEW, Cosines
from matchmaker.matching.engine.top import Mask, Rows, best
from matchmaker.matching.engine.weighting import Floats
from matchmaker.matching.engine.weights import WEIGHTS

WISHED = 0.1
"""What wishes add to the order at most, or take from it: half of what attention may take."""

SHARES: Mapping[str, float] = {"text": 0.5, "sector": 0.3, "theme": 0.1, "stage": 0.1}
"""What each respect counts in being alike, among those that the one named says something about."""


@dataclass(frozen=True)
class Moved:
    """How wishes move each row: float64 (rows,) in [-WISHED, WISHED], and the id of whom it is alike to.

    by: int64 (rows,), of the liked one that raises a row or the disliked one that lowers it, -1 for none.
    """

    shift: Floats
    by: npt.NDArray[np.int64]

    def spread(self, rows: Rows, length: int) -> "Moved":
        """The same of `length` rows, of which these are `rows` and the others do not move."""
        shift, by = np.zeros(length), np.full(length, -1, dtype=np.int64)
        shift[rows], by[rows] = self.shift, self.by
        return Moved(shift, by)


def likeness(named: Columns, others: Columns, cosines: Cosines) -> Floats:
    """How alike `others` are to the one that is `named` (columns of one), float64 (rows,) in [0, 1].

    The mean by `SHARES` over the respects in which the named one says something; others that say nothing of
    it are not alike in it. The named one is worth 1. `cosines` are of its texts with those of the others.
    """
    found, shares = np.zeros(len(others)), 0.0
    respects = {
        "text": _text(cosines),
        "sector": sectors.nearness(named, others) if named.sector_bits[0] else None,
        "theme": _overlap(named.themes, others.themes),
        "stage": _overlap(named.stages, others.stages),
    }
    for name, value in respects.items():
        if value is not None:
            found += SHARES[name] * np.nan_to_num(value, nan=0.0)
            shares += SHARES[name]
    itself = others.ids == named.ids[0]
    return np.where(itself, 1.0, found / shares if shares else found)


def moved(liked: Mapping[int, Floats], disliked: Mapping[int, Floats], rows: int) -> Moved:
    """What likeness to the `liked` ones adds and to the `disliked` ones takes, by id, float64 (rows,) each.

    Of several the nearest counts: who asks for more like two that differ wants either sort, not a mixture.
    """
    more, by_more = _nearest(liked, rows)
    less, by_less = _nearest(disliked, rows)
    shift = WISHED * (more - less)
    return Moved(shift, np.where(shift > 0, by_more, np.where(shift < 0, by_less, -1)))


def within_reach(order: Floats, open_: Mask, limit: int | None) -> Rows:
    """The open rows, ascending, that wishes may bring among the first `limit` of `order`: all without one."""
    if limit is None or limit >= np.count_nonzero(open_):
        return np.flatnonzero(open_)
    if limit < 1:
        return np.zeros(0, dtype=np.int64)
    _, first = best(order, limit, open_, positive=False)
    return np.flatnonzero(open_ & (order >= first[-1] - 2 * WISHED))


def _nearest(alike: Mapping[int, Floats], rows: int) -> tuple[Floats, npt.NDArray[np.int64]]:
    if not alike:
        return np.zeros(rows), np.full(rows, -1, dtype=np.int64)
    ids, stacked = np.array(list(alike), dtype=np.int64), np.stack(list(alike.values()))
    return np.max(stacked, axis=0), ids[np.argmax(stacked, axis=0)]


def _text(cosines: Cosines) -> Floats | None:
    """Likeness of what both offer or both seek, the greater; None where the named one wrote nothing."""
    named, others = cosines.viewer, cosines.others
    if not (named.offers[0] or named.seeks[0]):
        return None
    return np.maximum(
        _worth(cosines.offers_offers, named.offers, others.offers),
        _worth(cosines.seeks_seeks, named.seeks, others.seeks),
    )


def _worth(cosine: Floats, one: Floats, other: Floats) -> Floats:
    """The worth of two texts as in `fit`, 0 where they share nothing: short ones are alike by chance."""
    believed = np.sqrt(one / (one + FEW)) * np.sqrt(other / (other + FEW))
    worth: Floats = -np.expm1(-np.clip(cosine, 0.0, 1.0) * believed / WEIGHTS.reading.scale)
    return worth


def _overlap(named: bits.Bits, others: bits.Bits) -> Floats | None:
    """Codes in common over the codes of both; None where the named one has none."""
    if not named[0]:
        return None
    either: Floats = bits.size(named | others).astype(np.float64)
    return bits.size(named & others) / either
