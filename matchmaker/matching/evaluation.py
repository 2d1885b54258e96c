"""How well the served ranking agrees with what people decided, and how evenly it shows who may be shown."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.matching import moments, served, service
from matchmaker.matching.candidates import candidate
from matchmaker.matching.engine import Columns, Gate, metrics
from matchmaker.matching.engine.gates import masks
from matchmaker.matching.engine.metrics import Mean
from matchmaker.matching.grading import grades
from matchmaker.matching.served import View
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import WITH_DETAILS
from matchmaker.taxonomy import Hub

AT = 10
BATCH = 200
FOR_NOW = (Gate.NOT_PUBLISHED, Gate.PAUSED, Gate.FULL, Gate.DEADLINE)
"""Gates that close today though the pair was judged when they did not: such a pair judges no ranking."""


@dataclass(frozen=True)
class Judged:
    """One viewer's judged pairs: grades in the order in which they rank now, and all of them."""

    viewer: Organisation
    ranked: list[float]
    grades: list[float]


@dataclass
class Shown:
    """How often each organisation stands in a first ten, for everybody whom some viewer may be shown."""

    times: Counter[int] = field(default_factory=Counter)
    eligible: dict[int, Organisation] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """The figures of one group: of viewers down to `recall`, of those shown for the others.

    chance: what orders drawn at random would reach on the same judgements, far from 0 where lists are short.
    """

    group: str
    ndcg: Mean
    chance: Mean
    recall: Mean
    coverage: float
    exposure: float
    eligible: int


def evaluate(viewers: int, seed: int = 0) -> list[Line]:
    """Return the figures of everybody, then by direction, language and kind.

    Every judged pair counts; what is shown is looked up for so many `viewers` at most, drawn by `seed`.
    """
    view = served.view()
    judged = list(_judged(view))
    shown = _shown(view, viewers, seed)
    return [_line(name, judged, shown, of) for name, of in _groups(judged, shown)]


def _judged(view: View) -> Iterator[Judged]:
    known = grades()
    for viewer in _published(sorted(known)):
        if viewer.id in view.rows:
            yield _against(view, viewer, known[viewer.id])


def _against(view: View, viewer: Organisation, known: Mapping[int, int]) -> Judged:
    """Rank the judged ones alone: of the others nobody has said what they are worth."""
    scored = service.scored(view, viewer)
    closed = masks(Columns.of([candidate(viewer)]), view.columns, moments.now())
    away = np.logical_or.reduce([closed[gate] for gate in FOR_NOW])
    rows = {view.rows[other]: grade for other, grade in known.items() if other in view.rows}
    counted = {row: float(grade) for row, grade in rows.items() if not away[row]}
    order = sorted((row for row in counted if scored.open[row]), key=lambda row: (-scored.total[row], row))
    return Judged(viewer, [counted[row] for row in order], list(counted.values()))


def _shown(view: View, viewers: int, seed: int) -> Shown:
    ids = sorted(view.rows)
    drawn = sorted(random.Random(seed).sample(ids, min(viewers, len(ids))))  # noqa: S311  (a sample, no secret)
    reader, shown, may_be = User(id=0, role=Role.STAFF, staff_hub=Hub.PARIS), Shown(), set()
    for viewer in _published(drawn):
        may_be |= set(view.columns.ids[service.scored(view, viewer).open].tolist())
        for kind in service.kinds_for(viewer):
            shown.times.update(one.id for one in service.ranked(viewer, kind, reader, limit=AT))
    shown.eligible.update((one.id, one) for one in _published(sorted(may_be)))
    return shown


def _published(ids: Sequence[int]) -> Iterator[Organisation]:
    """Yield the organisations of `ids`, a batch in memory at a time."""
    for start in range(0, len(ids), BATCH):
        chosen = Organisation.id.in_(ids[start : start + BATCH])
        statement = select(Organisation).where(chosen).order_by(Organisation.id).options(*WITH_DETAILS)
        yield from db.session.scalars(statement).unique()


Belongs = Callable[[Organisation], bool]


def _groups(judged: Sequence[Judged], shown: Shown) -> Iterator[tuple[str, Belongs]]:
    everybody = [*(one.viewer for one in judged), *shown.eligible.values()]
    yield "all", lambda one: True
    for name, of in _KEYS.items():
        for value in sorted({of(one) for one in everybody}):
            yield f"{name}: {value}", lambda one, of=of, value=value: of(one) == value  # type: ignore[misc]


_KEYS: Mapping[str, Callable[[Organisation], str]] = {
    "direction": lambda one: "paris_to_sv" if one.hub is Hub.PARIS else "sv_to_paris",
    "language": lambda one: one.lang.value,
    "kind": lambda one: one.kind.value,
}


def _line(group: str, judged: Sequence[Judged], shown: Shown, belongs: Belongs) -> Line:
    lists = [one for one in judged if belongs(one.viewer)]
    eligible = [id_ for id_, one in shown.eligible.items() if belongs(one)]
    return Line(
        group,
        metrics.mean(metrics.ndcg(one.ranked, one.grades, at=AT) for one in lists),
        metrics.mean(metrics.ndcg_by_chance(one.grades, at=AT) for one in lists),
        metrics.mean(metrics.recall(one.ranked, one.grades, at=AT) for one in lists),
        metrics.coverage([list(shown.times)], eligible),
        metrics.gini([shown.times[id_] for id_ in eligible]),
        len(eligible),
    )
