"""One walk over all candidates: gates, parts and fit, each worked out only for whom it may still matter."""

# Compiled functions have no keywords: arrays come in tuples, one after the other.
# ruff: noqa: PLR0917

import math
from typing import Any

import numpy as np
from numba import types

from matchmaker.matching.engine import fit, sectors
from matchmaker.matching.engine.estimates import _sift_down, _sift_up
from matchmaker.matching.engine.fit import NEAR, READING
from matchmaker.matching.engine.gates import closed
from matchmaker.matching.engine.jit import compiled, read, rule, together, written
from matchmaker.matching.engine.parts import NOT_STATED, SECTOR, part
from matchmaker.matching.engine.records import RECORDS, STARTUP, WHEN
from matchmaker.matching.engine.weights import PART_NAMES

_PARTS = len(PART_NAMES)
_LIMITS = together(types.float64, read("f8"))


@rule
def _counterpart(viewer: Any, other: Any) -> Any:
    """Whose weights apply: the kind of the startup's counterpart."""
    return other.kind if viewer.kind == STARTUP else viewer.kind


@rule
def _measured(viewer: Any, other: Any, when: Any, shares: Any, limits: Any, values: Any) -> Any:
    """Put the parts that count into `values`, NaN where not stated; what the total may still come to.

    limits: what it may come to before, with 1 for each of these parts, and what it must come to for the parts
    that cost more to be worked out at all.
    """
    reach, wanted = limits
    pair = (viewer, other) if viewer.kind == STARTUP else (other, viewer)
    for place in range(1, _PARTS):
        values[place] = math.nan
        if shares[place] > 0.0:
            values[place] = part(place, viewer, other, pair, when)
            reach -= shares[place] * (1.0 - _counted(values[place]))
        if reach < wanted:
            break
    return reach


@rule
def _counted(value: Any) -> Any:
    return NOT_STATED if math.isnan(value) else value


@rule
def _total(fitting: Any, shares: Any, values: Any) -> Any:
    total = shares[0] * fitting
    for place in range(1, _PARTS):
        total += shares[place] * _counted(values[place])
    return total


@rule
def _kept(highest: Any, filled: Any, total: Any) -> Any:
    """Put a total among the highest if it is one: how many there are."""
    if filled < highest.size:
        _sift_up(highest, filled, total)
        return filled + 1
    if total > highest[0]:
        _sift_down(highest, total)
    return filled


@compiled(
    types.int64,
    RECORDS,
    RECORDS,
    read("u1"),
    WHEN,
    NEAR,
    READING,
    read("f8", 2),
    _LIMITS,
    read("u1"),
    written("f8"),
    written("i8"),
    written("f8"),
)
def walk(
    viewers: Any,
    others: Any,
    marks: Any,
    when: Any,
    near: Any,
    reading: Any,
    weights: Any,
    limits: Any,
    among: Any,
    highest: Any,
    rows: Any,
    totals: Any,
) -> int:
    """The rows that may be among the best, in order, and their totals: how many.

    limits: by how much a total may fall short of the lowest of the `highest` (a heap of as many as are asked
    for), and from which total on, by the counterpart's kind, a row counts whatever others have; where there
    are as many of these as are asked for, no other counts. A part is 1 at most. So a row whose parts so far,
    with 1 for each part to come, fall short of that is left, and what costs more is not worked out.
    """
    viewer = viewers[0]
    margin, sure = limits
    enough = sure.max()
    gains, values = fit.gains(near), np.empty(_PARTS)
    count, filled, least = 0, 0, -math.inf
    for row in range(others.size):
        if not among[row] or closed(viewer, others[row], marks[row], when, False):
            continue
        other = others[row]
        kind = _counterpart(viewer, other)
        shares, wanted, reach = weights[kind], min(least, sure[kind]), 1.0
        sector = sectors.near(viewer, other)
        belief = sectors.belief(sector)
        if filled == highest.size:
            reach -= shares[0] * (1.0 - fit.bound(row, near, gains, belief, reading))
        if reach - shares[SECTOR] * (1.0 - _counted(sector)) < wanted:
            continue
        if _measured(viewer, other, when, shares, (reach, wanted), values) < wanted:
            continue
        total = _total(fit.both_ways(row, near, belief, reading)[0], shares, values)
        if total < wanted:
            continue
        rows[count], totals[count] = row, total
        count += 1
        filled = _kept(highest, filled, total)
        if filled == highest.size:
            least = highest[0] - margin if highest[0] < enough else math.inf
    return count


@compiled(
    types.none,
    RECORDS,
    RECORDS,
    read("i8"),
    WHEN,
    NEAR,
    READING,
    read("f8", 2),
    written("f8", 2),
    written("f8", 2),
)
def measure(
    viewers: Any,
    others: Any,
    rows: Any,
    when: Any,
    near: Any,
    reading: Any,
    weights: Any,
    values: Any,
    fits: Any,
) -> None:
    """Every part of the given rows, NaN where it is not stated or does not count, and the fit.

    values: (parts, rows), the fit left out; fits: (4, rows), its value, its two directions, and 1 where it
    rests on words.
    """
    found = np.empty(_PARTS)
    for at in range(rows.size):
        viewer, other = viewers[0], others[rows[at]]
        shares = weights[_counterpart(viewer, other)]
        _measured(viewer, other, when, shares, (1.0, -math.inf), found)
        for place in range(1, _PARTS):
            values[place, at] = found[place]
        belief = sectors.belief(sectors.near(viewer, other))
        value, theirs, mine, stated = fit.both_ways(rows[at], near, belief, reading)
        fits[0, at], fits[1, at], fits[2, at], fits[3, at] = value, theirs, mine, stated
