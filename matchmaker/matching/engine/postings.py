"""Counts of terms in texts, kept both ways: by row to explain and edit, by column to answer a query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Values = npt.NDArray[Any]


class Row(NamedTuple):
    """One text: its columns (int64, in the order of their terms) and the count or value in each."""

    columns: Ints
    values: Values


@dataclass(frozen=True)
class Postings:
    """An immutable sparse matrix of `rows` texts by `width` terms.

    By row: `row_starts` int64 (rows + 1), `columns` int32, `row_values`. By column: `column_starts` int64
    (width + 1), `rows_held` int32 ascending within a column, `column_values`. Values are small unsigned
    integers for counts, float64 for vectors of other vectorizers.
    """

    row_starts: Ints
    columns: npt.NDArray[np.int32]
    row_values: Values
    column_starts: Ints
    rows_held: npt.NDArray[np.int32]
    column_values: Values

    @classmethod
    def of(cls, row_ids: Ints, columns: Ints, values: Values, *, rows: int, width: int) -> "Postings":
        """From triples in row order; within a row the order of `columns` is kept."""
        values = narrow(values)
        by_column = np.argsort(columns, kind="stable")
        return cls(
            row_starts=_starts(row_ids, rows),
            columns=columns.astype(np.int32),
            row_values=values,
            column_starts=_starts(columns, width),
            rows_held=row_ids[by_column].astype(np.int32),
            column_values=values[by_column],
        )

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

    def row(self, row: int) -> Row:
        """The text at `row`."""
        held = slice(int(self.row_starts[row]), int(self.row_starts[row + 1]))
        return Row(self.columns[held].astype(np.int64), np.asarray(self.row_values[held]))

    def document_frequency(self) -> Ints:
        """How many texts hold each column."""
        return np.diff(self.column_starts)

    def gather(self, columns: Ints) -> tuple[Ints, npt.NDArray[np.int32], Values]:
        """For each text that holds one of `columns`, column by column: (place in `columns`, row, value)."""
        starts, ends = self.column_starts[columns], self.column_starts[columns + 1]
        spans = [slice(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        places = np.repeat(np.arange(len(columns)), ends - starts)
        held = _join([self.rows_held[span] for span in spans], np.int32)
        return places, held, _join([self.column_values[span] for span in spans], self.column_values.dtype)


def narrow(values: Values) -> Values:
    """The same whole numbers in the smallest unsigned type that holds them all; other numbers unchanged."""
    if values.dtype.kind == "f":
        return values.astype(np.float64)
    top = int(values.max()) if values.size else 0
    return values.astype(np.uint8 if top < 1 << 8 else np.uint16 if top < 1 << 16 else np.uint32)


def _join(parts: list[npt.NDArray[Any]], empty: npt.DTypeLike) -> npt.NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=empty)


def _starts(keys: Ints, groups: int) -> Ints:
    starts = np.zeros(groups + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=groups), out=starts[1:])
    return starts
