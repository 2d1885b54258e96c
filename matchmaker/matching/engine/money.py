"""Rounds against cheques, and stages read from money: amounts of either currency in EUR. Compiled rules."""

import math
from typing import Any

import numpy as np

from matchmaker.matching.engine.jit import rule
from matchmaker.taxonomy import Stage, Traction

STRETCH = 1.1
"""A smallest cheque this much above the whole round is still talked about: rates move, rounds grow."""

SHARE_LEAST = 1 / 25
"""Below this share of the smallest round sought, the largest cheque is too small to be worth a meeting."""

SHARE_TELLING = 1 / 5
"""From this share on, a cheque says that its writer is at home in such rounds, whatever they are called."""

SHARE_LEAD = 1 / 2
"""What a lead investor puts into a round, more or less: a cheque of this share of the round fits it."""

STEP = 4.0
"""A cheque this many times off the round it should fit is worth 1/e."""

_ROUND_OF_STAGE: dict[Stage, float] = {
    Stage.IDEA: 1e5,
    Stage.PRE_SEED: 4e5,
    Stage.SEED: 2e6,
    Stage.SERIES_A: 8e6,
    Stage.SERIES_B: 2.5e7,
    Stage.SERIES_C: 6e7,
    Stage.GROWTH: 1.5e8,
}
"""EUR that a round of each stage comes to, in the middle of both oceans' customs."""

_STAGE_OF_TRACTION: dict[Traction, float] = {
    Traction.PRE_REVENUE: 1.0,
    Traction.PILOT: 1.5,
    Traction.UP_TO_100K: 1.75,
    Traction.FROM_100K: 2.25,
    Traction.FROM_500K: 2.75,
    Traction.FROM_1M: 3.25,
    Traction.FROM_5M: 4.25,
    Traction.FROM_20M: 5.5,
}
"""Where on the ladder of stages (0 idea, 6 growth) firms of each revenue stand as a rule."""

_LADDER = np.log(list(_ROUND_OF_STAGE.values()))
_BY_TRACTION = np.array([*_STAGE_OF_TRACTION.values(), np.nan])
_RUNGS = len(_LADDER)


@rule
def amounts(one: Any, rates: Any) -> Any:
    """What a candidate states in EUR: lowest, highest, and where to aim; NaN all three where it states none.

    Of a range with one bound the other is open, and the bound is where to aim.
    """
    rate = rates[one.currency]
    low, high, sweet = one.low * rate, one.high * rate, one.sweet * rate
    if math.isnan(low) and math.isnan(high):
        return math.nan, math.nan, sweet
    if math.isnan(sweet):
        if math.isnan(low):
            sweet = max(high, 1.0)
        elif math.isnan(high):
            sweet = max(low, 1.0)
        else:
            sweet = math.sqrt(max(low, 1.0) * max(high, 1.0))
    return 0.0 if math.isnan(low) else low, math.inf if math.isnan(high) else high, sweet


@rule
def too_far(startup: Any, host: Any, rates: Any) -> Any:
    """Whether round and cheque leave nothing to talk about; False where a side states none."""
    low, high, _ = amounts(startup, rates)
    least, most, _ = amounts(host, rates)
    return least > STRETCH * high or most < SHARE_LEAST * low


@rule
def meets(startup: Any, host: Any, rates: Any) -> Any:
    """Whether both state amounts and a cheque can be a telling share of the round."""
    low, high, _ = amounts(startup, rates)
    least, most, _ = amounts(host, rates)
    return most >= SHARE_TELLING * low and least <= STRETCH * high  # NaN is neither


@rule
def ticket(startup: Any, host: Any, rates: Any) -> Any:
    """How well the cheque an investor likes best fits the round; NaN where a side states none."""
    low, high, _ = amounts(startup, rates)
    _, _, aim = amounts(host, rates)
    if math.isnan(low) or math.isnan(aim):
        return math.nan
    nearest = min(max(aim, SHARE_LEAD * low, 1.0), max(high, 1.0))
    off = math.log(max(aim, 1.0) / nearest) / math.log(STEP)
    return math.exp(-(off * off))


@rule
def place(startup: Any, rates: Any, told: Any) -> Any:
    """Where on the ladder of stages a startup stands by money and revenue, NaN where it states neither.

    told: whether its amounts count, which a teaser hides.
    """
    low, high, _ = amounts(startup, rates)
    by_traction = _BY_TRACTION[startup.traction]
    if not told or math.isnan(low):
        return by_traction
    by_round = _rung(math.sqrt(max(low, 1.0) * (low if math.isinf(high) else high)))
    return by_round if math.isnan(by_traction) else (2 * by_round + by_traction) / 3


@rule
def _rung(amount: Any) -> Any:
    """The place of an amount on the ladder, between two rungs by its logarithm."""
    size = math.log(max(amount, 1.0))
    for rung in range(_RUNGS - 1):
        if size < _LADDER[rung + 1]:
            return rung + max(0.0, (size - _LADDER[rung]) / (_LADDER[rung + 1] - _LADDER[rung]))
    return _RUNGS - 1.0


@rule
def _lowest(stages: Any) -> Any:
    """The lowest stage of a set that is not empty."""
    at = 0
    while not stages >> np.uint64(at) & np.uint64(1):
        at += 1
    return at


@rule
def _highest(stages: Any) -> Any:
    """The highest stage of a set that is not empty."""
    at = 0
    while stages >> np.uint64(at + 1):
        at += 1
    return at


@rule
def stages_apart(startup: Any, host: Any) -> Any:
    """Steps between the label of a startup and the nearest stage a host takes; NaN where either has none."""
    return _apart(_lowest(startup.stages), host) if startup.stages else math.nan


@rule
def rungs_apart(at: Any, host: Any) -> Any:
    """Steps between a place on the ladder and the stages a host takes, NaN where either has none."""
    return max(_apart(at, host) - 0.5, 0.0) if not math.isnan(at) else math.nan


@rule
def _apart(at: Any, host: Any) -> Any:
    if not host.stages:
        return math.nan
    return max(_lowest(host.stages) - at, at - _highest(host.stages), 0.0)
