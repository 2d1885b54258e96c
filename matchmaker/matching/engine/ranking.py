"""The ranking: gates first, then documented weights over parts in [0, 1], with every part shown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.bands import Band, Cuts, band
from matchmaker.matching.engine.candidates import Candidate
from matchmaker.matching.engine.columns import KINDS, Columns
from matchmaker.matching.engine.contenders import contenders
from matchmaker.matching.engine.fit import Cosines, Fit
from matchmaker.matching.engine.gates import open_rows
from matchmaker.matching.engine.moment import UNDATED, Moment
from matchmaker.matching.engine.pair import STARTUP, Pair
from matchmaker.matching.engine.parts import Valued, measured
from matchmaker.matching.engine.top import Mask, Rows, best
from matchmaker.matching.engine.weighting import Floats
from matchmaker.matching.engine.weights import PART_NAMES, WEIGHTS, Model

Kinds = npt.NDArray[np.integer[Any]]
"""Places in KINDS, one for each row."""

Near = Callable[[Rows], Cosines]
"""The cosines of a viewer's texts with those of some rows, ascending."""


@dataclass(frozen=True, slots=True)
class Part:
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
        return [self._shown(int(row)) for row in rows.tolist()]

    def _shown(self, row: int) -> Ranked:
        parts = tuple(
            _part(name, float(self.weights[name][row]), valued, row)
            for name, valued in self.parts.items()
            if self.weights[name][row] > 0
        )
        score = sum(part.contribution for part in parts)
        cuts = self.model.cuts_of(KINDS[int(self.counterpart[row])])
        return Ranked(
            int(self.rows[row]),
            int(self.columns.ids[row]),
            score,
            band(score, cuts),
            parts,
            float(self.fit.theirs[row]),
            float(self.fit.mine[row]),
            cuts,
        )


def score(
    viewer: Candidate,
    candidates: Columns | Iterable[Candidate],
    cosines: Cosines | Near,
    *,
    model: Model = WEIGHTS,
    moment: Moment = UNDATED,
    among: Mask | None = None,
) -> Scored:
    """Gates, parts and totals of `viewer` with every candidate, or those `among`; `cosines` as in `rank`.

    Raises ValueError where lengths differ.
    """
    columns = _columns(candidates, cosines)
    rows = np.arange(len(columns)) if among is None else np.flatnonzero(among)
    columns = columns if among is None else columns.take(rows)
    pair = Pair.of(Columns.of([viewer]), columns, moment)
    return _scored(pair, rows, _near(cosines, rows), model, open_rows(pair.viewer, columns, moment))


def rank(
    viewer: Candidate,
    candidates: Columns | Iterable[Candidate],
    cosines: Cosines | Near,
    *,
    model: Model = WEIGHTS,
    moment: Moment = UNDATED,
    among: Mask | None = None,
    limit: int | None = None,
) -> list[Ranked]:
    """Whom `viewer` should meet, best first, ties by lower row; closed gates leave candidates out.

    `cosines` are those of the viewer's texts with the candidates' in their order, or give those of the rows
    asked for. `among` is a boolean mask that narrows the list further (a filter of the page); `limit` keeps
    the first so many, at a fraction of the cost of all.
    """
    columns = _columns(candidates, cosines)
    pair = Pair.of(Columns.of([viewer]), columns, moment)
    rows = np.flatnonzero(open_rows(pair.viewer, columns, moment, among))
    near, pair = _near(cosines, rows), pair.take(rows)
    if limit is not None:
        kept = contenders(pair, near, _weights(_counterpart(pair), model), model.reading, limit)
        pair, rows, near = pair.take(kept), rows[kept], near.take(kept)
    return _scored(pair, rows, near, model, np.ones(len(rows), dtype=bool)).top(limit)


def _columns(candidates: Columns | Iterable[Candidate], cosines: Cosines | Near) -> Columns:
    columns = candidates if isinstance(candidates, Columns) else Columns.of(candidates)
    if isinstance(cosines, Cosines) and len(cosines) != len(columns):
        message = f"cosines of {len(cosines)} for {len(columns)} candidates"
        raise ValueError(message)
    return columns


def _near(cosines: Cosines | Near, rows: Rows) -> Cosines:
    if not isinstance(cosines, Cosines):
        return cosines(rows)
    return cosines if len(rows) == len(cosines) else cosines.take(rows)


def _scored(pair: Pair, rows: Rows, cosines: Cosines, model: Model, open_: Mask) -> Scored:
    columns, counterpart = pair.others, _counterpart(pair)
    weights = _weights(counterpart, model)
    parts, fit = measured(pair, cosines, model.reading, list(weights))
    total = np.zeros(len(columns))
    for name, weight in weights.items():
        total += weight * parts[name].value
    return Scored(columns, rows, parts, weights, fit, total, open_, counterpart, model)


def _counterpart(pair: Pair) -> Kinds:
    """Whose weights apply in each row."""
    kind = int(pair.viewer.kind[0])
    return pair.others.kind if kind == STARTUP else np.full(len(pair.others), kind)


def open_among(viewer: Candidate, columns: Columns, moment: Moment, among: Mask | None = None) -> Mask:
    """Where no gate is closed, bool (rows,), among those given: what to score where only that is wanted."""
    return open_rows(Columns.of([viewer]), columns, moment, among)


def _weights(counterpart: Kinds, model: Model) -> dict[str, Floats]:
    """The weight of each part in each row, by the kind of the startup's counterpart."""
    there = set(np.flatnonzero(np.bincount(counterpart, minlength=len(KINDS))).tolist())
    shares = [model.shares(kind) if place in there else {} for place, kind in enumerate(KINDS)]
    found: dict[str, Floats] = {}
    for name in PART_NAMES:
        by_kind = np.array([share.get(name, 0.0) for share in shares])
        if np.any(by_kind):
            found[name] = by_kind[counterpart]
    return found


def _part(name: str, weight: float, valued: Valued, row: int) -> Part:
    value = float(valued.value[row])
    return Part(name, weight, value, weight * value, bool(valued.stated[row]))
