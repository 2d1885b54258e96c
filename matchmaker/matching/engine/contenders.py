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
from matchmaker.matching.engine.jit import compiled, inner, read, rule, together, written
from matchmaker.matching.engine.parts import (
    ALUMNI,
    NEEDS,
    NOT_STATED,
    SECTOR,
    THEME,
    any_need,
    needs_at_most,
    part,
    themes_shared,
)
from matchmaker.matching.engine.records import CLASSES, RECORDS, STARTUP, WHEN
from matchmaker.matching.engine.rules import mentors
from matchmaker.matching.engine.weights import PART_NAMES

_PARTS = len(PART_NAMES)
_LIMITS = together(types.float64, read("f8"))

_STEPS = 512
"""Steps of a total by which rows are counted, to look first at those that may come to most."""

_FIRST = 2
"""How many rows are looked at first for each that is asked for."""


@rule
def _counterpart(viewer: Any, other: Any) -> Any:
    """Whose weights apply: the kind of the startup's counterpart."""
    return other.kind if viewer.kind == STARTUP else viewer.kind


@rule
def _measured(viewer: Any, other: Any, sector: Any, when: Any, shares: Any, limits: Any, values: Any) -> Any:
    """Put the parts that count into `values`, NaN where not stated; what the total may still come to.

    sector: that part, worked out before. limits: what the total may come to before, with that part as it is
    and 1 for each of the others, and what it must come to for what costs more to be worked out at all.
    """
    reach, wanted = limits
    pair = (viewer, other) if viewer.kind == STARTUP else (other, viewer)
    for place in range(1, _PARTS):
        values[place] = math.nan
        if place == SECTOR:
            values[place] = sector if shares[place] > 0.0 else math.nan
        elif shares[place] > 0.0:
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


@rule
def _of_classes(viewer: Any, classes: Any, when: Any, weights: Any) -> Any:
    """What is the same for all rows of a class: whether gates close, whose weights apply, what is in reach.

    And by class of sectors that part, and how far words are believed.
    """
    _, hosts, _, fields, _ = classes
    shut, kinds, reach = np.empty(hosts.size, np.bool_), np.empty(hosts.size, np.int64), np.empty(hosts.size)
    for at in range(hosts.size):
        host = hosts[at]
        shut[at] = closed(viewer, host, np.uint8(0), when, False) != 0
        kinds[at] = _counterpart(viewer, host)
        reach[at] = 1.0
        if not mentors(viewer, host):
            reach[at] -= weights[kinds[at], ALUMNI] * (1.0 - NOT_STATED)
    near, belief = np.empty(fields.size), np.empty(fields.size)
    for at in range(fields.size):
        near[at] = sectors.near(viewer, fields[at])
        belief[at] = sectors.belief(near[at])
    return shut, kinds, reach, near, belief


@inner
def _opened(shut: Any, gates: Any, among: Any, listed: Any) -> Any:
    """List the rows `among` those asked for to whose class no gate closes: how many."""
    opened, count = np.where(shut, np.uint8(0), np.uint8(1)), np.int64(0)
    for row in range(gates.size):
        listed[count] = row
        count += opened[gates[row]] & among[row]
    return count


@inner
def _bounds(known: Any, classes: Any, near: Any, reading: Any, weights: Any, listed: Any, bounds: Any) -> Any:
    """What the totals of the `listed` rows may come to, by text and classes: how many rows reach each step.

    Two loops, as what stands in for a text that a row lacks would make the first slower for all.
    """
    _, kinds, reaches, sector, belief = known
    gates, _, fields, _, _ = classes
    by_text, by_sector = weights[kinds, 0], weights[kinds, SECTOR]
    lacking = np.array([1.0 - _counted(value) for value in sector])
    gains, steps, unwritten = fit.gains(near), np.zeros(_STEPS + 1, np.int64), 0
    steep = belief / reading[0]
    for at in range(listed.size):
        row = np.uint64(listed[at])  # a place that might count from the end costs a comparison each time
        alike, field = np.uint64(gates[row]), np.uint64(fields[row])
        fits = fit.bound(row, near, gains, steep[field], reading)
        bounds[at] = reaches[alike] - by_sector[alike] * lacking[field] - by_text[alike] * (1.0 - fits)
        if math.isnan(fits):
            unwritten += 1
        else:
            steps[_step(bounds[at])] += 1
    for at in range(listed.size if unwritten else 0):
        if math.isnan(bounds[at]):
            row = np.uint64(listed[at])
            alike, field = np.uint64(gates[row]), np.uint64(fields[row])
            fits = fit.bound_unwritten(row, near, gains, steep[field], reading)
            bounds[at] = reaches[alike] - by_sector[alike] * lacking[field] - by_text[alike] * (1.0 - fits)
            steps[_step(bounds[at])] += 1
    return steps


