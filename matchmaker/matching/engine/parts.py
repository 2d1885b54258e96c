"""Parts of a score: how well two organisations fit in one respect, in [0, 1], the same from either side.

Every rule gives NaN where a side says nothing of it: what is then counted is `NOT_STATED`. Compiled.
"""

# A table of functions is nothing that compiled code can call.
# ruff: noqa: PLR0911

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from matchmaker.matching.engine import money, rules, sectors
from matchmaker.matching.engine.columns import URGENCIES
from matchmaker.matching.engine.jit import rule
from matchmaker.matching.engine.weights import PART_NAMES
from matchmaker.taxonomy import Urgency

NOT_STATED = 0.3
"""What a part is worth where a side says nothing: less than a fit, more than a miss."""

URGENT: Mapping[str | None, float] = {
    Urgency.NOW: 1.0,
    Urgency.SIX_MONTHS: 0.8,
    None: 0.8,
    Urgency.LATER: 0.5,
}
"""How much a need counts by its urgency."""

SQUARELY = 0.3
"""What it is worth that one need is met, however many others are not."""

ONE_STEP = 0.5
"""What a stage is worth one step off those a host takes."""

SOON, LATE = 14, 180
"""Days: a deadline nearer than the first leaves little time to apply, one past the second is far off."""

FIT, NEEDS, SECTOR, THEME, STAGE, TICKET, TIMING, ALUMNI = range(8)
"""Places in `PART_NAMES`."""

assert PART_NAMES == ("fit", "needs", "sector", "theme", "stage", "ticket", "timing", "alumni")
_URGENT = np.array([URGENT[urgency] for urgency in URGENCIES])
_ONE = np.uint64(1)


@rule
def part(place: Any, viewer: Any, other: Any, pair: Any, when: Any) -> Any:
    """The part at `place` in `PART_NAMES`, any but the fit; `pair`: the same two as startup and host."""
    startup, host = pair
    if place == NEEDS:
        return needs(viewer, other)
    if place == SECTOR:
        return sectors.near(viewer, other)
    if place == THEME:
        return theme(viewer, other)
    if place == STAGE:
        return stage(startup, host, when[1])
    if place == TICKET:
        hidden = startup.veiled or host.veiled
        return math.nan if hidden else money.ticket(startup, host, when[1])
    if place == TIMING:
        return timing(host, when[0])
    return 1.0 if rules.mentors(viewer, other) else math.nan


@rule
def needs(viewer: Any, other: Any) -> Any:
    """Typed needs of each side met by typed offers of the other, mean over the sides that state needs.

    A need counts by its urgency, and is met by an offer for its direction or for any. Of a side any need of
    which is met, `SQUARELY` counts at once: one that is met is reason enough to talk. A side whose needs meet
    no stated offers is worth `NOT_STATED`.
    """
    mine, theirs = _asked(viewer), _asked(other)
    answered, answering = mine > 0 and other.offers != 0, theirs > 0 and viewer.offers != 0
    if not (answered or answering):
        return math.nan
    total = 0.0
    if mine > 0:
        total += _met(viewer, other.offers, mine) if answered else NOT_STATED
    if theirs > 0:
        total += _met(other, viewer.offers, theirs) if answering else NOT_STATED
    return total / 2 if mine > 0 and theirs > 0 else total


@rule
def needs_at_most(viewer: Any, sought: Any, asked: Any, offers: Any) -> Any:
    """No less than `needs`, from `any_need` of both, `sought` and `asked`: what is met is met whole."""
    answered, answering = sought != 0 and offers != 0, asked != 0 and viewer.offers != 0
    if not (answered or answering):
        return math.nan
    total = 0.0
    if sought != 0:
        total += (1.0 if sought & offers else 0.0) if answered else NOT_STATED
    if asked != 0:
        total += (1.0 if asked & viewer.offers else 0.0) if answering else NOT_STATED
    return total / 2 if sought != 0 and asked != 0 else total


@rule
def any_need(one: Any) -> Any:
    """The needs of whatever urgency."""
    found = np.uint64(0)
    for urgency in range(_URGENT.size):
        found |= one.needs[urgency]
    return found


@rule
def _asked(seeker: Any) -> Any:
    asked = 0.0
    for urgency in range(_URGENT.size):
        asked += _URGENT[urgency] * size(seeker.needs[urgency])
    return asked


@rule
def _met(seeker: Any, offers: Any, asked: Any) -> Any:
    met = 0.0
    for urgency in range(_URGENT.size):
        met += _URGENT[urgency] * size(seeker.needs[urgency] & offers)
    return SQUARELY + (1.0 - SQUARELY) * (met / asked) if met > 0.0 else 0.0


@rule
def size(held: Any) -> Any:
    """How many codes a set of bits holds."""
    count = 0
    while held:
        held &= held - _ONE
        count += 1
    return count


@rule
def theme(viewer: Any, other: Any) -> Any:
    """Shared urban themes over the shorter of the two lists."""
    return themes_shared(viewer.themes, other.themes)


@rule
def themes_shared(one: Any, other: Any) -> Any:
    """`theme` of two lists."""
    shorter = min(size(one), size(other))
    return size(one & other) / shorter if shorter else math.nan


@rule
def stage(startup: Any, host: Any, rates: Any) -> Any:
    """Steps between a startup and the stages its counterpart takes, by its label or by money and revenue.

    The nearer of the two counts: a "Series A" of one city is a "seed" of the other.
    """
    labels = money.stages_apart(startup, host)
    rungs = money.rungs_apart(money.place(startup, rates, not startup.veiled), host)
    steps = labels if math.isnan(rungs) or labels < rungs else rungs
    return ONE_STEP**steps


@rule
def timing(host: Any, today: Any) -> Any:
    """How well a programme's deadline, or its first day, leaves time to apply and is not far off."""
    first = host.deadline if host.deadline > 0 else host.starts_on
    day = today[host.hub]
    if first <= 0 or day <= 0 or host.veiled:
        return math.nan
    left = first - day
    if left < 0:
        return 0.0
    if left < SOON:
        return 0.3 + 0.7 * left / SOON
    return 1.0 if left <= LATE else max(0.5, 1.0 - 0.5 * (left - LATE) / LATE)
