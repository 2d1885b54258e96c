"""The inner loops of a query: weights, candidates by their estimates, and exact scores for these."""

# Compiled functions have no keywords: arrays come in tuples, one after the other.
# ruff: noqa: C901, PLR0917

import math
from typing import Any

import numpy as np
from numba import types

from matchmaker.matching.engine.estimates import candidates
from matchmaker.matching.engine.jit import compiled, inner, read, together, written
from matchmaker.matching.engine.sorting import ranked

TIE = 1e-13  # scores closer than this differ by the rounding of sums in float64, not by the texts

FREQUENCIES = together(
    read("i4"), read("i4", 2), read("f8"), types.float64, types.int64, types.int64, types.int64
)
TEXTS = together(
    read("i8"), read("i4"), read("u1"), read("f8"), read("i8"), read("i4"), read("u1"), read("f8")
)
COMMON = together(read("i8"), read("u1", 2), read("f4"), read("f4"), types.int64, types.float64, types.int64)
LENS = together(read("f8"), read("f4"), read("u1"), types.float64, types.float64)
DELTA = together(read("i8"), read("u1"), TEXTS, read("f8"))
TONGUES = together(read("f8"), read("u1"), types.float64)
QUERIES = together(read("i8"), read("i8"), read("f8"), read("f8"))
SCRATCH = together(written("f4"), written("i4"), written("i4"), written("f4"), written("f4"), written("f8"))


@inner
def _log(number: Any, logs: Any) -> Any:
    return logs[number] if number < logs.size else math.log(number)


@inner
def _idf(column: Any, frequencies: Any) -> Any:
    """The weight of a column, zero where nothing counts under it."""
    place, pool, logs, base, extra, least, _ = frequencies
    held = pool[place[column >> 6], column & 63]
    if held < least:
        return 0.0
    return base - _log(held + extra, logs) if extra >= 0 else 1.0


@inner
def _weighed(columns: Any, values: Any, frequencies: Any, weights: Any, factors: Any, kept: Any) -> Any:
    """The unit vector of a query without what weighs nothing: how many columns are left."""
    count, total = 0, 0.0
    for at in range(columns.size):
        column = columns[at]
        if column >= frequencies[6]:
            continue
        idf = _idf(column, frequencies)
        weight = values[at] * idf
        if weight != 0.0:
            kept[count], weights[count], factors[count] = column, weight, idf
            total += weight * weight
            count += 1
    norm = math.sqrt(total)
    for at in range(count):
        weights[at] /= norm
        factors[at] *= weights[at]
    return count


@inner
def _slots(columns: Any) -> Any:
    """How large a table for so many columns is: a power of two, three quarters of it free."""
    size = 16
    while size < 4 * columns:
        size *= 2
    return size


@inner
def _asked(columns: Any, factors: Any, keys: Any, values: Any) -> None:
    """A small hash table of what a query asks for."""
    keys[:] = -1
    for at in range(columns.size):
        slot = (columns[at] * 0x9E3779B1 >> 7) & (keys.size - 1)
        while keys[slot] >= 0:
            slot = (slot + 1) & (keys.size - 1)
        keys[slot], values[slot] = columns[at], factors[at]


@inner
def _factor(column: Any, keys: Any, values: Any) -> Any:
    slot = (np.int64(column) * 0x9E3779B1 >> 7) & (keys.size - 1)
    while keys[slot] >= 0:
        if keys[slot] == column:
            return values[slot]
        slot = (slot + 1) & (keys.size - 1)
    return 0.0


@inner
def _dot(columns: Any, codes: Any, values: Any, table: Any, keys: Any, factors: Any) -> Any:
    """What a row and a query share, summed in the order of the terms of the row."""
    total = 0.0
    for at in range(columns.size):
        factor = _factor(columns[at], keys, factors)
        if factor != 0.0:
            total += factor * (values[at] if values.size else table[codes[at]])
    return total


