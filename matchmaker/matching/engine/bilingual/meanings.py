"""What the terms of texts stand for, as arrays, and the words to name for what a query and a text share."""

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, pairwise, repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.bilingual.attribution import attribute
from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.bilingual.softening import REPEATED, dampened
from matchmaker.matching.engine.bilingual.wording import NONE, Word, words_of
from matchmaker.matching.engine.postings import Batch, Floats, Ints, Row
from matchmaker.matching.engine.spaces import Attributed
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.vocabulary import TermTable, Vocabulary

OWN = "="
"""Begins the columns of a text's own terms: they weigh nothing, and say why a text scores as it does."""

UNMET, SHARED = -1, -2
"""Among the places of columns: one that was not met yet, and one that is no own term."""

_NOTHING = 1e-12  # of a score: what sums in another order differ by
_AT_ONCE = 4096  # columns learnt at a time, so that what Python holds of them meanwhile stays small

_MEANT = ("meant_places", "meant_starts", "meant_columns", "meant_weights", "meant_words", "meant_most")
_NAMES = ("named_letters", "named_offsets", "named_slots")

Array = npt.NDArray[Any]


class Asked(NamedTuple):
    """A query: the shared terms of it that are columns, ascending, and its words to name for each.

    starts: where those of each begin, int64 (columns + 1,); words: by the numbers of `Meanings`, int64;
    shares: of the weight of the shared term each has; weights: those of the shared terms, float64; own: the
    columns of its own terms, how often it holds each.
    """

    columns: Ints
    starts: Ints
    words: Ints
    shares: Floats
    weights: Floats
    own: Row

    @classmethod
    def of(cls, own: Row, columns: Ints, parts: Floats, words: Ints) -> "Asked":
        """From what terms, one after the other, add to shared terms; column -1 for one that no text holds."""
        order = np.argsort(columns, kind="stable")[np.count_nonzero(columns < 0) :]
        columns, parts = columns[order], parts[order]
        is_first = np.append(np.ones(min(1, len(order)), dtype=bool), columns[1:] != columns[:-1])
        starts = np.append(np.flatnonzero(is_first), len(order))
        shared = np.cumsum(is_first) - 1
        weights = np.bincount(shared, parts).astype(np.float64, copy=False) if len(order) else parts
        return cls(columns[is_first], starts, words[order], parts / weights[shared], weights, own)


class _Meant(NamedTuple):
    """What terms stand for, one after the other: `lengths` of each, columns, weights and words to name.

    most: how many different words there are to name for each term.
    """

    lengths: Ints
    columns: Ints
    weights: Floats
    words: Ints
    most: Ints


