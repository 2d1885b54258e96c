"""Bands: what a page says instead of a score, because a percentage would claim a precision nobody has."""

from enum import StrEnum


class Band(StrEnum):
    """How promising a recommendation looks."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


STRONG_FROM = 0.5
POSSIBLE_FROM = 0.35


def band(score: float) -> Band:
    """The band of a total score in [0, 1].

    The cut-offs are read off the labelled set (benchmarks/ranking.py). Of the pairs at or above 0.5, 89 %
    were judged worth both sides' time and 97 % to have something in common; at or above 0.35 lie 98 % of
    those to be introduced at once and 91 % of those worth both sides' time. Nothing stated is 0.25.
    """
    if score >= STRONG_FROM:
        return Band.STRONG
    return Band.POSSIBLE if score >= POSSIBLE_FROM else Band.WEAK
