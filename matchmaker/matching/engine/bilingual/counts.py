"""Soft counts of shared terms for many texts at once; equal to the last bit to reading them one by one."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from matchmaker.matching.engine.analysis import without_markup
from matchmaker.matching.engine.bilingual.languages import stretches_of_many
from matchmaker.matching.engine.bilingual.reader import ACRONYMS, BilingualReader, is_small
from matchmaker.matching.engine.bilingual.scan import BREAK, Words, scan
from matchmaker.matching.engine.bilingual.words import LANGUAGES
from matchmaker.matching.engine.spaces import Language

Ints = npt.NDArray[np.int64]

CHUNK = 1 << 22
"""Characters that are read at a time: bounds what reading needs beside the texts and the counts."""


REPEATED = 0.7
"""What the logarithm of a count adds to 1: repeating a word says less of a text the more often it does.

1 is the sublinear weight of scikit-learn; 0.7 measured better across languages (acts +2.5 points of recall),
and the same within English; 0.5 gains a little more across, and loses within.
"""


def dampened(count: float) -> float:
    """The weight of a term that a text holds `count` times: sublinear, 1 + 0.7 log."""
    return 1.0 + REPEATED * math.log(count)


@dataclass(frozen=True)
class Counts:
    """Rows of numbers: those of text i stand at [starts[i], starts[i + 1]) of `columns` and `values`.

    starts int64, columns int32; values int32 where they are plain counts, float64 where soft ones.
    """

    starts: Ints
    columns: npt.NDArray[np.int32]
    values: npt.NDArray[Any]


class Numbering(defaultdict[str, int]):
    """Names by number, in the order in which they are met."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        super().__init__()
        self.default_factory = self.__len__
        self.of(names)

    def of(self, names: Iterable[str]) -> Ints:
        """The number of each name."""
        return np.array(list(map(self.__getitem__, names)), dtype=np.int64)


def own_counts(
    reader: BilingualReader, texts: Sequence[str], languages: Iterable[Language | None] | None
) -> tuple[list[str], Counts]:
    """The own terms of `texts`, and how often each text holds each, rows in the order of reading."""
    given = [None] * len(texts) if languages is None else list(languages)
    names = Numbering(reader.phrases.terms)
    parts = [_chunk(reader, texts[first:last], given[first:last], names) for first, last in _chunks(texts)]
    return _used(list(names), _stacked(parts))


def soft_counts(reader: BilingualReader, terms: Sequence[str], own: Counts) -> tuple[list[str], Counts]:
    """The shared terms that `terms` stand for, in order, and the soft counts of texts, rows by columns."""
    numbering = Numbering()
    meanings = list(map(reader.shared, terms))
    starts = _starts(list(map(len, meanings)))
    columns = numbering.of(name for listed in meanings for name, _ in listed)
    weights = np.array([weight for listed in meanings for _, weight in listed], dtype=np.float64)
    factors = np.array([0.0, *map(dampened, range(1, int(own.values.max(initial=0)) + 1))])
    names = sorted(numbering)
    place = np.empty(len(names), dtype=np.int32)
    place[numbering.of(names)] = np.arange(len(names))
    held = (own.starts, own.columns, own.values)
    return names, Counts(*_softened(held, (starts, place[columns], weights), factors, len(names)))


def in_order(names: Sequence[str], counts: Counts) -> tuple[list[str], Counts]:
    """The same with names sorted, and each row by its columns."""
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names), dtype=np.int32)
    place[order] = np.arange(len(names))
    columns, values = _sorted(counts.starts, place[counts.columns], counts.values, len(names))
    return [names[column] for column in order], Counts(counts.starts, columns, values)


def beside(left: Counts, width: int, right: Counts) -> Counts:
    """Each row of `left`, which has `width` columns, and then that of `right`."""
    lengths = np.column_stack([np.diff(left.starts), np.diff(right.starts)]).ravel()
    starts = np.concatenate([[0], np.cumsum(lengths)])
    place = np.repeat(starts[:-1] - np.column_stack([left.starts[:-1], right.starts[:-1]]).ravel(), lengths)
    is_left = np.repeat(np.tile([True, False], len(left.starts) - 1), lengths)
    within = np.arange(len(place)) - place
    columns, values = np.empty(len(place), dtype=np.int32), np.empty(len(place))
    for chosen, counts, offset in ((is_left, left, 0), (~is_left, right, width)):
        columns[chosen] = counts.columns[within[chosen]] + offset
        values[chosen] = counts.values[within[chosen]]
    return Counts(starts[::2].astype(np.int64), columns, values)


