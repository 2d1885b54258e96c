"""Rounds against cheques, and stages read from money: amounts of either currency in EUR.

Every function takes the columns of startups and of their counterparts, the one or the other of length one.
"""

import numpy as np

from matchmaker.matching.engine import bits
from matchmaker.matching.engine.columns import Columns
from matchmaker.matching.engine.moment import Moment
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.weighting import Floats
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
_PLACES = np.asfortranarray(
    [[np.nan, np.nan]]
    + [
        [min(held), max(held)]
        for number in range(1, 1 << _RUNGS)
        for held in [[rung for rung in range(_RUNGS) if number >> rung & 1]]
    ]
)
"""The lowest and highest stage of each set of stages, by its bits."""


class Range:
    """Amounts in EUR, float64 each, NaN where the side states none: `low` <= `high`, and where to aim."""

    def __init__(self, columns: Columns, moment: Moment) -> None:
        rate = moment.rates()[columns.currency]
        low, high, sweet = columns.low * rate, columns.high * rate, columns.sweet * rate
        self.stated: Mask = ~(np.isnan(low) & np.isnan(high))
        self.low: Floats = np.where(np.isnan(low) & self.stated, 0.0, low)
        self.high: Floats = np.where(np.isnan(high) & self.stated, np.inf, high)
        middle = np.sqrt(np.fmax(low, 1.0) * np.fmax(high, 1.0))
        only = np.fmax(low, high)
        middle = np.where(np.isnan(middle), only, middle)
        self.sweet: Floats = np.where(np.isnan(sweet), middle, sweet)


def too_far(round_: Range, cheque: Range) -> Mask:
    """Whether the two ranges leave nothing to talk about; False where a side states none."""
    above = cheque.low > STRETCH * round_.high
    below = cheque.high < SHARE_LEAST * round_.low
    far: Mask = above | below
    return far


def meets(round_: Range, cheque: Range) -> Mask:
    """Whether both state amounts and a cheque can be a telling share of the round."""
    close: Mask = (cheque.high >= SHARE_TELLING * round_.low) & (cheque.low <= STRETCH * round_.high)
    return close & round_.stated & cheque.stated


def ticket(round_: Range, cheque: Range) -> Floats:
    """How well the cheque an investor likes best fits the round; NaN where a side states none."""
    aim = cheque.sweet
    nearest = np.clip(aim, np.fmax(SHARE_LEAD * round_.low, 1.0), np.fmax(round_.high, 1.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.log(np.fmax(aim, 1.0) / nearest) / np.log(STEP)
    value: Floats = np.exp(-(off**2))
    return np.where(round_.stated & ~np.isnan(aim), value, np.nan)


def place(startup: Columns, round_: Range) -> Floats:
    """Where on the ladder of stages a startup stands by money and revenue, NaN where it states neither."""
    middle = np.sqrt(np.fmax(round_.low, 1.0) * np.where(np.isinf(round_.high), round_.low, round_.high))
    by_round = np.interp(np.log(np.fmax(middle, 1.0)), _LADDER, np.arange(_RUNGS))
    by_round = np.where(round_.stated, by_round, np.nan)
    by_traction = _BY_TRACTION[startup.traction]
    both = np.where(np.isnan(by_traction), by_round, (2 * by_round + by_traction) / 3)
    found: Floats = np.where(np.isnan(by_round), by_traction, both)
    return found


def stages_apart(startup: Columns, host: Columns) -> Floats:
    """Steps between the label of a startup and the nearest stage a host takes; NaN where either has none."""
    own = _PLACES[:, 0].take(startup.stages.astype(np.intp))
    return _apart(own, host)


def rungs_apart(place: Floats, host: Columns) -> Floats:
    """Steps between a place on the ladder and the stages a host takes, NaN where either has none."""
    return np.maximum(_apart(place, host) - 0.5, 0.0)


def _apart(own: Floats, host: Columns) -> Floats:
    places = host.stages.astype(np.intp)
    low, high = _PLACES[:, 0].take(places), _PLACES[:, 1].take(places)
    apart: Floats = np.maximum(np.maximum(low - own, own - high), 0.0)
    return apart


def label_accepted(startup: Columns, host: Columns) -> Mask:
    """Whether the label of the startup is one the host names."""
    return bits.any_of(startup.stages, host.stages)