@inner
def _dense_dot(columns: Any, codes: Any, values: Any, table: Any, dense: Any) -> Any:
    """`_dot` where every column has a place of its own: adding zero changes no bit."""
    total = 0.0
    if values.size:
        for at in range(columns.size):
            total += dense[columns[at]] * values[at]
    else:
        for at in range(columns.size):
            total += dense[columns[at]] * table[codes[at]]
    return total


@inner
def _inverse(columns: Any, codes: Any, values: Any, table: Any, frequencies: Any, most: Any) -> Any:
    """One over the norm of a row, summed in the order of its terms; 0 once its square is above `most`."""
    total = 0.0
    for at in range(columns.size):
        weight = (values[at] if values.size else table[codes[at]]) * _idf(columns[at], frequencies)
        total += weight * weight
        if total > most:
            return 0.0
    return 1.0 / math.sqrt(total) if total > 0.0 else 0.0


@inner
def _choose(rows: Any, scores: Any, out_rows: Any, out_scores: Any) -> None:
    """The best rows, ties by lower row; rows tied but for rounding show the highest score of the tie."""
    keys, count = np.rint(scores / TIE), rows.size
    order = ranked(keys, rows)
    first = 0
    while first < count and first < out_rows.size:
        last, top = first, 0.0
        while last < count and keys[order[last]] == keys[order[first]]:
            top = max(top, scores[order[last]])
            last += 1
        for at in range(first, min(last, out_rows.size)):
            out_rows[at], out_scores[at] = rows[order[at]], top
        first = last


@inner
def _held(row: Any, texts: Any) -> Any:
    """The columns of a row, and its codes or its values."""
    row_starts, columns, codes, values, _, _, _, _ = texts
    first, last = row_starts[row], row_starts[row + 1]
    if values.size:
        return columns[first:last], codes[:0], values[first:last]
    return columns[first:last], codes[first:last], values


@inner
def _rescored(
    candidates: Any,
    query: Any,
    asked: Any,
    frequencies: Any,
    texts: Any,
    inverse: Any,
    delta: Any,
    tongues: Any,
    mask: Any,
    least: Any,
) -> Any:
    """The rows of the base in `candidates` and those of the delta that score above zero, exactly.

    Those that cannot reach `least`, which enough others do, may be left out.
    """
    delta_rows, alive, delta_texts, delta_shares = delta
    shares, _, gap = tongues
    least /= max(1.0, gap)
    keys, factors, dense = asked
    warm = np.int64(0)
    for at in range(candidates.size):
        warm += texts[0][candidates[at]]
    for at in range(candidates.size):
        first, last = texts[0][candidates[at]], texts[0][candidates[at] + 1]
        for line in range(first, last, 16):
            warm += texts[1][line]
    most = candidates.size + alive.size
    rows, scores, count = np.empty(most, np.int64), np.empty(most), 0
    for at in range(most):
        entry = at - candidates.size
        row = np.int64(candidates[at]) if entry < 0 else delta_rows[entry]
        if entry >= 0 and (not alive[entry] or (mask.size and not mask[row])):
            continue
        columns, codes, values = _held(row, texts) if entry < 0 else _held(entry, delta_texts)
        if dense.size:
            score = _dense_dot(columns, codes, values, texts[7], dense)
        else:
            score = _dot(columns, codes, values, texts[7], keys, factors)
        if score <= 0.0:
            continue
        if entry < 0 and inverse.size:
            score *= inverse[row]
        else:
            most = (score / least) ** 2 if least > 0.0 else math.inf
            score *= _inverse(columns, codes, values, texts[7], frequencies, most)
            if score == 0.0:
                continue
        score = min(1.0, score)
        if gap != 1.0:
            score *= gap ** abs((shares[row] if entry < 0 else delta_shares[entry]) - query[3])
        rows[count], scores[count] = row, score
        count += 1
    return rows[:count], scores[:count], warm


