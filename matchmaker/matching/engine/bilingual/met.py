"""What texts read in bulk held: words by their letters, terms and what these stand for by number.

It stays for the next texts. As strings and tuples a word would take some three hundred bytes and be looked up
in Python; as letters and numbers it takes a quarter of that, and compiled loops find it.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from numba import njit

from matchmaker.matching.engine.bilingual.growing import Growing
from matchmaker.matching.engine.bilingual.lexicon import Weighted
from matchmaker.matching.engine.bilingual.phrases import Phrases
from matchmaker.matching.engine.bilingual.scan import BREAK, Spelling, Words
from matchmaker.matching.engine.bilingual.words import LANGUAGES, SMALL, STOP_WORDS
from matchmaker.matching.engine.spaces import Language

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]

ACRONYMS = frozenset(f"{language}:{word}" for language in LANGUAGES for word in STOP_WORDS[language])
"""Stop words that are terms after all: they were written in capitals."""


class Reads(Protocol):
    """What words and terms are looked up with when they are met for the first time."""

    phrases: Phrases

    def reading(self, language: Language) -> Callable[[str], tuple[str, ...]]:
        """What gives the terms of a written word."""

    def meaning(self, term: str) -> Weighted:
        """What a term stands for."""


class Numbering(defaultdict[str, int]):
    """Names by number, in the order in which they are met."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        super().__init__()
        self.default_factory = self.__len__
        self.of(names)

    def of(self, names: Iterable[str]) -> Ints:
        """The number of each name."""
        return np.array(list(map(self.__getitem__, names)), dtype=np.int64)

    def since(self, count: int) -> list[str]:
        """The names after the first `count`."""
        return list(islice(reversed(self), len(self) - count))[::-1]


class Met:
    """The words, terms and shared terms that readers over the same lexicons have met in bulk, by number.

    Phrases are the first terms. What is handed out stays as it was while others go on reading.
    """

    def __init__(self, reader: Reads) -> None:
        self._reader = reader
        self._learning = threading.Lock()
        self._words = _Words()
        self._terms, self._shared = Numbering(reader.phrases.terms), Numbering()
        self._names: list[str] = []
        self._acronyms, self._small, self._places = Growing(np.bool_), Growing(np.bool_), Growing(np.int32)
        self._firsts, self._lasts = Growing(np.int32), Growing(np.int32)
        self._parts, self._weights = Growing(np.int32), Growing(np.float64)

    def __len__(self) -> int:
        """How many words were met."""
        return len(self._words)

    def read(self, words: Words) -> tuple[Numbers, tuple[Any, Any], tuple[Any, Any, Any]]:
        """The number of each of `words` or `BREAK`, the terms of all, and of each term what loops must know.

        The terms of word i stand at [starts[i], starts[i + 1]). A term may be an acronym, may be small, and
        may have a place among the words of phrases.
        """
        with self._learning:
            found = self._words.find(words.distinct)
            new = np.flatnonzero(found < 0)
            if new.size:
                found[new] = np.arange(len(self._words), len(self._words) + new.size)
                self._learn(words.distinct.of(new))
            known = self._acronyms.values, self._small.values, self._places.values
            return np.append(found, np.int32(BREAK))[words.numbers], self._words.terms, known

    def meanings(self, terms: Numbers) -> tuple[tuple[Any, Any, Any, Any], int]:
        """What each term stands for, looked up for `terms` at least, and how many shared terms there are.

        Those of term i are at [firsts[i], lasts[i]), with their weights.
        """
        with self._learning:
            met = np.zeros(len(self._terms), dtype=np.bool_)
            met[terms] = True
            further = len(met) - len(self._lasts)
            self._firsts.extend(np.zeros(further))
            self._lasts.extend(np.zeros(further))
            new = np.flatnonzero(met & (self._lasts.values == 0))
            if new.size:
                self._mean(new)
            places = self._firsts.values, self._lasts.values
            return (*places, self._parts.values, self._weights.values), len(self._shared)

    def numbers(self, terms: Sequence[str]) -> Ints:
        """The number of each of `terms`."""
        with self._learning:
            return self._number(terms)

    def terms(self) -> list[str]:
        """All terms by number."""
        with self._learning:
            return list(self._names)

    def shared(self, numbers: Ints) -> list[str]:
        """Shared terms by their numbers."""
        with self._learning:
            every = list(self._shared)
        return [every[number] for number in numbers]

    def places(self, shared: Sequence[str]) -> Ints:
        """The numbers of shared terms."""
        with self._learning:
            return self._shared.of(shared)

    def _learn(self, words: Spelling) -> None:
        """Read words that were not met before."""
        read = [self._reader.reading(language) for language in LANGUAGES]
        written = zip(words.strings(), words.languages.tolist(), strict=True)
        listed = [read[language](word) for word, language in written]
        terms = self._number(chain.from_iterable(listed))
        self._words.add(words, list(map(len, listed)), terms)

    def _number(self, terms: Iterable[str]) -> Ints:
        """The number of each of `terms`; what loops must know of those that are new is worked out."""
        numbers = self._terms.of(terms)
        new = self._terms.since(len(self._names))
        self._names += new
        self._acronyms.extend(list(map(ACRONYMS.__contains__, new)))
        self._small.extend(list(map(is_small, new)))
        self._places.extend(self._reader.phrases.places(new))
        return numbers

    def _mean(self, new: Ints) -> None:
        """Look up what the terms `new` stand for."""
        meanings = [self._reader.meaning(self._names[number]) for number in new.tolist()]
        lasts = len(self._parts) + np.cumsum(np.fromiter(map(len, meanings), np.int64, len(meanings)))
        pairs = list(chain.from_iterable(meanings))
        parts = self._shared.of(map(itemgetter(0), pairs))
        self._firsts.values[new] = np.concatenate([[len(self._parts)], lasts[:-1]])
        self._parts.extend(parts)
        self._weights.extend(list(map(itemgetter(1), pairs)))
        self._lasts.values[new] = lasts