def _chunks(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    first, size = 0, 0
    for place, text in enumerate(texts):
        if size and size + len(text) > CHUNK:
            yield first, place
            first, size = place, 0
        size += len(text)
    if first < len(texts):
        yield first, len(texts)


def _chunk(
    reader: BilingualReader,
    texts: Sequence[str],
    languages: Sequence[Language | None],
    names: Numbering,
) -> Counts:
    plain = list(map(without_markup, texts))
    spoken = [
        [(start, end, LANGUAGES.index(language)) for start, end, language in parts]
        for parts in stretches_of_many(plain, languages)
    ]
    words = scan(plain, spoken)
    listed = _terms(reader, words)
    terms = names.of(chain.from_iterable(listed))
    branches = reader.phrases.branches
    found = _counted(
        (words.numbers, words.starts, words.loud),
        (_starts(list(map(len, listed))), terms),
        (
            np.array([name in ACRONYMS for name in names], dtype=np.bool_),
            np.array(list(map(is_small, names)), dtype=np.bool_),
            reader.phrases.places(names),
        ),
        (branches.words, branches.keys, branches.nodes, branches.ends),
    )
    return Counts(*found)


def _terms(reader: BilingualReader, words: Words) -> list[tuple[str, ...]]:
    """The terms of each distinct word."""
    found: list[tuple[str, ...]] = [()] * len(words.distinct)
    for number, language in enumerate(LANGUAGES):
        places = np.flatnonzero(words.languages == number).tolist()
        read = reader.words([words.distinct[place] for place in places], language)
        for place, terms in zip(places, read, strict=True):
            found[place] = terms
    return found


def _stacked(parts: Sequence[Counts]) -> Counts:
    if not parts:
        return Counts(np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32))
    lengths = [np.diff(part.starts) for part in parts]
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
    columns = np.concatenate([part.columns for part in parts])
    return Counts(starts, columns, np.concatenate([part.values for part in parts]))


def _used(names: Sequence[str], counts: Counts) -> tuple[list[str], Counts]:
    """The same without names that no text holds."""
    used = np.flatnonzero(np.bincount(counts.columns, minlength=len(names)))
    place = np.zeros(len(names), dtype=np.int32)
    place[used] = np.arange(len(used))
    return [names[number] for number in used.tolist()], Counts(
        counts.starts, place[counts.columns], counts.values
    )


def _starts(lengths: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(np.array(lengths, dtype=np.int64))]).astype(np.int64)


@njit(cache=True, nogil=True)
def _counted(words: Any, read: Any, of_terms: Any, branches: Any) -> Any:
    """Rows of own terms and how often each stands in the text, in the order of reading."""
    (numbers, firsts, loud), (starts, terms), (acronyms, small, places) = words, read, of_terms
    most = 0
    for number in numbers:
        most += starts[number + 1] - starts[number] if number != BREAK else 1
    columns, values = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
    lengths = np.zeros(firsts.size, dtype=np.int64)
    place_of = np.full(places.size, -1, dtype=np.int64)
    sequence, nothing = np.empty(most, dtype=np.int64), np.zeros_like(acronyms)
    count = 0
    for text in range(firsts.size - 1):
        words_of_text = numbers[firsts[text] : firsts[text + 1]]
        length = _sequence(words_of_text, (starts, terms), acronyms if loud[text] else nothing, sequence)
        first, at = count, 0
        while at < length:
            term, at = _longest(sequence, at, length, places, branches)
            if term != BREAK and not small[term]:
                if place_of[term] < first:
                    place_of[term], columns[count], values[count] = count, term, 0
                    count += 1
                values[place_of[term]] += 1
        lengths[text + 1] = count
    return lengths, columns[:count].copy(), values[:count].copy()