class Meanings:
    """What the own terms among the columns of a vocabulary stand for, learnt as texts that hold them are met.

    Columns are only ever appended, in arrays with room to spare: what a thread was given stays as it was.

    Parameters
    ----------
    kept: what `arrays` gave for the same terms, of which nothing is left to learn then.
    """

    def __init__(
        self,
        reader: BilingualReader,
        vocabulary: Vocabulary,
        is_own: Callable[[Ints], Mask],
        kept: Mapping[str, Array] | None = None,
    ) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        self._is_own = is_own
        self._learning = threading.Lock()
        self._room = _Room()
        held = [kept[name] for name in _MEANT] if kept else _nothing()
        self._places, self._starts, self._columns, self._weights, self._said, self._most = held
        self._names = Vocabulary(TermTable(*(kept[name] for name in _NAMES)) if kept else TermTable.of([]))
        self._texts = _Texts(self._names)
        self._count, self._known = len(self._most), len(self._places)

    def arrays(self) -> dict[str, Array]:
        """What all own terms of the vocabulary stand for by name, the same whatever was met before."""
        whole = Meanings(self._reader, self._vocabulary, self._is_own)
        width = len(self._vocabulary)
        for first in range(0, width, _AT_ONCE):
            whole._learn(np.arange(first, min(width, first + _AT_ONCE)))
        count, total = whole._count, whole._starts[whole._count]
        ends = (width, count + 1, total, total, total, count)
        names = TermTable.of(whole._names.terms(len(whole._names)))
        arrays = [array[:end] for array, end in zip(whole._meanings, ends, strict=True)]
        return dict(zip((*_MEANT, *_NAMES), (*arrays, *names.arrays), strict=True))

    def asked(self, counts: Mapping[str, int]) -> Asked:
        """What a query that holds its own terms so often stands for, and by which words."""
        own = self._vocabulary.find([OWN + term for term in counts])
        known, numbers = np.flatnonzero(own >= 0), np.array([*counts.values()], dtype=np.float64)
        new = [place for place, term in enumerate(counts) if own[place] < 0 and self._meets(term)]
        with self._learning:
            self._learn(own[known])
            places = self._places[own[known]]
            lasts = self._starts[places + 1]
            lengths = lasts - self._starts[places]
            at = np.arange(lengths.sum()) + np.repeat(lasts - np.cumsum(lengths), lengths)
            terms = np.repeat(known, lengths)
            held = [self._columns[at], self._weights[at], self._said[at]]
            if new:
                listed = list(counts)
                others = self._meant([listed[place] for place in new])
                terms = np.append(terms, np.repeat(new, others.lengths))
                order = np.argsort(terms, kind="stable")
                held = [np.append(*each)[order] for each in zip(held, others[1:4], strict=True)]
                terms = terms[order]
        columns, weights, words = held
        factors = np.array([*map(dampened, counts.values())])
        return Asked.of(Row(own[known], numbers[known]), columns, factors[terms] * weights, words)

    def _meets(self, term: str) -> bool:
        """Whether a term that no text holds stands for what any does: most that people type do not."""
        return bool((self._vocabulary.find([name for name, _ in self._reader.shared(term)]) >= 0).any())

    def attributed(self, asked: Asked, texts: Batch, shared: Batch, least: float) -> list[list[Attributed]]:
        """What `shared` adds to each of `texts`, by the words of the query and of the text; see `Space`.

        What meets by words that do not translate each other is due to two empty ones, left out where weak
        pairs are.
        """
        with self._learning:
            self._learn(texts.columns)
            meanings, words = self._meanings, len(self._names)
        ends, *pairs, parts = attribute(
            (texts.starts, texts.columns, texts.values.astype(np.float64, copy=False)),
            (shared.starts, shared.columns, shared.values),
            (np.searchsorted(asked.columns, shared.columns), *asked[1:4]),
            meanings,
            (least, REPEATED),
            self._room.marks(len(meanings[0]), words),
        )
        named, met = ([self._texts[word] for word in each.tolist()] for each in pairs)
        listed = list(zip(named, met, parts.tolist(), strict=True))
        found = [listed[first:last] for first, last in pairwise(ends.tolist())]
        return found if least > 0.0 else [*map(_complete, found, _sums(shared))]

    def _learn(self, columns: Ints) -> None:
        """Look up what those of `columns` stand for that were not met before."""
        columns = columns[columns >= self._known]
        if not columns.size:
            return
        self._places = _roomy(self._places, len(self._vocabulary), UNMET)
        new = np.unique(columns[self._places[columns] == UNMET])
        if not new.size:
            return
        self._places[new] = SHARED
        own = new[self._is_own(new)]
        if not own.size:
            return
        meant = self._meant([name.removeprefix(OWN) for name in self._vocabulary.terms_of(own)])
        first, count = int(self._starts[self._count]), self._count + len(own)
        self._starts = _put(self._starts, self._count + 1, first + np.cumsum(meant.lengths))
        self._most = _put(self._most, self._count, meant.most)
        self._columns = _put(self._columns, first, meant.columns)
        self._weights = _put(self._weights, first, meant.weights)
        self._said = _put(self._said, first, meant.words)
        self._places[own] = np.arange(self._count, count)
        self._count = count

    def _meant(self, terms: Sequence[str]) -> _Meant:
        """What `terms` stand for, whether or not any text holds them."""
        listed = [self._reader.meaning(term) for term in terms]
        names = [[name for name, _ in each] for each in listed]
        words = [*map(words_of, repeat(self._reader), terms, names)]
        return _Meant(
            np.array([*map(len, listed)], dtype=np.int64),
            self._vocabulary.find([*chain.from_iterable(names)]),
            np.array([weight for each in listed for _, weight in each], dtype=np.float64),
            self._numbers([*chain.from_iterable(words)]),
            np.array([len(set(each)) for each in words], dtype=np.int64),
        )

    def _numbers(self, words: Sequence[Word]) -> Ints:
        """Twice the number of each word to name, one more where it is the shared term itself; -1 for none."""
        texts = [word.text for word in words]
        self._names.learn([*dict.fromkeys(texts)])
        numbers = 2 * self._names.find(texts)
        numbers += np.array([word.own for word in words], dtype=np.int64)
        numbers[[place for place, word in enumerate(words) if word == NONE]] = -1
        return numbers

    @property
    def _meanings(self) -> tuple[Any, ...]:
        """What compiled code goes by, in the order of `_MEANT`."""
        return self._places, self._starts, self._columns, self._weights, self._said, self._most


class _Texts(dict[int, str]):
    """Words to name by number, each read from the table of all when it is first told."""

    def __init__(self, names: Vocabulary) -> None:
        super().__init__()
        self._all = names

    def __missing__(self, number: int) -> str:
        self[number] = text = self._all.term(number)
        return text


class _Room(threading.local):
    """Arrays of a thread, -1 between two uses: what there is to mark columns, and twice for words."""

    held: tuple[npt.NDArray[np.int32], ...] = (np.empty(0, dtype=np.int32),) * 3

    def marks(self, columns: int, words: int) -> tuple[npt.NDArray[np.int32], ...]:
        """The arrays, for so many columns and words at least."""
        sizes = (columns, words, words)
        self.held = tuple(
            each if len(each) >= size else np.full(size, -1, dtype=np.int32)
            for each, size in zip(self.held, sizes, strict=True)
        )
        return self.held


def _nothing() -> list[Array]:
    """The arrays of `_MEANT` before anything is learnt."""
    kinds = (np.int32, np.int64, np.int64, np.float64, np.int64, np.int64)
    return [np.zeros(int(place == 1), dtype=kind) for place, kind in enumerate(kinds)]


def _roomy(array: Array, size: int, empty: int = 0) -> Array:
    """`array` itself where it has room for `size`, else a copy in twice as much."""
    if size <= len(array):
        return array
    grown = np.full(2 * size, empty, dtype=array.dtype)
    grown[: len(array)] = array
    return grown


def _put(array: Array, first: int, values: Array) -> Array:
    """`array`, or a roomier copy, with `values` from place `first` on."""
    array = _roomy(array, first + len(values))
    array[first : first + len(values)] = values
    return array


def _sums(shared: Batch) -> list[float]:
    """What each text shares in all."""
    return [float(shared.values[first:last].sum()) for first, last in pairwise(shared.starts.tolist())]


def _complete(found: list[Attributed], whole: float) -> list[Attributed]:
    """What was found, and what no pair of words accounts for."""
    rest = whole - math.fsum(part for _, _, part in found)
    return [*found, ("", "", rest)] if rest > _NOTHING * whole else found
