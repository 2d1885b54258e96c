"""The order of a page: the ranking, moved a little by attention and wishes, at its head what staff pinned."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from matchmaker.core import clock
from matchmaker.matching.attention import attention
from matchmaker.matching.engine import Ranked, Scored
from matchmaker.matching.engine.fairness import Fair, Wishing, fair, possible
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.order_models import Wish
from matchmaker.matching.steering import Pairs
from matchmaker.profiles.models import Organisation

REACH = 0.6
"""By how much less than another a weak row may score and yet stand before it.

More than near-equals, attention, scarcity and wishes move together: see `engine.fairness`, `engine.wishes`.
"""

_AHEAD = 100.0  # more than any order of the engine


@dataclass(frozen=True)
class Ordered:
    """Whom to meet, in order; the ids of those that come later as sought or scarce, and of the pinned.

    moved: the wish by which a row stands elsewhere, and whom that names, by the id of the row.
    """

    found: list[Ranked]
    later: frozenset[int] = frozenset()
    pinned: frozenset[int] = frozenset()
    moved: Mapping[int, tuple[Wish, int]] = field(default_factory=dict)


def in_order(
    organisation: Organisation, scored: Scored, steered: Pairs, limit: int, wishing: Wishing | None = None
) -> Ordered:
    """Return the open rows of `scored` as the page of `organisation` lists them today."""
    had = attention(scored.columns, scored.open & possible(scored))
    day = clock.today().toordinal()
    order = fair(scored, had, viewer=organisation.id, day=day, wishing=wishing, limit=limit)
    ids = scored.columns.ids
    pinned = np.isin(ids, list(steered.pinned))
    found = scored.top(limit, order=order.order + _AHEAD * pinned)
    return Ordered(
        found,
        frozenset(ids[order.later & ~pinned].tolist()),
        frozenset(ids[pinned].tolist()),
        _wished(scored, order, ~pinned),
    )


def _wished(scored: Scored, order: Fair, told: Mask) -> dict[int, tuple[Wish, int]]:
    if order.moved is None:
        return {}
    rows = np.flatnonzero(told & (order.moved.by >= 0))
    ups, named = order.moved.shift[rows] > 0, order.moved.by[rows]
    return {
        id_: (Wish.MORE if up else Wish.LESS, by)
        for id_, up, by in zip(scored.columns.ids[rows].tolist(), ups.tolist(), named.tolist(), strict=True)
    }
