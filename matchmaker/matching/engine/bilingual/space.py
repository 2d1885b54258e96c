"""The space that French and English texts share, for an index: soft counts of shared terms."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.postings import Ints, Postings, Row
from matchmaker.matching.engine.spaces import Attributed, Language, Languages, Query, TermSpace
from matchmaker.matching.engine.vocabulary import TermTable, Vocabulary
from matchmaker.matching.engine.weighting import Floats, Weighting

OWN = "="
"""Begins the columns of a text's own terms: they weigh nothing, and say why a text scores as it does."""

WEIGHTING = Weighting(use_idf=True)  # counts are dampened before they are shared out, not after


def dampened(count: float) -> float:
    """The weight of a term that a text holds `count` times: sublinear, 1 + log."""
    return 1.0 + math.log(count)


class BilingualSpace(TermSpace):
    """Columns are shared terms, and the own terms of each text, which weigh nothing."""

    def __init__(self, reader: BilingualReader, vocabulary: Vocabulary | None = None) -> None:
        identity = {"kind": "bilingual", "fingerprint": reader.fingerprint()}
        super().__init__(reader.terms, WEIGHTING, vocabulary or Vocabulary(TermTable.of([])), None, identity)
        self.reader = reader

    def over(self, table: TermTable) -> "BilingualSpace":
        """See `TermSpace`."""
        return BilingualSpace(self.reader, Vocabulary(table))

    def fitted(self, texts: Sequence[str], languages: Languages = None) -> tuple["BilingualSpace", Postings]:
        """See `Space`."""
        names, row_ids, columns, values = soft_counts(self.reader, texts, languages, own=True)
        space = self.over(TermTable.of(names))
        return space, Postings.of(row_ids, columns, values, rows=len(texts), width=len(names))

    def read(self, text: str, language: Language | None = None) -> Row:
        """See `Space`."""
        return self._weighed(Counter(self.reader.terms(text, language)), self.vocabulary.find)

    def learn(self, text: str, language: Language | None = None) -> Row:
        """See `Space`."""
        return self._weighed(Counter(self.reader.terms(text, language)), self.vocabulary.learn)

    def silent(self, width: int) -> Ints:
        """See `Space`: a text's own terms, which are there to explain."""
        table = self.vocabulary.table
        known = np.flatnonzero(table.letters[table.offsets[:-1]] == ord(OWN))
        new = self.vocabulary.new_terms(width)
        learnt = [len(table) + place for place, name in enumerate(new) if name.startswith(OWN)]
        return np.concatenate([known, np.array(learnt, dtype=np.int64)])

    def french(self, columns: Ints) -> Floats:
        """See `Space`: a text's own terms bear its language."""
        marks = np.zeros(len(self.vocabulary))
        table = self.vocabulary.table
        own = self.silent(len(table))
        own = own[own < len(table)]
        marks[own] = np.where(table.letters[table.offsets[own] + len(OWN)] == ord("f"), 1.0, -1.0)
        for place, name in enumerate(self.vocabulary.new_terms(len(marks)), start=len(table)):
            if name.startswith(OWN):
                marks[place] = 1.0 if name.startswith(f"{OWN}fr:") else -1.0
        return marks[columns]

    def attributed(self, query: Query, row: Row, columns: Ints, parts: Floats) -> list[Attributed]:
        """See `Space`: what each shared term adds is split among the own terms that stand for it."""
        asked, held = _asked(self.reader, query), _sources(self.reader, self._own(row))
        pairs: defaultdict[tuple[str, str], float] = defaultdict(float)
        for column, part in zip(columns.tolist(), parts.tolist(), strict=True):
            name = self.name(column)
            for term, share in asked[name]:
                for other, other_share in held[name]:
                    pairs[term[3:], other[3:]] += part * share * other_share
        return [(term, other, part) for (term, other), part in pairs.items()]

    def _weighed(self, counts: Mapping[str, int], columns_of: Any) -> Row:
        weights: dict[str, float] = {OWN + term: float(count) for term, count in counts.items()}
        for term, count in sorted(counts.items()):
            factor = dampened(count)
            for shared, weight in self.reader.shared(term):
                weights[shared] = weights.get(shared, 0.0) + factor * weight
        ordered = sorted(weights.items())
        columns = columns_of([name for name, _ in ordered])
        known = columns >= 0
        return Row(columns[known], np.array([weight for _, weight in ordered], dtype=np.float64)[known])

    def _own(self, row: Row) -> dict[str, int]:
        named = zip(map(self.name, row.columns.tolist()), row.values.tolist(), strict=True)
        return {name.removeprefix(OWN): int(value) for name, value in named if name.startswith(OWN)}


