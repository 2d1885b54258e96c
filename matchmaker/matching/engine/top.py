"""The best rows by score, in an order that rounding noise cannot change."""

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.weighting import Floats

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

TIE = 1e-13
"""Scores closer than this differ by the rounding of sums in float64, not by the texts."""


def best(scores: Floats, k: int, among: Mask | None = None, *, positive: bool = True) -> tuple[Rows, Floats]:
    """The `k` rows with the highest scores, best first, ties by lower row, and their scores.

    `among` keeps rows out; `positive` leaves out scores of zero and below. Rows tied but for rounding show
    the highest score of the tie, so that scores never rise down the list.
    """
    kept = scores > 0.0 if positive else np.ones(len(scores), dtype=bool)
    rows = np.flatnonzero(kept if among is None else kept & among)
    keys = np.rint(scores[rows] / TIE)
    k = max(0, min(k, len(rows)))
    if 0 < k < len(rows):
        rows = rows[keys >= np.partition(keys, len(keys) - k)[len(keys) - k]]
        keys = np.rint(scores[rows] / TIE)
    order = np.lexsort((rows, -keys))
    shown, groups = scores[rows], np.unique(keys, return_inverse=True)[1]
    highest = np.full(len(rows), -np.inf)
    np.maximum.at(highest, groups, shown)
    top = order[:k]
    return rows[top].astype(np.int64), highest[groups][top]
