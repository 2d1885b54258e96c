"""The ranking: gates first, then documented weights over parts in [0, 1], with every part shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.engine import parts
from matchmaker.matching.engine.bands import Band, band
from matchmaker.matching.engine.candidates import Candidate
from matchmaker.matching.engine.columns import Columns
from matchmaker.matching.engine.parts import Valued
from matchmaker.matching.engine.top import Mask, best
from matchmaker.matching.engine.weighting import Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts; text to theme sum to one. Every decision is stored with the version.

    text_scale: the cosine at which the text part reaches 1 - 1/e, that of two texts on the same subject.
    """

    version: str
    text: float
    needs: float
    sector: float
    theme: float
    text_scale: float

    def of(self, part: str) -> float:
        """The weight of the part of that name."""
        return float(getattr(self, part))


WEIGHTS = Weights(version="2026-11", text=0.55, needs=0.2, sector=0.15, theme=0.1, text_scale=0.15)


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
    """A candidate worth meeting: `row` among those given, and parts whose contributions sum to `score`."""

    row: int
    id: int
    score: float
    band: Band
    parts: tuple[Part, ...]


def rank(
    viewer: Candidate,
    candidates: Columns | Iterable[Candidate],
    text_scores: Floats,
    *,
    weights: Weights = WEIGHTS,
    among: Mask | None = None,
    limit: int | None = None,
) -> list[Ranked]:
    """Whom `viewer` should meet, best first, ties by lower row; closed gates leave candidates out.

    `text_scores` are cosines in the order of `candidates`, as `TextIndex.scores` gives them, float64
    (candidates,). `among` is a boolean mask that narrows the list further (a filter of the page); `limit`
    keeps the first so many. Raises ValueError where lengths differ.
    """
    columns = candidates if isinstance(candidates, Columns) else Columns.of(candidates)
    if len(text_scores) != len(columns):
        message = f"{len(text_scores)} text scores for {len(columns)} candidates"
        raise ValueError(message)
    valued = _valued(viewer, columns, parts.text(text_scores, weights.text_scale))
    total = np.zeros(len(columns))
    for name, part in valued.items():
        total += weights.of(name) * part.value
    open_ = columns.open_to(viewer) if among is None else columns.open_to(viewer) & among
    rows, _ = best(total, len(columns) if limit is None else limit, open_, positive=False)
    return [_ranked(row, columns, valued, weights) for row in rows.tolist()]


def _valued(viewer: Candidate, columns: Columns, text: Valued) -> Mapping[str, Valued]:
    structured = {name: value(viewer, columns) for name, value in parts.STRUCTURED.items()}
    return {"text": text, **structured}


def _ranked(row: int, columns: Columns, valued: Mapping[str, Valued], weights: Weights) -> Ranked:
    shown = tuple(_part(name, weights.of(name), part, row) for name, part in valued.items())
    score = sum(part.contribution for part in shown)
    return Ranked(row, int(columns.ids[row]), score, band(score), shown)


def _part(name: str, weight: float, valued: Valued, row: int) -> Part:
    value = float(valued.value[row])
    return Part(name, weight, value, weight * value, bool(valued.stated[row]))
