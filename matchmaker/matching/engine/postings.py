"""Counts of terms in texts, kept both ways: by row to explain and edit, by column to answer a query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
Values = npt.NDArray[Any]

CODES = 255
"""Distinct values that a byte can stand for; code 0 is that of a text which does not hold the column."""

NARROWEST = 1e-4
"""Of the largest value; where values are too many to list, smaller ones share a code."""


class Row(NamedTuple):
    """One text: its columns (int64, in the order of their terms) and the count or value in each."""

    columns: Ints
    values: Values


@dataclass(frozen=True)
class Batch:
    """Queries one after the other: their columns, in the order of their terms, and the value in each."""

    starts: Ints
    columns: Ints
    values: Floats

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Batch":
        """One query a row."""
        starts = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum([len(row.columns) for row in rows], out=starts[1:])
        columns = np.concatenate([row.columns for row in rows]) if rows else np.empty(0, dtype=np.int64)
        values = np.concatenate([row.values for row in rows]) if rows else np.empty(0)
        return cls(starts, columns.astype(np.int64, copy=False), values)

    def row(self, query: int) -> Row:
        """One of the queries."""
        held = slice(int(self.starts[query]), int(self.starts[query + 1]))
        return Row(self.columns[held], self.values[held])


@dataclass(frozen=True)
class Postings:
    """An immutable sparse matrix of `rows` texts by `width` terms.

    By row: `row_starts` int64 (rows + 1), `columns` int32, `row_codes`. By column: `column_starts` int64
    (width + 1), `rows_held` int32 ascending within a column, `column_codes`. Codes are bytes; `book` float64
    (up to 256) says what they stand for. Where values are too many for that, codes come near them, and
    `row_values` and `column_values` are the values themselves, float64; else these two are empty.
    """

    row_starts: Ints
    columns: npt.NDArray[np.int32]
    row_codes: Bytes
    row_values: Floats
    column_starts: Ints
    rows_held: npt.NDArray[np.int32]
    column_codes: Bytes
    column_values: Floats
    book: Floats

    @classmethod
    def of(cls, row_ids: Ints, columns: Ints, values: Values, *, rows: int, width: int) -> "Postings":
        """From triples in row order; within a row the order of `columns` is kept."""
        from matchmaker.matching.engine.layout import by_column

        row_starts = _starts(row_ids, rows)
        narrow = columns.astype(np.int32)
        book, codes, exact = coded(values)
        kept = np.empty(0) if exact else values.astype(np.float64)
        starts, held, column_codes, column_values = by_column(row_starts, narrow, codes, kept, width)
        return cls(row_starts, narrow, codes, kept, starts, held, column_codes, column_values, book)

    @classmethod
    def stack(cls, texts: Sequence[Row], width: int) -> "Postings":
        """From one `Row` a text, in order."""
        lengths = [len(text.columns) for text in texts]
        columns = _join([text.columns for text in texts], np.int64)
        values = _join([text.values for text in texts], np.int64)
        row_ids = np.repeat(np.arange(len(texts)), lengths)
        return cls.of(row_ids, columns, values, rows=len(texts), width=width)

    @property
    def rows(self) -> int:
        """How many texts."""
        return len(self.row_starts) - 1

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.column_starts) - 1

    @property
    def row_ids(self) -> Ints:
        """The row of each entry of `columns`."""
        return np.repeat(np.arange(self.rows), np.diff(self.row_starts))

    @property
    def is_exact(self) -> bool:
        """Whether codes stand for the values themselves."""
        return self.row_values.size == 0

    def values_by_row(self) -> Floats:
        """The value of each entry of `columns`, float64."""
        return self.book[self.row_codes] if self.is_exact else np.asarray(self.row_values)

    def row(self, row: int) -> Row:
        """The text at `row`."""
        held = slice(int(self.row_starts[row]), int(self.row_starts[row + 1]))
        values = self.book[self.row_codes[held]] if self.is_exact else np.asarray(self.row_values[held])
        return Row(self.columns[held].astype(np.int64), values)

    def batch(self, rows: Ints) -> Batch:
        """The texts at `rows`, one after the other."""
        firsts = self.row_starts[rows]
        lengths = self.row_starts[rows + 1] - firsts
        starts = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum(lengths, out=starts[1:])
        at = np.arange(int(starts[-1])) + np.repeat(firsts - starts[:-1], lengths)
        values = self.book[self.row_codes[at]] if self.is_exact else self.row_values[at]
        return Batch(starts, self.columns[at].astype(np.int64), values)

    def document_frequency(self) -> Ints:
        """How many texts hold each column."""
        return np.diff(self.column_starts)


def coded(values: Values) -> tuple[Floats, Bytes, bool]:
    """A book of values, the code of each of `values`, and whether codes stand for them exactly.

    Whole numbers below 256 are their own codes.
    """
    if _are_bytes(values[:4096]) and _are_bytes(values):
        return np.arange(CODES + 1, dtype=np.float64), values.astype(np.uint8), True
    listed = np.unique(values[:4096])
    if len(listed) <= CODES:
        listed = np.unique(values)
    if len(listed) <= CODES:
        book = np.concatenate([[0.0], listed.astype(np.float64)])
        return book, (np.searchsorted(listed, values) + 1).astype(np.uint8), True
    return *_near(values.astype(np.float64)), False


def _are_bytes(values: Values) -> bool:
    return not values.size or bool(
        values.min() >= 0 and values.max() <= CODES and np.all(values == values.astype(np.uint8))
    )


def _near(values: Floats) -> tuple[Floats, Bytes]:
    """A book of values in even ratios, and the code of the nearest for each of `values`."""
    sizes = np.abs(values)
    top = float(sizes.max())
    least = max(float(sizes[sizes > 0.0].min()), top * NARROWEST)
    steps = CODES if values.min() >= 0.0 else CODES // 2
    ratio = max(np.log(top / least) / (steps - 1), 1e-12)
    step = np.rint(np.log(np.maximum(sizes, least) / least) / ratio).astype(np.int64)
    step = np.minimum(step, steps - 1) + 1
    levels = least * np.exp(ratio * np.arange(steps))
    if steps == CODES:
        return np.concatenate([[0.0], levels]), step.astype(np.uint8)
    book = np.concatenate([[0.0], levels, -levels])
    return book, (step + np.where(values < 0.0, steps, 0)).astype(np.uint8)


def _join(parts: list[npt.NDArray[Any]], empty: npt.DTypeLike) -> npt.NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=empty)


def _starts(keys: Ints, groups: int) -> Ints:
    starts = np.zeros(groups + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=groups), out=starts[1:])
    return starts
