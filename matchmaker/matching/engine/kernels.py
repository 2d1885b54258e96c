"""The inner loops of a query: estimates that bound every score from above, exact scores for what is left.

All arrays are those of `State.arrays`; see there for shapes. A file of its own because numba's cache
notices changes of the file a compiled function stands in, and of no other.
"""

# Compiled functions have no keywords: arrays come in tuples, one after the other.
# ruff: noqa: C901, PLR0912, PLR0915, PLR0917

import math
from typing import Any

import numpy as np
from numba import types

from matchmaker.matching.engine.jit import compiled, inner, quick, read, together, written

BLOCK = 64  # rows whose best estimate is looked at as one
TILE = 128 * BLOCK  # rows estimated at a time, so that the estimates stay in the nearest cache
GATHERED = 256  # rows completed at a time
PRIMING = 3  # times k rows are completed first, best estimate first, to learn what score it takes
TIE = 1e-13  # scores closer than this differ by the rounding of sums in float64, not by the texts
ROUNDING = 1.2e-7  # of float32
STEPS = 17  # bits of a float32 that are dropped to sort blocks by their tops: steps of 1/64

FREQUENCIES = together(
    read("i4"), read("i4", 2), read("f8"), types.float64, types.int64, types.int64, types.int64
)
TEXTS = together(
    read("i8"), read("i4"), read("u1"), read("f8"), read("i8"), read("i4"), read("u1"), read("f8")
)
COMMON = together(read("i8"), read("u1", 2), read("f4"))
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
def _place(column: Any, sorted_columns: Any) -> Any:
    low, high = 0, sorted_columns.size
    while low < high:
        middle = (low + high) >> 1
        if sorted_columns[middle] < column:
            low = middle + 1
        else:
            high = middle
    return low if low < sorted_columns.size and sorted_columns[low] == column else -1


@quick
def _bounds(tile: Any, slope: Any, lift: Any, gains: Any, out: Any) -> None:
    """What each row of a tile may score at most, plus `lift`; 0 for those that a mask leaves out."""
    sums, near, bound, mask = tile
    for at in range(sums.size):
        out[at] = sums[at] * near[at] + slope * np.float32(bound[at])
    for at in range(sums.size if gains.size else 0):
        out[at] *= gains[at]
    for at in range(sums.size if lift > 0.0 else 0):
        out[at] += lift
    for at in range(min(sums.size, mask.size)):
        out[at] *= np.float32(mask[at])


