"""Parts of a score: how well two organisations fit in one respect, in [0, 1], the same from either side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.engine.candidates import Candidate
from matchmaker.matching.engine.columns import Columns, offers_of
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.weighting import Floats

NOT_STATED = 0.3
"""What a part is worth where a side says nothing: less than a fit, more than a miss."""

GENERALIST = 0.5
"""What `any` among the sectors of one side is worth: open to the other, not made for it."""

GENERALIST_CODE = "any"


@dataclass(frozen=True)
class Valued:
    """One part for all candidates: `value` float64 in [0, 1], `stated` where both sides said enough."""

    value: Floats
    stated: Mask


def text(cosines: Floats, scale: float) -> Valued:
    """Similarity of texts from their cosines: 1 - exp(-cosine / scale).

    Cosines over words and pairs of words crowd near zero: for 150 real startups the nearest of 1,944 real
    funds has a median cosine of 0.05. This keeps their order, spreads them over [0, 1] and stays proportional
    where they are small, so that one shared word counts for little.
    """
    value = -np.expm1(-np.clip(cosines, 0.0, 1.0) / scale)
    return Valued(value, np.ones(len(value), dtype=bool))


def needs(viewer: Candidate, others: Columns) -> Valued:
    """Typed needs of each side covered by typed offers of the other, mean over the sides that state needs.

    A side whose needs meet no stated offers is worth `NOT_STATED`.
    """
    offered = offers_of(viewer)
    mine = _covered(others.offers.shared(viewer.needs), len(viewer.needs), others.offers.counts() > 0)
    theirs = _covered(others.needs.shared(offered), others.needs.counts(), bool(offered))
    asking = np.array([np.full(len(others), bool(viewer.needs)), others.needs.counts() > 0])
    answered = asking & np.array([others.offers.counts() > 0, np.full(len(others), bool(offered))])
    mean = np.sum(np.where(asking, [mine, theirs], 0.0), axis=0) / np.maximum(np.sum(asking, axis=0), 1)
    stated = np.any(answered, axis=0)
    return Valued(np.where(stated, mean, NOT_STATED), stated)


def sector(viewer: Candidate, others: Columns) -> Valued:
    """Shared sectors over the shorter of the two lists, at least `GENERALIST` where a side says `any`.

    Over the shorter list, because an investor who names three sectors wants a startup of any one of them.
    """
    any_theirs = others.sectors.shared({GENERALIST_CODE})
    generalist = (any_theirs > 0) | (GENERALIST_CODE in viewer.sectors)
    special = viewer.sectors - {GENERALIST_CODE}
    overlap = _overlap(others.sectors.shared(special), len(special), others.sectors.counts() - any_theirs)
    value = np.where(generalist, np.maximum(overlap, GENERALIST), overlap)
    return _where_stated(value, bool(viewer.sectors) & (others.sectors.counts() > 0))


def theme(viewer: Candidate, others: Columns) -> Valued:
    """Shared urban themes over the shorter of the two lists."""
    lengths = others.themes.counts()
    value = _overlap(others.themes.shared(viewer.themes), len(viewer.themes), lengths)
    return _where_stated(value, bool(viewer.themes) & (lengths > 0))


def _covered(met: Floats, asked: Floats | int, offered: Mask | bool) -> Floats:
    """The share of needs that offers meet, `NOT_STATED` where nothing is offered."""
    share: Floats = np.where(offered, met / np.maximum(asked, 1), NOT_STATED)
    return share


def _overlap(shared: Floats, length: int, lengths: Floats) -> Floats:
    overlap: Floats = shared / np.maximum(np.minimum(length, lengths), 1.0)
    return overlap


def _where_stated(value: Floats, stated: Mask) -> Valued:
    return Valued(np.where(stated, value, NOT_STATED), stated)


STRUCTURED: Mapping[str, Callable[[Candidate, Columns], Valued]] = {
    "needs": needs,
    "sector": sector,
    "theme": theme,
}
"""The parts that codes decide, by name, in the order in which a page shows them after the text."""
