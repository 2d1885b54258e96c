"""How texts are laid out for queries, and what is summed up over all of them."""

# Compiled functions have no keywords: arrays come in tuples, one after the other.
# ruff: noqa: PLR0917

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import types

from matchmaker.matching.engine.estimates import place_of
from matchmaker.matching.engine.jit import compiled, read, together, written

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]


TEXTS = together(read("i8"), read("i4"), read("u1"), read("f8"))
"""Texts by row or by column: starts, columns or rows, codes, and values where codes are not exact."""


def by_column(
    row_starts: Ints, columns: npt.NDArray[np.int32], codes: Bytes, values: Floats, width: int
) -> tuple[Ints, npt.NDArray[np.int32], Bytes, Floats]:
    """The same entries column by column, rows ascending: starts, rows, codes and values."""
    starts = np.zeros(width + 1, dtype=np.int64)
    np.cumsum(np.bincount(columns, minlength=width), out=starts[1:])
    rows, turned = np.empty(len(columns), dtype=np.int32), np.empty(len(columns), dtype=np.uint8)
    turned_values = np.empty(len(values))
    _turned((row_starts, columns, codes, values), starts[:-1].copy(), rows, turned, turned_values)
    return starts, rows, turned, turned_values


@compiled(
    types.none,
    TEXTS,
    written("i8"),
    written("i4"),
    written("u1"),
    written("f8"),
)
def _turned(texts: Any, places: Any, rows: Any, turned: Any, turned_values: Any) -> None:
    row_starts, columns, codes, values = texts
    for row in range(row_starts.size - 1):
        for at in range(row_starts[row], row_starts[row + 1]):
            place = places[columns[at]]
            places[columns[at]] = place + 1
            rows[place], turned[place] = row, codes[at]
            if values.size:
                turned_values[place] = values[at]


@compiled(types.none, TEXTS, read("f8"), read("f8"), written("f8"))
def invert_norms(texts: Any, table: Any, idf: Any, inverse: Any) -> None:
    """One over the norm of each row, summed in the order of its terms; 0 for rows where nothing weighs."""
    row_starts, columns, codes, values = texts
    for row in range(row_starts.size - 1):
        total = 0.0
        for at in range(row_starts[row], row_starts[row + 1]):
            weight = (values[at] if values.size else table[codes[at]]) * idf[columns[at]]
            total += weight * weight
        inverse[row] = 1.0 / np.sqrt(total) if total > 0.0 else 0.0


@compiled(types.float64, TEXTS, read("f8"), read("f8"), read("f8"))
def farthest(texts: Any, table: Any, idf: Any, units: Any) -> float:
    """How far codes are from the values at most: the norm of the differences over the norm of the row.

    units: for columns whose values are taken for whole multiples of it; 0 for all others.
    """
    row_starts, columns, codes, values = texts
    blur = 0.0
    for row in range(row_starts.size - 1):
        total, off = 0.0, 0.0
        for at in range(row_starts[row], row_starts[row + 1]):
            unit, weight = units[columns[at]], idf[columns[at]]
            taken = np.rint(values[at] / unit) * unit if unit > 0.0 else table[codes[at]]
            total += (values[at] * weight) ** 2
            off += ((values[at] - taken) * weight) ** 2
        if total > 0.0:
            blur = max(blur, np.sqrt(off / total))
    return blur


@compiled(types.none, TEXTS, read("i8"), read("f8"), read("f8"), written("f8"))
def add_lists(lists: Any, chosen: Any, factors: Any, table: Any, out: Any) -> None:
    """Add the weights in the `chosen` lists, times the factor of each, in this order.

    lists: the texts by row, to add by column, or by column, to add by row.
    """
    starts, listed, codes, values = lists
    for place in range(chosen.size):
        factor, first, last = factors[place], starts[chosen[place]], starts[chosen[place] + 1]
        holding, coded, valued = listed[first:last], codes[first:last], values[first:last]
        # Unsigned, because a place that might count from the end costs a comparison each time.
        for at in range(valued.size):
            out[np.uint32(holding[at])] += factor * valued[at]
        for at in range(0 if values.size else holding.size):
            out[np.uint32(holding[at])] += factor * table[coded[at]]


@compiled(types.none, TEXTS, read("i8"), read("f8"), read("f8"), written("f8"))
def add_squares(lists: Any, chosen: Any, factors: Any, table: Any, out: Any) -> None:
    """`add_lists` with the squares of weights times factors."""
    starts, listed, codes, values = lists
    for place in range(chosen.size):
        for at in range(starts[chosen[place]], starts[chosen[place] + 1]):
            weight = factors[place] * (values[at] if values.size else table[codes[at]])
            out[listed[at]] += weight * weight


@compiled(
    types.none,
    read("i8"),
    read("i4"),
    read("f8"),
    written("f8"),
)
def share_out(row_starts: Any, columns: Any, marks: Any, out: Any) -> None:
    """The share of positive marks among the marks of each row, 0.5 where it has none."""
    for row in range(row_starts.size - 1):
        above, told = 0, 0
        for at in range(row_starts[row], row_starts[row + 1]):
            mark = marks[columns[at]]
            above += mark > 0.0
            told += mark != 0.0
        out[row] = above / told if told else 0.5


@compiled(
    types.none,
    TEXTS,
    read("i8"),
    read("i8"),
    read("f8"),
    read("f8"),
    written("f8"),
)
def dot_rows(texts: Any, chosen: Any, asked: Any, factors: Any, table: Any, out: Any) -> None:
    """What each of the `chosen` rows shares with `asked` columns, ascending, in the order of its terms."""
    row_starts, columns, codes, values = texts
    for place in range(chosen.size):
        total = 0.0
        for at in range(row_starts[chosen[place]], row_starts[chosen[place] + 1]):
            found = place_of(columns[at], asked)
            if found >= 0:
                total += factors[found] * (values[at] if values.size else table[codes[at]])
        out[place] = total
