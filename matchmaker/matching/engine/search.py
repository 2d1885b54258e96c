"""The best rows for queries: the arrays that kernels work on, and room for them to work in."""

import threading
from typing import Any

import numpy as np

from matchmaker.matching.engine.postings import Batch, Row
from matchmaker.matching.engine.state import State, share
from matchmaker.matching.engine.top import Mask, Rows, best
from matchmaker.matching.engine.weighting import Floats

WHOLE = 16
"""Where more than one row in so many is asked for, every row is scored and no bound is any use."""

DENSE = 1 << 17
"""Columns up to which a query is spread out over all of them to score rows; beyond, it is a hash table."""

CELLS = 1 << 23
"""How much of the block of common columns a query adds up before it leaves out any, rows times columns."""

_NO_MASK = np.empty(0, dtype=np.uint8)
_NO_SHARES = np.empty(0)


def top(
    state: State, queries: Batch, k: int, mask: Mask | None = None, *, comparable: bool = False
) -> tuple[Rows, Floats]:
    """The best rows of each query and their scores, both (queries, k), padded with -1 and 0.

    `mask` is bool (rows,); `comparable` ranks by calibrated scores.
    """
    count = len(queries.starts) - 1
    rows, scores = np.full((count, k), -1, dtype=np.int64), np.zeros((count, k))
    if k * WHOLE > state.rows:
        for query in range(count):
            found = _whole(state, queries.row(query), k, mask, comparable)
            rows[query, : len(found[0])], scores[query, : len(found[0])] = found
    elif count and k:
        _searched(state, queries, mask, (rows, scores), comparable)
    return rows, scores


def calibrated(state: State, query: Row) -> Floats:
    """The calibrated score of every row, float64 (rows,)."""
    return state.calibration.calibrated(state.scores(query), state.share_of_french(query))


def calibrated_at(state: State, query: Row, rows: Rows) -> Floats:
    """The calibrated score of `rows`, float64 (rows,)."""
    scores = state.scores_at(query, rows)
    return state.calibration.of_rows(rows).calibrated(scores, state.share_of_french(query))


def _whole(state: State, query: Row, k: int, mask: Mask | None, comparable: bool) -> tuple[Rows, Floats]:
    return best(calibrated(state, query) if comparable else state.scores(query), k, mask)


def _searched(
    state: State, queries: Batch, mask: Mask | None, out: tuple[Rows, Floats], comparable: bool
) -> None:
    from matchmaker.matching.engine.kernels import search

    gap = state.measured.value if comparable else 1.0
    french = np.zeros(len(out[0])) if gap == 1.0 else _french(state, queries)
    values = state.space.weighting.tf(queries.values)
    search(
        (queries.starts, queries.columns, values, french),
        state.weighing,
        state.texts,
        (*state.base.common, CELLS),
        state.lens,
        state.delta.arrays,
        state.base.tongues(gap),
        _NO_MASK if mask is None else mask.view(np.uint8),
        _room(len(state.near)),
        *out,
    )


def _french(state: State, queries: Batch) -> Floats:
    marks = state.space.french(queries.columns)
    return np.array(
        [share(marks[first:last]) for first, last in zip(queries.starts, queries.starts[1:], strict=False)]
    )


class _Room(threading.local):
    """Arrays of a thread, used by one query after the other; the sums among them are zero between two."""

    arrays: tuple[Any, ...] = ()
    rows = -1


_ROOM = _Room()


def _room(rows: int) -> tuple[Any, ...]:
    from matchmaker.matching.engine.estimates import TILE

    if _ROOM.rows < rows:
        size = max(rows, 2 * _ROOM.rows, 1024)
        _ROOM.arrays = (
            np.zeros(size, dtype=np.float32),
            np.empty(size // 32 + 256, dtype=np.int32),
            np.empty(size, dtype=np.int32),
            np.empty(size + 1, dtype=np.float32),
            np.empty(TILE, dtype=np.float32),
            _ROOM.arrays[5] if _ROOM.arrays else np.zeros(DENSE),
        )
        _ROOM.rows = size
    return _ROOM.arrays
