"""Weights learnt from decisions: a ridge regression of yes and no on the parts, drawn to documented weights.

A learnt version is still weights in (0, 1] over the same parts that sum to one, so that an explanation stays
true: the parts of a card are what its score is made of. Who decided is no input, nor is anybody's name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from matchmaker.matching.engine.bands import POSSIBLE_FROM, STRONG_FROM, Cuts
from matchmaker.matching.engine.weighting import Floats
from matchmaker.matching.engine.weights import Weights

ENOUGH = 60
"""Examples of a kind of pair below which its documented weights stay."""

ENOUGH_OF_EACH = 15
"""And so many of them must be a yes, so many a no."""

PRIOR = 150.0
"""Pseudo-examples that speak for the documented weights: at so many real ones, both count the same."""

EARLIER = 0.7
"""The share of the examples, the earliest ones, that weights are fitted on; the rest is for the replay."""

EVIDENCE: Mapping[int, float] = {0: 1.0, 1: 0.5, 2: 1.0, 3: 1.5}
"""How much an example counts by its grade: a click on "save" says less than a meeting both wanted."""

FARTHEST = 0.1
"""How far a cut-off may move at most: a curve says little where there were no examples."""

_CHEAP = 30.0  # the documented score as a feature of this size hardly pays for its coefficient


@dataclass(frozen=True, slots=True)
class Example:
    """One decided pair: the grade given, and the parts as they were when it was decided on.

    viewers: whose lists the decision judges, by id; kind: whose weights apply, see `Model.shares`; grade:
    from 0, a no, to 3, see `grading`; at: when it was decided; parts: values in [0, 1].
    """

    viewers: tuple[int, ...]
    kind: str
    grade: int
    at: datetime
    parts: Mapping[str, float]


def split(examples: Iterable[Example]) -> tuple[list[Example], list[Example]]:
    """Return the earlier examples to learn from and the later ones to judge by, cut at one moment."""
    ordered = sorted(examples, key=lambda one: one.at)
    if not ordered:
        return [], []
    first_later = ordered[min(int(len(ordered) * EARLIER), len(ordered) - 1)].at
    return (
        [one for one in ordered if one.at < first_later],
        [one for one in ordered if one.at >= first_later],
    )


def learn(examples: Iterable[Example], documented: Weights, version: str) -> Weights | None:
    """Return weights under `version`, or None where of no kind there are examples enough.

    Kinds without enough keep their documented weights and cut-offs.
    """
    held = list(examples)
    shares = {kind: _usable(held, kind, names) for kind, names in documented.by_kind.items()}
    learnt = {
        kind: _kind(found, documented.by_kind[kind]) for kind, found in shares.items() if _enough(found)
    }
    if not learnt:
        return None
    return Weights(
        version=version,
        by_kind={
            kind: learnt[kind][0] if kind in learnt else known for kind, known in documented.by_kind.items()
        },
        reading=documented.reading,
        cuts={kind: cuts for kind, (_, cuts) in learnt.items()},
    )


def score_of(example: Example, model: Weights) -> float:
    """Return what `model` would have scored the pair; a part that was not measured adds nothing."""
    return sum(weight * example.parts.get(name, 0.0) for name, weight in model.shares(example.kind).items())


def _usable(examples: Sequence[Example], kind: str, names: Iterable[str]) -> list[Example]:
    """Those whose parts were all measured, at a time when these parts made the score."""
    wanted = set(names)
    return [one for one in examples if one.kind == kind and wanted <= set(one.parts)]


def _enough(examples: Sequence[Example]) -> bool:
    agreed = sum(one.grade > 0 for one in examples)
    return len(examples) >= ENOUGH and min(agreed, len(examples) - agreed) >= ENOUGH_OF_EACH


def _kind(examples: Sequence[Example], documented: Mapping[str, float]) -> tuple[dict[str, float], Cuts]:
    """The shares of one kind and the cut-offs that go with them."""
    names = list(documented)
    known = np.array([documented[name] for name in names])
    parts = np.array([[one.parts[name] for name in names] for one in examples])
    agreed = np.array([one.grade > 0 for one in examples])
    evidence = np.array([EVIDENCE[one.grade] for one in examples])
    fitted = _directions(parts, known, agreed, evidence)
    believed = float(np.sum(evidence)) / (float(np.sum(evidence)) + PRIOR)
    shares = believed * fitted + (1.0 - believed) * known
    shares /= np.sum(shares)
    cuts = _cuts(parts @ known, parts @ shares, agreed, evidence)
    return dict(zip(names, shares.tolist(), strict=True)), cuts


def _directions(parts: Floats, known: Floats, agreed: Floats, evidence: Floats) -> Floats:
    """Fit how much each part speaks for a yes, as shares that sum to one, float64 (parts,).

    The documented score is a feature of its own that costs next to nothing, so the penalty falls on what
    departs from it. A part that speaks against a yes gets nothing: no explanation could say so in honesty.
    """
    features = np.column_stack([_CHEAP * (parts @ known), parts])
    coefficients, _ = _logistic(features, agreed, evidence)
    speaking = np.clip(_CHEAP * coefficients[0] * known + coefficients[1:], 0.0, None)
    total = float(np.sum(speaking))
    return speaking / total if total > 0.0 else known


def _cuts(before: Floats, after: Floats, agreed: Floats, evidence: Floats) -> Cuts:
    """Return the scores `after` learning at which a yes is as likely as at the documented cut-offs `before`.

    Both scores are calibrated on the same examples by a logistic curve. Where either curve does not rise, the
    documented cut-offs stay.
    """
    (old,), first = _logistic(before[:, None], agreed, evidence)
    (new,), second = _logistic(after[:, None], agreed, evidence)
    if old <= 0.0 or new <= 0.0:
        return Cuts()
    strong, possible = (
        float(np.clip((first + old * cut - second) / new, cut - FARTHEST, cut + FARTHEST))
        for cut in (STRONG_FROM, POSSIBLE_FROM)
    )
    return Cuts(strong, min(strong, possible))


def _logistic(features: Floats, agreed: Floats, evidence: Floats) -> tuple[Floats, float]:
    """Return the coefficients, float64 (features,), and the intercept."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, max_iter=1000).fit(features, agreed, sample_weight=evidence)
    coefficients: Floats = model.coef_[0]
    return coefficients, float(model.intercept_[0])
