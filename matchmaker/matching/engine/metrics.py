"""How good a ranking is, from graded judgements: pure figures over lists of grades in the order ranked.

A list of grades is one query: what its viewer was shown, best rank first, as grades from 0 (nothing to gain)
upwards. `judged` are the grades of everything the viewer could have been shown, in any order. A query without
anything relevant has no figure: None, to be left out of a mean rather than counted as nought.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.weighting import Floats

RELEVANT = 2.0
"""The grade from which a pair counts as relevant where a figure knows but yes and no."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over `queries` queries, with the ends of its 95 % interval; all zero over no query."""

    value: float
    low: float
    high: float
    queries: int


def gains(grades: Sequence[float]) -> Floats:
    """What each grade is worth in nDCG: 2 ** grade - 1, float64 (grades,)."""
    worth: Floats = np.exp2(np.asarray(grades, dtype=np.float64)) - 1.0
    return worth


def ndcg(ranked: Sequence[float], judged: Sequence[float], *, at: int = 10) -> float | None:
    """Discounted gain of the first `at` over the best possible one, in [0, 1]; discount log2(rank + 1)."""
    ideal = _discounted(sorted(judged, reverse=True)[:at])
    return _discounted(ranked[:at]) / ideal if ideal > 0 else None


def ndcg_by_chance(judged: Sequence[float], *, at: int = 10) -> float | None:
    """The expected `ndcg` of an order drawn at random: what a short list reaches without any ranking."""
    ideal = _discounted(sorted(judged, reverse=True)[:at])
    if ideal <= 0:
        return None
    return float(np.mean(gains(judged)) * np.sum(_discounts(min(len(judged), at)))) / ideal


def recall(
    ranked: Sequence[float], judged: Sequence[float], *, at: int = 10, relevant: float = RELEVANT
) -> float | None:
    """The share of all relevant ones that stand among the first `at`."""
    wanted = sum(grade >= relevant for grade in judged)
    return sum(grade >= relevant for grade in ranked[:at]) / wanted if wanted else None


def reciprocal_rank(
    ranked: Sequence[float], judged: Sequence[float], *, relevant: float = RELEVANT
) -> float | None:
    """One over the rank of the first relevant one, 0 where none of them was ranked."""
    if not any(grade >= relevant for grade in judged):
        return None
    return next((1.0 / rank for rank, grade in enumerate(ranked, start=1) if grade >= relevant), 0.0)


def auc(scores: Sequence[float], relevant: Sequence[bool]) -> float | None:
    """The chance that a relevant one scores above an irrelevant one, ties worth a half; None without both."""
    values, wanted = np.asarray(scores, dtype=np.float64), np.asarray(relevant, dtype=bool)
    good, bad = values[wanted], np.sort(values[~wanted])
    if not (len(good) and len(bad)):
        return None
    below = np.searchsorted(bad, good, side="left") + np.searchsorted(bad, good, side="right")
    return float(np.mean(below) / (2 * len(bad)))


def coverage(shown: Iterable[Collection[Hashable]], eligible: Collection[Hashable]) -> float:
    """The share of `eligible` that stands in at least one of the lists shown; 1 where nobody is eligible."""
    seen = {one for each in shown for one in each}
    return len(seen & set(eligible)) / len(set(eligible)) if eligible else 1.0


def gini(exposures: Sequence[float]) -> float:
    """How unevenly exposure is spread: 0 where all have the same, (n - 1) / n where one has it all."""
    sorted_ = np.sort(np.asarray(exposures, dtype=np.float64))
    total = float(np.sum(sorted_))
    if total <= 0:
        return 0.0
    ranks = np.arange(1, len(sorted_) + 1)
    return float(np.sum((2 * ranks - len(sorted_) - 1) * sorted_) / (len(sorted_) * total))


def mean(figures: Iterable[float | None], *, rounds: int = 2_000, seed: int = 0) -> Mean:
    """The mean of the queries that have a figure, with a 95 % percentile bootstrap interval over queries.

    The draws are seeded: the same figures give the same interval.
    """
    known = np.array([figure for figure in figures if figure is not None], dtype=np.float64)
    if not len(known):
        return Mean(0.0, 0.0, 0.0, 0)
    drawn = _resampled(known, rounds, seed)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Mean(float(np.mean(known)), float(low), float(high), len(known))


def _resampled(known: Floats, rounds: int, seed: int) -> Floats:
    places: npt.NDArray[np.int64] = np.random.default_rng(seed).integers(
        len(known), size=(rounds, len(known))
    )
    means: Floats = np.mean(known[places], axis=1)
    return means


def _discounted(grades: Sequence[float]) -> float:
    return float(np.sum(gains(grades) * _discounts(len(grades))))


def _discounts(ranks: int) -> Floats:
    discounts: Floats = 1.0 / np.log2(np.arange(2, ranks + 2))
    return discounts
