"""Two versions of the weights on later decisions: which of them ranks what people wanted higher."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from matchmaker.matching.engine import metrics
from matchmaker.matching.engine.learning import Example, score_of
from matchmaker.matching.engine.metrics import Mean
from matchmaker.matching.engine.weighting import Floats
from matchmaker.matching.engine.weights import Weights

AT = 10
VIEWERS = 20
"""Viewers with a figure below which no difference is believed: an interval over fewer is too narrow."""

LEVEL = 0.999
"""Of the interval of a gain: the question is asked again whenever decisions came in, year after year, and
percentiles over some dozens of viewers are too narrow rather than too wide."""

_ROUNDS, _SEED = 10_000, 0

Figure = Callable[[Sequence[Example], Weights], float | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure over the same viewers: its mean by either version, and the gain with its interval."""

    current: float
    candidate: float
    gain: Mean

    @property
    def is_better(self) -> bool:
        """Whether the candidate gains more than noise, over viewers enough."""
        return self.gain.queries >= VIEWERS and self.gain.low > 0.0


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay over `decisions` held-out decisions found."""

    decisions: int
    ndcg: Comparison
    auc: Comparison

    @property
    def is_better(self) -> bool:
        """Whether the candidate is better by both figures."""
        return self.ndcg.is_better and self.auc.is_better

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "decisions": self.decisions,
            "ndcg": _plain(self.ndcg),
            "auc": _plain(self.auc),
            "better": self.is_better,
        }


def replay(current: Weights, candidate: Weights, later: Sequence[Example]) -> Replay:
    """Rank each viewer's decided pairs by both versions and compare viewer by viewer.

    nDCG@10 takes the grades, AUC a yes against a no; of a viewer with several lists, the mean over them. The
    intervals resample viewers, each with both of its figures.
    """
    lists = list(_lists(later))
    return Replay(
        len(later), _compared(ndcg, lists, current, candidate), _compared(auc, lists, current, candidate)
    )


def ndcg(listed: Sequence[Example], model: Weights) -> float | None:
    """nDCG@10 of one list; None where nothing in it was wanted, or nothing can be put in a wrong order."""
    grades = [float(one.grade) for one in listed]
    if len(set(grades)) < 2:
        return None
    order = sorted(range(len(listed)), key=lambda place: (-score_of(listed[place], model), place))
    return metrics.ndcg([grades[place] for place in order], grades, at=AT)


def auc(listed: Sequence[Example], model: Weights) -> float | None:
    """The chance that what was wanted scores above what was not; None without both."""
    return metrics.auc([score_of(one, model) for one in listed], [one.grade > 0 for one in listed])


def _lists(examples: Sequence[Example]) -> Iterator[tuple[int, list[Example]]]:
    """Yield each viewer with each of its lists: a startup has one for each kind of counterpart."""
    placed = [(viewer, one.kind, one) for one in examples for viewer in one.viewers]
    placed.sort(key=lambda each: each[:2])
    for (viewer, _), held in groupby(placed, key=lambda each: each[:2]):
        yield viewer, [one for *_, one in held]


def _compared(
    figure: Figure, lists: Iterable[tuple[int, list[Example]]], current: Weights, candidate: Weights
) -> Comparison:
    found: dict[int, list[tuple[float, float]]] = {}
    for viewer, listed in lists:
        before, after = figure(listed, current), figure(listed, candidate)
        if before is not None and after is not None:
            found.setdefault(viewer, []).append((before, after))
    return _comparison(found)


def _comparison(found: Mapping[int, Sequence[tuple[float, float]]]) -> Comparison:
    if not found:
        return Comparison(0.0, 0.0, Mean(0.0, 0.0, 0.0, 0))
    figures = np.array([np.mean(pairs, axis=0) for pairs in found.values()])
    gains: Floats = figures[:, 1] - figures[:, 0]
    drawn = np.random.default_rng(_SEED).integers(len(gains), size=(_ROUNDS, len(gains)))
    low, high = np.quantile(np.mean(gains[drawn], axis=1), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    before, after = np.mean(figures, axis=0)
    return Comparison(
        float(before), float(after), Mean(float(np.mean(gains)), float(low), float(high), len(gains))
    )


def _plain(one: Comparison) -> dict[str, Any]:
    gain = one.gain
    return {
        "current": one.current,
        "candidate": one.candidate,
        "gain": gain.value,
        "low": gain.low,
        "high": gain.high,
        "viewers": gain.queries,
    }