@compiled(
    types.none,
    QUERIES,
    FREQUENCIES,
    TEXTS,
    COMMON,
    LENS,
    DELTA,
    TONGUES,
    read("u1"),
    SCRATCH,
    written("i8", 2),
    written("f8", 2),
)
def search(
    queries: Any,
    frequencies: Any,
    texts: Any,
    common: Any,
    lens: Any,
    delta: Any,
    tongues: Any,
    mask: Any,
    scratch: Any,
    out_rows: Any,
    out_scores: Any,
) -> None:
    """The best rows of each query, into rows of -1 and scores of 0."""
    starts, asked, values, french = queries
    longest = np.int64(1)
    for query in range(starts.size - 1):
        longest = max(longest, starts[query + 1] - starts[query])
    keys, by_key = np.empty(_slots(longest), np.int32), np.empty(_slots(longest), np.float64)
    dense = scratch[5][: frequencies[6]] if frequencies[6] <= scratch[5].size else scratch[5][:0]
    kept, weights, factors = np.empty(longest, np.int64), np.empty(longest), np.empty(longest)
    for query in range(starts.size - 1):
        first, last = starts[query], starts[query + 1]
        count = _weighed(asked[first:last], values[first:last], frequencies, weights, factors, kept)
        if count == 0:
            continue
        table = (keys[: _slots(count)], by_key, dense)
        if dense.size:
            for at in range(count):
                dense[kept[at]] = factors[at]
        else:
            _asked(kept[:count], factors[:count], table[0], by_key)
        wanted = (kept[:count], weights[:count], factors[:count], french[query])
        total, least = candidates(wanted, texts, common, lens, mask, tongues, scratch, out_rows.shape[1])
        rows, scores, warm = _rescored(
            scratch[2][:total], wanted, table, frequencies, texts, lens[0], delta, tongues, mask, least
        )
        scratch[1][0] = warm
        for at in range(count if dense.size else 0):
            dense[kept[at]] = 0.0
        _choose(rows, scores, out_rows[query], out_scores[query])


@compiled(types.int64, read("i8"), read("f8"), FREQUENCIES, written("f8"), written("f8"), written("i8"))
def weigh(columns: Any, values: Any, frequencies: Any, weights: Any, factors: Any, kept: Any) -> int:
    """The unit vector of a query; how many of its columns weigh anything."""
    count: int = _weighed(columns, values, frequencies, weights, factors, kept)
    return count


@compiled(
    types.int64,
    together(read("i8"), read("i8"), read("f8")),
    together(read("i8"), read("f8")),
    read("f8"),
    written("i8"),
    written("i8"),
    written("f8"),
)
def contribute(texts: Any, asked: Any, idf: Any, starts: Any, shared: Any, parts: Any) -> int:
    """The columns that each text shares with what is `asked`, and what each adds to its score: how many.

    Those of text i begin at `starts[i]`.
    """
    (text_starts, columns, weights), (asked_columns, factors) = texts, asked
    slots = _slots(asked_columns.size)
    keys, by_key = np.empty(slots, np.int32), np.empty(slots, np.float64)
    _asked(asked_columns, factors, keys, by_key)
    count = 0
    for text in range(text_starts.size - 1):
        starts[text], total = count, 0.0
        for at in range(text_starts[text], text_starts[text + 1]):
            weight = weights[at] * idf[columns[at]]
            total += weight * weight
            factor = _factor(columns[at], keys, by_key)
            if factor != 0.0:
                shared[count], parts[count] = columns[at], factor * weights[at]
                count += 1
        norm = math.sqrt(total) if total > 0.0 else 1.0
        for at in range(starts[text], count):
            parts[at] /= norm
    starts[text_starts.size - 1] = count
    return count


@compiled(types.none, read("i8"), FREQUENCIES, written("f8"))
def inverse_frequencies(columns: Any, frequencies: Any, out: Any) -> None:
    """The weights of `columns`."""
    for at in range(columns.size):
        out[at] = _idf(columns[at], frequencies)


@compiled(types.none, written("f8"))
def logarithms(out: Any) -> None:
    """The logarithms of 0 (as 0), 1, 2, ...: by the one function that every weight comes from."""
    for number in range(out.size):
        out[number] = math.log(number) if number else 0.0
