"""Bands: what a page says instead of a score, because a percentage would claim a precision nobody has."""

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """How promising a recommendation looks."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


STRONG_FROM = 0.5
POSSIBLE_FROM = 0.35


@dataclass(frozen=True, slots=True)
class Cuts:
    """From which score on a pair is strong or possible; other weights come with cut-offs of their own."""

    strong: float = STRONG_FROM
    possible: float = POSSIBLE_FROM


def band(score: float, cuts: Cuts = Cuts()) -> Band:
    """The band of a total score in [0, 1].

    The documented cut-offs are read off the labelled set (benchmarks/ranking.py). Of the pairs at or above
    0.5, 96 % were judged worth both sides' time and all to have something in common; at or above 0.35 lie
    96 % of those to be introduced at once and 90 % of those worth both sides' time. Nothing stated is 0.2.
    """
    if score >= cuts.strong:
        return Band.STRONG
    return Band.POSSIBLE if score >= cuts.possible else Band.WEAK
