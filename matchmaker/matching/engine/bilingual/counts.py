"""Own terms of many texts at once; equal to reading them one by one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from matchmaker.matching.engine.analysis import without_markup
from matchmaker.matching.engine.bilingual.languages import stretches_of_many
from matchmaker.matching.engine.bilingual.met import Met
from matchmaker.matching.engine.bilingual.phrases import Branches
from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.bilingual.scan import BREAK, scan
from matchmaker.matching.engine.bilingual.undisturbed import undisturbed
from matchmaker.matching.engine.bilingual.words import LANGUAGES
from matchmaker.matching.engine.spaces import Language

Ints = npt.NDArray[np.int64]

CHUNK = 1 << 17
"""Characters that are read at a time: bounds what reading needs beside the texts and the counts."""


@dataclass(frozen=True)
class Counts:
    """Rows of numbers: those of text i stand at [starts[i], starts[i + 1]) of `columns` and `values`.

    starts int64, columns int32; values int32 where they are plain counts, float64 where soft ones.
    """

    starts: Ints
    columns: npt.NDArray[np.int32]
    values: npt.NDArray[Any]


@undisturbed()
def own_counts(
    reader: BilingualReader, texts: Sequence[str], languages: Iterable[Language | None] | None
) -> tuple[list[str], Counts]:
    """The own terms of `texts`, and how often each text holds each, rows in the order of reading."""
    met = reader.met()
    counted = _stacked(list(chunks_of(met, texts, languages, reader.phrases.branches)))
    return _used(met.terms(), counted)


def chunks_of(
    met: Met, texts: Sequence[str], languages: Iterable[Language | None] | None, branches: Branches
) -> Iterator[Counts]:
    """How often each text holds each own term, numbered by `met`, some texts at a time."""
    given = [None] * len(texts) if languages is None else list(languages)
    for first, last in _chunks(texts):
        yield _chunk(met, texts[first:last], given[first:last], branches)


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
    met: Met, texts: Sequence[str], languages: Sequence[Language | None], branches: Branches
) -> Counts:
    plain = list(map(without_markup, texts))
    spoken = [
        [(start, end, LANGUAGES.index(language)) for start, end, language in parts]
        for parts in stretches_of_many(plain, languages)
    ]
    words = scan(plain, spoken)
    numbers, terms, known = met.read(words)
    tree = branches.words, branches.keys, branches.nodes, branches.ends
    return Counts(*_counted((numbers, words.starts, words.loud), terms, known, tree))


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
