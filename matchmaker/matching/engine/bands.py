"""Bands: what a page says instead of a score, because a percentage would claim a precision nobody has."""

from enum import StrEnum


class Band(StrEnum):
    """How promising a recommendation looks."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


STRONG_FROM = 0.5
POSSIBLE_FROM = 0.3


def band(score: float) -> Band:
    """The band of a total score in [0, 1].

    Strong from 0.5: texts on one subject and codes that agree. Possible from 0.3: one of the two carries it.
    Where nobody states anything and no word is shared the score is about 0.14, well inside weak.
    """
    if score >= STRONG_FROM:
        return Band.STRONG
    return Band.POSSIBLE if score >= POSSIBLE_FROM else Band.WEAK
