"""To which words of a query and of a text it is due what both share: arrays, and one loop over many texts."""

# Compiled functions have no keywords: arrays come in tuples, one after the other.
# ruff: noqa: PLR0917

import math
import threading
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import types

from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.bilingual.softening import REPEATED
from matchmaker.matching.engine.bilingual.wording import Word, words_of
from matchmaker.matching.engine.jit import compiled, inner, read, together, written
from matchmaker.matching.engine.postings import Batch, Ints
from matchmaker.matching.engine.spaces import Attributed
from matchmaker.matching.engine.vocabulary import Vocabulary

OWN = "="
"""Begins the columns of a text's own terms: they weigh nothing, and say why a text scores as it does."""

Sources = Mapping[str, Sequence[tuple[Word, float]]]
"""Shared term -> the words that stand for it, and the share of its weight each has."""

UNMET, SHARED = -1, -2
_NOTHING = 1e-12  # of a score: what sums in another order differ by
_TEXTS = together(read("i8"), read("i8"), read("f8"))
_ASKED = together(read("i8"), read("i8"), read("i8"), read("f8"))
_MEANINGS = together(read("i4"), read("i8"), read("i8"), read("f8"), read("i8"), read("i8"))
_LIMITS = together(types.int64, types.float64, types.float64)
_FOUND = together(written("i8"), written("i8"), written("i8"), written("f8"))


class Meanings:
    """What the own terms among the columns of a vocabulary stand for, learnt as texts that hold them are met.

    Columns are only ever appended, in arrays with room to spare: what a thread was given stays as it was.
    """

    def __init__(self, reader: BilingualReader, vocabulary: Vocabulary) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        self._learning = threading.Lock()
        self._room = _Room()
        self._words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._count = 0
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
            wanted = self._wanted(asked, shared.columns)
            meanings = (
                *(self._places, self._starts, self._columns),
                *(self._weights, self._said, self._most),
            )
            words = len(self._words)
        ends, terms, others, parts = _attribute(
            (texts.starts, texts.columns, texts.values.astype(np.float64, copy=False)),
            (shared.starts, shared.columns, shared.values),
            wanted,
            meanings,
            (words, least, REPEATED),
            self._room.lines(len(meanings[0])),
        )
        named = [self._words[word] for word in terms.tolist()]
        met = [self._words[word] for word in others.tolist()]
        pairs = list(zip(named, met, parts.tolist(), strict=True))
        found = [pairs[first:last] for first, last in pairwise(ends.tolist())]
        return found if least > 0.0 else [*map(_complete, found, _sums(shared))]

    def _wanted(self, asked: Sources, shared: Ints) -> tuple[Any, ...]:
        """Which source of a query each `shared` term has, and the sources: starts, words and shares."""
        columns = self._vocabulary.find(list(asked))
        order = np.argsort(columns)
        places = order[np.searchsorted(columns, shared, sorter=order)]
        starts = np.zeros(len(asked) + 1, dtype=np.int64)
        np.cumsum([len(listed) for listed in asked.values()], out=starts[1:])
        pairs = [pair for listed in asked.values() for pair in listed]
        words = np.array([self._number(word) for word, _ in pairs], dtype=np.int64)
        return places, starts, words, np.array([share for _, share in pairs], dtype=np.float64)

    def _number(self, word: Word) -> int:
        """Twice the number of a word, one more where it is the shared term itself; -1 for none."""
        if not word.text:
            return -1
        found = self._numbers.setdefault(word.text, len(self._words))
        if found == len(self._words):
            self._words.append(word.text)
        return 2 * found + word.own

    def _learn(self, columns: Ints, width: int) -> None:
        """Look up what those of `columns` stand for that were not met before."""
        self._places = _roomy(self._places, width, UNMET)
        new = np.unique(columns[self._places[columns] == UNMET]).tolist()
        if not new:
            return
        names = [self._vocabulary.term(column) for column in new]
        own = [column for column, name in zip(new, names, strict=True) if name.startswith(OWN)]
        terms = [name.removeprefix(OWN) for name in names if name.startswith(OWN)]
        listed = [self._reader.shared(term) for term in terms]
        first, count = int(self._starts[self._count]), self._count + len(own)
        lasts = first + np.cumsum([len(each) for each in listed], dtype=np.int64)
        total = int(lasts[-1]) if own else first
        self._starts, self._most = _roomy(self._starts, count + 1), _roomy(self._most, count)
        self._columns, self._weights = _roomy(self._columns, total), _roomy(self._weights, total)
        self._said = _roomy(self._said, total)
        self._columns[first:total] = self._vocabulary.find([name for each in listed for name, _ in each])
        self._weights[first:total] = [weight for each in listed for _, weight in each]
        said = [self._number(word) for term in terms for word in words_of(self._reader, term)]
        self._said[first:total] = said
        self._starts[self._count + 1 : count + 1] = lasts
        self._most[self._count : count] = [2 + term.count(" ") for term in terms]
        self._places[new] = SHARED
        self._places[own] = np.arange(self._count, count)
        self._count = count


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


