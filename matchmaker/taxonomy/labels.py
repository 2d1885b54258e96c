"""How a code is shown: one English and one French label, kept as data beside each enum."""

from enum import StrEnum
from typing import NamedTuple


class Label(NamedTuple):
    """The words people read for one code, in English and in French."""

    en: str
    fr: str

    def in_language(self, lang: str) -> str:
        """Return the French words for "fr" and its variants ("fr_FR", "fr-CA"), English otherwise."""
        return self.fr if lang.lower().startswith("fr") else self.en


class OrderedCode(StrEnum):
    """A code whose members rank in the order in which they are declared.

    Plain string enums compare by spelling, which puts "growth" before "idea": here the four
    comparisons follow the declaration, and comparing with anything else raises TypeError.
    """

    @property
    def rank(self) -> int:
        """Position of the member in its scale, from 0."""
        return list(type(self)).index(self)

    def _rank_of(self, other: str) -> int:
        if not isinstance(other, type(self)):
            raise TypeError(f"{type(self).__name__} does not compare with {type(other).__name__}")
        return other.rank

    def __lt__(self, other: str) -> bool:
        return self.rank < self._rank_of(other)

    def __le__(self, other: str) -> bool:
        return self.rank <= self._rank_of(other)

    def __gt__(self, other: str) -> bool:
        return self.rank > self._rank_of(other)

    def __ge__(self, other: str) -> bool:
        return self.rank >= self._rank_of(other)
