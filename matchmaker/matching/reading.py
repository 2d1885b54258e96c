"""How this service reads texts: the glossary and what adds to it, commonplaces of the field worn down."""

from functools import cache

from matchmaker.matching.engine import FieldReader


@cache
def reader() -> FieldReader:
    """Return how this service reads texts; one for the process, because it remembers the words it met."""
    return FieldReader()