@inner
def _twice(array: Any) -> Any:
    """A copy in twice the room."""
    grown = np.empty(2 * array.size, array.dtype)
    grown[: array.size] = array
    return grown


@inner
def _sources(entries: Any, meanings: Any, repeated: Any, where: Any, lines: Any) -> Any:
    """The words of a text that stand for each line of what it shares: where they begin, numbers, weights.

    entries: the columns and counts of the text; weights as shares of their line. where: the line of each
    shared column, -1 for others.
    """
    (columns, counts), (places, starts, shared, weights, said, _) = entries, meanings
    ends, totals = np.zeros(lines + 1, np.int64), np.zeros(lines)
    for entry in range(columns.size):
        place = places[columns[entry]]
        factor = 1.0 + repeated * math.log(counts[entry]) if place >= 0 else 0.0
        for at in range(starts[place] if place >= 0 else 0, starts[place + 1] if place >= 0 else 0):
            if shared[at] >= 0 and where[shared[at]] >= 0:
                totals[where[shared[at]]] += factor * weights[at]
                ends[where[shared[at]] + 1] += 1
    for line in range(lines):
        ends[line + 1] += ends[line]
    held, parts, next_at = np.empty(ends[lines], np.int64), np.empty(ends[lines]), ends[:lines].copy()
    for entry in range(columns.size):
        place = places[columns[entry]]
        factor = 1.0 + repeated * math.log(counts[entry]) if place >= 0 else 0.0
        for at in range(starts[place] if place >= 0 else 0, starts[place + 1] if place >= 0 else 0):
            line = where[shared[at]] if shared[at] >= 0 else -1
            if line >= 0:
                held[next_at[line]], parts[next_at[line]] = said[at], factor * weights[at] / totals[line]
                next_at[line] += 1
    return ends, held, parts


@inner
def _most_own(starts: Any, columns: Any, places: Any, words: Any) -> Any:
    """How many words the text may have to name that has most."""
    most = np.int64(1)
    for text in range(starts.size - 1):
        count = np.int64(0)
        for at in range(starts[text], starts[text + 1]):
            place = places[columns[at]]
            count += words[place] if place >= 0 else 0
        most = max(most, count)
    return most


@inner
def _numbered(words: Any, numbers: Any, listed: Any) -> Any:
    """Number the distinct `words` that have no number yet, and list them: how many."""
    count = 0
    for at in range(words.size):
        word = words[at] >> 1
        if word >= 0 and numbers[word] < 0:
            numbers[word], listed[count] = count, word
            count += 1
    return count


