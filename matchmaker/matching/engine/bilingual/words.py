"""From a written word to the lemmas it is indexed under, in the language of its text."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from matchmaker.matching.engine.analysis import MAX_WORD, fold
from matchmaker.matching.engine.spaces import Language
from matchmaker.matching.engine.stopwords import CLITICS, ELIDED, ENGLISH, FRENCH, WEB

LANGUAGES: tuple[Language, Language] = ("fr", "en")
OTHER: dict[Language, Language] = {"fr": "en", "en": "fr"}

# In French these mean nothing by themselves; as English words they do ("a ton", "a car", AI).
STOP_WORDS: dict[Language, frozenset[str]] = {
    "fr": FRENCH | WEB | ELIDED | {"ai", "as", "car", "ton"},
    "en": ENGLISH | WEB,
}

# What is written before a hyphen and is no word of its own: both together are one.
_BOUND = frozenset(
    "agri agro anti auto bi bio cleantech co contre cyber de e eco electro ex geo hydro hyper in infra inter "  # noqa: SIM905
    "intra m macro mega meta micro mini mono multi nano neo neuro non omni para photo poly post pre pro "
    "proto pseudo quasi re retro semi socio sub super supra sur tele thermo trans tri u ultra uni".split()
)
_JOINT = re.compile("['’ʼ‐‑-]")
_APOSTROPHE = re.compile("[^'’ʼ]+")
_HYPHEN = re.compile("[^-‐‑]+")
_FAMILIES: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        *(("eaux", "eau"), ("aux", "al"), ("ees", "er"), ("ee", "er"), ("es", "er"), ("ant", "er")),
        *(("es", ""), ("s", ""), ("x", ""), ("elle", "el"), ("enne", "en"), ("ive", "if"), ("euse", "eux")),
        *(("euse", "eur"), ("trice", "teur"), ("issant", "ir"), ("ie", "ir"), ("i", "ir"), ("e", "er")),
        *(("eusement", "eux"), ("ellement", "el"), ("ivement", "if"), ("amment", "ant"), ("emment", "ent")),
        *(("ement", "e"), ("ement", ""), ("ment", "")),
    ),
    "en": (
        *(("ies", "y"), ("s", ""), ("ally", "al"), ("ily", "y"), ("ly", ""), ("ly", "le")),
        *(("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e")),
    ),
}
"""Endings of participles, feminines, plurals and adverbs, and those of the word they come from."""

_WHOLE = frozenset({"bien-être", "bien-etre", "mieux-être", "savoir-faire", "savoir-être"})
_NO_STOP_WORDS = frozenset({"maïs"})  # told from a stop word by its accents alone

_BRITISH = (
    ("isation", "ization"),
    ("ise", "ize"),
    ("yse", "yze"),
    ("iser", "izer"),
    ("our", "or"),
    ("tre", "ter"),
    ("ogue", "og"),
    ("ence", "ense"),
    ("mme", "m"),
)
_BRITISH_ENDINGS = tuple(ending for ending, _ in _BRITISH)


class Piece(NamedTuple):
    """What one part of a written word is indexed under: a folded lemma, and its characters [start, end)."""

    lemma: str
    start: int
    end: int


class WordReader:
    """Reads the words of one language, each distinct one once.

    Parameters
    ----------
    language: "fr" or "en".
    known: lemmas that dictionaries of this project list for the language, folded.
    """

    def __init__(self, language: Language, known: Collection[str] = frozenset()) -> None:
        self.language = language
        self.known = known
        self._stop, self._stop_there = STOP_WORDS[language], STOP_WORDS[OTHER[language]]
        self._lemmatize, self._is_word = _dictionary()

    def pieces(self, word: str) -> tuple[Piece, ...]:
        """The lemmas of a written word, stop words left out; none where it is too long to be a word.

        A stop word in capitals is an acronym and stays ("US", "LES"): whether the text shouts, its reader
        must know.
        """
        if len(word) > MAX_WORD:
            return ()
        if _JOINT.search(word) is None:
            piece = self._piece(word, 0, len(word))
            return () if piece is None else (piece,)
        if not word.isupper() and self._stops(word):
            return ()
        parts = (part for start, end in self._split(word) for part in self._unhyphenated(word, start, end))
        return tuple(piece for text, start, end in parts if (piece := self._piece(text, start, end)))

    def lemma(self, word: str) -> str:
        """The folded lemma of a word that is written as one, whatever its case."""
        folded = fold(word)
        if word.isupper() and (self._stops(word) or len(word) < 4):
            return folded
        lowered = word.lower()
        found = fold(self._lemmatize(lowered, self.language))
        if self.language == "en":
            found = self._american(found)
        if folded in self.known and found not in self.known:
            return folded
        if found not in self.known and (listed := self._listed_relative(found)):
            return listed
        return found if found != folded else self._without_plural(lowered, folded)

    def _made_one(self, lowered: str, folded: str) -> str:
        """The lemma of what was written with a hyphen: dictionaries would take it apart again."""
        listed = folded if folded in self.known else self._listed_relative(folded)
        return listed or self._without_plural(lowered, folded)

    def _listed_relative(self, lemma: str) -> str | None:
        """A word the lexicon lists of the family of one it does not: "développée" leads to "développer"."""
        if len(lemma) < 5:
            return None
        for ending, instead in _FAMILIES[self.language]:
            relative = lemma.removesuffix(ending) + instead
            if lemma.endswith(ending) and relative in self.known and len(relative) > 3:
                return relative
        return None

    def is_word(self, word: str) -> bool:
        """Whether dictionaries of the language list `word`."""
        return bool(self._is_word(word.lower(), self.language))

    def _american(self, lemma: str) -> str:
        """One spelling for what British and American English spell in two ways."""
        if not lemma.endswith(_BRITISH_ENDINGS):
            return lemma
        for ending, instead in _BRITISH:
            other = lemma.removesuffix(ending) + instead
            if len(lemma) > 4 and lemma.endswith(ending) and self.is_word(other):
                return other
        return lemma

    def _without_plural(self, lowered: str, folded: str) -> str:
        """A lemma for what no dictionary lists, because it is too new or a name."""
        if folded in self.known or self.is_word(lowered):
            return folded
        plural = len(folded) > 4 and folded[-1] == "s" and folded[-2] not in "sui"
        return folded[:-1] if plural else folded

    def _stops(self, word: str) -> bool:
        folded = fold(word)
        if folded in self._stop:
            return word.lower() not in _NO_STOP_WORDS
        # "the" in a French text is no French word; "thé", "but" and "main" are, and mean something there.
        return folded in self._stop_there and not self.is_word(word)

    def _split(self, word: str) -> Iterator[tuple[int, int]]:
        """Places of the parts between apostrophes, elisions and clitics left out."""
        parts = [match.span() for match in _APOSTROPHE.finditer(word)]
        if len(parts) > 1 and fold(word[slice(*parts[0])]) in ELIDED:
            parts = parts[1:]
        if len(parts) > 1 and fold(word[slice(*parts[-1])]) in CLITICS:
            parts = parts[:-1]
        yield from parts

    def _unhyphenated(self, word: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """The words of a hyphenated one: "e-sport" and "chat-bot" are one, "capital-risque" is two."""
        parts = [(start + match.start(), start + match.end()) for match in _HYPHEN.finditer(word[start:end])]
        while parts:
            count = self._joined([word[left:right] for left, right in parts])
            left, right = parts[0][0], parts[count - 1][1]
            yield "".join(_HYPHEN.findall(word[left:right])), left, right
            parts = parts[count:]

    def _joined(self, parts: list[str]) -> int:
        """How many of `parts`, from the first on, are one word."""
        if len(parts) < 2:
            return 1
        together = "".join(parts[:2])
        known = fold(together) in self.known or any(
            self._is_word(together.lower(), language) for language in LANGUAGES
        )
        first = fold(parts[0])
        bound = first in _BOUND and first not in self._stop and not parts[0].isupper()
        # "bien-être" and "know-how" would be left without the part that is a stop word elsewhere.
        pair = "-".join(parts[:2]).lower()
        small = pair in _WHOLE or (any(fold(part) in self._stop for part in parts[:2]) and self.is_word(pair))
        return 2 if known or bound or small or len(parts[0]) == 1 else 1

    def _piece(self, text: str, start: int, end: int) -> Piece | None:
        folded = fold(text)
        if len(folded) < 2 or folded.isdigit():
            return None
        if self._stops(text):
            return Piece(folded, start, end) if text.isupper() else None
        if text.lower() in _NO_STOP_WORDS:
            return Piece(folded, start, end)
        made_one = len(text) < end - start and not self.is_word(text)
        lemma = self._made_one(text.lower(), folded) if made_one else self.lemma(text)
        if len(lemma) < 2 or lemma in self._stop:
            return None
        return Piece(lemma, start, end)


def _dictionary() -> tuple[Callable[..., str], Callable[..., bool]]:
    import simplemma

    return simplemma.lemmatize, simplemma.is_known