@inner
def _tops(bounds: Any, tops: Any) -> None:
    """The highest bound of each block; as integers, because those positive floats sort alike."""
    numbers = bounds.view(np.int32)
    for block in range((numbers.size + BLOCK - 1) // BLOCK):
        top = np.int32(0)
        for at in range(block * BLOCK, min(numbers.size, block * BLOCK + BLOCK)):
            top = max(top, numbers[at])
        tops[block] = top


@inner
def _sift_up(heap: Any, at: Any, value: Any) -> None:
    """Add `value` at the end, position `at`, of a heap."""
    while at > 0 and heap[(at - 1) >> 1] > value:
        heap[at] = heap[(at - 1) >> 1]
        at = (at - 1) >> 1
    heap[at] = value


@inner
def _sift_down(heap: Any, value: Any) -> None:
    """Put `value` in the place of the smallest."""
    at, size = 0, heap.size
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = value


@inner
def _start(tops: Any, wanted: Any) -> Any:
    """A bound that some more than `wanted` blocks reach, as a float; 0 where there are no more."""
    counts = np.zeros(1 << 14, np.int32)
    for block in range(tops.size):
        counts[tops[block] >> STEPS] += 1
    step = counts.size - 1
    reached = np.int64(counts[step])
    while step > 0 and reached < wanted:
        step -= 1
        reached += counts[step]
    return np.array([step << STEPS], np.int32).view(np.float32)[0]


@inner
def _completed(listed: Any, query: Any, texts: Any, best: Any, counts: Any, threshold: Any) -> Any:
    """Add what the common columns give to the `listed` rows, and keep those that reach the threshold.

    `best` is a heap of the highest scores; the threshold rises with the lowest of them.
    """
    slots, parts, french, keep, error = query
    common_codes, table, sums, near, shares, gap = texts
    found, estimates, heap = best
    total, pushed = counts
    # All are asked for before one is worked on: memory answers many questions at once.
    warm = 0
    for at in range(listed.size if slots.size else 0):
        warm += common_codes[listed[at], 0]
    estimates[estimates.size - 1] = warm
    for at in range(listed.size):
        row = listed[at]
        score = sums[row]
        for part in range(slots.size):
            score += parts[part] * table[common_codes[row, slots[part]]]
        score *= near[row]
        if gap != 1.0:
            score *= np.float32(gap ** abs(shares[row] - french))
        if score < threshold or near[row] == 0.0:  # a row that counts no more
            continue
        found[total], estimates[total] = row, score
        total += 1
        if pushed < heap.size:
            pushed += 1
            _sift_up(heap, pushed - 1, score)
        elif score > heap[0]:
            _sift_down(heap, score)
        if pushed == heap.size:
            threshold = max(threshold, heap[0] * keep - 2 * error)
    return (total, pushed), threshold


@inner
def _candidates(
    query: Any, texts: Any, common: Any, lens: Any, mask: Any, tongues: Any, scratch: Any, k: Any
) -> Any:
    """Every row of the base that may be among the best `k`, in `found`: how many."""
    columns, weights, factors, french = query
    _, _, _, _, column_starts, rows_held, column_codes, _ = texts
    common_columns, common_codes, table = common
    _, near, bound, drift, blur = lens
    exact_shares, shares, gap = tongues
    sums, tops, found, estimates, bounds, _ = scratch
    rows = near.size
    signed = np.min(table) < 0.0
    graded = gap != 1.0 and rows > 0
    # Columns of the common block are left out of the sums, and bounded instead.
    slots, parts = np.empty(columns.size, np.int64), np.empty(columns.size, np.float32)
    left_out, count = 0.0, 0
    for at in range(columns.size):
        if columns[at] + 1 >= column_starts.size:
            continue
        slot = _place(columns[at], common_columns)
        factor = np.float32(factors[at])
        if slot >= 0:
            slots[count], parts[count] = slot, factor
            left_out += weights[at] * weights[at]
            count += 1
        else:
            for entry in range(column_starts[columns[at]], column_starts[columns[at] + 1]):
                sums[rows_held[entry]] += factor * table[column_codes[entry]]
    error = np.float32((1e-6 + ROUNDING * columns.size + blur) * (gap if graded else 1.0))
    lift = 2 * error if signed else np.float32(0.0)
    slope = np.float32(math.sqrt(left_out) / 255.0)
    gains = np.empty(256 if graded else 0, np.float32)
    for step in range(gains.size):
        gains[step] = gap ** min(1.0, abs(step / 255.0 - french) + 1.0 / 255.0)
    tile_gains = np.empty(TILE if graded else 0, np.float32)
    blocks = (rows + BLOCK - 1) // BLOCK
    for low in range(0, rows, TILE):
        high = min(rows, low + TILE)
        for at in range(low, high if graded else low):
            tile_gains[at - low] = gains[shares[at]]
        tile = (sums[low:high], near[low:high], bound[low:high], mask[low:high])
        _bounds(tile, slope, lift, tile_gains, bounds[low:high])
        _tops(bounds[low:high], tops[low // BLOCK :])
    limits = tops[:blocks].view(np.float32)
    start = _start(tops[:blocks], PRIMING * k)
    threshold = -lift if signed else np.float32(1e-37)
    best = (found, estimates, np.zeros(k, np.float32))
    completing = (slots[:count], parts, french, np.float32(1.0 - 2.0 * drift), error)
    held = (common_codes, table, sums, near, exact_shares, gap)
    listed, size, counts = np.empty(GATHERED + BLOCK, np.int32), 0, (0, 0)
    for later in range(2):
        for block in range(blocks):
            least = threshold + lift if later else max(start, threshold + lift)
            if limits[block] >= least:
                done = limits[block] >= start and later
                for row in range(block * BLOCK, min(rows, block * BLOCK + BLOCK)):
                    if bounds[row] < least or (done and bounds[row] >= start):
                        continue
                    if not mask.size or mask[row]:
                        listed[size] = row
                        size += 1
            if size >= GATHERED:
                counts, threshold = _completed(listed[:size], completing, held, best, counts, threshold)
                size = 0
        counts, threshold = _completed(listed[:size], completing, held, best, counts, threshold)
        size = 0
    sums[:rows] = 0.0
    kept = 0
    for at in range(counts[0]):
        if estimates[at] >= threshold:
            found[kept] = found[at]
            kept += 1
    return kept


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
def _inverse(columns: Any, codes: Any, values: Any, table: Any, frequencies: Any) -> Any:
    """One over the norm of a row, summed in the order of its terms."""
    total = 0.0
    for at in range(columns.size):
        weight = (values[at] if values.size else table[codes[at]]) * _idf(columns[at], frequencies)
        total += weight * weight
    return 1.0 / math.sqrt(total) if total > 0.0 else 0.0


@inner
def _choose(rows: Any, scores: Any, out_rows: Any, out_scores: Any) -> None:
    """The best rows, ties by lower row; rows tied but for rounding show the highest score of the tie."""
    order, count = np.argsort(rows), rows.size
    rows, scores = rows[order], scores[order]
    keys = np.rint(scores / TIE)
    order = np.argsort(-keys, kind="mergesort")
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
) -> Any:
    """The rows of the base in `candidates` and those of the delta that score above zero, exactly."""
    delta_rows, alive, delta_texts, delta_shares = delta
    shares, _, gap = tongues
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
            score *= _inverse(columns, codes, values, texts[7], frequencies)
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
    longest = 1
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
        total = _candidates(wanted, texts, common, lens, mask, tongues, scratch, out_rows.shape[1])
        rows, scores, warm = _rescored(
            scratch[2][:total], wanted, table, frequencies, texts, lens[0], delta, tongues, mask
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
