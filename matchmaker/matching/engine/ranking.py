"""The ranking: gates first, then documented weights over parts in [0, 1], with every part shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.bands import Band, Cuts, band
from matchmaker.matching.engine.candidates import Candidate
from matchmaker.matching.engine.columns import KINDS, Columns
from matchmaker.matching.engine.contenders import measure, walk
from matchmaker.matching.engine.fit import SLACK, Cosines, Fit, Nearness
from matchmaker.matching.engine.gates import known, open_rows
from matchmaker.matching.engine.moment import UNDATED, Moment
from matchmaker.matching.engine.parts import NOT_STATED, SECTOR
from matchmaker.matching.engine.records import STARTUP
from matchmaker.matching.engine.top import Mask, Rows, best
from matchmaker.matching.engine.weighting import Floats
from matchmaker.matching.engine.weights import PART_NAMES, WEIGHTS, Model

Kinds = npt.NDArray[np.integer[Any]]
"""Places in KINDS, one for each row."""


class Part(NamedTuple):
    """One line of an explanation: `contribution` is weight times value; `stated`: both sides said enough."""

    name: str
    weight: float
    value: float
    contribution: float
    stated: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate worth meeting: `row` among those given, and parts whose contributions sum to `score`.

    theirs, mine: the two directions of the part `fit`: what the viewer seeks and the other offers, and the
    reverse; cuts: the cut-offs that `band` goes by.
    """

    row: int
    id: int
    score: float
    band: Band
    parts: tuple[Part, ...]
    theirs: float
    mine: float
    cuts: Cuts


@dataclass(frozen=True)
class Valued:
    """One part for all candidates: `value` float64 in [0, 1], `stated` where both sides said enough."""

    value: Floats
    stated: Mask


@dataclass(frozen=True)
class Scored:
    """Everything about a viewer and all others at once, in the order of `rows`.

    rows: their places among the candidates given, all of them where `score` was not told to narrow the list;
    parts: float64 (rows,) each; weights: what each counts in each row, float64 (rows,); total: their sum of
    products; open: where no gate is closed; counterpart: whose weights of `model` apply, a place in KINDS.
    """

    columns: Columns
    rows: Rows
    parts: Mapping[str, Valued]
    weights: Mapping[str, Floats]
    fit: Fit
    total: Floats
    open: Mask
    counterpart: Kinds
    model: Model

    def top(
        self, limit: int | None = None, among: Mask | None = None, order: Floats | None = None
    ) -> list[Ranked]:
        """The best open rows, best first, ties by lower row.

        `among` bool (rows,) narrows the list further; `order` float64 (rows,) ranks by something else than
        the total, which stays what is shown.
        """
        open_ = self.open if among is None else self.open & among
        by = self.total if order is None else order
        rows, _ = best(by, len(self.columns) if limit is None else limit, open_, positive=False)
        return self.shown(rows)

    def shown(self, rows: Rows) -> list[Ranked]:
        """The rows with their parts in numbers, whatever gates say."""
        by_part = [map(Part, repeat(name), *_listed(rows, *self._counted(name))) for name in self.parts]
        own = zip(*_listed(rows, self.rows, self.columns.ids, self.counterpart), strict=True)
        ways = zip(*_listed(rows, self.fit.theirs, self.fit.mine), strict=True)
        cuts = [self.model.cuts_of(kind) for kind in KINDS]
        told = zip(own, ways, zip(*by_part, strict=True), strict=True)
        return [_shown(*one, cuts[one[0][2]]) for one in told]

    def _counted(self, name: str) -> tuple[npt.NDArray[Any], ...]:
        """The fields of a `Part` but its name, for all rows."""
        part, weight = self.parts[name], self.weights[name]
        return weight, part.value, weight * part.value, part.stated


