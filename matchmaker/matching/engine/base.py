"""The texts an index was last laid out with, and all that queries need of them: immutable, and mapped."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.block import Block
from matchmaker.matching.engine.frequencies import SILENT, Frequencies, chunked, for_kernels
from matchmaker.matching.engine.postings import Bytes, Ints, Postings
from matchmaker.matching.engine.spaces import Space
from matchmaker.matching.engine.weighting import Floats, Weighting

Near = npt.NDArray[np.float32]

ROWS = 1024  # in fewer rows there is nothing to gain by a block
MOST = 128  # columns of the block at most: a byte each for every row
SHARE = 64  # a column that fewer than one in so many rows hold is cheap enough to be summed up

_NO_SHARES, _NO_SHARES_IN_BYTES = np.empty(0), np.empty(0, dtype=np.uint8)


@dataclass(frozen=True)
class Base:
    """Texts by row and by column, their norms, and the commonest columns apart.

    pool: how many rows hold each column, as `chunked` gives it. inverse: one over the norm of each row,
    float64, 0 for rows that count no more; near: the same as float32. block: the commonest columns, which
    queries may leave out of their sums; bound: uint8 (rows,), the share of a row's norm in them, in 255ths,
    rounded up. blur: how far codes and levels are from values at most, as a share of the norm, 0 where codes
    are exact. shares: the share of French of each row, empty where nothing tells
    languages apart.
    """

    postings: Postings
    weighting: Weighting
    pool: npt.NDArray[np.int32]
    inverse: Floats
    near: Near
    bound: Bytes
    shares: Floats
    block: Block
    blur: float
    documents: int

    @classmethod
    def of(cls, space: Space, postings: Postings, documents: int, frequency: Ints | None = None) -> "Base":
        """Lay out `postings`, read as `space` reads texts, of which `documents` rows count.

        `frequency` says how many texts hold each column where there are more texts elsewhere.
        """
        from matchmaker.matching.engine import layout

        frequency = postings.document_frequency() if frequency is None else frequency.copy()
        frequency[space.silent(postings.width)] = SILENT
        pool = chunked(frequency)
        draft = _Draft(postings, space.weighting, idf_of(space, pool, postings.width, documents))
        inverse = np.empty(postings.rows)
        layout.invert_norms(draft.texts, draft.table, draft.idf, inverse)
        block = Block.of(draft.common(frequency), draft.turned, draft.table, postings.rows)
        parts = spread(draft.turned, draft.table, block.columns, draft.idf[block.columns], postings.rows)
        bound = share_of_norm(np.sqrt(parts), inverse)
        marks = space.french(np.arange(postings.width))
        shares = np.empty(postings.rows if marks.any() else 0)
        if shares.size:
            layout.share_out(postings.row_starts, postings.columns, marks, shares)
        near = inverse.astype(np.float32)
        return cls(
            postings,
            space.weighting,
            pool,
            inverse,
            near,
            bound,
            shares,
            block,
            draft.blur(block),
            documents,
        )

    @cached_property
    def table(self) -> Floats:
        """The weight within its text that each code stands for, float64 (256,)."""
        return table_of(self.postings, self.weighting)

    @cached_property
    def near_table(self) -> Near:
        """`table` as float32."""
        return self.table.astype(np.float32)

    @cached_property
    def common(self) -> tuple[Any, ...]:
        """The commonest columns, and the weights that codes of all others stand for, for kernels."""
        held = self.block
        return held.columns, held.levels, held.near_units, self.near_table, held.zero, held.rough

    @cached_property
    def row_weights(self) -> Floats:
        """The weight within its text of each entry by row, empty where codes are exact."""
        return weights_of(self.postings.row_values, self.weighting)

    @cached_property
    def column_weights(self) -> Floats:
        """The weight within its text of each entry by column, empty where codes are exact."""
        return weights_of(self.postings.column_values, self.weighting)

    @property
    def frequencies(self) -> Frequencies:
        """How many rows hold each column."""
        return Frequencies.over(self.pool, self.postings.width)

    def tongues(self, gap: float) -> tuple[Any, ...]:
        """The share of French of each row, exactly and in 255ths, and the gap of languages: for kernels."""
        if gap == 1.0:
            return _NO_SHARES, _NO_SHARES_IN_BYTES, gap
        return *self._shares, gap

    @cached_property
    def _shares(self) -> tuple[Floats, Bytes]:
        shares = self.shares if self.shares.size else np.full(self.postings.rows, 0.5)
        return shares, np.rint(shares * 255.0).astype(np.uint8)

    @cached_property
    def texts(self) -> tuple[Any, ...]:
        """The texts by row, for kernels."""
        return self.postings.row_starts, self.postings.columns, self.postings.row_codes, self.row_weights

    @cached_property
    def turned(self) -> tuple[Any, ...]:
        """The texts by column, for kernels."""
        held = self.postings
        return held.column_starts, held.rows_held, held.column_codes, self.column_weights


@dataclass(frozen=True)
class _Draft:
    """What the layout of texts is worked out from."""

    postings: Postings
    weighting: Weighting
    idf: Floats

    @cached_property
    def table(self) -> Floats:
        return table_of(self.postings, self.weighting)

    @cached_property
    def texts(self) -> tuple[Any, ...]:
        held = self.postings
        return held.row_starts, held.columns, held.row_codes, weights_of(held.row_values, self.weighting)

    @cached_property
    def turned(self) -> tuple[Any, ...]:
        held = self.postings
        values = weights_of(held.column_values, self.weighting)
        return held.column_starts, held.rows_held, held.column_codes, values

    def common(self, frequency: npt.NDArray[Any]) -> Ints:
        """The columns that make the block."""
        if self.postings.rows < ROWS:
            return np.empty(0, dtype=np.int64)
        often = np.argsort(-frequency, kind="stable")[:MOST]
        return np.sort(often[frequency[often] * SHARE >= self.postings.rows]).astype(np.int64)

    def blur(self, block: Block) -> float:
        """How far codes and levels are from values at most, as a share of the norm of a row."""
        from matchmaker.matching.engine.layout import farthest

        if self.postings.is_exact:
            return 0.0
        return float(farthest(self.texts, self.table, self.idf, block.units_among(self.postings.width)))


def idf_of(space: Space, pool: npt.NDArray[np.int32], width: int, documents: int) -> Floats:
    """The weight of each column where `documents` texts count."""
    from matchmaker.matching.engine.kernels import inverse_frequencies

    found = np.empty(width)
    frequencies = for_kernels(
        Frequencies.over(pool, width), space.weighting, documents, keep_unseen=space.keeps_unseen
    )
    inverse_frequencies(np.arange(width), frequencies, found)
    return found


def table_of(postings: Postings, weighting: Weighting) -> Floats:
    """The weight within its text that each code stands for, float64 (256,), 0 for those not in use."""
    table = np.zeros(256)
    table[: len(postings.book)] = weighting.tf(postings.book)
    table[0] = 0.0
    return table


def weights_of(values: Floats, weighting: Weighting) -> Floats:
    """Values as weights within their text, without a copy where they are that already."""
    plain = not (weighting.binary or weighting.sublinear_tf)
    return values if plain or not values.size else weighting.tf(values)


def spread(turned: tuple[Any, ...], table: Floats, columns: Ints, weights: Floats, rows: int) -> Floats:
    """The squares of what `columns` weigh in each row, where each column weighs as `weights` say."""
    from matchmaker.matching.engine.layout import add_squares

    out = np.zeros(rows)
    add_squares(turned, columns, weights, table, out)
    return out


def share_of_norm(parts: Floats, inverse: Floats) -> Bytes:
    """`parts` of the norms of rows in 255ths, rounded up."""
    found: Bytes = np.minimum(np.ceil(parts * inverse * 255.0 * (1 + 1e-6)), 255.0).astype(np.uint8)
    return found
