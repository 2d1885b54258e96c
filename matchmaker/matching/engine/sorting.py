"""Sorts by shrinking gaps for compiled loops: numba takes seconds to compile each of numpy's."""

from typing import Any

import numpy as np

from matchmaker.matching.engine.jit import inner


@inner
def ascend(numbers: Any) -> None:
    """Put `numbers` in ascending order."""
    gap = numbers.size
    while gap > 1:
        gap = max(1, gap * 5 // 11)
        for at in range(gap, numbers.size):
            number, place = numbers[at], at
            while place >= gap and numbers[place - gap] > number:
                numbers[place] = numbers[place - gap]
                place -= gap
            numbers[place] = number


@inner
def ranked(keys: Any, rows: Any) -> Any:
    """The places of `keys`, the highest key first, ties by lower row."""
    order, gap = np.empty(keys.size, np.int64), keys.size
    for at in range(keys.size):
        order[at] = at
    while gap > 1:
        gap = max(1, gap * 5 // 11)
        for at in range(gap, keys.size):
            one, place = order[at], at
            key, row = keys[one], rows[one]
            while place >= gap:
                other = order[place - gap]
                if keys[other] > key or (keys[other] == key and rows[other] < row):
                    break
                order[place] = other
                place -= gap
            order[place] = one
    return order
