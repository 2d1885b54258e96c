"""Reading a text as terms of its own language, and each term as the shared ones it stands for."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

from matchmaker.matching.engine.analysis import MAX_WORD, Token, WordAnalyzer, fold, shouts, without_markup
from matchmaker.matching.engine.bilingual.cognates import FALSE_FRIENDS, alike, cognate
from matchmaker.matching.engine.bilingual.forms import forms
from matchmaker.matching.engine.bilingual.glossary import glossary
from matchmaker.matching.engine.bilingual.languages import stretches
from matchmaker.matching.engine.bilingual.lexicon import Lexicon, Weighted, read_lexicon
from matchmaker.matching.engine.bilingual.met import ACRONYMS, Met, is_small
from matchmaker.matching.engine.bilingual.phrases import Phrases
from matchmaker.matching.engine.bilingual.scan import TOKEN
from matchmaker.matching.engine.bilingual.words import (
    COUNTS,
    LANGUAGES,
    OTHER,
    STOP_WORDS,
    WordReader,
)
from matchmaker.matching.engine.spaces import Language

if TYPE_CHECKING:
    from matchmaker.matching.engine.bilingual.space import BilingualSpace

BREAK = ""
"""Stands among the terms of a text where no phrase goes on."""

VERSION = 6  # raise it when words are read in another way, so that older snapshots are refused
ROOT = math.sqrt(2.0)
REMEMBERED = 1 << 18  # distinct words and terms kept; a collection of 100,000 texts has about as many
PART = 0.8
"""What the words of a phrase weigh beside the phrase: who writes one of them may mean it."""
OWN = 1.2
"""What a listed term weighs beside its translations, whose squares sum to one; a name weighs `ROOT`.

