"""Reciprocal fit: what each side seeks against what the other offers, so that one weak side sinks the pair.

Four cosines a pair come from two plain queries, of what the viewer seeks and of what it offers, against both
texts of every other. Direction "theirs" is what the viewer seeks and the other offers, "mine" the reverse.
"""

# Compiled functions have no keywords: arrays come in tuples, one after the other.

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import types

from matchmaker.matching.engine.jit import read, rule, together
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.weighting import Floats

FEW = 8.0
"""Words at which half of the similarity of a text's direction is believed: short texts match by chance."""

PRECISION = 2.0**40
"""Cosines are kept to this, so that the rounding of sums does not tell one side's view from the other's."""

SLACK = 1e-9
"""More than the rounding of sums, much less than what tells two scores apart."""

STEPS = 255
"""Shares of French that bounds tell apart."""


COMBINATIONS = ("geometric", "harmonic", "product", "minimum")
"""How the two directions are combined: their means, the product, or the weaker of them."""


@dataclass(frozen=True)
class Mass:
    """How many words that tell something each text holds, float64 (rows,); 0 for a text nobody wrote."""

    offers: Floats
    seeks: Floats

    @cached_property
    def trusts(self) -> tuple[Floats, Floats]:
        """How far either text's matches are believed, float64 (rows,) in [0, 1): 0 where nobody wrote it."""
        return np.sqrt(self.offers / (self.offers + FEW)), np.sqrt(self.seeks / (self.seeks + FEW))

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
class Heard:
    """One text of a viewer against every text: sums float64 (texts,), not yet divided by the texts' norms.

    french: the share of French in the viewer's text.
    """

    sums: Floats
    french: float = 0.5


@dataclass(frozen=True)
class Nearness:
    """Both texts of a viewer against both texts of every other, in rows 2n (offered) and 2n + 1 (sought).

    inverse: one over the norm of each text; shares: the share of French in it; gap: see `Calibration`. What
    is asked of few rows only is worked out for these: the cosines that `Cosines` holds for all.
    """

    seeks: Heard
    offers: Heard
    inverse: Floats
    shares: Floats
    gap: float
    viewer: Mass
    others: Mass

    @classmethod
    def of(cls, cosines: Cosines) -> "Nearness":
        """The same from cosines that are known already."""
        seeks = np.stack([cosines.seeks_offers, cosines.seeks_seeks], axis=1).ravel()
        offers = np.stack([cosines.offers_offers, cosines.offers_seeks], axis=1).ravel()
        texts = len(seeks)
        even = np.full(texts, 0.5)
        return cls(Heard(seeks), Heard(offers), np.ones(texts), even, 1.0, cosines.viewer, cosines.others)

    def __len__(self) -> int:
        return len(self.others.offers)

    def arrays(self) -> tuple[Any, ...]:
        """The same for compiled code, see `NEAR`."""
        own = (float(each[0]) for each in self.viewer.trusts)
        numbers = (self.seeks.french, self.offers.french, self.gap, *own)
        return self.seeks.sums, self.offers.sums, self.inverse, self.shares, *self.others.trusts, numbers


NEAR = together(*(read("f8") for _ in range(6)), together(*(types.float64 for _ in range(5))))
"""What `Nearness.arrays` gives: sums of what is sought and offered, norms, shares of French, trusts of what
the others offer and seek; and the viewer's shares of French, the gap, and the viewer's own trusts."""

