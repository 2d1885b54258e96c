"""Which rows may be among the best: sums of float32 over the rarer columns, and a bound on what is left out.

The commonest columns cost most and say least. A query leaves them out of its sums; by Cauchy and Schwarz they
add at most the norm of the query in them times that of the row. The rows with the highest bounds are
completed first, which tells what score it takes; few others can reach it.
"""

# Compiled functions have no keywords: arrays come in tuples, one after the other.
# ruff: noqa: PLR0912, PLR0915, PLR0917, C901

import math
from typing import Any

import numpy as np

from matchmaker.matching.engine.jit import inner, quick

BLOCK = 64  # rows whose best estimate is looked at as one
TILE = 128 * BLOCK  # rows estimated at a time, so that the estimates stay in the nearest cache
GATHERED = 256  # rows completed at a time
PRIMING = 3  # times k rows are completed first, best estimate first, to learn what score it takes
ROUNDING = 1.2e-7  # of float32
STEPS = 18  # bits of a float32 that are dropped to sort blocks by their tops: steps of 1/32


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
    counts, step = np.zeros(1 << 13, np.int32), np.int32(0)
    for block in range(tops.size):
        counts[tops[block] >> STEPS] += 1
        step = max(step, tops[block] >> STEPS)
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
def candidates(
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
            holding = rows_held[column_starts[columns[at]] : column_starts[columns[at] + 1]]
            coded = column_codes[column_starts[columns[at]] : column_starts[columns[at] + 1]]
            for entry in range(holding.size):
                # Unsigned, because a place that might count from the end costs a comparison each time.
                sums[np.uint32(holding[entry])] += factor * table[coded[entry]]
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
