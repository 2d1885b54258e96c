"""Reading texts of this field: what every pitch and every thesis says carries no match."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from matchmaker.matching.engine.bilingual.lexicon import Weighted
from matchmaker.matching.engine.bilingual.reader import REMEMBERED, BilingualReader
from matchmaker.matching.engine.spaces import Language

FILE = "commonplaces.txt"
WORN = 0.15
"""What a commonplace weighs beside a word that tells something: it still finds where nothing else does."""


class FieldReader(BilingualReader):
    """A `BilingualReader` that knows the commonplaces of pitches and theses, and gives them little weight.

    They stay terms, so a search for "startup" finds; but "We invest in technology companies" matches little.

    Parameters
    ----------
    lexicons: as in `BilingualReader`.
    """

    def __init__(self, lexicons: Sequence[str | Path] = ()) -> None:
        super().__init__(lexicons)
        self.worn = frozenset(
            term
            for language, words in commonplaces().items()
            for word in words
            for term in self.terms(word, language)
        )
        self._weighed: dict[str, Weighted] = {}

    def shared(self, term: str) -> Weighted:
        """See `BilingualReader`; the squares of a commonplace's weights sum to less."""
        found = self._weighed.get(term)
        if found is None:
            if len(self._weighed) > REMEMBERED:
                self._weighed.clear()
            factor = self.weight(term)
            found = tuple((name, factor * weight) for name, weight in super().shared(term))
            self._weighed[term] = found
        return found

    def weight(self, term: str) -> float:
        """1 for a term that tells something, `WORN` for a commonplace or a phrase of nothing else."""
        language, words = term[:3], term[3:].split(" ")
        worn = term in self.worn or all(language + word in self.worn for word in words)
        return WORN if worn else 1.0

    def mass(self, text: str, language: Language | None = None) -> float:
        """How many words of `text` tell something, commonplaces counted by the square of their weight."""
        return sum(self.weight(term) ** 2 for term in Counter(self.terms(text, language)))

    def fingerprint(self) -> str:
        """See `BilingualReader`; another list of commonplaces reads texts differently."""
        made_of = [super().fingerprint(), str(WORN), *sorted(self.worn)]
        return hashlib.sha256("\n".join(made_of).encode()).hexdigest()


@cache
def commonplaces() -> dict[Language, tuple[str, ...]]:
    """The words of `FILE` by language: a heading `[fr]` or `[en]`, then words, `#` begins a remark."""
    text = (files("matchmaker.matching.engine") / "data" / FILE).read_text(encoding="utf-8")
    found: dict[Language, list[str]] = {"fr": [], "en": []}
    listed: list[str] = []
    for line in (row.partition("#")[0].strip() for row in text.splitlines()):
        if line in ("[fr]", "[en]"):
            listed = found["fr" if line == "[fr]" else "en"]
        else:
            listed += line.split()
    return {language: tuple(words) for language, words in found.items()}
