"""What the terms of texts stand for, as arrays, and the words to name for what a query and a text share."""

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.bilingual.attribution import UNNAMED, attribute, unnamed
from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.bilingual.softening import REPEATED
from matchmaker.matching.engine.bilingual.wording import NONE, Word, words_of
from matchmaker.matching.engine.postings import Batch, Ints
from matchmaker.matching.engine.spaces import Attributed
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.vocabulary import Vocabulary

OWN = "="
"""Begins the columns of a text's own terms: they weigh nothing, and say why a text scores as it does."""

UNMET, SHARED = -1, -2
"""Among the places of columns: one that was not met yet, and one that is no own term."""

_NOTHING = 1e-12  # of a score: what sums in another order differ by


class Sources(NamedTuple):
    """The shared terms of a query by name, and the words to name for each, one after the other.

    starts: where those of each term begin, int64 (terms + 1,); shares: of its weight each has, float64.
    """

    names: list[str]
    starts: Ints
    words: list[Word]
    shares: npt.NDArray[np.float64]

    @classmethod
    def of(cls, weights: Mapping[str, Sequence[tuple[Word, float]]]) -> "Sources":
        """From the words of each shared term and what each of these weighs."""
        starts = np.zeros(len(weights) + 1, dtype=np.int64)
        np.cumsum([len(listed) for listed in weights.values()], out=starts[1:])
        pairs = [pair for listed in weights.values() for pair in listed]
        parts = np.array([weight for _, weight in pairs], dtype=np.float64)
        terms = np.repeat(np.arange(len(weights)), np.diff(starts))
        shares = parts / np.bincount(terms, parts)[terms] if pairs else parts
        return cls(list(weights), starts, [word for word, _ in pairs], shares)


