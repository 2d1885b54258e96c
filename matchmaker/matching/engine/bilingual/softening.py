"""What the own terms of texts stand for, as soft counts of shared terms, some texts at a time.

A text holds several times as many shared terms as words: own counts go as soon as they are softened, and
rows are written where they stay, so that a fit needs little more memory than the matrix it gives.
"""

import math
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from matchmaker.matching.engine.bilingual.counts import Counts, Ints, Numbering, TermNumbers, chunks_of
from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.bilingual.undisturbed import undisturbed
from matchmaker.matching.engine.sorting import ascend
from matchmaker.matching.engine.spaces import Language

REPEATED = 0.7
"""What the logarithm of a count adds to 1: repeating a word says less of a text the more often it does.

1 is the sublinear weight of scikit-learn; 0.7 measured better across languages (acts +2.5 points of recall),
and the same within English; 0.5 gains a little more across, and loses within.
"""


def dampened(count: float) -> float:
    """The weight of a term that a text holds `count` times: sublinear, 1 + 0.7 log."""
    return 1.0 + REPEATED * math.log(count)


@undisturbed()
def soft_counts(reader: BilingualReader, terms: Sequence[str], own: Counts) -> tuple[list[str], Counts]:
    """The shared terms that `terms` stand for, in order, and the soft counts of texts, rows by columns."""
    soft = _Softened(reader)
    soft.add(terms, own)
    return soft.in_order()


@undisturbed()
def softly_read(
    reader: BilingualReader, texts: Sequence[str], languages: Iterable[Language | None] | None
) -> tuple[list[str], Counts]:
    """The shared terms of `texts`, in order, and the soft counts of each text, rows by columns."""
    soft, numbers = _Softened(reader), TermNumbers(reader)
    for own in chunks_of(reader, texts, languages, numbers):
        soft.add(list(numbers), own)
    return soft.in_order()


class _Softened:
    """Rows of shared terms, numbered as they are met until all are known."""

    def __init__(self, reader: BilingualReader) -> None:
        self._reader = reader
        self._numbering = Numbering()
        self._firsts, self._lasts = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        self._shared, self._weights = array("i"), array("d")
        self._starts = [np.zeros(1, dtype=np.int64)]
        self._columns: npt.NDArray[np.int32] = np.empty(0, dtype=np.int32)
        self._values: npt.NDArray[np.float64] = np.empty(0)

    def add(self, terms: Sequence[str], own: Counts) -> None:
        """Rows of further texts, whose columns are places in `terms`, which only grow."""
        self._learn(terms, own)
        most = int(own.values.max(initial=0))
        factors = np.array([0.0, *map(dampened, range(1, most + 1))])
        meanings = (self._firsts, self._lasts, np.array(self._shared), np.array(self._weights))
        first, width = self._columns.size, len(self._numbering)
        starts = _sizes(own.starts, own.columns, meanings, width)
        # Grown where it is: beside all rows of a large collection there may be no room for a copy of them.
        self._columns.resize(first + starts[-1], refcheck=False)
        self._values.resize(first + starts[-1], refcheck=False)
        rows = (starts, self._columns[first:], self._values[first:])
        _soften((own.starts, own.columns, own.values), meanings, factors, np.zeros(width), rows)
        self._starts.append(starts[1:] + first)

    def in_order(self) -> tuple[list[str], Counts]:
        """All names, sorted, and the rows that were added, each by its columns."""
        names = sorted(self._numbering)
        place = np.empty(len(names), dtype=np.int32)
        place[self._numbering.of(names)] = np.arange(len(names))
        starts = np.concatenate(self._starts)
        _arrange(starts, self._columns, self._values, place)
        return names, Counts(starts, self._columns, self._values)

    def _learn(self, terms: Sequence[str], own: Counts) -> None:
        """Look up what terms stand for that were not met before."""
        further = np.zeros(len(terms) - len(self._firsts), dtype=np.int64)
        self._firsts = np.concatenate([self._firsts, further])
        self._lasts = np.concatenate([self._lasts, further])
        met = np.bincount(own.columns, minlength=len(terms)) > 0
        new = np.flatnonzero(met & (self._lasts == 0))
        meanings = [self._reader.shared(terms[number]) for number in new.tolist()]
        lasts = len(self._shared) + np.cumsum(np.fromiter(map(len, meanings), np.int64, len(meanings)))
        self._firsts[new[1:]], self._firsts[new[:1]], self._lasts[new] = lasts[:-1], len(self._shared), lasts
        pairs = list(chain.from_iterable(meanings))
        self._shared.extend(map(self._numbering.__getitem__, map(itemgetter(0), pairs)))
        self._weights.extend(map(itemgetter(1), pairs))


@njit(cache=True, nogil=True)
def _sizes(rows: Any, terms: Any, meanings: Any, width: int) -> Ints:
    """Where each row of shared terms begins."""
    firsts, lasts, shared, _ = meanings
    starts, met = np.zeros(rows.size, dtype=np.int64), np.full(width, -1, dtype=np.int32)
    for row in range(rows.size - 1):
        count = starts[row]
        for place in range(rows[row], rows[row + 1]):
            for part in range(firsts[terms[place]], lasts[terms[place]]):
                if met[shared[part]] != row:
                    met[shared[part]] = row
                    count += 1
        starts[row + 1] = count
    return starts


@njit(cache=True, nogil=True)
def _soften(held: Any, meanings: Any, factors: Any, sums: Any, out: Any) -> None:
    """Rows of shared terms: what each own term stands for, times its dampened count."""
    (rows, terms, counts), (firsts, lasts, shared, weights) = held, meanings
    starts, columns, values = out
    for row in range(rows.size - 1):
        count = starts[row]
        for place in range(rows[row], rows[row + 1]):
            factor = factors[counts[place]]
            for part in range(firsts[terms[place]], lasts[terms[place]]):
                if sums[shared[part]] == 0.0:
                    columns[count] = shared[part]
                    count += 1
                sums[shared[part]] += factor * weights[part]
        for place in range(starts[row], count):
            values[place], sums[columns[place]] = sums[columns[place]], 0.0


@njit(cache=True, nogil=True)
def _arrange(starts: Any, columns: Any, values: Any, place: Any) -> None:
    """Number the columns of each row by `place`, and put it in their order."""
    dense = np.zeros(place.size)
    for row in range(starts.size - 1):
        for at in range(starts[row], starts[row + 1]):
            columns[at] = place[columns[at]]
            dense[columns[at]] = values[at]
        ascend(columns[starts[row] : starts[row + 1]])
        for at in range(starts[row], starts[row + 1]):
            values[at] = dense[columns[at]]
