"""One moment of an index: immutable, so that a query sees all before an edit or all after it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from matchmaker.matching.engine.calibration import Calibration, gap_between
from matchmaker.matching.engine.postings import Ints, Postings, Row, Values
from matchmaker.matching.engine.spaces import Space, TermSpace
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.weighting import Floats


@dataclass(frozen=True)
class Lens:
    """What depends on all texts at once: the weight of each column, one over the norm of each row."""

    idf: Floats
    inverse_norms: Floats
    delta: Postings
    delta_rows: Ints


def _shares(marks: Floats, row_ids: Ints, rows: int) -> Floats:
    """The share of French of each row from the marks of its columns, 0.5 where none tells."""
    french = np.bincount(row_ids, weights=marks > 0.0, minlength=rows)
    told = np.bincount(row_ids, weights=marks != 0.0, minlength=rows)
    shares: Floats = np.divide(french, told, out=np.full(rows, 0.5), where=told > 0.0)
    return shares


@dataclass(frozen=True)
class State:
    """Texts in a space: a large base that never changes, and a small delta over it.

    `rows` counts row numbers ever given; `holes` are rows of the base that count no more (replaced or
    removed); `delta` holds the rows added or replaced since.
    """

    space: Space
    base: Postings
    rows: int
    holes: frozenset[int]
    delta: Mapping[int, Row]

    @classmethod
    def of(cls, space: Space, base: Postings, holes: frozenset[int] = frozenset()) -> "State":
        """The state in which the texts of `base`, but for `holes`, are all there is."""
        return cls(space, base, base.rows, holes, {})

    @property
    def documents(self) -> int:
        """How many texts count."""
        return self.base.rows - len(self.holes) + len(self.delta)

    @cached_property
    def width(self) -> int:
        """How many columns texts of this state may hold; a later edit may add more to the space."""
        held = [int(row.columns.max()) + 1 for row in self.delta.values() if row.columns.size]
        return max([self.base.width, *held])

    def holds(self, row: int) -> bool:
        """Whether `row` was given and not removed."""
        return row in self.delta or (0 <= row < self.base.rows and row not in self.holes)

    def row(self, row: int) -> Row:
        """The text at `row`, which must be held."""
        return self.delta[row] if row in self.delta else self.base.row(row)

    def with_row(self, row: int, text: Row) -> "State":
        """The state after `row` was replaced or, one past the last, added."""
        holes = self.holes | {row} if row < self.base.rows else self.holes
        return replace(self, rows=max(self.rows, row + 1), holes=holes, delta={**self.delta, row: text})

    def without_row(self, row: int) -> "State":
        """The state after `row` was removed."""
        holes = self.holes | {row} if row < self.base.rows else self.holes
        delta = {other: text for other, text in self.delta.items() if other != row}
        return replace(self, holes=holes, delta=delta)

    @cached_property
    def lens(self) -> Lens:
        """Weights and norms over the texts of this state, computed when first asked for."""
        order = sorted(self.delta)
        delta = Postings.stack([self.delta[row] for row in order], self.width)
        frequency = self._document_frequency(delta)
        weighting, unseen = self.space.weighting, self.space.keeps_unseen
        idf = weighting.idf(frequency, self.documents, keep_unseen=unseen)
        idf[self.space.silent(self.width)] = 0.0
        inverse = np.zeros(self.rows)
        inverse[: self.base.rows] = self._inverse_norms(self.base, idf)
        inverse[np.fromiter(self.holes, dtype=np.int64)] = 0.0
        delta_rows = np.array(order, dtype=np.int64)
        inverse[delta_rows] = self._inverse_norms(delta, idf)
        return Lens(idf, inverse, delta, delta_rows)

    def weigh(self, text: Row) -> tuple[Ints, Floats]:
        """The unit vector of a query: its columns, and their weights, empty where nothing of it counts."""
        known = text.columns < self.width
        columns = text.columns[known]
        weights = self.space.weighting.tf(text.values[known]) * self.lens.idf[columns]
        # Left out before the sum: a word that was removed must not even move its last bit.
        columns, weights = columns[weights != 0.0], weights[weights != 0.0]
        return columns, weights / (float(np.sqrt(np.sum(weights**2))) or 1.0)

    def scores(self, query: Row) -> Floats:
        """The cosine of `query` with every row, zero for removed and for empty ones; float64 (rows,)."""
        columns, weights = self.weigh(query)
        scores = np.zeros(self.rows)
        within = columns < self.base.width
        scores[: self.base.rows] = self._dot(self.base, columns[within], weights[within])
        scores[self.lens.delta_rows] = self._dot(self.lens.delta, columns, weights)
        scores *= self.lens.inverse_norms
        return np.clip(scores, -1.0, 1.0, out=scores)

    def share_of_french(self, query: Row) -> float:
        """The share of French in a query, 0.5 where nothing tells."""
        return float(_shares(self.space.french(query.columns), np.zeros(len(query.columns), np.int64), 1)[0])

    @cached_property
    def calibration(self) -> Calibration:
        """What makes the scores of rows in two languages compare."""
        french = np.full(self.rows, 0.5)
        parts = [(self.base, np.arange(self.base.rows)), (self.lens.delta, self.lens.delta_rows)]
        for postings, rows in parts:
            marks = self.space.french(postings.columns.astype(np.int64))
            if not marks.any():
                continue
            french[rows] = _shares(marks, postings.row_ids, postings.rows)
        held = self.lens.inverse_norms > 0.0
        sides = [held & (french > 0.5), held & (french < 0.5)]
        counts = [int(np.count_nonzero(side)) for side in sides]
        if min(counts) == 0:
            return Calibration(french)
        return Calibration(french, gap_between([self._centre(side) for side in sides], counts))

    def _centre(self, among: Mask) -> Floats:
        """The mean of the unit vectors of the rows `among`, float64 (columns,)."""
        shares = np.where(among, self.lens.inverse_norms, 0.0) / max(1, np.count_nonzero(among))
        in_base = shares[: self.base.rows].copy()
        in_base[np.fromiter(self.holes, dtype=np.int64)] = 0.0  # a replaced row counts as the delta has it
        centre = np.zeros(self.width)
        for postings, share in ((self.base, in_base), (self.lens.delta, shares[self.lens.delta_rows])):
            weights = self.space.weighting.tf(postings.row_values) * share[postings.row_ids]
            centre += np.bincount(postings.columns, weights=weights, minlength=self.width)
        return centre * self.lens.idf

    def contributions(self, query: Row, row: int) -> tuple[Ints, Floats]:
        """The columns that `query` shares with `row`, and what each adds to the score."""
        columns, weights = self.weigh(query)
        text = self.row(row)
        shared, asked, held = np.intersect1d(columns, text.columns, assume_unique=True, return_indices=True)
        texts_weights = self.space.weighting.tf(text.values[held]) * self.lens.idf[shared]
        return shared, weights[asked] * texts_weights * self.lens.inverse_norms[row]

    def compacted(self) -> "State":
        """The same texts with an empty delta and columns in the order of their terms, unused ones dropped.

        Two indexes of the same texts compact to the same arrays, whatever edits led there.
        """
        row_ids, columns, values = self._triples()
        space, columns, width = self._renumbered(columns)
        order = np.lexsort((columns, row_ids))
        base = Postings.of(row_ids[order], columns[order], values[order], rows=self.rows, width=width)
        return State.of(space, base, frozenset(row for row in range(self.rows) if not self.holds(row)))

    def _document_frequency(self, delta: Postings) -> Ints:
        frequency = delta.document_frequency().copy()
        frequency[: self.base.width] += self.base.document_frequency()
        for row in self.holes:
            frequency[self.base.row(row).columns] -= 1
        return frequency

    def _inverse_norms(self, postings: Postings, idf: Floats) -> Floats:
        weights = self.space.weighting.tf(postings.row_values) * idf[postings.columns]
        norms = np.sqrt(np.bincount(postings.row_ids, weights=weights**2, minlength=postings.rows))
        return np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0.0)

    def _dot(self, postings: Postings, columns: Ints, weights: Floats) -> Floats:
        places, rows, values = postings.gather(columns)
        factors = (weights * self.lens.idf[columns])[places]
        terms = factors * self.space.weighting.tf(values)
        return np.bincount(rows, terms, postings.rows).astype(np.float64, copy=False)

    def _triples(self) -> tuple[Ints, Ints, Values]:
        row_ids = self.base.row_ids
        kept = ~np.isin(row_ids, np.fromiter(self.holes, dtype=np.int64))
        order = np.array(sorted(self.delta), dtype=np.int64)
        delta = Postings.stack([self.delta[row] for row in order.tolist()], self.width)
        return (
            np.concatenate([row_ids[kept], order[delta.row_ids]]),
            np.concatenate([self.base.columns[kept], delta.columns]).astype(np.int64),
            np.concatenate([self.base.row_values[kept], delta.row_values]),
        )

    def _renumbered(self, columns: Ints) -> tuple[Space, Ints, int]:
        """The space and `columns` after terms nobody holds are dropped and the others sorted."""
        if not isinstance(self.space, TermSpace) or self.space.vocabulary.frozen:
            return self.space, columns, self.width
        terms = self.space.vocabulary.terms(self.width)
        used = sorted(np.unique(columns).tolist(), key=terms.__getitem__)
        place = np.full(self.width, -1, dtype=np.int64)
        place[used] = np.arange(len(used))
        return self.space.with_terms([terms[column] for column in used]), place[columns], len(used)
