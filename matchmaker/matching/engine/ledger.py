"""What a writer keeps to carry the norms of the base over an edit, without going through its texts again."""

# Compiled functions have no keywords: arrays come in tuples, one after the other.
# ruff: noqa: PLR0917

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import types

from matchmaker.matching.engine.base import Base, Near, spread
from matchmaker.matching.engine.frequencies import LISTED, Frequencies, logarithms
from matchmaker.matching.engine.jit import compiled, quick, read, together, written
from matchmaker.matching.engine.postings import Bytes, Ints
from matchmaker.matching.engine.weighting import Floats

DRIFT = 1 / 256
"""How far a norm of the ledger may be from the true one, as a share of it.

A weight is at least one, so a weight that is off by this moves no norm by a larger share.
"""

PAUSE = DRIFT / 8
"""How far the weights of all columns may have moved before the norms of all rows are worked out again."""

SLACK = DRIFT - PAUSE
"""How far one column's may have, as a share of it, so that few columns are gone through at an edit."""

FALL = 0.5
"""How far the weight of all columns may fall before what was left as it was is gone through after all."""

LAG = 1.02
"""How many times larger the weights of common columns may grow before they are summed up again."""

AHEAD = 1 + 1 / 1024
"""How many times larger than need be bounds are made, so that they hold for the next edits too."""


@dataclass(frozen=True)
class Moved:
    """Norms of the base after an edit: one over each, 0 where a row counts no more, and the common shares.

    level, scale: what they were worked out with, for all rows but those that an edit touched.
    """

    near: Near
    bound: Bytes
    level: float
    scale: float

    def serves(self, level: float, scale: float) -> bool:
        """Whether they are still near enough for rows that an edit did not touch."""
        return abs(level - self.level) <= PAUSE and scale <= self.scale