def _sources(reader: BilingualReader, counts: Mapping[str, int]) -> Mapping[str, list[tuple[str, float]]]:
    """Shared term -> the own terms that stand for it, and the share of its weight each has."""
    weights: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for term, count in counts.items():
        for shared, weight in reader.shared(term):
            weights[shared].append((term, dampened(count) * weight))
    return {
        shared: [(term, weight / sum(each for _, each in listed)) for term, weight in listed]
        for shared, listed in weights.items()
    }


@lru_cache(maxsize=16)
def _asked(reader: BilingualReader, query: Query) -> Mapping[str, list[tuple[str, float]]]:
    """The sources of a query; remembered, because a page explains one query for many texts."""
    return _sources(reader, Counter(reader.terms(*query)))


def soft_counts(
    reader: BilingualReader, texts: Sequence[str], languages: Iterable[Language | None] | None, *, own: bool
) -> tuple[list[str], Ints, Ints, Floats]:
    """The shared terms of `texts` in order, and triples of row, column and soft count in row order.

    With `own`, the own terms of each text are columns too, with their plain counts. Equal to the last bit
    to reading one text at a time.
    """
    from scipy.sparse import csr_array, hstack

    terms, starts, columns, counts = _counted(reader, texts, languages)
    held = csr_array((counts, columns, starts), shape=(len(texts), len(terms)))
    names, sharing = _sharing(reader, terms)
    factors = np.array([0.0, *map(dampened, range(1, int(counts.max(initial=0)) + 1))])
    soft = csr_array((factors[counts], columns, starts), shape=held.shape) @ sharing
    if own:
        soft = hstack([held.astype(np.float64), soft], format="csr")
        names = [*(OWN + term for term in terms), *names]
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    soft.indices = place[soft.indices]
    soft.sort_indices()
    row_ids = np.repeat(np.arange(len(texts)), np.diff(soft.indptr))
    return [names[column] for column in order], row_ids, soft.indices.astype(np.int64), soft.data


def _counted(
    reader: BilingualReader, texts: Sequence[str], languages: Iterable[Language | None] | None
) -> tuple[list[str], Ints, Ints, Ints]:
    """All own terms in order, and how often each text holds each, as a matrix by rows."""
    seen: defaultdict[str, int] = defaultdict()
    seen.default_factory = seen.__len__
    first_columns, numbers, lengths = array("q"), array("q"), array("q", [0])
    spoken = languages if languages is not None else [None] * len(texts)
    for text, language in zip(texts, spoken, strict=True):
        counts = Counter(map(seen.__getitem__, reader.terms(text, language)))
        first_columns.extend(counts.keys())
        numbers.extend(counts.values())
        lengths.append(len(counts))
    terms = sorted(seen)
    place = np.empty(len(terms), dtype=np.int64)
    place[[seen[term] for term in terms]] = np.arange(len(terms))
    columns, starts = place[np.array(first_columns, dtype=np.int64)], np.cumsum(lengths)
    row_ids = np.repeat(np.arange(len(texts)), np.diff(starts))
    order = np.lexsort((columns, row_ids))
    return terms, starts, columns[order], np.array(numbers, dtype=np.int64)[order]


def _sharing(reader: BilingualReader, terms: Sequence[str]) -> tuple[list[str], Any]:
    """Shared terms, and the matrix that says how much of each an own term stands for."""
    from scipy.sparse import csr_array

    seen: defaultdict[str, int] = defaultdict()
    seen.default_factory = seen.__len__
    columns, weights, starts = array("q"), array("d"), array("q", [0])
    for term in terms:
        for shared, weight in reader.shared(term):
            columns.append(seen[shared])
            weights.append(weight)
        starts.append(len(columns))
    parts = (np.array(weights), np.array(columns, dtype=np.int64), np.array(starts, dtype=np.int64))
    return list(seen), csr_array(parts, shape=(len(terms), len(seen)))