READING = together(*(types.float64 for _ in range(4)), types.int64)
"""What `Reading.numbers` gives."""


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
    is worth where both texts are long and share nothing; combination: one of `COMBINATIONS`.
    """

    scale: float = 0.1
    prior: float = 0.1
    trust: float = 0.5
    floor: float = 0.05
    combination: str = "geometric"

    @property
    def numbers(self) -> tuple[float, float, float, float, int]:
        """The same for compiled code."""
        return self.scale, self.prior, self.trust, self.floor, COMBINATIONS.index(self.combination)


@rule
def combined(one: Any, other: Any, rule: Any) -> Any:
    """Two directions as one value, the same whichever comes first; more of either is never less."""
    if rule == 0:
        return math.sqrt(one * other)
    if rule == 1:
        return 2.0 * one * other / (one + other) if one + other > 0.0 else 0.0
    return one * other if rule == 2 else min(one, other)


@rule
def cosine(text: Any, sums: Any, french: Any, near: Any) -> Any:
    """The calibrated cosine of a text of the viewer with one of another, see `Calibration`."""
    score = min(1.0, max(-1.0, sums[text] * near[2][text]))
    gap = near[6][2]
    return score if gap == 1.0 else score * gap ** abs(near[3][text] - french)


@rule
def worth(cosine: Any, trust: Any, belief: Any, reading: Any) -> Any:
    """What two texts that are written are worth for a direction."""
    scale, _, _, floor, _ = reading
    exact = np.rint(min(1.0, max(0.0, cosine * belief)) * PRECISION) / PRECISION
    return floor - (1.0 - floor) * math.expm1(-exact * trust / scale)


@rule
def both_ways(row: Any, near: Any, belief: Any, reading: Any) -> Any:
    """The fit of the viewer with another: value, theirs, mine, and whether it rests on words.

    A direction about which one side wrote nothing is worth at least the prior: that somebody left a field
    empty neither speaks for a pair nor against it. What the other text of that side says may raise it, a
    startup's description standing in for what it seeks, a thesis for what a fund offers. So it is, as far as
    they are short, with two short texts that share nothing: five words more must not cost what silence keeps.
    """
    (
        seeks,
        offers,
        _,
        _,
        their_offers,
        their_seeks,
        (seeks_french, offers_french, _, own_offers, own_seeks),
    ) = near
    offered, sought = 2 * row, 2 * row + 1
    theirs, mine, stand_in = math.nan, math.nan, 0.0
    if own_seeks > 0.0 and their_offers[row] > 0.0:
        near_by = cosine(offered, seeks, seeks_french, near)
        theirs = worth(near_by, own_seeks * their_offers[row], belief, reading)
        stand_in = theirs
    if own_offers > 0.0 and their_seeks[row] > 0.0:
        near_by = cosine(sought, offers, offers_french, near)
        mine = worth(near_by, own_offers * their_seeks[row], belief, reading)
        stand_in = max(stand_in, mine)
    stated = not (math.isnan(theirs) or math.isnan(mine))
    if not stated and own_offers > 0.0 and their_offers[row] > 0.0:
        near_by = cosine(offered, offers, offers_french, near)
        stand_in = max(stand_in, worth(near_by, own_offers * their_offers[row], belief, reading))
    if not stated and own_seeks > 0.0 and their_seeks[row] > 0.0:
        near_by = cosine(sought, seeks, seeks_french, near)
        stand_in = max(stand_in, worth(near_by, own_seeks * their_seeks[row], belief, reading))
    raised = unsaid(stand_in, reading)
    theirs = raised if math.isnan(theirs) else softened(theirs, raised, own_seeks * their_offers[row])
    mine = raised if math.isnan(mine) else softened(mine, raised, own_offers * their_seeks[row])
    return combined(theirs, mine, reading[4]), theirs, mine, stated


@rule
def unsaid(stand_in: Any, reading: Any) -> Any:
    """What a direction is worth of which nothing is written, where `stand_in` is what other texts give."""
    _, prior, trust, floor, _ = reading
    return prior + (1.0 - prior) * trust * max(0.0, stand_in - floor) / (1.0 - floor)


@rule
def softened(written: Any, raised: Any, trust: Any) -> Any:
    """What a written direction is worth: nearer what an unwritten one would be, the less text there is."""
    return written + (1.0 - trust) * max(0.0, raised - written)


@rule
def bound(row: Any, near: Any, gains: Any, belief: Any, reading: Any) -> Any:
    """No less than the value of `both_ways`, from tables; NaN where a direction is not written.

    belief: as in `both_ways`, over the scale of the reading.
    """
    one, other = near[6][4] * near[4][row], near[6][3] * near[5][row]
    if one == 0.0 or other == 0.0:
        return math.nan
    offered = np.uint64(2) * row
    theirs = at_most(offered, near[0], gains[0], near, belief * one)
    mine = at_most(offered + np.uint64(1), near[1], gains[1], near, belief * other)
    return _raised(theirs, mine, max(theirs, mine), (one, other), reading)


@rule
def bound_unwritten(row: Any, near: Any, gains: Any, belief: Any, reading: Any) -> Any:
    """`bound` for any row, with what stands in: at twice the cost."""
    their_offers, their_seeks, (_, _, _, own_offers, own_seeks) = near[4][row], near[5][row], near[6]
    one, other = own_seeks * their_offers, own_offers * their_seeks
    offered = np.uint64(2) * row
    sought = offered + np.uint64(1)
    theirs = at_most(offered, near[0], gains[0], near, belief * one)
    mine = at_most(sought, near[1], gains[1], near, belief * other)
    stand_in = at_most(offered, near[1], gains[1], near, belief * own_offers * their_offers)
    stand_in = max(stand_in, at_most(sought, near[0], gains[0], near, belief * own_seeks * their_seeks))
    return _raised(theirs, mine, max(stand_in, theirs, mine), (one, other), reading)


@rule
def _raised(theirs: Any, mine: Any, stand_in: Any, trusts: Any, reading: Any) -> Any:
    """Two directions as one value, where the floor is 0 and each written as far as its trust says."""
    _, prior, believed, floor, rule = reading
    raised = prior + (1.0 - prior) * believed * stand_in
    theirs, mine = floor + (1.0 - floor) * theirs, floor + (1.0 - floor) * mine
    theirs, mine = softened(theirs, raised, trusts[0]), softened(mine, raised, trusts[1])
    return combined(theirs + SLACK, mine + SLACK, rule)


@rule
def at_most(text: Any, sums: Any, gains: Any, near: Any, steep: Any) -> Any:
    """No less than a text of another is worth above the floor: for 1 - exp(-x) what is cheaper."""
    x = sums[text] * near[2][text] * gains[np.uint64(near[3][text] * STEPS + 0.5)]
    x = max(0.0, x * steep)
    return min(1.0, 2.0 * x / (2.0 + x))


@rule
def gains(near: Any) -> Any:
    """What the calibration multiplies at most by the share of French in steps: float64 (2, STEPS + 1)."""
    found = np.ones((2, STEPS + 1))
    french = near[6][:2]
    for text in range(2):
        for step in range(STEPS + 1 if near[6][2] != 1.0 else 0):
            apart = abs(step / STEPS - french[text]) + 0.5 / STEPS
            found[text, step] = near[6][2] ** min(1.0, apart)
    return found
