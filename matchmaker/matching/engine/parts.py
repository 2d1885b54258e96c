"""Parts of a score: how well two organisations fit in one respect, in [0, 1], the same from either side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.engine import bits, money, sectors
from matchmaker.matching.engine.columns import HUBS, URGENCIES, Columns
from matchmaker.matching.engine.fit import Cosines, Fit, Reading, reciprocal
from matchmaker.matching.engine.gates import mentors
from matchmaker.matching.engine.pair import Pair
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.weighting import Floats
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


@dataclass(frozen=True)
class Valued:
    """One part for all candidates: `value` float64 in [0, 1], `stated` where both sides said enough."""

    value: Floats
    stated: Mask

    def spread(self, rows: int) -> "Valued":
        """The same part for so many rows, where it is the same for all of them."""
        return Valued(np.broadcast_to(self.value, (rows,)), np.broadcast_to(self.stated, (rows,)))


def measured(
    pair: Pair, cosines: Cosines, reading: Reading, names: list[str]
) -> tuple[dict[str, Valued], Fit]:
    """The parts of those `names`, by name, and the fit with its two directions."""
    fit = fitting(pair, cosines, reading)
    parts = {"fit": Valued(fit.value, fit.stated)}
    parts |= {name: STRUCTURED[name](pair) for name in names if name in STRUCTURED}
    return {name: parts[name].spread(len(pair.others)) for name in names}, fit


def fitting(pair: Pair, cosines: Cosines, reading: Reading) -> Fit:
    """The reciprocal fit of the texts, words believed as far as the sectors agree, see `sectors.belief`."""
    return reciprocal(cosines.believed(sectors.belief(pair.viewer, pair.others)), reading)


def needs(pair: Pair) -> Valued:
    """Typed needs of each side met by typed offers of the other, mean over the sides that state needs.

    A need counts by its urgency, and is met by an offer for its direction or for any. Of a side any need of
    which is met, `SQUARELY` counts at once: one that is met is reason enough to talk. A side whose needs meet
    no stated offers is worth `NOT_STATED`.
    """
    ways = [_met(pair.viewer, pair.others), _met(pair.others, pair.viewer)]
    asking = [_asked(pair.viewer) > 0, _asked(pair.others) > 0]
    offering = [pair.others.offers != 0, pair.viewer.offers != 0]
    shares = [
        np.where(asks, np.where(offers, met, NOT_STATED), 0.0)
        for met, asks, offers in zip(ways, asking, offering, strict=True)
    ]
    count = asking[0].astype(np.int8) + asking[1]
    stated = (asking[0] & offering[0]) | (asking[1] & offering[1])
    return Valued(np.where(stated, (shares[0] + shares[1]) / np.maximum(count, 1), NOT_STATED), stated)


def sector(pair: Pair) -> Valued:
    """Nearness of the sectors over both levels of the taxonomy, see `sectors`."""
    return _where_stated(sectors.nearness(pair.viewer, pair.others))


def theme(pair: Pair) -> Valued:
    """Shared urban themes over the shorter of the two lists."""
    mine, theirs = bits.size(pair.viewer.themes), bits.size(pair.others.themes)
    shorter = np.minimum(mine, theirs)
    shared = bits.size(pair.viewer.themes & pair.others.themes)
    return _where_stated(np.where(shorter > 0, shared / np.maximum(shorter, 1), np.nan))


def stage(pair: Pair) -> Valued:
    """Steps between a startup and the stages its counterpart takes, by its label or by money and revenue.

    The nearer of the two counts: a "Series A" of one city is a "seed" of the other.
    """
    labels = money.stages_apart(pair.startup, pair.host)
    round_ = _hidden(money.Range(pair.startup, pair.moment), pair.startup)
    rungs = money.rungs_apart(money.place(pair.startup, round_), pair.host)
    return _where_stated(ONE_STEP ** np.fmin(labels, rungs))


def ticket(pair: Pair) -> Valued:
    """The cheque an investor likes best against the round a startup seeks, by the ratio of the two."""
    value = money.ticket(pair.round, pair.cheque)
    return _where_stated(np.where(pair.startup.veiled | pair.host.veiled, np.nan, value))


def timing(pair: Pair) -> Valued:
    """How well a programme's deadline, or its first day, leaves time to apply and is not far off."""
    host = pair.host
    first = np.where(host.deadline > 0, host.deadline, host.starts_on)
    left = (first - pair.moment.day(host.hub, HUBS)).astype(np.float64)
    value = np.interp(left, [0, SOON, LATE, 2 * LATE], [0.3, 1.0, 1.0, 0.5])
    known = (first > 0) & (pair.moment.day(host.hub, HUBS) > 0) & ~host.veiled
    return _where_stated(np.where(known & (left >= 0), value, np.where(known, 0.0, np.nan)))


def alumni(pair: Pair) -> Valued:
    """1 where one of two startups landed before in the direction that the other takes, and helps others."""
    helps = mentors(pair.viewer, pair.others)
    return _where_stated(np.where(helps, 1.0, np.nan))


def _met(seeker: Columns, giver: Columns) -> Floats:
    met = sum(
        URGENT[urgency] * bits.size(seeker.needs[:, place] & giver.offers)
        for place, urgency in enumerate(URGENCIES)
    )
    asked = _asked(seeker)
    share = np.divide(met, asked, out=np.zeros(np.broadcast(met, asked).shape), where=asked > 0)
    return np.where(share > 0.0, SQUARELY + (1.0 - SQUARELY) * share, 0.0)


def _asked(seeker: Columns) -> Floats:
    asked: Floats = bits.size(seeker.needs) @ np.array([URGENT[urgency] for urgency in URGENCIES])
    return asked


def _hidden(amounts: money.Range, columns: Columns) -> money.Range:
    """The amounts without those that a teaser hides."""
    amounts.stated = amounts.stated & ~columns.veiled
    return amounts


def _where_stated(value: Floats) -> Valued:
    """A part from values that are NaN where a side says nothing."""
    stated = ~np.isnan(value)
    return Valued(np.where(stated, value, NOT_STATED), stated)


STRUCTURED: Mapping[str, Callable[[Pair], Valued]] = {
    "needs": needs,
    "sector": sector,
    "theme": theme,
    "stage": stage,
    "ticket": ticket,
    "timing": timing,
    "alumni": alumni,
}
"""The parts that need no text, in the order they are shown."""