class Meanings:
    """What the own terms among the columns of a vocabulary stand for, learnt as texts that hold them are met.

    Columns are only ever appended, in arrays with room to spare, and the words to name for a term worked out
    when it first explains anything: what a thread was given stays as it was for the terms it asked for.
    """

    def __init__(
        self, reader: BilingualReader, vocabulary: Vocabulary, is_own: Callable[[Ints], Mask]
    ) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        self._is_own = is_own
        self._learning = threading.Lock()
        self._room = _Room()
        self._numbers = _Numbers()
        self._terms: list[str] = []
        self._places = np.empty(0, dtype=np.int32)
        self._starts = np.zeros(1, dtype=np.int64)
        self._most = np.empty(0, dtype=np.int64)
        self._columns = np.empty(0, dtype=np.int64)
        self._said = np.empty(0, dtype=np.int64)
        self._weights = np.empty(0)

    def attributed(self, asked: Sources, texts: Batch, shared: Batch, least: float) -> list[list[Attributed]]:
        """What `shared` adds to each of `texts`, by the words of the query and of the text; see `Space`.

        What meets by words that do not translate each other is due to two empty ones, left out where weak
        pairs are.
        """
        with self._learning:
            self._learn(texts.columns, len(self._vocabulary))
            self._name(texts.columns, shared.columns)
            wanted = self._wanted(asked, shared.columns)
            meanings, names = self._meanings, self._numbers.texts
            words = len(names)
        ends, terms, others, parts = attribute(
            (texts.starts, texts.columns, texts.values.astype(np.float64, copy=False)),
            (shared.starts, shared.columns, shared.values),
            wanted,
            meanings,
            (words, least, REPEATED),
            self._room.lines(len(meanings[0])),
        )
        named, met = [names[word] for word in terms.tolist()], [names[word] for word in others.tolist()]
        pairs = list(zip(named, met, parts.tolist(), strict=True))
        found = [pairs[first:last] for first, last in pairwise(ends.tolist())]
        return found if least > 0.0 else [*map(_complete, found, _sums(shared))]

    def _wanted(self, asked: Sources, shared: Ints) -> tuple[Any, ...]:
        """Which source of a query each `shared` term has, and the sources: starts, words and shares."""
        columns = self._vocabulary.find(asked.names)
        order = np.argsort(columns)
        places = order[np.searchsorted(columns, shared, sorter=order)]
        words = np.array([*map(self._numbers.get, asked.words)], dtype=np.int64)
        return places, asked.starts, words, asked.shares

    def _learn(self, columns: Ints, width: int) -> None:
        """Look up what those of `columns` stand for that were not met before."""
        self._places = _roomy(self._places, width, UNMET)
        new = np.unique(columns[self._places[columns] == UNMET])
        if not new.size:
            return
        self._places[new] = SHARED
        own = new[self._is_own(new)]
        terms = [name.removeprefix(OWN) for name in self._vocabulary.terms_of(own)]
        listed = [self._reader.shared(term) for term in terms]
        first, count = int(self._starts[len(self._terms)]), len(self._terms) + len(own)
        lasts = first + np.cumsum([len(each) for each in listed], dtype=np.int64)
        total = int(lasts[-1]) if len(own) else first
        self._starts, self._most = _roomy(self._starts, count + 1), _roomy(self._most, count)
        self._columns, self._weights = _roomy(self._columns, total), _roomy(self._weights, total)
        self._said = _roomy(self._said, total)
        self._columns[first:total] = self._vocabulary.find([name for each in listed for name, _ in each])
        self._weights[first:total] = [weight for each in listed for _, weight in each]
        self._said[first:total] = UNNAMED
        self._starts[len(self._terms) + 1 : count + 1] = lasts
        self._most[len(self._terms) : count] = [2 + term.count(" ") for term in terms]
        self._places[own] = np.arange(len(self._terms), count)
        self._terms += terms

    def _name(self, columns: Ints, shared: Ints) -> None:
        """Work out the words to name for those of `columns` that stand for any of `shared`, once each."""
        found = np.empty(len(columns), dtype=np.int64)
        count = unnamed(columns, shared, self._meanings, self._room.lines(len(self._places)), found)
        for place in found[:count].tolist():
            words = words_of(self._reader, self._terms[place])
            self._said[self._starts[place] : self._starts[place + 1]] = [*map(self._numbers.get, words)]

    @property
    def _meanings(self) -> tuple[Any, ...]:
        """What compiled code goes by."""
        return self._places, self._starts, self._columns, self._weights, self._said, self._most


class _Numbers:
    """Twice the number of each word to name, one more where it is the shared term itself; -1 for none."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._places: dict[str, int] = {}
        self._numbers: dict[Word, int] = {NONE: -1}

    def get(self, word: Word) -> int:
        """That of `word`."""
        found = self._numbers.get(word)
        if found is None:
            place = self._places.setdefault(word.text, len(self.texts))
            if place == len(self.texts):
                self.texts.append(word.text)
            found = self._numbers[word] = 2 * place + word.own
        return found


class _Room(threading.local):
    """For each column the line that a text shares of it: an array of a thread, -1 between two uses."""

    held: npt.NDArray[np.int32] = np.empty(0, dtype=np.int32)

    def lines(self, columns: int) -> npt.NDArray[np.int32]:
        """The array, for so many columns at least."""
        if len(self.held) < columns:
            self.held = np.full(columns, -1, dtype=np.int32)
        return self.held


def _roomy(array: npt.NDArray[Any], size: int, empty: int = 0) -> npt.NDArray[Any]:
    """`array` itself where it has room for `size`, else a copy in twice as much."""
    if size <= len(array):
        return array
    grown = np.full(2 * size, empty, dtype=array.dtype)
    grown[: len(array)] = array
    return grown


def _sums(shared: Batch) -> list[float]:
    """What each text shares in all."""
    return [float(shared.values[first:last].sum()) for first, last in pairwise(shared.starts.tolist())]


def _complete(found: list[Attributed], whole: float) -> list[Attributed]:
    """What was found, and what no pair of words accounts for."""
    rest = whole - math.fsum(part for _, _, part in found)
    return [*found, ("", "", rest)] if rest > _NOTHING * whole else found