class Ledger:
    """Sums over each row of the base from which its norm follows for any number of texts.

    Where a column weighs base - log(texts that hold it), the square of a norm is
    base^2 A - 2 base B + C with A, B and C the sums of squared weights times 1, times that logarithm, and
    times its square. An edit moves `base` for all rows at once, and the logarithm of few columns.
    """

    def __init__(self, base: Base) -> None:
        self._base = base
        self._uses_idf = base.weighting.use_idf
        self._extra = int(base.weighting.smooth_idf)
        self._floor = np.inf
        self._alive = (base.inverse > 0.0).astype(np.uint8)
        self._scaled = self._weights = np.empty(0)
        self._touched = np.empty(len(self._alive) // 8 + 1, dtype=np.int64)
        self._last: Moved | None = None

    def moved(self, frequencies: Frequencies, level: float, changed: Ints, gone: int) -> Moved:
        """The norms where `changed` columns are held by other numbers of texts, and row `gone` is no more.

        `level` is the weight of a column whose logarithm is zero; `gone` may be -1.
        """
        count = 0
        if level < self._floor:
            self._sum_up(frequencies, level)
        elif self._uses_idf:
            held = changed[changed < self._base.postings.width]
            logs = self._logarithms(frequencies.of_columns(held))
            count = _spread_change(
                self._base.turned,
                self._base.table,
                held,
                logs,
                self._logs,
                (SLACK, self._floor),
                self._sums[1],
                self._sums[2],
                self._touched,
            )
        if gone >= 0:
            self._alive[gone] = 0
            if count < len(self._touched):
                self._touched[count] = gone
            count += 1
        scale = self._common_scale(frequencies, level)
        self._last = self._published(level, scale, count)
        return self._last

    def _sum_up(self, frequencies: Frequencies, level: float) -> None:
        """Begin the sums anew."""
        self._logs = self._logarithms(frequencies.all()[: self._base.postings.width])
        self._sums = tuple(np.zeros(self._base.postings.rows) for _ in range(3))
        _sum_up(self._base.texts, self._base.table, self._logs, *self._sums)
        self._last, self._floor = None, level - FALL

    def _published(self, level: float, scale: float, touched: int) -> Moved:
        """The norms and bounds of all rows, or the last ones but for those of `touched` rows."""
        last = self._last
        if last is not None and last.serves(level, scale) and touched <= len(self._touched):
            level, scale, near, bound = last.level, last.scale, last.near.copy(), last.bound.copy()
            held = self._touched[:touched]
            _publish_some(held, self._sums, self._alive, self._scaled, (level, scale), near, bound)
        else:
            rows, scale = len(self._alive), scale * AHEAD
            near, bound = np.empty(rows, dtype=np.float32), np.zeros(rows, dtype=np.uint8)
            _publish(self._sums, self._alive, self._scaled, (level, scale), near, bound)
        return Moved(near, bound, level, scale)

    def _logarithms(self, frequency: npt.NDArray[np.int32]) -> Floats:
        """What each column takes from the level, -1 for those that weigh nothing."""
        if not self._uses_idf:
            return np.where(frequency < 0, -1.0, 0.0)
        logs, number = logarithms(), np.maximum(frequency + self._extra, 1)
        few = np.minimum(number, LISTED - 1)
        found = np.where(number < LISTED, logs[few], np.log(number))
        return np.where(frequency < 0, -1.0, found)

    def _common_scale(self, frequencies: Frequencies, level: float) -> float:
        """What the stored parts of the common columns are to be taken times, to be above the true ones."""
        common = self._base.block.columns
        if not len(common):
            self._scaled = self._scaled if len(self._scaled) else np.zeros(len(self._alive))
            return 0.0
        weights = np.ones(len(common))
        if self._uses_idf:
            weights = level - self._logarithms(frequencies.of_columns(common))
        scale = float(np.max(weights / self._weights)) if len(self._weights) else np.inf
        if scale > LAG:
            self._weights, scale, self._last = weights, 1.0, None
            squares = spread(self._base.turned, self._base.table, common, weights, len(self._alive))
            self._scaled = np.sqrt(squares)
        return scale * 255.0 * (1 + 1e-5)


_TEXTS = together(read("i8"), read("i4"), read("u1"), read("f8"))


@compiled(types.none, _TEXTS, read("f8"), read("f8"), written("f8"), written("f8"), written("f8"))
def _sum_up(texts: Any, table: Any, logs: Any, plain: Any, once: Any, twice: Any) -> None:
    row_starts, columns, codes, values = texts
    for row in range(row_starts.size - 1):
        for at in range(row_starts[row], row_starts[row + 1]):
            log = logs[columns[at]]
            if log >= 0.0:
                weight = values[at] if values.size else table[codes[at]]
                square = weight * weight
                plain[row] += square
                once[row] += square * log
                twice[row] += square * log * log


@compiled(
    types.int64,
    _TEXTS,
    read("f8"),
    read("i8"),
    read("f8"),
    written("f8"),
    together(types.float64, types.float64),
    written("f8"),
    written("f8"),
    written("i8"),
)
def _spread_change(
    turned: Any,
    table: Any,
    changed: Any,
    logs: Any,
    known: Any,
    limits: Any,
    once: Any,
    twice: Any,
    touched: Any,
) -> int:
    """Carry over what moved by more than `limits` allow: how many rows that is, listed while there is room.

    limits: the share of its weight by which a column may move, and a level that no edit has gone below.
    """
    count = 0
    slack, floor = limits
    column_starts, rows_held, codes, values = turned
    for place in range(changed.size):
        column, new = changed[place], logs[place]
        old = known[column]
        if new < 0.0 or abs(new - old) <= slack * max(1.0, floor - max(new, old)):
            continue
        known[column] = new
        for at in range(column_starts[column], column_starts[column + 1]):
            weight = values[at] if values.size else table[codes[at]]
            square = weight * weight
            once[rows_held[at]] += square * (new - old)
            twice[rows_held[at]] += square * (new * new - old * old)
            if count < touched.size:
                touched[count] = rows_held[at]
            count += 1
    return count


_SUMS = together(read("f8"), read("f8"), read("f8"))
_SCALES = together(types.float64, types.float64)


@quick
def _near(row: Any, sums: Any, alive: Any, level: Any) -> Any:
    """One over the norm of a row."""
    plain, once, twice = sums
    square = level * level * plain[row] - 2.0 * level * once[row] + twice[row]
    square = square if square > 1e-30 else 1e-30
    return np.float32(alive[row]) / np.sqrt(np.float32(square))


@quick
def _bound(row: Any, parts: Any, scale: Any, near: Any) -> Any:
    """The share of the common columns in the norm of a row, in 255ths."""
    share = np.float32(parts[row] * scale) * near[row] + np.float32(1.0)
    return np.uint8(np.int32(share if share < 255.0 else 255.0))


@compiled(types.none, _SUMS, read("u1"), read("f8"), _SCALES, written("f4"), written("u1"), loose=True)
def _publish(sums: Any, alive: Any, parts: Any, scales: Any, near: Any, bound: Any) -> None:
    level, scale = scales
    for row in range(alive.size):
        near[row] = _near(row, sums, alive, level)
    for row in range(alive.size if scale > 0.0 else 0):
        bound[row] = _bound(row, parts, scale, near)


@compiled(
    types.none, read("i8"), _SUMS, read("u1"), read("f8"), _SCALES, written("f4"), written("u1"), loose=True
)
def _publish_some(rows: Any, sums: Any, alive: Any, parts: Any, scales: Any, near: Any, bound: Any) -> None:
    level, scale = scales
    for row in rows:
        near[row] = _near(row, sums, alive, level)
        if scale > 0.0:
            bound[row] = _bound(row, parts, scale, near)
