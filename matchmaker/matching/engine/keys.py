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
    """Rows by key: `hashes` uint64 ascending, `rows` int32 beside them; a row may bear any number of keys.

    kept: the rows there are, ascending, numbered anew from zero; None where all are there under their own.
    """

    hashes: Hashes
    rows: Rows
    kept: npt.NDArray[np.int64] | None = None

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
        found = np.concatenate(spans) if spans else np.empty(0, dtype=np.int32)
        return found if self.kept is None else _places(found, self.kept)

    def of_rows(self, kept: npt.NDArray[np.int64]) -> "Keys":
        """The keys of the rows `kept` (ascending), which are numbered anew from zero; for looking up only."""
        return Keys(self.hashes, self.rows, kept)

    def with_rows(self, rows: npt.NDArray[np.int64], newer: "Keys") -> "Keys":
        """The same keys but for `rows`, which bear those of `newer`, row i of it being `rows[i]`."""
        stay = ~np.isin(self.rows, rows)
        hashes, kept = self.hashes[stay], self.rows[stay]
        places = np.searchsorted(hashes, newer.hashes)
        return Keys(
            np.insert(hashes, places, newer.hashes),
            np.insert(kept, places, rows[newer.rows].astype(np.int32)),
        )


def _places(rows: Rows, kept: npt.NDArray[np.int64]) -> Rows:
    places = np.searchsorted(kept, rows)
    within = places < len(kept)
    found: Rows = places[within][kept[places[within]] == rows[within]].astype(np.int32)
    return found


def digest(key: str) -> int:
    """The number a key is kept under: 64 bits, so that no two of some million keys are taken for one."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big")