@inner
def _split(line: Any, part: Any, asked: Any, sources: Any, numbers: Any, sums: Any, touched: Any) -> Any:
    """Add a part to the sums of the pairs of words that it is due to, and list those of them that are new.

    Two words that are both mere translations of what is shared are no pair, unless they are the same; see
    `wording.pairs_with`.
    """
    (words, shares), (ends, held, weights) = asked, sources
    askers, owners, width, pairs = numbers
    for at in range(words.size):
        for place in range(ends[line], ends[line + 1]):
            word, other = words[at], held[place]
            if word < 0 or other < 0 or not ((word | other) & 1 or word == other):
                continue
            pair = askers[word >> 1] * width + owners[other >> 1]
            if sums[pair] == 0.0:
                if pairs == touched.size:
                    touched = _twice(touched)
                touched[pairs] = pair
                pairs += 1
            sums[pair] += part * shares[at] * weights[place]
    return pairs, touched


@inner
def _kept(touched: Any, sums: Any, least: Any, words: Any, count: Any, found: Any) -> Any:
    """Add the pairs of a text to what was found, but for weak ones, and set their sums back to zero."""
    asking, owning, width = words
    terms, others, parts = found
    highest = 0.0
    for pair in touched:
        highest = max(highest, sums[pair])
    for pair in touched:
        if sums[pair] != 0.0 and sums[pair] >= least * highest:
            if count == parts.size:
                terms, others, parts = _twice(terms), _twice(others), _twice(parts)
            terms[count], others[count] = asking[pair // width], owning[pair % width]
            parts[count] = sums[pair]
            count += 1
        sums[pair] = 0.0
    return count, (terms, others, parts)


@compiled(_FOUND, _TEXTS, _TEXTS, _ASKED, _MEANINGS, _LIMITS, written("i4"))
def _attribute(texts: Any, shared: Any, asked: Any, meanings: Any, limits: Any, where: Any) -> Any:
    """For each text pairs of words and what they add: where those of each text begin, words, words, parts.

    Each shared term is split among the words of the query that stand for it, and those of the text, by the
    shares they have in it. limits: how many words there are, the share of the largest part of a text below
    which others are left out, and `REPEATED`. where: -1 for every column, before and after.
    """
    (starts, columns, counts), (firsts, lines, parts) = texts, shared
    sources, asked_starts, asked_words, asked_shares = asked
    words, least, repeated = limits
    width = _most_own(starts, columns, meanings[0], meanings[5])
    askers, owners = np.full(words, -1, np.int32), np.full(words, -1, np.int32)
    asking, owning = np.empty(asked_words.size, np.int64), np.empty(width, np.int64)
    sums = np.zeros(_numbered(asked_words, askers, asking) * width)
    touched = np.empty(1024, np.int64)
    found, ends = (np.empty(1024, np.int64), np.empty(1024, np.int64), np.empty(1024)), np.zeros_like(starts)
    for text in range(starts.size - 1):
        line_of, held = lines[firsts[text] : firsts[text + 1]], columns[starts[text] : starts[text + 1]]
        for line in range(line_of.size):
            where[line_of[line]] = line
        entries = (held, counts[starts[text] : starts[text + 1]])
        own = _sources(entries, meanings, repeated, where, line_of.size)
        for line in range(line_of.size):
            where[line_of[line]] = -1
        owned, pairs = _numbered(own[1], owners, owning), np.int64(0)
        for line in range(line_of.size):
            source = sources[firsts[text] + line]
            of_line = slice(asked_starts[source], asked_starts[source + 1])
            by = (asked_words[of_line], asked_shares[of_line])
            part = parts[firsts[text] + line]
            pairs, touched = _split(line, part, by, own, (askers, owners, width, pairs), sums, touched)
        ends[text + 1], found = _kept(
            touched[:pairs], sums, least, (asking, owning, width), ends[text], found
        )
        for at in range(owned):
            owners[owning[at]] = -1
    return ends, found[0][: ends[-1]], found[1][: ends[-1]], found[2][: ends[-1]]
