"""The commonest columns as a byte for every row: adding them up takes no search for rows that hold them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.postings import Bytes, Ints
from matchmaker.matching.engine.weighting import Floats

STEPS = 255
MIDDLE = 128
"""The level of no weight where weights may be below zero."""

COARSE = 0.02
"""Steps that are further off than this share of a weight say too little about a row."""


@dataclass(frozen=True)
class Block:
    """What each row weighs within its text in each of some columns, in steps of their own.

    columns: int64, ascending; levels: uint8 (columns, rows); units: float64 (columns,), what a step weighs;
    zero: the level of a row that lacks a column; rough: how far levels are from weights at most, as a share
    of them, 0 where weights are too many to be listed and `Base.blur` tells.
    """

    columns: Ints
    levels: Bytes
    units: Floats
    zero: int
    rough: float

    @classmethod
    def of(cls, columns: Ints, turned: tuple[Any, ...], table: Floats, rows: int) -> "Block":
        """Those of `columns` whose weights are nearly whole steps; `turned` and `table` as in `Base`."""
        starts, rows_held, codes, values = turned
        zero = MIDDLE if table.min() < 0.0 else 0
        kept, levels, units, rough = [], [], [], 0.0
        for column in columns.tolist():
            held = slice(int(starts[column]), int(starts[column + 1]))
            listed = values[held] if values.size else table[np.flatnonzero(np.bincount(codes[held]))]
            unit = _unit(np.abs(listed[listed != 0.0]), STEPS - zero)
            off = 0.0 if values.size else _off(listed[listed != 0.0], unit)
            if off > COARSE:
                continue
            level = np.full(rows, zero, dtype=np.uint8)
            steps = np.rint(values[held] / unit) if values.size else np.rint(table / unit)[codes[held]]
            level[rows_held[held]] = (steps + zero).astype(np.uint8)
            kept.append(column)
            levels.append(level)
            units.append(unit)
            rough = max(rough, off)
        stacked = np.stack(levels) if levels else np.empty((0, rows), dtype=np.uint8)
        return cls(np.array(kept, dtype=np.int64), stacked, np.array(units), zero, rough)

    @cached_property
    def near_units(self) -> npt.NDArray[np.float32]:
        """`units` as float32."""
        return self.units.astype(np.float32)

    def units_among(self, width: int) -> Floats:
        """What a step weighs in each of `width` columns, 0 for those that are not in the block."""
        found = np.zeros(width)
        found[self.columns] = self.units
        return found


def _unit(sizes: Floats, most: int) -> float:
    """A step of which the smallest of `sizes` is a whole number, and the largest no more than `most`."""
    if not sizes.size:
        return 1.0
    low, high = float(sizes.min()), float(sizes.max())
    whole = int(most * low / high)
    return low / whole if whole else high / most


def _off(weights: Floats, unit: float) -> float:
    """How far `weights` are from whole steps at most, as a share of them."""
    found = np.abs(np.rint(weights / unit) * unit / weights - 1.0)
    off = float(found.max(initial=0.0))
    return off if off > 1e-12 else 0.0
