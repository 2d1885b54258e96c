"""Which rows may be among the best: sums of float32 over columns, and a bound on what they lack.

The commonest columns cost most and say least. Their block is added up for every row, without looking for rows
that hold them. Where that is much, a query leaves out those in which it weighs little; by Cauchy and Schwarz
they add at most the norm of the query in them times that of the row. The rows with the highest bounds are
completed first, which tells what score it takes; few others can reach it.
"""

# Compiled functions have no keywords: arrays come in tuples, one after the other. What stands in a call as it
# is gets a type, because numba compiles a function once more for each literal.
# ruff: noqa: PLR0912, PLR0915, PLR0917, C901

import math
from typing import Any

import numpy as np

from matchmaker.matching.engine.jit import inner, quick

BLOCK = 64  # rows whose best estimate is looked at as one
TILE = 128 * BLOCK  # rows estimated at a time, so that the estimates stay in the nearest cache
STRETCH = 8 * TILE  # rows summed up at a time, so that their sums stay in the second nearest
LOOSE = 0.28  # of the norm of a query that may be left out of its sums: more, and bounds say little
TOGETHER = 4  # columns of the block added up at a time
GATHERED = 256  # rows completed at a time
PRIMING = 3  # times k rows are completed first, best estimate first, to learn what score it takes
ROUNDING = 1.2e-7  # of float32
STEPS = 18  # bits of a float32 that are dropped to sort blocks by their tops: steps of 1/32


@inner
def place_of(column: Any, sorted_columns: Any) -> Any:
    """Where a column stands among ascending ones, -1 where it does not."""
    low, high = 0, sorted_columns.size
    while low < high:
        middle = (low + high) >> 1
        if sorted_columns[middle] < column:
            low = middle + 1
        else:
            high = middle
    return low if low < sorted_columns.size and sorted_columns[low] == column else -1


@quick
def _bounds(rows: Any, slope: Any, lift: Any, gains: Any, out: Any) -> None:
    """What each of some rows may score at most, plus `lift`; 0 for those that a mask leaves out."""
    sums, near, bound, shares, mask = rows
    for at in range(sums.size):
        out[at] = sums[at] * near[at] + slope * np.float32(bound[at])
    for at in range(shares.size):
        out[at] *= gains[shares[at]]
    for at in range(sums.size if lift > 0.0 else 0):
        out[at] += lift
    for at in range(min(sums.size, mask.size)):
        out[at] *= np.float32(mask[at])


