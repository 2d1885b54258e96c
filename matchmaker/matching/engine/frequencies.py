"""How many texts hold each column: shared between states but for the few columns that an edit changes."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.postings import Ints
from matchmaker.matching.engine.weighting import Floats, Weighting

CHUNK = 64  # columns copied at a time: one edit touches some hundred columns all over the alphabet
SILENT = -1
"""The frequency of a column that weighs nothing, however many texts hold it."""

LISTED = 1 << 16  # whole numbers whose logarithm is looked up


@dataclass(frozen=True)
class Frequencies:
    """An immutable array in chunks; a change copies the chunks it falls into, to the end of `pool`.

    place: int32 (chunks), where each chunk is in `pool`; pool: int32 (chunks ever, CHUNK), of which the first
    `used` count; width: how many columns there are. One chain of changes only may start from a state: what
    lies past `used` belongs to the next.
    """

    place: npt.NDArray[np.int32]
    pool: npt.NDArray[np.int32]
    used: int
    width: int

    @classmethod
    def of(cls, numbers: npt.NDArray[Any]) -> "Frequencies":
        """The frequency of each column."""
        return cls.over(chunked(numbers), len(numbers))

    @classmethod
    def over(cls, pool: npt.NDArray[np.int32], width: int) -> "Frequencies":
        """Those that `chunked` gave for `width` columns."""
        return cls(np.arange(len(pool), dtype=np.int32), pool, len(pool), width)

    def changed(self, fewer: Ints, more: Ints, silent: Ints, width: int) -> "Frequencies":
        """One text less in each of the columns `fewer`, one more in `more`; `silent` ones begin as such."""
        grown = self._widened(width)
        chunks = np.unique(np.concatenate([fewer, more, silent]) // CHUNK)
        grown = grown._with_room(len(chunks))
        place, pool, last = grown.place.copy(), grown.pool, grown.used + len(chunks)
        pool[grown.used : last] = pool[place[chunks]]
        place[chunks] = np.arange(grown.used, last)
        numbers = pool.reshape(-1)
        numbers[_at(place, silent)] = SILENT
        for columns, step in ((fewer, -1), (more, 1)):
            places = _at(place, columns)
            numbers[places] += np.where(numbers[places] == SILENT, 0, step).astype(np.int32)
        return Frequencies(place, pool, last, width)

    def all(self) -> npt.NDArray[np.int32]:
        """The frequency of every column."""
        found: npt.NDArray[np.int32] = self.pool[self.place].reshape(-1)[: self.width]
        return found

    def of_columns(self, columns: Ints) -> npt.NDArray[np.int32]:
        """The frequency of each of `columns`."""
        found: npt.NDArray[np.int32] = self.pool.reshape(-1)[_at(self.place, columns)]
        return found

    def _widened(self, width: int) -> "Frequencies":
        missing = -(-width // CHUNK) - len(self.place)
        if missing <= 0:
            return self
        grown = self._with_room(missing)
        grown.pool[grown.used : grown.used + missing] = 0
        added = np.arange(grown.used, grown.used + missing, dtype=np.int32)
        return Frequencies(np.concatenate([grown.place, added]), grown.pool, grown.used + missing, width)

    def _with_room(self, chunks: int) -> "Frequencies":
        if self.used + chunks <= len(self.pool) and self.pool.flags.writeable:
            return self
        held = len(self.place)
        pool = np.empty((2 * held + 64 * (chunks + 1), CHUNK), dtype=np.int32)
        pool[:held] = self.pool[self.place]
        return Frequencies(np.arange(held, dtype=np.int32), pool, held, self.width)


def chunked(numbers: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """`numbers` as int32 (chunks, CHUNK), zeros at the end."""
    pool = np.zeros((-(-len(numbers) // CHUNK), CHUNK), dtype=np.int32)
    pool.reshape(-1)[: len(numbers)] = numbers
    pool.flags.writeable = False
    return pool


def _at(place: npt.NDArray[np.int32], columns: Ints) -> Ints:
    return place[columns // CHUNK].astype(np.int64) * CHUNK + columns % CHUNK


@lru_cache(maxsize=1)
def logarithms() -> Floats:
    """The logarithms of small whole numbers, 0 for zero, from the function every weight comes from."""
    from matchmaker.matching.engine.kernels import logarithms as fill

    table = np.empty(LISTED)
    fill(table)
    table.flags.writeable = False
    return table


def for_kernels(
    frequencies: Frequencies, weighting: Weighting, documents: int, *, keep_unseen: bool
) -> tuple[Any, ...]:
    """What kernels need to weigh columns where there are so many texts."""
    logs = logarithms()
    extra = int(weighting.smooth_idf) if weighting.use_idf else -1
    number = max(documents + max(extra, 0), 1)
    base = 1.0 + float(logs[number] if number < LISTED else np.log(number))
    least = 0 if keep_unseen and (not weighting.use_idf or weighting.smooth_idf) else 1
    return frequencies.place, frequencies.pool, logs, base, extra, least, frequencies.width