class _Words:
    """Written words by their letters and language, and the numbers of the terms of each."""

    def __init__(self) -> None:
        self._letters, self._offsets = Growing(np.uint32), Growing(np.int32, [0])
        self._hashes, self._languages = Growing(np.uint64), Growing(np.uint8)
        self._starts, self._terms = Growing(np.int32, [0]), Growing(np.int32)
        self._slots = np.full(1 << 12, -1, dtype=np.int32)

    def __len__(self) -> int:
        return len(self._hashes)

    @property
    def terms(self) -> tuple[Numbers, Numbers]:
        """Where the terms of each word begin, and the terms."""
        return self._starts.values, self._terms.values

    def find(self, words: Spelling) -> Numbers:
        """The number of each of `words`, -1 for those that were not met."""
        found: Numbers = _found(words, self._spelling, self._slots)
        return found

    def add(self, words: Spelling, lengths: Sequence[int], terms: Ints) -> None:
        """Words that were not met, how many terms each has, and the terms."""
        self._offsets.extend(len(self._letters) + words.offsets[1:])
        self._letters.extend(words.letters)
        self._languages.extend(words.languages)
        self._starts.extend(len(self._terms) + np.cumsum(lengths))
        self._terms.extend(terms)
        first = len(self)
        self._hashes.extend(words.hashes)
        if 4 * len(self) > 3 * self._slots.size:
            first, self._slots = 0, np.full(1 << (2 * len(self)).bit_length(), -1, dtype=np.int32)
        _fill(self._hashes.values, first, self._slots)

    @property
    def _spelling(self) -> Spelling:
        arrays = self._letters, self._offsets, self._hashes, self._languages
        return Spelling(*(array.values for array in arrays))


def is_small(term: str) -> bool:
    """Whether a term is a count or a day by itself, which means something in phrases only."""
    return term.startswith(SMALL, 3)


@njit(cache=True, nogil=True)
def _found(words: Any, known: Any, slots: Any) -> Any:
    """The number of each word among those that are known, -1 for none."""
    numbers = np.full(words.hashes.size, -1, dtype=np.int32)
    for word in range(words.hashes.size):
        slot = np.int64(words.hashes[word]) & (slots.size - 1)
        while slots[slot] >= 0:
            other = slots[slot]
            if known.hashes[other] == words.hashes[word] and _same(words, word, known, other):
                numbers[word] = other
                break
            slot = (slot + 1) & (slots.size - 1)
    return numbers


@njit(cache=True, nogil=True)
def _same(words: Any, word: int, known: Any, other: int) -> bool:
    length, first, its = (
        words.offsets[word + 1] - words.offsets[word],
        words.offsets[word],
        known.offsets[other],
    )
    if words.languages[word] != known.languages[other] or known.offsets[other + 1] - its != length:
        return False
    for at in range(length):  # noqa: SIM110 - numba compiles no generators
        if words.letters[first + at] != known.letters[its + at]:
            return False
    return True


@njit(cache=True, nogil=True)
def _fill(hashes: Any, first: int, slots: Any) -> None:
    """Put the words from `first` on into the next free slot each; `slots` are a power of two."""
    for word in range(first, hashes.size):
        slot = np.int64(hashes[word]) & (slots.size - 1)
        while slots[slot] >= 0:
            slot = (slot + 1) & (slots.size - 1)
        slots[slot] = word