@njit(cache=True, nogil=True)
def _sequence(numbers: Any, read: Any, left_out: Any, sequence: Any) -> int:
    """Put the terms of a text, and the breaks between them, into `sequence`; how many they are."""
    starts, terms = read
    length = 0
    for number in numbers:
        if number == BREAK:
            sequence[length] = BREAK
            length += 1
            continue
        for term in terms[starts[number] : starts[number + 1]]:
            if not left_out[term]:
                sequence[length] = term
                length += 1
    return length


@njit(cache=True, nogil=True)
def _longest(sequence: Any, start: int, end: int, places: Any, branches: Any) -> Any:
    """The longest phrase from `start` on, or else the term there; and where it ends."""
    words, keys, nodes, ends = branches
    found, after, node = sequence[start], start + 1, 0
    for at in range(start, end):
        if sequence[at] == BREAK or places[sequence[at]] < 0:
            break
        key = node * words + places[sequence[at]] + 1
        slot = (key ^ (key >> 15)) & (keys.size - 1)
        while keys[slot] != 0 and keys[slot] != key:
            slot = (slot + 1) & (keys.size - 1)
        if keys[slot] == 0:
            break
        node = nodes[slot]
        if ends[node] >= 0:
            # Phrases are numbered before all other terms.
            found, after = np.int64(ends[node]), at + 1
    return found, after


@njit(cache=True, nogil=True)
def _softened(held: Any, meanings: Any, factors: Any, width: int) -> Any:
    """Rows of shared terms: what each own term stands for, times its dampened count."""
    (rows, terms, counts), (starts, shared, weights) = held, meanings
    firsts = _sizes(rows, terms, starts, shared, width)
    columns, values = np.empty(firsts[-1], dtype=np.int32), np.empty(firsts[-1])
    sums = np.zeros(width)
    for row in range(rows.size - 1):
        count = firsts[row]
        for place in range(rows[row], rows[row + 1]):
            factor = factors[counts[place]]
            for part in range(starts[terms[place]], starts[terms[place] + 1]):
                if sums[shared[part]] == 0.0:
                    columns[count] = shared[part]
                    count += 1
                sums[shared[part]] += factor * weights[part]
        columns[firsts[row] : count].sort()
        for place in range(firsts[row], count):
            values[place], sums[columns[place]] = sums[columns[place]], 0.0
    return firsts, columns, values


@njit(cache=True, nogil=True)
def _sizes(rows: Any, terms: Any, starts: Any, shared: Any, width: int) -> Any:
    """Where each row of shared terms begins, so that no more memory is taken than they need."""
    firsts, met = np.zeros(rows.size, dtype=np.int64), np.full(width, -1, dtype=np.int64)
    for row in range(rows.size - 1):
        count = firsts[row]
        for place in range(rows[row], rows[row + 1]):
            for part in range(starts[terms[place]], starts[terms[place] + 1]):
                if met[shared[part]] != row:
                    met[shared[part]] = row
                    count += 1
        firsts[row + 1] = count
    return firsts


@njit(cache=True, nogil=True)
def _sorted(starts: Any, columns: Any, values: Any, width: int) -> Any:
    """Each row by its columns: transposed twice."""
    ends = np.zeros(width + 1, dtype=np.int64)
    for column in columns:
        ends[column + 1] += 1
    ends = np.cumsum(ends)
    rows, places = np.empty(columns.size, dtype=np.int32), np.empty(columns.size, dtype=np.int64)
    at = ends[:-1].copy()
    for row in range(starts.size - 1):
        for place in range(starts[row], starts[row + 1]):
            rows[at[columns[place]]], places[at[columns[place]]] = row, place
            at[columns[place]] += 1
    in_order, sorted_values, ahead = np.empty_like(columns), np.empty_like(values), starts[:-1].copy()
    for column in range(width):
        for place in range(ends[column], ends[column + 1]):
            to = ahead[rows[place]]
            in_order[to], sorted_values[to] = column, values[places[place]]
            ahead[rows[place]] += 1
    return in_order, sorted_values
