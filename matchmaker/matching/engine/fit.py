"""Reciprocal fit: what each side seeks against what the other offers, so that one weak side sinks the pair.

Four cosines a pair come from two plain queries, of what the viewer seeks and of what it offers, against both
texts of every other. Direction "theirs" is what the viewer seeks and the other offers, "mine" the reverse.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.weighting import Floats

Combination = Callable[[Floats, Floats], Floats]

FEW = 8.0
"""Words at which half of the similarity of a text's direction is believed: short texts match by chance."""

PRECISION = 2.0**40
"""Cosines are kept to this, so that the rounding of sums does not tell one side's view from the other's."""


def harmonic(one: Floats, other: Floats) -> Floats:
    """The harmonic mean: twice the smaller one at most, zero where either is."""
    total = one + other
    mean: Floats = np.divide(2.0 * one * other, total, out=np.zeros_like(total), where=total > 0.0)
    return mean


def geometric(one: Floats, other: Floats) -> Floats:
    """The geometric mean: zero where either is, kinder to an uneven pair than the harmonic."""
    mean: Floats = np.sqrt(one * other)
    return mean


def product(one: Floats, other: Floats) -> Floats:
    """The product: two halves make a quarter."""
    return one * other


def minimum(one: Floats, other: Floats) -> Floats:
    """The weaker side alone."""
    weaker: Floats = np.minimum(one, other)
    return weaker


def one_sided(one: Floats, other: Floats) -> Floats:
    """What the viewer seeks alone, the other's interest ignored: what evaluations compare with."""
    del other
    return one


COMBINATIONS: Mapping[str, Combination] = {
    "harmonic": harmonic,
    "geometric": geometric,
    "product": product,
    "minimum": minimum,
}


@dataclass(frozen=True)
class Mass:
    """How many words that tell something each text holds, float64 (rows,); 0 for a text nobody wrote."""

    offers: Floats
    seeks: Floats

    def take(self, rows: npt.NDArray[np.int64]) -> "Mass":
        """That of `rows` alone."""
        return Mass(self.offers[rows], self.seeks[rows])


@dataclass(frozen=True)
class Cosines:
    """Texts of a viewer against those of others: float64 (rows,) each, and how much text there is.

    seeks_offers: what the viewer seeks with what the others offer; offers_seeks: the reverse; offers_offers
    and seeks_seeks stand in where a side wrote only one of its texts.
    """

    seeks_offers: Floats
    offers_seeks: Floats
    offers_offers: Floats
    seeks_seeks: Floats
    viewer: Mass
    others: Mass

    @classmethod
    def of(cls, seeks: Floats, offers: Floats, viewer: Mass, others: Mass) -> "Cosines":
        """From two queries over rows that alternate between what is offered and what is sought.

        seeks, offers: the cosines of what the viewer seeks and offers, float64 (2 * rows,).
        """
        return cls(seeks[0::2], offers[1::2], offers[0::2], seeks[1::2], viewer, others)

    def __len__(self) -> int:
        return len(self.seeks_offers)

    def believed(self, shares: Floats) -> "Cosines":
        """The cosines of which only a share counts in each row, `shares` float64 (rows,) in [0, 1]."""
        return replace(
            self,
            seeks_offers=self.seeks_offers * shares,
            offers_seeks=self.offers_seeks * shares,
            offers_offers=self.offers_offers * shares,
            seeks_seeks=self.seeks_seeks * shares,
        )

    def take(self, rows: npt.NDArray[np.int64]) -> "Cosines":
        """The cosines of `rows` alone."""
        return Cosines(
            self.seeks_offers[rows],
            self.offers_seeks[rows],
            self.offers_offers[rows],
            self.seeks_seeks[rows],
            self.viewer,
            self.others.take(rows),
        )


@dataclass(frozen=True)
class Fit:
    """Reciprocal fit of each pair: `value` in [0, 1], its two directions, and where each rests on words.

    theirs: what the viewer seeks and the others offer; mine: the reverse. float64 (rows,) each.
    """

    value: Floats
    theirs: Floats
    mine: Floats
    stated: Mask


@dataclass(frozen=True)
class Reading:
    """How cosines become a fit.

    scale: the cosine at which a direction reaches 1 - 1/e; prior: what a direction is worth about which
    nothing is written; trust: how much of the rest a stand-in may add to the prior; floor: what a direction
    is worth where both texts are there and share nothing; combination: one of `COMBINATIONS`.
    """

    scale: float = 0.1
    prior: float = 0.2
    trust: float = 0.5
    floor: float = 0.05
    combination: str = "geometric"


def reciprocal(cosines: Cosines, reading: Reading) -> Fit:
    """The fit of a viewer with each other, the same from either side.

    A direction about which one side wrote nothing is worth at least the prior: that somebody left a field
    empty neither speaks for a pair nor against it. What the other text of that side says may raise it, a
    startup's description standing in for what it seeks, a thesis for what a fund offers.
    """
    ours, theirs = cosines.viewer, cosines.others
    they_answer = _written(cosines.seeks_offers, ours.seeks, theirs.offers, reading)
    we_answer = _written(cosines.offers_seeks, ours.offers, theirs.seeks, reading)
    known = ~np.isnan(they_answer), ~np.isnan(we_answer)
    stated = known[0] & known[1]
    if not stated.all():
        same_offers = _written(cosines.offers_offers, ours.offers, theirs.offers, reading)
        same_seeks = _written(cosines.seeks_seeks, ours.seeks, theirs.seeks, reading)
        stand_in = np.fmax(same_offers, same_seeks)
    else:
        stand_in = they_answer  # nothing is missing that could be stood in for
    theirs_value = _filled(they_answer, np.fmax(stand_in, we_answer), reading)
    mine_value = _filled(we_answer, np.fmax(stand_in, they_answer), reading)
    value = COMBINATIONS[reading.combination](theirs_value, mine_value)
    return Fit(value, theirs_value, mine_value, stated)


def _written(cosines: Floats, one: Floats, other: Floats, reading: Reading) -> Floats:
    """The worth of two texts, NaN where either is not written."""
    believed = np.sqrt(one / (one + FEW)) * np.sqrt(other / (other + FEW))
    exact = np.rint(np.clip(cosines, 0.0, 1.0) * PRECISION) / PRECISION
    value = reading.floor - (1.0 - reading.floor) * np.expm1(-exact * believed / reading.scale)
    return np.where((one > 0) & (other > 0), value, np.nan)


def _filled(direction: Floats, stand_in: Floats, reading: Reading) -> Floats:
    raised = reading.prior + (1.0 - reading.prior) * reading.trust * np.nan_to_num(stand_in, nan=0.0)
    return np.where(np.isnan(direction), raised, direction)