At 1 names, which meet whole, drown what meets through translations; at 1.5 texts of one language lose.
"""
COGNATE = 0.5
"""What an English word of the same root weighs beside the translations that an entry lists."""


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
        self.phrases = memory.phrases
        self._read, self._shared, self._plain = memory.words, memory.shared, memory.plain
        self._bulk = memory.bulk
        self._is_english = forms("en").lists

    def terms(self, text: str, language: Language | None = None) -> list[str]:
        """The terms of `text`, repeats included; without a language each sentence is read in its own."""
        text = without_markup(text)
        found: list[str] = []
        loud = None
        for start, end, spoken in stretches(text, language):
            words = TOKEN.findall(text, start, end)
            read = list(chain.from_iterable(map(self._read[spoken].__getitem__, words)))
            if not ACRONYMS.isdisjoint(read):
                loud = _loud(text) if loud is None else loud
                read = [term for term in read if not (loud and term in ACRONYMS)]
            found += self.phrases.joined(read)
        return [term for term in found if term != BREAK and not is_small(term)]

    def counted(self, text: str, language: Language | None = None) -> Mapping[str, int]:
        """How often `text` holds each of its terms; remembered for the texts asked for last."""
        return _counted(self, text, language)

    def tokens(self, text: str, language: Language | None = None) -> list[Token]:
        """The indexed words of `text` in reading order: lemmas without their language, and their places."""
        text = without_markup(text)
        loud = _loud(text)
        return [
            Token(piece.lemma, match.start() + piece.start, match.start() + piece.end)
            for start, end, spoken in stretches(text, language)
            for match in TOKEN.finditer(text, start, end)
            if is_word(match.group())
            for piece in self._read[spoken].reader.pieces(match.group())
            if not (loud and piece.lemma in STOP_WORDS[spoken])
        ]

    def reading(self, language: Language) -> Callable[[str], tuple[str, ...]]:
        """What gives the terms of a written word, those that `terms` finds in it by itself."""
        return self._read[language].read

    def met(self) -> Met:
        """What texts read in bulk were found to hold; begun anew where that has become much to keep."""
        met = self._bulk.met.get(type(self))
        if met is None or len(met) > REMEMBERED:
            met = self._bulk.met[type(self)] = Met(self)
        return met

    def shared(self, term: str) -> Weighted:
        """What `term` stands for: (shared term, weight) each, its own language first."""
        found = self._shared.get(term)
        if found is None:
            if len(self._shared) > REMEMBERED:
                self._shared.clear()
            found = self._shared[term] = self._meaning(term)
        return found

    def meaning(self, term: str) -> Weighted:
        """What `shared` gives, and it is not remembered."""
        return self._meaning(term)

    def index_space(self) -> "BilingualSpace":
        """The space of this reader for a `TextIndex`, without scikit-learn."""
        from matchmaker.matching.engine.bilingual.space import BilingualSpace

        return BilingualSpace(self)

    def fingerprint(self) -> str:
        """A digest that changes whenever texts would be read differently."""
        made_of = [
            str(VERSION),
            TOKEN.pattern,
            str(PART),
            str(OWN),
            str(COGNATE),
            self.lexicon.digest,
            WordAnalyzer().fingerprint(),
        ]
        made_of += [f"{name} {version(name)}" for name in ("simplemma", "py3langid")]
        return hashlib.sha256("\n".join(made_of).encode()).hexdigest()

    def _meaning(self, term: str) -> Weighted:
        language, lemma = _parted(term)
        there = self.lexicon.of_language(language).get(lemma)
        if there is None:
            if borrowed := self._borrowed(language, lemma):
                return self._meaning(borrowed)
            found = cognate(lemma, self._is_english) if language == "fr" else None
            if found is None:
                apart = language == "fr" and lemma in FALSE_FRIENDS
                return ((f"fr:{lemma}" if apart else lemma, ROOT),)
            there = ((found, 1.0),)
        elif language == "fr":
            there = self._with_cognates(lemma, there)
        abroad = self._abroad(OTHER[language], there)
        plain = self._plain[language].get(lemma)
        if plain is not None:
            return ((plain, OWN), *abroad)
        return (*((name, OWN * weight) for name, weight in self._own(language, lemma)), *abroad)

    def _abroad(self, language: Language, there: Weighted) -> Weighted:
        """The shared terms of translations, whose weights have squares that sum to one."""
        plain = self._plain[language]
        if all(other in plain for other, _ in there):
            return tuple([(plain[other], weight) for other, weight in there])
        return _unit(
            (shared, weight * part) for other, weight in there for shared, part in self._own(language, other)
        )

    def _with_cognates(self, lemma: str, there: Weighted) -> Weighted:
        """The translations of a French lemma, and English words so alike that nobody listed them.

        "normalisation" is "standardization"; who writes "normalization" means the same.
        """
        listed, reader = self.lexicon.english, self._read["en"].reader
        words = {reader.lemma(word) for word in alike(lemma, self._is_english) if word not in listed}
        new = sorted(word for word in words if word and word not in listed and " " not in word)
        if not new:
            return there
        return _unit([*there, *((word, COGNATE) for word in new)])

    def _borrowed(self, language: Language, lemma: str) -> str | None:
        """The term of the other language that a word of it is when quoted: "machine learning" in French."""
        there, listed = self._read[OTHER[language]].reader, self.lexicon.of_language(OTHER[language])
        form = there.pairs.get(lemma) or (lemma if lemma in listed else there.form(lemma))
        if form is None or fold(form) not in listed:
            return None
        # Last, because few words come so far and dictionaries are large: what they list is no quotation.
        if lemma not in STOP_WORDS[language] and self._read[language].reader.form(lemma) is not None:
            return None
        return f"{OTHER[language]}:{fold(form)}"

    def _own(self, language: Language, lemma: str) -> Weighted:
        """The shared terms of a lemma or phrase in its own language."""
        lemma = self._read[language].reader.pairs.get(lemma, lemma)
        listed = lemma in self.lexicon.of_language(language)
        if " " not in lemma:
            return ((intern(f"{language}:{lemma}") if listed else lemma, 1.0),)
        words = [word for word in lemma.split(" ") if word not in COUNTS[language]]
        parts = [pair for word in words for pair in self._own(language, word)]
        phrase = [(f"{language}:{lemma}", 1.0)] if listed else []
        return _unit([*phrase, *((name, PART * weight) for name, weight in parts)])


def is_word(token: str) -> bool:
    """Whether what `TOKEN` found is a word; else it is a break."""
    return token[0].isalnum()


def _loud(text: str) -> bool:
    return shouts(list(filter(is_word, TOKEN.findall(text))))


class _Words(dict[str, tuple[str, ...]]):
    """Written word -> its terms, filled as words are met."""

    def __init__(self, reader: WordReader) -> None:
        super().__init__()
        self.reader = reader
        self.prefix = f"{reader.language}:"

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) > REMEMBERED:
            self.clear()
        self[word] = terms = tuple(map(intern, self.read(word)))
        return terms

    def read(self, word: str) -> tuple[str, ...]:
        """The terms of a word; `BREAK` where it is none."""
        if word.isalnum() and "ʼ" not in word:
            return self._of_one(word, False)
        if not is_word(word):
            return (BREAK,)
        read = [self._of_one(part.text, part.together) for part in self.reader.parts(word)]
        return tuple(chain.from_iterable(read))

    def _of_one(self, text: str, together: bool) -> tuple[str, ...]:
        if len(text) > MAX_WORD:
            return ()
        if not (together or text.islower()) and text[0].isupper() and text[1:].islower() and text.isalpha():
            small = text.lower()  # the same for letters that have no small form, as in mathematics
            if small != text:
                return self.read(small)
        lemma = self.reader.lemma(text, together=together)
        if " " in lemma:
            return tuple([self.prefix + part for part in lemma.split(" ")])
        return (self.prefix + lemma,) if lemma else ()


def _parted(term: str) -> tuple[Language, str]:
    return ("fr" if term[:3] == "fr:" else "en"), term[3:]


def _unit(pairs: Iterable[tuple[str, float]]) -> Weighted:
    weights: defaultdict[str, float] = defaultdict(float)
    for name, weight in pairs:
        weights[name] += weight
    norm = math.sqrt(math.fsum(weight**2 for weight in weights.values()))
    return tuple((name, weight / norm) for name, weight in sorted(weights.items()))


@dataclass(frozen=True)
class _Memory:
    """What readers over the same lexicons know, and the words and terms they have met.

    plain: lemmas that the lexicon lists as one word -> their shared term.
    """

    lexicon: Lexicon
    words: Mapping[Language, _Words]
    plain: Mapping[Language, Mapping[str, str]]
    phrases: Phrases
    shared: dict[str, Weighted]
    bulk: "_Bulk"


class _Bulk:
    """Where readers of a kind over the same lexicons find what they met in bulk; a copy of it begins anew."""

    def __init__(self) -> None:
        self.met: dict[type, Met] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return _Bulk, ()


@lru_cache(maxsize=16)
def _counted(reader: BilingualReader, text: str, language: Language | None) -> Mapping[str, int]:
    return Counter(reader.terms(text, language))


@lru_cache(maxsize=4)
def _memory(paths: tuple[str, ...]) -> _Memory:
    lexicon = Lexicon.of([glossary(), *(read_lexicon(Path(path)) for path in paths)])
    words = {
        language: _Words(
            WordReader(language, lexicon.of_language(language), lexicon.of_language(OTHER[language]))
        )
        for language in LANGUAGES
    }
    phrases = Phrases(
        f"{language}:{lemma}"
        for language in LANGUAGES
        for lemma in lexicon.of_language(language)
        if " " in lemma
    )
    plain = {
        language: {
            lemma: intern(f"{language}:{lemma}")
            for lemma in lexicon.of_language(language)
            if " " not in lemma and lemma not in words[language].reader.pairs
        }
        for language in LANGUAGES
    }
    return _Memory(lexicon, words, plain, phrases, {}, _Bulk())
