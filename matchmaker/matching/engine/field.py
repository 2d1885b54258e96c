"""Reading texts of this field: what every pitch and every thesis says carries no match."""

import hashlib
import re
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from matchmaker.matching.engine.bilingual.lexicon import Weighted
from matchmaker.matching.engine.bilingual.reader import REMEMBERED, BilingualReader
from matchmaker.matching.engine.leaning import field_words
from matchmaker.matching.engine.spaces import Language

FILE = "commonplaces.txt"
UNSAID = "unsaid.txt"
WEIGHTS = {"pitch": 0.15, "prose": 0.4}
"""What a commonplace weighs beside a word that tells something: it still finds where nothing else does."""

AMOUNT = re.compile(r"(?:fr|en):\d+(?:k|m|b|bn|mn|md|mds|x)")
"""A term that is an amount alone, "500k" or "10x": as many users as a fund pays euros are no match."""


class FieldReader(BilingualReader):
    """A `BilingualReader` that knows the commonplaces of pitches and theses, and gives them little weight.

    They stay terms, so a search for "startup" finds; but "We invest in technology companies" matches little.

    Parameters
    ----------
    lexicons: as in `BilingualReader`.
    """

    def __init__(self, lexicons: Sequence[str | Path] = ()) -> None:
        super().__init__(lexicons)
        self.worn = self._worn()
        self._weighed: dict[str, tuple[float, Weighted]] = {}

    def shared(self, term: str) -> Weighted:
        """See `BilingualReader`; the squares of a commonplace's weights sum to less."""
        return self._met(term)[1]

    def _met(self, term: str) -> tuple[float, Weighted]:
        """The weight of a term, and what it stands for by this weight."""
        found = self._weighed.get(term)
        if found is None:
            if len(self._weighed) > REMEMBERED:
                self._weighed.clear()
            factor = self.weight(term)
            found = self._weighed[term] = factor, _times(factor, super().shared(term))
        return found

    def meaning(self, term: str) -> Weighted:
        """See `BilingualReader`."""
        return _times(self.weight(term), super().meaning(term))

    def weight(self, term: str) -> float:
        """1 for a term that tells something, less for a commonplace or a phrase of nothing else."""
        if term in self.worn:
            return self.worn[term]
        if " " not in term:
            return WEIGHTS["pitch"] if AMOUNT.fullmatch(term) else 1.0
        language, words = term[:3], term[3:].split(" ")
        return max([self.worn.get(language + word, 1.0) for word in words])

    def tells(self, term: str) -> bool:
        """Whether a term as `tokens` gives it, a lemma or several, is worth naming as what texts share.

        Places at home here, whom this service brings together, commonplaces and general words are not,
        nor is a phrase of nothing else.
        """
        return not self.unsaid.issuperset(term.split(" "))

    def mass(self, text: str, language: Language | None = None) -> float:
        """How many words of `text` tell something, commonplaces counted by the square of their weight."""
        return sum(self._met(term)[0] ** 2 for term in self.counted(text, language))

    def fingerprint(self) -> str:
        """See `BilingualReader`; other commonplaces, or other words of fields, read texts differently."""
        worn = (f"{term} {weight}" for term, weight in sorted(self.worn.items()))
        fields = (f"{sector} {word}" for sector, words in field_words().items() for word in words)
        made_of = [super().fingerprint(), AMOUNT.pattern, *worn, *fields]
        return hashlib.sha256("\n".join(made_of).encode()).hexdigest()

    @cached_property
    def unsaid(self) -> frozenset[str]:
        """Lemmas of either language, without it, that are no reason by themselves."""
        listed = {
            term
            for (language, _), words in _listed(UNSAID).items()
            for word in words
            for term in self.terms(word, language)
        }
        return frozenset(word for term in (*listed, *self.worn) for word in term[3:].split(" "))

    def _worn(self) -> dict[str, float]:
        """Commonplaces as this reader reads them, and what each weighs; pitches come last and count."""
        listed = sorted(commonplaces().items(), key=lambda each: -WEIGHTS[each[0][1]])
        return {
            term: WEIGHTS[kind]
            for (language, kind), words in listed
            for word in words
            for term in self.terms(word, language)
        }


def _times(factor: float, listed: Weighted) -> Weighted:
    return listed if factor == 1.0 else tuple([(name, factor * weight) for name, weight in listed])


@cache
def commonplaces() -> dict[tuple[Language, str], tuple[str, ...]]:
    """The words of `FILE` by language and kind, a key of `WEIGHTS`; `#` begins a remark."""
    return _listed(FILE)


def _listed(file: str) -> dict[tuple[Language, str], tuple[str, ...]]:
    """The words of a file by its headings: the language, and what else each says."""
    text = (files("matchmaker.matching.engine") / "data" / file).read_text(encoding="utf-8")
    found: dict[tuple[Language, str], list[str]] = {}
    listed: list[str] = []
    for line in (row.partition("#")[0].strip() for row in text.splitlines()):
        if line.startswith("["):
            language, _, kind = line.strip("[]").partition(" ")
            listed = found.setdefault(("fr" if language == "fr" else "en", kind), [])
        else:
            listed += line.split()
    return {heading: tuple(words) for heading, words in found.items()}
