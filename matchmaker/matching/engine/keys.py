"""Which rows bear a name, found without a dictionary of every name."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Keys:
    """Rows by key: `hashes` uint64 ascending, `rows` int32 beside them; a row may bear any number of keys."""

    hashes: Hashes
    rows: Rows

    @classmethod
    def of(cls, sets: Sequence[Iterable[str]]) -> "Keys":
        """The keys of each row, in the order of rows."""
        pairs = [(digest(key), row) for row, keys in enumerate(sets) for key in keys]
        hashes = np.array([key for key, _ in pairs], dtype=np.uint64)
        rows = np.array([row for _, row in pairs], dtype=np.int32)
        order = np.lexsort((rows, hashes))
        return cls(hashes[order], rows[order])

    @classmethod
    def joined(cls, parts: Sequence["Keys"], starts: Sequence[int]) -> "Keys":
        """The keys of all `parts`, the rows of each numbered from its place in `starts`."""
        hashes = np.concatenate([part.hashes for part in parts])
        rows = np.concatenate(
            [part.rows + np.int32(start) for part, start in zip(parts, starts, strict=False)]
        )
        order = np.lexsort((rows, hashes))
        return cls(hashes[order], rows[order].astype(np.int32))

    def bearing(self, hashes: Hashes) -> Rows:
        """The rows that bear any of `hashes`."""
        starts = np.searchsorted(self.hashes, hashes, side="left")
        ends = np.searchsorted(self.hashes, hashes, side="right")
        spans = [self.rows[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        return np.concatenate(spans) if spans else np.empty(0, dtype=np.int32)

    def of_rows(self, kept: npt.NDArray[np.int64]) -> "Keys":
        """The keys of the rows `kept` (ascending), which are numbered anew from zero."""
        place = np.searchsorted(kept, self.rows)
        place[place == len(kept)] = 0
        found = kept[place] == self.rows if len(kept) else np.zeros(len(self.rows), dtype=bool)
        return Keys(self.hashes[found], place[found].astype(np.int32))

    def with_rows(self, rows: npt.NDArray[np.int64], newer: "Keys") -> "Keys":
        """The same keys but for `rows`, which bear those of `newer`, row i of it being `rows[i]`."""
        stay = ~np.isin(self.rows, rows)
        hashes, kept = self.hashes[stay], self.rows[stay]
        places = np.searchsorted(hashes, newer.hashes)
        return Keys(
            np.insert(hashes, places, newer.hashes),
            np.insert(kept, places, rows[newer.rows].astype(np.int32)),
        )


def digest(key: str) -> int:
    """The number a key is kept under: 64 bits, so that no two of some million keys are taken for one."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big")
