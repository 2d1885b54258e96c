"""The ranking: gates first, then documented weights over parts in [0, 1], with every part shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.bands import Band, Cuts, band
from matchmaker.matching.engine.candidates import Candidate
from matchmaker.matching.engine.columns import KINDS, Columns
from matchmaker.matching.engine.fit import Cosines, Fit
from matchmaker.matching.engine.gates import STARTUP, open_rows, possible_rows
from matchmaker.matching.engine.moment import UNDATED, Moment
from matchmaker.matching.engine.parts import Pair, Valued, measured
from matchmaker.matching.engine.top import Mask, Rows, best
from matchmaker.matching.engine.weighting import Floats
from matchmaker.matching.engine.weights import PART_NAMES, WEIGHTS, Model

Kinds = npt.NDArray[np.integer[Any]]
"""Places in KINDS, one for each row."""


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
    cosines: Cosines,
    *,
    model: Model = WEIGHTS,
    moment: Moment = UNDATED,
    among: Mask | None = None,
) -> Scored:
    """Gates, parts and totals of `viewer` with every candidate, or those `among`.

    Raises ValueError where lengths differ.
    """
    columns = candidates if isinstance(candidates, Columns) else Columns.of(candidates)
    if len(cosines) != len(columns):
        message = f"cosines of {len(cosines)} for {len(columns)} candidates"
        raise ValueError(message)
    rows = np.arange(len(columns)) if among is None else np.flatnonzero(among)
    if among is not None:
        columns, cosines = columns.take(rows), cosines.take(rows)
    one = Columns.of([viewer])
    counterpart = columns.kind if one.kind[0] == STARTUP else np.full(len(columns), one.kind[0])
    weights = _weights(counterpart, model)
    names = [name for name in PART_NAMES if name in weights]
    parts, fit = measured(Pair.of(one, columns, moment), cosines, model.reading, names)
    total = np.zeros(len(columns))
    for name in names:
        total += weights[name] * parts[name].value
    open_ = open_rows(one, columns, moment)
    return Scored(columns, rows, parts, weights, fit, total, open_, counterpart, model)


def rank(
    viewer: Candidate,
    candidates: Columns | Iterable[Candidate],
    cosines: Cosines,
    *,
    model: Model = WEIGHTS,
    moment: Moment = UNDATED,
    among: Mask | None = None,
    limit: int | None = None,
) -> list[Ranked]:
    """Whom `viewer` should meet, best first, ties by lower row; closed gates leave candidates out.

    `cosines` are those of the viewer's texts with the candidates' in their order. `among` is a boolean mask
    that narrows the list further (a filter of the page); `limit` keeps the first so many.
    """
    columns = candidates if isinstance(candidates, Columns) else Columns.of(candidates)
    open_ = open_among(viewer, columns, moment, among)
    return score(viewer, columns, cosines, model=model, moment=moment, among=open_).top(limit)


def open_among(viewer: Candidate, columns: Columns, moment: Moment, among: Mask | None = None) -> Mask:
    """Where no gate is closed, bool (rows,), among those given: what to score where only that is wanted."""
    one = Columns.of([viewer])
    rows = np.flatnonzero(possible_rows(one, columns) if among is None else among)
    found = np.zeros(len(columns), dtype=bool)
    found[rows] = open_rows(one, columns.take(rows), moment)
    return found


def _weights(counterpart: Kinds, model: Model) -> dict[str, Floats]:
    """The weight of each part in each row, by the kind of the startup's counterpart."""
    there = [place for place in range(len(KINDS)) if np.any(counterpart == place)]
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
