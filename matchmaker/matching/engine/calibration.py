"""Scores that compare across languages: what the other language loses on average is given back to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.weighting import Floats

FEW = 50
"""Texts of the rarer language at which half of the gap is believed: a handful says nothing of a language."""

REWORDED = 1.4
"""How many times less a text shares with its own translation than two texts of one language lose on average.

Who translates chooses among words that mean the same, which no lexicon undoes. Median of nine measurements:
three kinds of parallel texts (1.0 for literal ones, 1.4 to 1.5 for ordinary prose), three lexicons each.
"""

WIDEST = 2.0
"""More is no longer the language: where one writes theses and the other patents, the subjects differ too."""


@dataclass(frozen=True)
class Calibration:
    """How much less two texts of different languages share than two of one language.

    A French text shares less with an English one than with a French one on the same subject, because no
    dictionary lists everything. `gap` says how many times less, over all texts of an index, so that an exact
    translation counts about as much as the text itself: one number for all queries, so that a single weak
    hit of the other language stays weak, however alone it is.

    french: the share of French in each row, float64 (rows,) in [0, 1].
    gap: at least 1, at most `WIDEST`; 1 where there is nothing to tell languages apart by.
    """

    french: Floats
    gap: float = 1.0

    def of_rows(self, rows: npt.NDArray[np.int64]) -> "Calibration":
        """The calibration of `rows` alone."""
        return Calibration(self.french[rows], self.gap)

    def calibrated(self, scores: Floats, french: float) -> Floats:
        """Scores of a query, `french` the share of French in it, in the order of rows; may pass 1.

        A text in both languages lies between them. The same from either side.
        """
        if self.gap == 1.0:
            return scores
        factors: Floats = self.gap ** np.abs(self.french - french)
        return scores * factors


def gap_between(centres: Sequence[Floats], counts: Sequence[int]) -> float:
    """The gap from the mean unit vector of the texts of each of two languages, float64 (columns,) each."""
    if min(counts) < 2:
        return 1.0
    between = float(centres[0] @ centres[1])
    within = [
        (float(centre @ centre) * count - 1.0) / (count - 1)
        for centre, count in zip(centres, counts, strict=True)
    ]
    if between <= 0.0 or min(within) <= 0.0:
        return 1.0
    believed = min(counts) / (min(counts) + FEW)
    gap = (REWORDED * max(1.0, float(np.sqrt(within[0] * within[1])) / between)) ** believed
    return float(np.clip(gap, 1.0, WIDEST))
