"""Reading a text as terms of its own language, and each term as the shared ones it stands for."""

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from matchmaker.matching.engine.analysis import (
    INITIALS,
    RUN,
    Token,
    WordAnalyzer,
    shouts,
    without_markup,
)
from matchmaker.matching.engine.bilingual.cognates import FALSE_FRIENDS, cognate
from matchmaker.matching.engine.bilingual.glossary import glossary
from matchmaker.matching.engine.bilingual.languages import stretches
from matchmaker.matching.engine.bilingual.lexicon import Lexicon, Weighted, read_lexicon
from matchmaker.matching.engine.bilingual.words import (
    LANGUAGES,
    OTHER,
    STOP_WORDS,
    Piece,
    WordReader,
)
from matchmaker.matching.engine.spaces import Language

if TYPE_CHECKING:
    from matchmaker.matching.engine.bilingual.space import BilingualSpace

_WORD = re.compile(rf"{INITIALS}|{RUN}(?:['’ʼ‐‑-]{RUN})*")

_ACRONYMS = frozenset(f"{language}:{word}" for language in LANGUAGES for word in STOP_WORDS[language])
"""Stop words that are terms after all: they were written in capitals."""

VERSION = 2  # raise it when words are read in another way, so that older snapshots are refused
REMEMBERED = 1 << 18  # distinct words and terms kept; a collection of 100,000 texts has about as many
PART = 0.6
"""What the words of a phrase weigh beside the phrase: who writes one of them may mean it."""


class BilingualReader:
    """Terms of French and English texts that meet where their meanings do.

    A term is a lemma or a phrase of the lexicon under its language: "fr:dechet", "fr:levee fonds". `shared`
    says what it stands for in the space both languages share: itself, and its translations; what no lexicon
    lists is taken for a name and is the same in both.

    Parameters
    ----------
    lexicons: files that add to the glossary of this package, see `read_lexicon`.
    """

    def __init__(self, lexicons: Sequence[str | Path] = ()) -> None:
        self.lexicons = lexicons
        memory = _memory(tuple(map(str, lexicons)))
        self.lexicon = memory.lexicon
        self._read, self._phrases, self._shared = memory.words, memory.phrases, memory.shared

    def terms(self, text: str, language: Language | None = None) -> list[str]:
        """The terms of `text`, repeats included; without a language each sentence is read in its own."""
        text = without_markup(text)
        found: list[str] = []
        for start, end, spoken in stretches(text, language):
            words = _WORD.findall(text, start, end)
            read = self._read[spoken]
            found += self._with_phrases(list(chain.from_iterable(map(read.__getitem__, words))), spoken)
        if not _ACRONYMS.isdisjoint(found) and shouts(_WORD.findall(text)):
            found = [term for term in found if term not in _ACRONYMS]
        return found

    def tokens(self, text: str, language: Language | None = None) -> list[Token]:
        """The indexed words of `text` in reading order: lemmas without their language, and their places."""
        text = without_markup(text)
        loud = shouts(_WORD.findall(text))
        return [
            Token(piece.lemma, match.start() + piece.start, match.start() + piece.end)
            for start, end, spoken in stretches(text, language)
            for match in _WORD.finditer(text, start, end)
            for piece in self._read[spoken].pieces(match.group())
            if not (loud and piece.lemma in STOP_WORDS[spoken])
        ]

    def shared(self, term: str) -> Weighted:
        """What `term` stands for: (shared term, weight) each; the squares of the weights sum to two."""
        found = self._shared.get(term)
        if found is None:
            if len(self._shared) > REMEMBERED:
                self._shared.clear()
            found = self._shared[term] = tuple(self._meanings(term))
        return found

    def index_space(self) -> "BilingualSpace":
        """The space of this reader for a `TextIndex`, without scikit-learn."""
        from matchmaker.matching.engine.bilingual.space import BilingualSpace

        return BilingualSpace(self)

    def fingerprint(self) -> str:
        """A digest that changes whenever texts would be read differently."""
        made_of = [str(VERSION), _WORD.pattern, str(PART), self.lexicon.digest, WordAnalyzer().fingerprint()]
        made_of += [f"{name} {version(name)}" for name in ("simplemma", "py3langid")]
        return hashlib.sha256("\n".join(made_of).encode()).hexdigest()

    def _with_phrases(self, terms: list[str], language: Language) -> list[str]:
        """`terms` with each phrase of the lexicon as one, the longest from the left."""
        phrases = self._phrases[language]
        starts = [place for place, term in enumerate(terms) if term in phrases]
        if not starts:
            return terms
        joined: list[str] = []
        place = 0
        for start in starts:
            if start < place:
                continue
            for words, phrase in phrases[terms[start]]:
                if terms[start : start + len(words)] == words:
                    joined += [*terms[place:start], phrase]
                    place = start + len(words)
                    break
        return joined + terms[place:]

    def _meanings(self, term: str) -> Iterator[tuple[str, float]]:
        language, lemma = _parted(term)
        there = self.lexicon.of_language(language).get(lemma)
        if there is None:
            there = self._by_cognate(lemma) if language == "fr" else None
        if there is None and (borrowed := self._borrowed(language, lemma)):
            yield from self._meanings(borrowed)
            return
        if there is None:
            apart = language == "fr" and lemma in FALSE_FRIENDS
            yield (f"fr:{lemma}" if apart else lemma), math.sqrt(2.0)
            return
        yield from self._own(language, lemma)
        yield from _unit(
            (shared, weight * part)
            for other, weight in there
            for shared, part in self._own(OTHER[language], other)
        )

    def _borrowed(self, language: Language, lemma: str) -> str | None:
        """The term of the other language that a word of it is when quoted: "machine learning" in French."""
        if self._read[language].reader.is_word(lemma):
            return None
        other = OTHER[language]
        read = self._read[other].reader.lemma(lemma)
        return f"{other}:{read}" if read in self.lexicon.of_language(other) else None

    def _by_cognate(self, lemma: str) -> Weighted | None:
        found = cognate(lemma, self._read["en"].reader.is_word)
        return None if found is None else ((found, 1.0),)

    def _own(self, language: Language, lemma: str) -> Weighted:
        """The shared terms of a lemma or phrase in its own language."""
        words = lemma.split(" ")
        listed = lemma in self.lexicon.of_language(language)
        if len(words) == 1:
            return ((f"{language}:{lemma}" if listed else lemma, 1.0),)
        parts = [pair for word in words for pair in self._own(language, word)]
        phrase = [(f"{language}:{lemma}", 1.0)] if listed else []
        return _unit([*phrase, *((name, PART * weight) for name, weight in parts)])


