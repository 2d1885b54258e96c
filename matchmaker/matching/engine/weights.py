"""Weights of the parts: data under a version that every decision is stored with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from matchmaker.matching.engine.bands import Cuts
from matchmaker.matching.engine.fit import Reading

PART_NAMES = ("fit", "needs", "sector", "theme", "stage", "ticket", "timing", "alumni")
"""Every part, in the order in which cards show them."""


class Model(Protocol):
    """What turns parts into a score: the documented weights, or weights learnt from decisions."""

    @property
    def version(self) -> str:
        """The name under which decisions made with it are stored."""

    @property
    def reading(self) -> Reading:
        """How cosines become the part `fit`."""

    def shares(self, kind: str) -> Mapping[str, float]:
        """The weight of each part where a startup meets a counterpart of `kind`; they sum to one."""

    def cuts_of(self, kind: str) -> Cuts:
        """From which score on such a pair is strong or possible."""


@dataclass(frozen=True)
class Weights:
    """Weights as data: `by_kind` holds, by the kind of a startup's counterpart, what each part counts.

    `cuts` holds the cut-offs of the bands for those kinds where they are not the documented ones.
    Raises ValueError where a part is unknown, a weight negative, or they do not sum to one.
    """

    version: str
    by_kind: Mapping[str, Mapping[str, float]]
    reading: Reading = field(default_factory=Reading)
    cuts: Mapping[str, Cuts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind, shares in self.by_kind.items():
            if not set(shares) <= set(PART_NAMES) or min(shares.values()) < 0:
                raise ValueError(f"unknown parts or negative weights for {kind}: {sorted(shares)}")
            if abs(sum(shares.values()) - 1.0) > 1e-9:
                raise ValueError(f"the weights for {kind} sum to {sum(shares.values())}")

    def shares(self, kind: str) -> Mapping[str, float]:
        """See `Model`."""
        return self.by_kind[kind]

    def cuts_of(self, kind: str) -> Cuts:
        """See `Model`."""
        return self.cuts.get(kind, Cuts())


WEIGHTS = Weights(
    version="2026-11.5",
    by_kind={
        "investor": {"fit": 0.5, "needs": 0.1, "sector": 0.24, "theme": 0.05, "stage": 0.05, "ticket": 0.06},
        "programme": {"fit": 0.4, "needs": 0.26, "sector": 0.2, "theme": 0.05, "stage": 0.03, "timing": 0.06},
        "startup": {"fit": 0.55, "needs": 0.2, "sector": 0.12, "theme": 0.08, "alumni": 0.05},
    },
)
"""Chosen on the labelled set (benchmarks/ranking.py), where the optimum is flat. By principle: the words of
both sides and their sectors say whether there is a subject at all; stage and ticket have closed gates before
and only order what is left; what a programme offers is its services, so typed needs count most there.
Since .2 a fit believes words by the sectors (`sectors.belief`), which therefore count more themselves; since
.3 by the square of their nearness, and short texts that share nothing are worth what silence is (`fit`);
since .4 sectors that only texts tell count as well, for less (`leaning`); since .5 so do the finer fields
that texts tell within sectors. A version is the year, the month and a number that goes on; those up to .3
were named after December.
"""
