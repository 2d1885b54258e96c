"""Terms and their columns, in arrays that several processes can map instead of a dictionary each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def _encoded(terms: Sequence[str]) -> tuple[npt.NDArray[np.uint8], Ints]:
    """All letters of `terms` in UTF-8, and where each begins and ends."""
    encoded = [term.encode("utf-8", "surrogatepass") for term in terms]
    offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(one) for one in encoded], out=offsets[1:])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets


@dataclass(frozen=True)
class TermTable:
    """Immutable two-way table of terms: column -> term by offsets, term -> column by a hash of its letters.

    letters: uint8, all terms in UTF-8 one after the other; offsets: int64 (terms + 1); slots: int32, a power
    of two at least twice as many as terms, each a column or -1, see `fill_slots`.
    """

    letters: npt.NDArray[np.uint8]
    offsets: Ints
    slots: npt.NDArray[np.int32]

    @classmethod
    def of(cls, terms: Sequence[str]) -> "TermTable":
        """A table where `terms[i]` has column i; terms must be distinct."""
        if not terms:
            return cls(np.empty(0, np.uint8), np.zeros(1, np.int64), np.full(8, -1, np.int32))
        from matchmaker.matching.engine.terms import fill_slots

        letters, offsets = _encoded(terms)
        slots = np.full(1 << (2 * len(terms)).bit_length(), -1, dtype=np.int32)
        fill_slots(letters, offsets, slots)
        return cls(letters, offsets, slots)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def arrays(self) -> tuple[Any, ...]:
        """The table, for kernels."""
        return self.letters, self.offsets, self.slots

    def term(self, column: int) -> str:
        """The term of `column`."""
        start, end = self.offsets[column], self.offsets[column + 1]
        return self.letters[start:end].tobytes().decode("utf-8", "surrogatepass")

    def terms_of(self, columns: Ints) -> list[str]:
        """The terms of `columns`, in less than half the time of one by one."""
        letters = memoryview(self.letters)  # type: ignore[arg-type]  # arrays are buffers
        starts, ends = self.offsets[columns].tolist(), self.offsets[columns + 1].tolist()
        return [
            str(letters[start:end], "utf-8", "surrogatepass") for start, end in zip(starts, ends, strict=True)
        ]

    def terms(self) -> list[str]:
        """Every term by column."""
        letters, offsets = self.letters.tobytes(), self.offsets.tolist()
        return [letters[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(offsets)]

    def find(self, terms: Sequence[str]) -> Ints:
        """The column of each of `terms`, -1 where the table lacks it."""
        found = np.full(len(terms), -1, dtype=np.int64)
        if len(terms) and len(self):
            from matchmaker.matching.engine.terms import find_terms

            find_terms(*_encoded(terms), self.arrays, found)
        return found


class Vocabulary:
    """A term table that can grow: new terms get the columns after it and never move.

    One writer may call `learn` while readers call `find`: columns are only ever appended.
    """

    def __init__(self, table: TermTable, *, frozen: bool = False) -> None:
        self.table = table
        self.frozen = frozen
        self._new: dict[str, int] = {}
        self._new_terms: list[str] = []

    def __len__(self) -> int:
        return len(self.table) + len(self._new_terms)

    def find(self, terms: Sequence[str]) -> Ints:
        """The column of each of `terms`, -1 for unknown ones."""
        columns = self.table.find(terms)
        for place in np.flatnonzero(columns < 0).tolist():
            columns[place] = self._new.get(terms[place], -1)
        return columns

    def learn(self, terms: Sequence[str]) -> Ints:
        """The column of each of `terms`, new columns for unknown ones unless the vocabulary is frozen."""
        columns = self.find(terms)
        if not self.frozen:
            for place in np.flatnonzero(columns < 0).tolist():
                columns[place] = self._append(terms[place])
        return columns

    def term(self, column: int) -> str:
        """The term of `column`."""
        known = len(self.table)
        return self.table.term(column) if column < known else self._new_terms[column - known]

    def terms_of(self, columns: Ints) -> list[str]:
        """The terms of `columns`."""
        known = columns < len(self.table)
        if known.all():
            return self.table.terms_of(columns)
        return [self.term(column) for column in columns.tolist()]

    def terms(self, width: int) -> list[str]:
        """The terms of the first `width` columns."""
        return (self.table.terms() + self._new_terms)[:width]

    def new_terms(self, width: int) -> list[str]:
        """Those of the first `width` columns that were learnt after the table."""
        return self._new_terms[: max(0, width - len(self.table))]

    def _append(self, term: str) -> int:
        self._new_terms.append(term)
        # The term is listed before it can be found, so that a reader never meets a column without a name.
        self._new[term] = len(self) - 1
        return self._new[term]
