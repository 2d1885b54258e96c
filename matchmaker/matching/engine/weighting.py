"""How counts become weights: the TF-IDF family exactly as scikit-learn's TfidfTransformer defines it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[Any]


@dataclass(frozen=True)
class Weighting:
    """The four switches of scikit-learn's TF-IDF; all off leaves counts as they are."""

    use_idf: bool = False
    smooth_idf: bool = True
    sublinear_tf: bool = False
    binary: bool = False

    def tf(self, counts: Counts) -> Floats:
        """Weights of `counts` within their text, float64 of the same shape."""
        if self.binary:
            return np.not_equal(counts, 0).astype(np.float64)
        if not self.sublinear_tf:
            return counts.astype(np.float64)
        if counts.dtype.kind in "ui" and counts.size > 1024:
            # Few distinct counts, many places: one logarithm for each count instead of each place.
            table = _one_plus_log(np.arange(int(counts.max()) + 1, dtype=np.float64))
            weights: Floats = np.take(table, counts)
            return weights
        return _one_plus_log(counts.astype(np.float64))

    def idf(self, df: npt.NDArray[np.int64], documents: int, *, keep_unseen: bool = False) -> Floats:
        """Weight of each term that `df` of `documents` texts hold, float64 of the same shape.

        A term no text holds weighs nothing, as if the vocabulary did not list it, unless `keep_unseen`.
        """
        if self.use_idf:
            extra = int(self.smooth_idf)
            held = np.maximum(df + extra, 1)
            weights = np.log(max(documents + extra, 1) / held) + 1.0
        else:
            weights = np.ones(len(df))
        if not keep_unseen or (self.use_idf and not self.smooth_idf):
            weights[df <= 0] = 0.0
        return weights


def _one_plus_log(counts: Floats) -> Floats:
    weights = np.zeros_like(counts)
    np.log(counts, out=weights, where=counts > 0)
    weights[counts > 0] += 1.0
    return weights
