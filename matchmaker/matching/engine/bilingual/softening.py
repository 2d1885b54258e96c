"""What the own terms of texts stand for, as soft counts of shared terms, some texts at a time.

A text holds several times as many shared terms as words: own counts go as soon as they are softened, and
rows are written where they stay, so that a fit needs little more memory than the matrix it gives.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from matchmaker.matching.engine.bilingual.counts import Counts, Ints, chunks_of
from matchmaker.matching.engine.bilingual.met import Met
from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.bilingual.undisturbed import undisturbed
from matchmaker.matching.engine.sorting import ascend
from matchmaker.matching.engine.spaces import Language

REPEATED = 0.7
"""What the logarithm of a count adds to 1: repeating a word says less of a text the more often it does.

1 is the sublinear weight of scikit-learn; 0.7 measured better across languages (acts +2.5 points of recall),
and the same within English; 0.5 gains a little more across, and loses within.
"""

ROOM = 1 << 20
"""Entries that rows of soft counts have room for at first."""


def dampened(count: float) -> float:
    """The weight of a term that a text holds `count` times: sublinear, 1 + 0.7 log."""
    return 1.0 + REPEATED * math.log(count)


@undisturbed()
def soft_counts(reader: BilingualReader, terms: Sequence[str], own: Counts) -> tuple[list[str], Counts]:
    """The shared terms that `terms` stand for, in order, and the soft counts of texts, rows by columns."""
    met = reader.met()
    soft, numbers = _Softened(met), met.numbers(terms)
    soft.add(Counts(own.starts, numbers[own.columns].astype(np.int32), own.values))
    return soft.in_order()


@undisturbed()
def softly_read(
    reader: BilingualReader, texts: Sequence[str], languages: Iterable[Language | None] | None
) -> tuple[list[str], Counts]:
    """The shared terms of `texts`, in order, and the soft counts of each text, rows by columns."""
    met = reader.met()
    soft = _Softened(met)
    for own in chunks_of(met, texts, languages, reader.phrases.branches):
        soft.add(own)
    return soft.in_order()


class _Softened:
    """Rows of shared terms, numbered as `met` has them until all are known."""

    def __init__(self, met: Met) -> None:
        self._met = met
        self._starts = [np.zeros(1, dtype=np.int64)]
        self._columns: npt.NDArray[np.int32] = np.empty(ROOM, dtype=np.int32)
        self._values: npt.NDArray[np.float64] = np.empty(ROOM)
        self._used = np.zeros(0, dtype=np.bool_)

    def add(self, own: Counts) -> None:
        """Rows of further texts, whose columns are numbers of terms."""
        meanings, width = self._met.meanings(own.columns)
        self._used = np.concatenate([self._used, np.zeros(width - len(self._used), dtype=np.bool_)])
        most = int(own.values.max(initial=0))
        factors = np.array([0.0, *map(dampened, range(1, most + 1))])
        starts = _sizes(own.starts, own.columns, meanings, self._used)
        first = int(self._starts[-1][-1])
        self._make_room(first + int(starts[-1]))
        rows = (starts, self._columns[first:], self._values[first:])
        _soften((own.starts, own.columns, own.values), meanings, factors, np.zeros(width), rows)
        self._starts.append(starts[1:] + first)

    def in_order(self) -> tuple[list[str], Counts]:
        """All names, sorted, and the rows that were added, each by its columns."""
        names = sorted(self._met.shared(np.flatnonzero(self._used)))
        place = np.zeros(len(self._used), dtype=np.int32)
        place[self._met.places(names)] = np.arange(len(names))
        starts = np.concatenate(self._starts)
        self._resize(int(starts[-1]))
        _arrange(starts, self._columns, self._values, place)
        return names, Counts(starts, self._columns, self._values)

    def _make_room(self, size: int) -> None:
        if size > len(self._columns):
            self._resize(size + size // 32)

    def _resize(self, size: int) -> None:
        # Where they are: beside all rows of a large collection there may be no room for a copy of them. By
        # little at a time, because what is new is filled with zeros.
        self._columns.resize(size, refcheck=False)
        self._values.resize(size, refcheck=False)


@njit(cache=True, nogil=True)
def _sizes(rows: Any, terms: Any, meanings: Any, used: Any) -> Ints:
    """Where each row of shared terms begins; marks those that are `used`."""
    firsts, lasts, shared, _ = meanings
    starts, met = np.zeros(rows.size, dtype=np.int64), np.full(used.size, -1, dtype=np.int32)
    for row in range(rows.size - 1):
        count = starts[row]
        for place in range(rows[row], rows[row + 1]):
            for part in range(firsts[terms[place]], lasts[terms[place]]):
                if met[shared[part]] != row:
                    met[shared[part]], used[shared[part]] = row, True
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
