"""A `TextIndex` in parts: each holds some of the texts and weighs terms as if it held all of them."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from matchmaker.matching.engine.index import TextIndex
from matchmaker.matching.engine.postings import Ints, Postings
from matchmaker.matching.engine.spaces import Language, Languages, TermSpace, space_for
from matchmaker.matching.engine.state import State
from matchmaker.matching.engine.top import Mask, Rows, best
from matchmaker.matching.engine.weighting import Floats

Found = tuple[Rows, Floats]
"""Rows (queries, k), padded with -1, and their scores, padded with 0."""


@dataclass(frozen=True)
class Frequencies:
    """How many texts there are, and how many of them hold each of `terms`, which are in order; int64."""

    documents: int
    terms: list[str]
    numbers: Ints


@dataclass(frozen=True)
class Counted:
    """Texts as counts of their own terms, before anything is known of the texts elsewhere."""

    vectorizer: Any
    terms: list[str]
    postings: Postings

    @classmethod
    def of(cls, vectorizer: Any, texts: Sequence[str], languages: Languages = None) -> "Counted":
        """Read `texts` as `TextIndex(vectorizer)` does; ValueError as in `refuse`."""
        space, postings = _space(vectorizer).fitted(list(texts), languages)
        return cls(vectorizer, space.vocabulary.terms(postings.width), postings)

    def __len__(self) -> int:
        return self.postings.rows

    def __sizeof__(self) -> int:
        arrays = [value for value in vars(self.postings).values() if isinstance(value, np.ndarray)]
        return sum(array.nbytes for array in arrays) + sum(map(sys.getsizeof, self.terms))

    @property
    def frequencies(self) -> Frequencies:
        """How many of these texts hold each term."""
        return Frequencies(len(self), self.terms, self.postings.document_frequency())

    def among(self, terms: Sequence[str]) -> Postings:
        """The same texts where `terms`, of which theirs are some, are the columns."""
        place = {term: column for column, term in enumerate(terms)}
        columns = np.array([place[term] for term in self.terms], dtype=np.int64)[self.postings.columns]
        shape = {"rows": len(self), "width": len(terms)}
        return Postings.of(self.postings.row_ids, columns, self.postings.values_by_row(), **shape)


def refuse(vectorizer: Any) -> None:
    """Raise ValueError for a vectorizer whose terms a part of the texts cannot know by itself."""
    _space(vectorizer)


def _space(vectorizer: Any) -> TermSpace:
    space = space_for(vectorizer)
    if not isinstance(space, TermSpace) or space.vocabulary.frozen:
        message = "only vectorizers that count terms and keep all of them work in parts"
        raise ValueError(message)
    return space


def summed(parts: Iterable[Frequencies]) -> Frequencies:
    """The frequencies in all texts of `parts` together."""
    numbers: Counter[str] = Counter()
    documents = 0
    for part in parts:
        documents += part.documents
        numbers.update(dict(zip(part.terms, part.numbers.tolist(), strict=True)))
    terms = sorted(numbers)
    return Frequencies(documents, terms, np.array([numbers[term] for term in terms], dtype=np.int64))


@dataclass(frozen=True)
class Shard:
    """Texts of an index of many more: its text i is row `first + i` of that index.

    It goes from one process to another as what it is made of, without what it made of that.
    """

    counted: Counted
    everywhere: Frequencies
    first: int

    @cached_property
    def index(self) -> TextIndex:
        """These texts alone, each with the score it has among all."""
        postings = self.counted.among(self.everywhere.terms)
        space = _space(self.counted.vectorizer).with_terms(self.everywhere.terms)
        everywhere = self.everywhere
        state = State.over(space, postings, everywhere.documents, everywhere.numbers)
        return TextIndex.serving(self.counted.vectorizer, state)

    def __len__(self) -> int:
        return len(self.counted)

    def __reduce__(self) -> tuple[Any, ...]:
        return Shard, (self.counted, self.everywhere, self.first)

    def __sizeof__(self) -> int:
        return 2 * sys.getsizeof(self.counted)  # once more in the index

    def query(self, text: str, k: int, language: Language | None = None, filter: Mask | None = None) -> Found:
        """`TextIndex.query` over these texts; `filter` is over the rows of the whole index."""
        own = None if filter is None else filter[self.first : self.first + len(self.counted)]
        rows, scores = self.index.query(text, k, language, own)
        return (rows + self.first)[None, :], scores[None, :]

    def query_many(self, texts: Sequence[str], k: int, languages: Languages = None) -> Found:
        """`TextIndex.query_many` over these texts."""
        rows, scores = self.index.query_many(texts, k, languages)
        return np.where(rows < 0, -1, rows + self.first), scores


def best_of(parts: Sequence[Found], k: int) -> Found:
    """The best `k` of what each shard found best, in the order and with the ties of `TextIndex`."""
    rows = np.concatenate([part[0] for part in parts], axis=1)
    scores = np.concatenate([part[1] for part in parts], axis=1)
    order = np.argsort(rows, axis=1, kind="stable")
    rows, scores = np.take_along_axis(rows, order, axis=1), np.take_along_axis(scores, order, axis=1)
    found_rows = np.full((len(rows), max(k, 0)), -1, dtype=np.int64)
    found_scores = np.zeros(found_rows.shape)
    for query in range(len(rows)):
        places, shown = best(scores[query], k)
        found_rows[query, : len(places)] = rows[query][places]
        found_scores[query, : len(places)] = shown
    return found_rows, found_scores