@rule
def _step(reach: Any) -> Any:
    return int(min(_STEPS, max(0, reach * _STEPS)))


@rule
def _start(steps: Any, wanted: Any) -> Any:
    """A bound that `wanted` rows reach at least, if so many there are."""
    step, reached = _STEPS, steps[_STEPS]
    while step > 0 and reached < wanted:
        step -= 1
        reached += steps[step]
    return step / _STEPS if step > 0 else -math.inf


@rule
def _lost(viewer: Any, sought: Any, asked: Any, shares: Any) -> Any:
    """What a total lacks at least, by needs, offers and themes as bits, where each was taken for 1."""
    needs = needs_at_most(viewer, sought, asked[0], asked[1])
    theme = themes_shared(viewer.themes, asked[2])
    return shares[NEEDS] * (1.0 - _counted(needs)) + shares[THEME] * (1.0 - _counted(theme))


@rule
def _looked_at(
    row: Any, pair: Any, when: Any, near: Any, reading: Any, weights: Any, limits: Any, values: Any
) -> Any:
    """The total of a row, or something below what is wanted where that is all it may come to."""
    viewer, other, sector, belief = pair
    reach, wanted = limits
    shares = weights[_counterpart(viewer, other)]
    if not mentors(viewer, other):  # left out of what is in reach already, and below again
        reach += shares[ALUMNI] * (1.0 - NOT_STATED)
    reach = _measured(viewer, other, sector, when, shares, (reach, wanted), values)
    return reach if reach < wanted else _total(fit.both_ways(row, near, belief, reading)[0], shares, values)


@compiled(
    types.int64,
    RECORDS,
    RECORDS,
    CLASSES,
    read("u1"),
    WHEN,
    NEAR,
    READING,
    read("f8", 2),
    _LIMITS,
    read("u1"),
    written("f8"),
    written("f8"),
    written("i8"),
    written("f8"),
)
def walk(
    viewers: Any,
    others: Any,
    classes: Any,
    marks: Any,
    when: Any,
    near: Any,
    reading: Any,
    weights: Any,
    limits: Any,
    among: Any,
    bounds: Any,
    highest: Any,
    rows: Any,
    totals: Any,
) -> int:
    """The rows that may be among the best and their totals, in no order: how many.

    limits: by how much a total may fall short of the lowest of the `highest` (a heap of as many as are asked
    for), and from which total on, by the counterpart's kind, a row counts whatever others have; where there
    are as many of these as are asked for, no other counts. A part is 1 at most. So a row whose parts so far,
    with 1 for each part to come, fall short of that is left, and what costs more is not worked out. Those
    that may come to most are looked at first, then those that may be sure, and tell what it takes.
    """
    viewer = viewers[0]
    margin, sure = limits
    gates, _, fields, _, asked = classes
    enough, lowest, values = sure.max(), sure.min(), np.empty(_PARTS)
    known = _of_classes(viewer, classes, when, weights)
    listed = np.empty(others.size, np.int32)
    listed = listed[: _opened(known[0], gates, among, listed)]
    steps = _bounds(known, classes, near, reading, weights, listed, bounds)
    start = _start(steps, _FIRST * highest.size)
    sought = any_need(viewer)
    count, filled, least = np.int64(0), np.int64(0), -math.inf
    for turn in range(2 if lowest == math.inf else 3):
        for at in range(listed.size):
            reach = bounds[at]
            if reach < min(least, lowest) or (reach >= start) != (turn == 0):
                continue
            row = listed[at]
            kind = known[1][gates[row]]
            wanted = min(least, sure[kind])
            nearer = reach - _lost(viewer, sought, asked[row], weights[kind])
            if nearer < wanted or (turn > 0 and lowest < math.inf and (nearer >= lowest) != (turn == 1)):
                continue
            pair = (viewer, others[row], known[3][fields[row]], known[4][fields[row]])
            total = _looked_at(row, pair, when, near, reading, weights, (reach, wanted), values)
            if total < wanted or closed(viewer, others[row], marks[row], when, False):
                continue
            rows[count], totals[count] = row, total
            count += 1
            filled = _kept(highest, filled, total)
            if filled == highest.size:
                least = highest[0] - margin if highest[0] < enough else math.inf
    return int(count)


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
        sector = sectors.near(viewer, other)
        _measured(viewer, other, sector, when, shares, (1.0, -math.inf), found)
        for place in range(1, _PARTS):
            values[place, at] = found[place]
        belief = sectors.belief(sector)
        value, theirs, mine, stated = fit.both_ways(rows[at], near, belief, reading)
        fits[0, at], fits[1, at], fits[2, at], fits[3, at] = value, theirs, mine, stated
