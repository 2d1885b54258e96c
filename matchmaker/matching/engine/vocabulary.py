"""Terms and their columns, in arrays that several processes can map instead of a dictionary each."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def _encode(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


def _hash(encoded: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest(), "little")


@dataclass(frozen=True)
class TermTable:
    """Immutable two-way table of terms: column -> term by offsets, term -> column by sorted 64-bit hashes.

    letters: uint8, all terms in UTF-8 one after the other; offsets: int64 (terms + 1);
    hashes: uint64 ascending; columns: int32, the column of each hash.
    """

    letters: npt.NDArray[np.uint8]
    offsets: npt.NDArray[np.int64]
    hashes: npt.NDArray[np.uint64]
    columns: npt.NDArray[np.int32]

    @classmethod
    def of(cls, terms: Sequence[str]) -> "TermTable":
        """A table where `terms[i]` has column i; terms must be distinct."""
        encoded = [_encode(term) for term in terms]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(one) for one in encoded], out=offsets[1:])
        hashes = np.fromiter((_hash(one) for one in encoded), dtype=np.uint64, count=len(encoded))
        order = np.argsort(hashes, kind="stable").astype(np.int32)
        letters = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        return cls(letters, offsets, hashes[order], order)

    def __len__(self) -> int:
        return len(self.columns)

    def term(self, column: int) -> str:
        """The term of `column`."""
        return self._encoded(column).decode("utf-8", "surrogatepass")

    def terms(self) -> list[str]:
        """Every term by column."""
        letters, offsets = self.letters.tobytes(), self.offsets.tolist()
        return [letters[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(offsets)]

    def find(self, terms: Sequence[str]) -> Ints:
        """The column of each of `terms`, -1 where the table lacks it."""
        encoded = [_encode(term) for term in terms]
        wanted = np.fromiter((_hash(one) for one in encoded), dtype=np.uint64, count=len(encoded))
        first = np.searchsorted(self.hashes, wanted, side="left").tolist()
        last = np.searchsorted(self.hashes, wanted, side="right").tolist()
        places = zip(encoded, first, last, strict=True)
        found = [self._same(one, start, end) for one, start, end in places]
        return np.array(found, dtype=np.int64)

    def _encoded(self, column: int) -> bytes:
        start, end = self.offsets[column], self.offsets[column + 1]
        return self.letters[start:end].tobytes()

    def _same(self, encoded: bytes, start: int, end: int) -> int:
        """The column among hashes [start, end) whose term really is `encoded`: hashes may collide."""
        for place in range(start, end):
            column = int(self.columns[place])
            if self._encoded(column) == encoded:
                return column
        return -1


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