class _Words(dict[str, tuple[str, ...]]):
    """Written word -> its terms, filled as words are met."""

    def __init__(self, reader: WordReader) -> None:
        super().__init__()
        self.reader = reader

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) > REMEMBERED:
            self.clear()
        if word[:1].isupper() and word[1:].islower() and word.isalpha():
            terms = self[word.lower()]
        else:
            terms = tuple(f"{self.reader.language}:{piece.lemma}" for piece in self.pieces(word))
        self[word] = terms
        return terms

    def pieces(self, word: str) -> tuple[Piece, ...]:
        return self.reader.pieces(word)


def _parted(term: str) -> tuple[Language, str]:
    return ("fr" if term[:3] == "fr:" else "en"), term[3:]


def _unit(pairs: Iterable[tuple[str, float]]) -> Weighted:
    weights: defaultdict[str, float] = defaultdict(float)
    for name, weight in pairs:
        weights[name] += weight
    norm = math.sqrt(math.fsum(weight**2 for weight in weights.values()))
    return tuple((name, weight / norm) for name, weight in sorted(weights.items()))


def _phrases(lexicon: Lexicon, language: Language) -> Mapping[str, list[tuple[list[str], str]]]:
    """First word -> the phrases it begins, longest first: their words, and the term they are."""
    found: defaultdict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for phrase in lexicon.of_language(language):
        words = [f"{language}:{word}" for word in phrase.split(" ")]
        if len(words) > 1:
            found[words[0]].append((words, f"{language}:{phrase}"))
    for listed in found.values():
        listed.sort(key=lambda pair: (-len(pair[0]), pair[1]))
    return dict(found)


@dataclass(frozen=True)
class _Memory:
    """What readers over the same lexicons know, and the words and terms they have met."""

    lexicon: Lexicon
    words: Mapping[Language, _Words]
    phrases: Mapping[Language, Mapping[str, list[tuple[list[str], str]]]]
    shared: dict[str, Weighted]


@lru_cache(maxsize=4)
def _memory(paths: tuple[str, ...]) -> _Memory:
    lexicon = Lexicon.of([glossary(), *(read_lexicon(Path(path)) for path in paths)])
    words = {language: _Words(WordReader(language, lexicon.words(language))) for language in LANGUAGES}
    phrases = {language: _phrases(lexicon, language) for language in LANGUAGES}
    return _Memory(lexicon, words, phrases, {})