@inner
def _tops(bounds: Any, tops: Any) -> None:
    """The highest bound of each block; as integers, because those positive floats sort alike."""
    numbers = bounds.view(np.int32)
    for block in range((numbers.size + BLOCK - 1) // BLOCK):
        held = numbers[block * BLOCK : block * BLOCK + BLOCK]
        top = np.int32(0)
        for at in range(held.size):
            if held[at] > top:  # noqa: PLR1730 - of a `max` LLVM makes no vectors
                top = held[at]
        tops[block] = top


@inner
def _some(first: Any, last: Any, held: Any) -> Any:
    """What `_bounds` needs of the rows from `first` to `last`."""
    sums, near, bound, shares, mask = held
    return sums[first:last], near[first:last], bound[first:last], shares[first:last], mask[first:last]


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
    """Add what was left out to the sums of the `listed` rows, and keep those that reach the threshold.

    `best` is a heap of the highest scores; the threshold rises with the lowest of them.
    """
    slots, parts, french, keep, error = query
    levels, middle, sums, near, shares, gap = texts
    found, estimates, heap, scores = best
    total, pushed = counts
    for at in range(listed.size):
        scores[at] = sums[listed[at]]
    for part in range(slots.size):
        for at in range(listed.size):
            scores[at] += parts[part] * (np.float32(levels[slots[part], listed[at]]) - middle)
    for at in range(listed.size):
        row = listed[at]
        score = scores[at] * near[row]
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
def _by_length(columns: Any, column_starts: Any, common: Any, slots: Any, order: Any) -> Any:
    """Where columns stand in the block, -1 for others, and their order, the longest first: how many."""
    count = 0
    for at in range(columns.size):
        known = columns[at] + 1 < column_starts.size
        slots[at] = place_of(columns[at], common) if known else -1
        if slots[at] < 0:
            continue
        length, place = column_starts[columns[at] + 1] - column_starts[columns[at]], count
        while place > 0:
            before = columns[order[place - 1]]
            if column_starts[before + 1] - column_starts[before] >= length:
                break
            order[place] = order[place - 1]
            place -= 1
        order[place] = at
        count += 1
    return count


@inner
def _leave_out(weights: Any, order: Any, afford: Any, left: Any) -> Any:
    """Mark what of the columns in `order` a query leaves out: none if it can `afford` to add all of them up.

    Returns the square of what is left out of the query, whose norm is 1.
    """
    left_out = 0.0
    for place in range(order.size if order.size > afford else 0):
        square = weights[order[place]] * weights[order[place]]
        if left_out + square <= LOOSE * LOOSE:
            left_out += square
            left[order[place]] = True
    return left_out


@inner
def _parts(slots: Any, left: Any, wanted: Any, factors: Any, units: Any) -> Any:
    """The places in the block of the columns that are left out, or are not, and what one of their steps adds.

    Filled up with columns that add nothing to a multiple of `TOGETHER`.
    """
    chosen, parts = np.zeros(slots.size + TOGETHER, np.int64), np.zeros(slots.size + TOGETHER, np.float32)
    count = 0
    for at in range(slots.size):
        if slots[at] >= 0 and left[at] == wanted:
            chosen[count], parts[count] = slots[at], np.float32(factors[at] * units[slots[at]])
            count += 1
    count = (count + TOGETHER - 1) // TOGETHER * TOGETHER
    return chosen[:count], parts[:count]


@inner
def _end(rows: Any, first: Any, last: Any, row: Any) -> Any:
    """Where in the ascending `rows` between `first` and `last` the first one is that is not below `row`."""
    if last > first and rows[last - 1] < row:
        return last
    while first < last:
        middle = (first + last) >> 1
        if rows[middle] < row:
            first = middle + 1
        else:
            last = middle
    return first


@inner
def _sum_lists(query: Any, slots: Any, turned: Any, table: Any, places: Any, high: Any, sums: Any) -> None:
    """Sum up the columns that are not in the block, from their `places` up to the row `high`."""
    columns, factors = query
    column_starts, rows_held, codes = turned
    for at in range(columns.size):
        if slots[at] >= 0 or columns[at] + 1 >= column_starts.size:
            continue
        last = _end(rows_held, places[at], column_starts[columns[at] + 1], high)
        holding, coded = rows_held[places[at] : last], codes[places[at] : last]
        factor, places[at] = np.float32(factors[at]), last
        for entry in range(holding.size):
            # Unsigned, because a place that might count from the end costs a comparison each time.
            sums[np.uint32(holding[entry])] += factor * table[coded[entry]]


@quick
def _sum_block(levels: Any, middle: Any, chosen: Any, parts: Any, low: Any, high: Any, sums: Any) -> None:
    """Add the `chosen` columns of the block to the sums of the rows from `low` to `high`."""
    for place in range(0, chosen.size, TOGETHER):
        one, two = levels[chosen[place], low:high], levels[chosen[place + 1], low:high]
        three, four = levels[chosen[place + 2], low:high], levels[chosen[place + 3], low:high]
        first, second, third, fourth = parts[place], parts[place + 1], parts[place + 2], parts[place + 3]
        for at in range(sums.size):
            sums[at] += (
                first * (np.float32(one[at]) - middle)
                + second * (np.float32(two[at]) - middle)
                + third * (np.float32(three[at]) - middle)
                + fourth * (np.float32(four[at]) - middle)
            )


@inner
def candidates(
    query: Any, texts: Any, common: Any, lens: Any, mask: Any, tongues: Any, scratch: Any, k: Any
) -> Any:
    """Every row of the base that may be among the best `k`, in `found`: how many.

    And a score that `k` of them reach for certain, zero or less where there are not so many.
    """
    columns, weights, factors, french = query
    _, _, _, _, column_starts, rows_held, column_codes, _ = texts
    common_columns, levels, units, table, zero, rough, cells = common
    _, near, bound, drift, blur = lens
    exact_shares, shares, gap = tongues
    sums, tops, found, estimates, bounds, _ = scratch
    rows = near.size
    signed = zero > 0
    graded = gap != 1.0 and rows > 0
    slots, order = np.empty(columns.size, np.int64), np.empty(columns.size, np.int64)
    left, places = np.zeros(columns.size, np.bool_), np.empty(columns.size, np.int64)
    count = _by_length(columns, column_starts, common_columns, slots, order)
    left_out = _leave_out(weights, order[:count], cells // max(rows, 1), left)
    added, shares_added = _parts(slots, left, np.bool_(False), factors, units)
    error = 1e-6 + ROUNDING * columns.size + blur + (rough if signed else 0.0)
    error = np.float32(error * (gap if graded else 1.0))
    lift = 2 * error if signed else np.float32(0.0)
    slope = np.float32(math.sqrt(left_out) / 255.0)
    gains = np.empty(256 if graded else 0, np.float32)
    for step in range(gains.size):
        gains[step] = gap ** min(1.0, abs(step / 255.0 - french) + 1.0 / 255.0)
    for at in range(columns.size):
        places[at] = column_starts[columns[at]] if columns[at] + 1 < column_starts.size else 0
    seen = (sums, near, bound, shares if graded else shares[:0], mask)
    for far in range(0, rows, STRETCH):
        end = min(rows, far + STRETCH)
        turned = (column_starts, rows_held, column_codes)
        _sum_lists((columns, factors), slots, turned, table, places, end, sums)
        for low in range(far, end, TILE):
            high = min(end, low + TILE)
            _sum_block(levels, np.float32(zero), added, shares_added, low, high, sums[low:high])
            _bounds(_some(low, high, seen), slope, lift, gains, bounds[: high - low])
            _tops(bounds[: high - low], tops[low // BLOCK :])
    blocks = (rows + BLOCK - 1) // BLOCK
    limits = tops[:blocks].view(np.float32)
    start = _start(tops[:blocks], k * (PRIMING if left_out > 0.0 else 1))
    threshold = -lift if signed else np.float32(1e-37)
    best = (found, estimates, np.zeros(k, np.float32), np.empty(GATHERED + BLOCK, np.float32))
    keep = np.float32(1.0 - 2.0 * (drift if signed else drift + rough))
    completing = (*_parts(slots, left, np.bool_(True), factors, units), french, keep, error)
    held = (levels, np.float32(zero), sums, near, exact_shares, gap)
    listed, size, counts = np.empty(GATHERED + BLOCK, np.int32), 0, (np.int64(0), np.int64(0))
    for later in range(2):
        for block in range(blocks):
            least = threshold + lift if later else max(start, threshold + lift)
            if limits[block] >= least:
                done = limits[block] >= start and later
                first, last = block * BLOCK, min(rows, block * BLOCK + BLOCK)
                _bounds(_some(first, last, seen), slope, lift, gains, bounds[: last - first])
                for row in range(first, last):
                    if bounds[row - first] < least or (done and bounds[row - first] >= start):
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
    return kept, threshold
