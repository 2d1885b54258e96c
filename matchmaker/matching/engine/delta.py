"""Texts added or replaced since the base was laid out: few, and compared one by one."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.postings import Bytes, Ints, Row
from matchmaker.matching.engine.weighting import Floats

ROOM = 64  # texts for which a delta has room at first
TERMS = 64  # terms a text has, to begin with


@dataclass(frozen=True)
class Delta:
    """An append-only list of texts, of which each state sees the first `count` and which of them are alive.

    rows: int64, the row each text is at; starts, columns, values: the texts one after the other; weights:
    `values` within their texts; shares: the share of French in each. One chain of appends only may start from
    a state: what lies past its texts belongs to the next.
    """

    rows: Ints
    starts: Ints
    columns: npt.NDArray[np.int32]
    values: Floats
    weights: Floats
    shares: Floats
    alive: Bytes

    @classmethod
    def empty(cls) -> "Delta":
        """No text."""
        return cls._with_room(ROOM, ROOM * TERMS)

    @classmethod
    def _with_room(cls, texts: int, terms: int) -> "Delta":
        return cls(
            rows=np.empty(texts, dtype=np.int64),
            starts=np.zeros(texts + 1, dtype=np.int64),
            columns=np.empty(terms, dtype=np.int32),
            values=np.empty(terms),
            weights=np.empty(terms),
            shares=np.empty(texts),
            alive=np.empty(0, dtype=np.uint8),
        )

    @property
    def count(self) -> int:
        """How many texts were appended, dead ones included."""
        return len(self.alive)

    def entry(self, row: int) -> int:
        """Where the text at `row` stands, -1 where there is none."""
        found = np.flatnonzero((self.rows[: self.count] == row) & (self.alive > 0))
        return int(found[-1]) if len(found) else -1

    def text(self, entry: int) -> Row:
        """The text that stands at `entry`."""
        held = slice(int(self.starts[entry]), int(self.starts[entry + 1]))
        return Row(self.columns[held].astype(np.int64), self.values[held])

    def living(self) -> list[tuple[int, Row]]:
        """Every row that holds a text, ascending, and its text."""
        entries = np.flatnonzero(self.alive)
        entries = entries[np.argsort(self.rows[entries], kind="stable")]
        return [(int(self.rows[entry]), self.text(entry)) for entry in entries.tolist()]

    def without(self, entry: int) -> "Delta":
        """The same without the text at `entry`."""
        alive = self.alive.copy()
        alive[entry] = 0
        return replace(self, alive=alive)

    def with_text(self, row: int, text: Row, weights: Floats, share: float) -> "Delta":
        """The same with one more text."""
        grown = self._grown(len(text.columns))
        at = grown.count
        first, last = int(grown.starts[at]), int(grown.starts[at]) + len(text.columns)
        grown.rows[at], grown.shares[at], grown.starts[at + 1] = row, share, last
        grown.columns[first:last], grown.values[first:last] = text.columns, text.values
        grown.weights[first:last] = weights
        alive = np.ones(at + 1, dtype=np.uint8)
        alive[:at] = grown.alive
        return replace(grown, alive=alive)

    def _grown(self, terms: int) -> "Delta":
        """The same with room for one more text, in arrays of its own where there is no room in these."""
        last = int(self.starts[self.count])
        if self.count < len(self.rows) and last + terms <= len(self.columns):
            return self
        kept = [
            (row, entry) for entry, row in enumerate(self.rows[: self.count].tolist()) if self.alive[entry]
        ]
        grown = Delta._with_room(2 * len(kept) + ROOM, 2 * (last + terms) + ROOM * TERMS)
        for row, entry in kept:
            held = slice(int(self.starts[entry]), int(self.starts[entry + 1]))
            grown = grown.with_text(row, self.text(entry), self.weights[held], float(self.shares[entry]))
        return grown

    @cached_property
    def arrays(self) -> tuple[Any, ...]:
        """The texts, for kernels."""
        texts = (
            self.starts,
            self.columns,
            _NO_BYTES,
            self.weights,
            _NO_INTS,
            _NO_ROWS,
            _NO_BYTES,
            _NO_FLOATS,
        )
        return self.rows, self.alive, texts, self.shares


_NO_INTS, _NO_ROWS = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32)
_NO_BYTES, _NO_FLOATS = np.empty(0, dtype=np.uint8), np.empty(0)
