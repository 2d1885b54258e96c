"""One moment of an index: immutable, so that a query sees all before an edit or all after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.base import Base, Near
from matchmaker.matching.engine.calibration import Calibration, gap_between
from matchmaker.matching.engine.delta import Delta
from matchmaker.matching.engine.frequencies import Frequencies, for_kernels
from matchmaker.matching.engine.postings import Batch, Bytes, Ints, Postings, Row, Values
from matchmaker.matching.engine.spaces import Space, TermSpace
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.weighting import Floats

PATIENCE = 256
"""One edit in so many texts, and the gap between languages is measured anew; before, the last one serves."""


@dataclass(frozen=True)
class Gap:
    """How much less texts of two languages share, and how many edits ago it was measured."""

    value: float
    age: int


@dataclass(frozen=True)
class State:
    """Texts in a space: a large base that never changes, and a small delta over it.

    rows: how many row numbers were ever given; gone: bool (rows of the base,), those that count no more,
    because they were replaced or removed; near, bound: as `Base` has them, at this moment, and `drift` how
    far `near` may be off, as a share; gap: the last one measured.
    """

    space: Space
    base: Base
    rows: int
    gone: Mask
    delta: Delta
    frequencies: Frequencies
    documents: int
    near: Near
    bound: Bytes
    drift: float = 0.0
    edits: int = 0
    gap: Gap | None = None

    @classmethod
    def of(cls, space: Space, base: Base, gone: Mask, gap: Gap | None = None) -> "State":
        """The state in which the texts of `base`, but for those `gone`, are all there is."""
        return cls(
            space,
            base,
            base.postings.rows,
            gone,
            Delta.empty(),
            base.frequencies,
            base.documents,
            base.near,
            base.bound,
            gap=gap,
        )

    @classmethod
    def over(
        cls, space: Space, postings: Postings, documents: int | None = None, frequency: Ints | None = None
    ) -> "State":
        """The state in which the texts of `postings` are all there is to find.

        Where there are more texts elsewhere, `documents` says how many there are of all, and `frequency` how
        many of them hold each column.
        """
        base = Base.of(space, postings, postings.rows if documents is None else documents, frequency)
        return cls.of(space, base, np.zeros(postings.rows, dtype=bool))

    def holds(self, row: int) -> bool:
        """Whether `row` was given and not removed."""
        return self._in_base(row) or self.delta.entry(row) >= 0

    def row(self, row: int) -> Row:
        """The text at `row`, which must be held."""
        return self.base.postings.row(row) if self._in_base(row) else self.delta.text(self.delta.entry(row))

    def batch(self, rows: Sequence[int]) -> Batch:
        """The texts at `rows`, which must be held."""
        if self.all_in_base(rows):
            return self.base.postings.batch(np.array(rows, dtype=np.int64))
        return Batch.of([self.row(row) for row in rows])

    def all_in_base(self, rows: Sequence[int]) -> bool:
        """Whether all `rows` are as they were when texts were last laid out."""
        if not len(rows) or min(rows) < 0 or max(rows) >= self.base.postings.rows:
            return not len(rows)
        return not self.gone[np.array(rows, dtype=np.int64)].any()

    def _in_base(self, row: int) -> bool:
        return 0 <= row < self.base.postings.rows and not self.gone[row]

    @cached_property
    def weighing(self) -> tuple[Any, ...]:
        """What kernels need to weigh columns."""
        unseen = self.space.keeps_unseen
        return for_kernels(self.frequencies, self.space.weighting, self.documents, keep_unseen=unseen)

    @property
    def level(self) -> float:
        """The weight of a column whose logarithm is zero."""
        return float(self.weighing[3]) if self.space.weighting.use_idf else 1.0

    def weigh(self, text: Row) -> tuple[Ints, Floats, Floats]:
        """The unit vector of a query: its columns, their weights, and these times those of the columns.

        Empty where nothing of it counts.
        """
        from matchmaker.matching.engine.kernels import weigh

        size = len(text.columns)
        weights, factors, kept = np.empty(size), np.empty(size), np.empty(size, dtype=np.int64)
        values = self.space.weighting.tf(text.values)
        count = weigh(text.columns, values, self.weighing, weights, factors, kept)
        return kept[:count], weights[:count], factors[:count]

    @cached_property
    def inverse(self) -> Floats:
        """One over the norm of each row, float64 (rows,), 0 for rows that hold nothing."""
        from matchmaker.matching.engine.layout import invert_norms

        inverse = np.zeros(self.rows)
        held = inverse[: self.base.postings.rows]
        if not self.edits:
            held[:] = self.base.inverse
            return inverse
        invert_norms(self.base.texts, self.base.table, self.idf, held)
        held[self.gone] = 0.0
        entries = np.flatnonzero(self.delta.alive)
        found = np.empty(self.delta.count)
        starts, columns, codes, weights = self.delta.arrays[2][:4]
        invert_norms(
            (starts[: self.delta.count + 1], columns, codes, weights), self.base.table, self.idf, found
        )
        inverse[self.delta.rows[entries]] = found[entries]
        return inverse

    @cached_property
    def texts(self) -> tuple[Any, ...]:
        """The texts of the base and the weights that codes stand for, for kernels."""
        return *self.base.texts, *self.base.turned[:3], self.base.table

    @cached_property
    def lens(self) -> tuple[Any, ...]:
        """What estimates take the norms for, for kernels; exact ones where nothing was edited."""
        exact = self.base.inverse if not self.edits else self.base.inverse[:0]
        return exact, self.near, self.bound, self.drift, self.base.blur

    @cached_property
    def idf(self) -> Floats:
        """The weight of each column, float64 (columns,)."""
        from matchmaker.matching.engine.kernels import inverse_frequencies

        found = np.empty(self.frequencies.width)
        inverse_frequencies(np.arange(len(found)), self.weighing, found)
        return found

    def scores(self, query: Row) -> Floats:
        """The cosine of `query` with every row, zero for removed and for empty ones; float64 (rows,)."""
        scores = self.sums(query)
        scores *= self.inverse
        return np.clip(scores, -1.0, 1.0, out=scores)

    def scores_at(self, query: Row, rows: Ints) -> Floats:
        """The same for `rows` alone, which costs less where they are part of all; float64 (rows,)."""
        scores = self.sums(query)[rows]
        scores *= self.inverse[rows]
        return np.clip(scores, -1.0, 1.0, out=scores)

    def sums(self, query: Row) -> Floats:
        """What `query` and every row share, not yet divided by the norm of the row; float64 (rows,)."""
        from matchmaker.matching.engine.layout import add_lists, dot_rows

        columns, _, factors = self.weigh(query)
        scores = np.zeros(self.rows)
        base, within = self.base, columns < self.base.postings.width
        held = scores[: base.postings.rows]
        add_lists(base.turned, columns[within], factors[within], base.table, held)
        if not self.edits:
            return scores
        held[self.gone] = 0.0
        entries, order = np.flatnonzero(self.delta.alive), np.argsort(columns)
        found = np.empty(len(entries))
        dot_rows(self.delta.arrays[2][:4], entries, columns[order], factors[order], base.table, found)
        scores[self.delta.rows[entries]] = found
        return scores

    def share_of_french(self, query: Row) -> float:
        """The share of French in a query, 0.5 where nothing tells."""
        return share(self.space.french(query.columns))

    @cached_property
    def measured(self) -> Gap:
        """The gap between languages, of now or of not many edits ago."""
        if self.gap is not None and (self.edits - self.gap.age) * PATIENCE <= self.documents:
            return self.gap
        return Gap(self._gap(), self.edits)

    @cached_property
    def french(self) -> Floats:
        """The share of French of each row, float64 (rows,), 0.5 where nothing tells."""
        french = np.full(self.rows, 0.5)
        french[: len(self.base.shares)] = self.base.shares
        alive = np.flatnonzero(self.delta.alive)
        french[self.delta.rows[alive]] = self.delta.shares[alive]
        return french

    @property
    def calibration(self) -> Calibration:
        """What makes the scores of rows in two languages compare."""
        return Calibration(self.french, self.measured.value)

    def _gap(self) -> float:
        if not self.base.shares.size and not np.any(self.delta.shares[: self.delta.count] != 0.5):
            return 1.0
        held = self.inverse > 0.0
        sides = [held & (self.french > 0.5), held & (self.french < 0.5)]
        counts = [int(np.count_nonzero(side)) for side in sides]
        return gap_between([self._centre(side) for side in sides], counts) if min(counts) else 1.0

    def _centre(self, among: Mask) -> Floats:
        """The mean of the unit vectors of the rows `among`, float64 (columns,)."""
        from matchmaker.matching.engine.layout import add_lists

        shares = self.inverse / max(1, int(np.count_nonzero(among)))
        centre = np.zeros(self.frequencies.width)
        in_base = np.flatnonzero(among[: self.base.postings.rows] & ~self.gone)
        add_lists(self.base.texts, in_base, shares[in_base], self.base.table, centre)
        entries = np.flatnonzero(self.delta.alive)
        entries = entries[among[self.delta.rows[entries]]]
        texts = self.delta.arrays[2][:4]
        add_lists(texts, entries, shares[self.delta.rows[entries]], self.base.table, centre)
        return centre * self.idf

    def contributions(self, query: Row, texts: Batch) -> Batch:
        """For each of `texts` the columns that `query` shares with it, and what each adds to the score."""
        from matchmaker.matching.engine.kernels import contribute

        columns, _, factors = self.weigh(query)
        starts, held = np.empty(len(texts.starts), dtype=np.int64), np.empty_like(texts.columns)
        parts = np.empty(len(held))
        weights = self.space.weighting.tf(texts.values)
        asked = (columns, factors)
        count = contribute((texts.starts, texts.columns, weights), asked, self.idf, starts, held, parts)
        return Batch(starts, held[:count], parts[:count])

    def compacted(self) -> "State":
        """The same texts with an empty delta and columns in the order of their terms, unused ones dropped.

        Two indexes of the same texts compact to the same arrays, whatever edits led there.
        """
        if not self.edits:
            return replace(self, gap=self.measured)
        row_ids, columns, values = self._triples()
        space, columns, width = self._renumbered(columns)
        order = np.lexsort((columns, row_ids))
        postings = Postings.of(row_ids[order], columns[order], values[order], rows=self.rows, width=width)
        held = np.zeros(self.rows, dtype=bool)
        held[: len(self.gone)] = ~self.gone
        held[self.delta.rows[np.flatnonzero(self.delta.alive)]] = True
        fresh = State.of(space, Base.of(space, postings, self.documents), ~held)
        return replace(fresh, gap=fresh.measured)

    def _triples(self) -> tuple[Ints, Ints, Values]:
        postings = self.base.postings
        row_ids = postings.row_ids
        kept = ~self.gone[row_ids]
        living = self.delta.living()
        rows = np.array([row for row, _ in living], dtype=np.int64)
        delta = Postings.stack([text for _, text in living], self.frequencies.width)
        values = np.concatenate([postings.values_by_row()[kept], delta.values_by_row()])
        return (
            np.concatenate([row_ids[kept], rows[delta.row_ids]]),
            np.concatenate([postings.columns[kept], delta.columns]).astype(np.int64),
            values,
        )

    def _renumbered(self, columns: Ints) -> tuple[Space, Ints, int]:
        """The space and `columns` after terms nobody holds are dropped and the others sorted."""
        if not isinstance(self.space, TermSpace) or self.space.vocabulary.frozen:
            return self.space, columns, self.frequencies.width
        terms = self.space.vocabulary.terms(self.frequencies.width)
        used = sorted(np.unique(columns).tolist(), key=terms.__getitem__)
        place = np.full(self.frequencies.width, -1, dtype=np.int64)
        place[used] = np.arange(len(used))
        return self.space.with_terms([terms[column] for column in used]), place[columns], len(used)


def share(marks: npt.NDArray[Any]) -> float:
    """The share of French from the marks of columns, 0.5 where none tells."""
    told = int(np.count_nonzero(marks))
    return int(np.count_nonzero(marks > 0.0)) / told if told else 0.5
