"""The order of a page: the ranking, moved a little by attention, and at its head what staff pinned."""

from dataclasses import dataclass

import numpy as np

from matchmaker.core import clock
from matchmaker.matching.attention import attention
from matchmaker.matching.engine import Ranked, Scored
from matchmaker.matching.engine.fairness import fair, possible
from matchmaker.matching.steering import Pairs
from matchmaker.profiles.models import Organisation

_AHEAD = 100.0  # more than any order of the engine


@dataclass(frozen=True)
class Ordered:
    """Whom to meet, in order; the ids of those that come later as many ask for them, and of the pinned."""

    found: list[Ranked]
    later: frozenset[int] = frozenset()
    pinned: frozenset[int] = frozenset()


def in_order(organisation: Organisation, scored: Scored, steered: Pairs, limit: int) -> Ordered:
    """Return the open rows of `scored` as the page of `organisation` lists them today."""
    had = attention(scored.columns, scored.open & possible(scored))
    moved = fair(scored, had, viewer=organisation.id, day=clock.today().toordinal())
    ids = scored.columns.ids
    pinned = np.isin(ids, list(steered.pinned))
    found = scored.top(limit, order=moved.order + _AHEAD * pinned)
    return Ordered(found, frozenset(ids[moved.later & ~pinned].tolist()), frozenset(ids[pinned].tolist()))