@dataclass(frozen=True)
class Viewing:
    """A viewer before all others, as compiled code looks at them."""

    viewer: Columns
    others: Columns
    near: Nearness
    model: Model
    moment: Moment

    @classmethod
    def of(
        cls,
        viewer: Candidate,
        candidates: Columns | Iterable[Candidate],
        texts: Cosines | Nearness,
        model: Model,
        moment: Moment,
    ) -> "Viewing":
        """Raises ValueError where lengths differ."""
        others = candidates if isinstance(candidates, Columns) else Columns.of(candidates)
        if len(texts) != len(others):
            message = f"cosines of {len(texts)} for {len(others)} candidates"
            raise ValueError(message)
        near = texts if isinstance(texts, Nearness) else Nearness.of(texts)
        return cls(Columns.of([viewer]), others, near, model, moment)

    @cached_property
    def weights(self) -> Floats:
        """The weight of each part by the counterpart's kind, float64 (kinds, parts)."""
        shares = [self.model.shares(kind) for kind in KINDS]
        return np.array([[share.get(name, 0.0) for name in PART_NAMES] for share in shares])

    def contenders(self, limit: int, among: Mask, margin: float, sure: Mapping[str, float]) -> Rows:
        """The open rows, ascending, whose total reaches that of the `limit` best less `margin`, or `sure`."""
        size = len(self.others)
        rows, totals = np.empty(size, dtype=np.int64), np.empty(size)
        highest = np.zeros(min(limit, size))
        kept = np.array([sure.get(kind, np.inf) - SLACK for kind in KINDS])
        count = walk(
            self.viewer.records,
            self.others.records,
            tuple(self.others.classes),
            known(self.viewer, self.others),
            self.moment.arrays(),
            self.near.arrays(),
            self.model.reading.numbers,
            self.weights,
            (margin + SLACK, kept),
            among.view(np.uint8),
            np.empty(size),
            highest,
            rows,
            totals,
        )
        order = np.argsort(rows[:count])
        rows, totals = rows[order], totals[order]
        least = -np.inf
        if count >= len(highest):
            least = highest[0] - margin - SLACK if highest[0] < kept.max() else np.inf
        found: Rows = rows[totals >= np.minimum(least, kept[self.counterpart(rows)])]
        return found

    def counterpart(self, rows: Rows) -> Kinds:
        """Whose weights apply in each of `rows`: the kind of the startup's counterpart."""
        kind = int(self.viewer.kind[0])
        of_others: Kinds = self.others.kind[rows]
        return of_others if kind == STARTUP else np.full(len(rows), kind)

    def scored(self, rows: Rows, open_: Mask) -> Scored:
        """Everything about `rows`, ascending, of which those `open_` are open."""
        values, fits = np.empty((len(PART_NAMES), len(rows))), np.empty((4, len(rows)))
        measure(
            self.viewer.records,
            self.others.records,
            rows,
            self.moment.arrays(),
            self.near.arrays(),
            self.model.reading.numbers,
            self.weights,
            values,
            fits,
        )
        counterpart = self.counterpart(rows)
        weights = self.weights[counterpart].T
        values[0] = np.where(fits[3] > 0, fits[0], np.nan)
        stated = ~np.isnan(values)
        values = np.where(stated, values, NOT_STATED)
        stated[SECTOR] &= (self.viewer.sector_bits[0] != 0) & (self.others.sector_bits[rows] != 0)
        values[0] = fits[0]
        names = [(place, name) for place, name in enumerate(PART_NAMES) if np.any(weights[place])]
        total = np.zeros(len(rows))
        for place, _ in names:
            total += weights[place] * values[place]
        return Scored(
            self.others.take(rows),
            rows,
            {name: Valued(values[place], stated[place]) for place, name in names},
            {name: weights[place] for place, name in names},
            Fit(fits[0], fits[1], fits[2], stated[0]),
            total,
            open_,
            counterpart,
            self.model,
        )


def score(
    viewer: Candidate,
    candidates: Columns | Iterable[Candidate],
    texts: Cosines | Nearness,
    *,
    model: Model = WEIGHTS,
    moment: Moment = UNDATED,
    among: Mask | None = None,
) -> Scored:
    """Gates, parts and totals of `viewer` with every candidate, or those `among`; `texts` as in `rank`.

    Raises ValueError where lengths differ.
    """
    viewing = Viewing.of(viewer, candidates, texts, model, moment)
    rows = np.arange(len(viewing.others)) if among is None else np.flatnonzero(among)
    return viewing.scored(rows, open_rows(viewing.viewer, viewing.others, moment, among)[rows])


def best_scored(
    viewer: Candidate,
    candidates: Columns | Iterable[Candidate],
    texts: Cosines | Nearness,
    *,
    limit: int,
    margin: float = 0.0,
    sure: Mapping[str, float] | None = None,
    also: Rows | None = None,
    model: Model = WEIGHTS,
    moment: Moment = UNDATED,
    among: Mask | None = None,
) -> Scored:
    """`score` of the open rows alone that may be among the best `limit`, at a fraction of the cost of all.

    margin: rows that fall short of these by so much are there as well; sure: by the counterpart's kind, from
    which total on rows are there in any case, and are enough where there are `limit` of them; also: rows that
    are there whatever their total, if they are open. `limit` is 1 at least.
    """
    viewing = Viewing.of(viewer, candidates, texts, model, moment)
    mask = np.ones(len(viewing.others), dtype=bool) if among is None else among
    rows = viewing.contenders(limit, mask, margin, sure or {})
    if also is not None and len(also):
        named = np.zeros(len(mask), dtype=bool)
        named[also] = mask[also]
        named = open_rows(viewing.viewer, viewing.others, moment, named)
        rows = np.union1d(rows, np.flatnonzero(named))
    return viewing.scored(rows, np.ones(len(rows), dtype=bool))


def rank(
    viewer: Candidate,
    candidates: Columns | Iterable[Candidate],
    texts: Cosines | Nearness,
    *,
    model: Model = WEIGHTS,
    moment: Moment = UNDATED,
    among: Mask | None = None,
    limit: int | None = None,
) -> list[Ranked]:
    """Whom `viewer` should meet, best first, ties by lower row; closed gates leave candidates out.

    `texts` says how near the viewer's texts are to the candidates', in their order. `among` is a boolean mask
    that narrows the list further (a filter of the page); `limit` keeps the first so many, at a fraction of
    the cost of all.
    """
    columns = candidates if isinstance(candidates, Columns) else Columns.of(candidates)
    most = len(columns) if limit is None else limit
    if most < 1:
        return []
    found = best_scored(viewer, columns, texts, limit=most, model=model, moment=moment, among=among)
    return found.top(limit)


def open_among(viewer: Candidate, columns: Columns, moment: Moment, among: Mask | None = None) -> Mask:
    """Where no gate is closed, bool (rows,), among those given: what to score where only that is wanted."""
    return open_rows(Columns.of([viewer]), columns, moment, among)


def _listed(rows: Rows, *arrays: npt.NDArray[Any]) -> list[list[Any]]:
    """What each of the arrays holds at `rows`."""
    return [each[rows].tolist() for each in arrays]


def _shown(own: tuple[int, int, int], ways: tuple[float, float], parts: Sequence[Part], cuts: Cuts) -> Ranked:
    counted = tuple([part for part in parts if part.weight > 0])
    score = sum([part.contribution for part in counted])
    return Ranked(own[0], own[1], score, band(score, cuts), counted, *ways, cuts)
