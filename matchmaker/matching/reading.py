"""How this service reads texts: the glossary, and what adds to it."""

from functools import cache

from matchmaker.matching.engine import BilingualReader


@cache
def reader() -> BilingualReader:
    """Return how this service reads texts; one for the process, because it remembers the words it met."""
    return BilingualReader()
