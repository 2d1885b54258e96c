"""Bands: what a page says instead of a score, because a percentage would claim a precision nobody has."""

from enum import StrEnum


class Band(StrEnum):
    """How promising a recommendation looks."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


STRONG_FROM = 0.55
POSSIBLE_FROM = 0.35


def band(score: float) -> Band:
    """The band of a total score in [0, 1].

    Codes alone give at most 0.45, so strong, from 0.55, takes texts that share a subject. Possible, from
    0.35, is reached where most codes agree or, where nobody stated any, by texts at a cosine of 0.075.
    Nothing stated and no word shared is 0.135, well inside weak.
    """
    if score >= STRONG_FROM:
        return Band.STRONG
    return Band.POSSIBLE if score >= POSSIBLE_FROM else Band.WEAK
