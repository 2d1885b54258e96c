"""To which words of a query and of a text it is due what both share: arrays, and one loop over many texts."""

# Compiled functions have no keywords: arrays come in tuples, one after the other.
# ruff: noqa: PLR0917

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import types

from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.bilingual.softening import REPEATED
from matchmaker.matching.engine.bilingual.wording import NONE, Word, words_of
from matchmaker.matching.engine.jit import compiled, inner, read, together, written
from matchmaker.matching.engine.postings import Batch, Ints
from matchmaker.matching.engine.spaces import Attributed
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.vocabulary import Vocabulary

OWN = "="
"""Begins the columns of a text's own terms: they weigh nothing, and say why a text scores as it does."""

UNMET, SHARED = -1, -2
"""Among the places of columns: one that was not met yet, and one that is no own term."""

UNNAMED = -2
"""Among the words to name: one that nobody had to name yet."""

_NOTHING = 1e-12  # of a score: what sums in another order differ by
_TEXTS = together(read("i8"), read("i8"), read("f8"))
_ASKED = together(read("i8"), read("i8"), read("i8"), read("f8"))
_MEANINGS = together(read("i4"), read("i8"), read("i8"), read("f8"), read("i8"), read("i8"))
_LIMITS = together(types.int64, types.float64, types.float64)
_FOUND = together(written("i8"), written("i8"), written("i8"), written("f8"))


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
        ends, terms, others, parts = _attribute(
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
        terms = [self._vocabulary.term(column).removeprefix(OWN) for column in own.tolist()]
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
        count = _unnamed(columns, shared, self._meanings, self._room.lines(len(self._places)), found)
        for place in found[:count].tolist():
            words = words_of(self._reader, self._terms[place])
            self._said[self._starts[place] : self._starts[place + 1]] = [*map(self._numbers.get, words)]

    @property
    def _meanings(self) -> tuple[Any, ...]:
        """What compiled code goes by, see `_MEANINGS`."""
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
    own, most = np.empty(columns.size, np.int64), np.int64(0)
    for entry in range(columns.size):
        own[entry] = places[columns[entry]]
        most += starts[own[entry] + 1] - starts[own[entry]] if own[entry] >= 0 else 0
    met, words, parts, count = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most), 0
    ends, totals = np.zeros(lines + 1, np.int64), np.zeros(lines)
    for entry in range(columns.size):
        place = own[entry]
        if place < 0:
            continue
        factor = 1.0 if counts[entry] == 1.0 else 1.0 + repeated * math.log(counts[entry])
        for at in range(starts[place], starts[place + 1]):
            line = where[shared[at]] if shared[at] >= 0 else -1
            if line >= 0:
                met[count], words[count], parts[count] = line, said[at], factor * weights[at]
                totals[line] += parts[count]
                ends[line + 1] += 1
                count += 1
    return _by_line(met[:count], words, parts, ends, totals)


@inner
def _by_line(met: Any, words: Any, parts: Any, ends: Any, totals: Any) -> Any:
    """Words and their parts by the lines they met, in order, from how many each line has and their sums."""
    for line in range(totals.size):
        ends[line + 1] += ends[line]
    held, shares, next_at = np.empty(met.size, np.int64), np.empty(met.size), ends[: totals.size].copy()
    for at in range(met.size):
        line = met[at]
        held[next_at[line]], shares[next_at[line]] = words[at], parts[at] / totals[line]
        next_at[line] += 1
    return ends, held, shares


@compiled(types.int64, read("i8"), read("i8"), _MEANINGS, written("i4"), written("i8"))
def _unnamed(columns: Any, shared: Any, meanings: Any, where: Any, found: Any) -> int:
    """The own terms among `columns` that stand for any of `shared` and were not named before: how many.

    where: -1 for every column, before and after.
    """
    places, starts, stood_for, _, said, _ = meanings
    for at in range(shared.size):
        where[shared[at]] = 0
    count = 0
    for at in range(columns.size):
        place = places[columns[at]]
        if place < 0 or starts[place] == starts[place + 1] or said[starts[place]] != UNNAMED:
            continue
        for meant in range(starts[place], starts[place + 1]):
            if stood_for[meant] >= 0 and where[stood_for[meant]] >= 0:
                found[count] = place
                count += 1
                break
    for at in range(shared.size):
        where[shared[at]] = -1
    return count


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
