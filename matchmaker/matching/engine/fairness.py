"""In which order a viewer reads those it should meet: fit first, then who has had little attention so far.

Only the order moves. Scores, parts and bands stay what they are, and whatever is at least possible stands
before whatever is weak. What the viewer wishes more or less of comes in beside it, see `wishes`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.columns import KINDS
from matchmaker.matching.engine.ranking import Scored
from matchmaker.matching.engine.top import TIE, Mask, Rows, best
from matchmaker.matching.engine.weighting import Floats
from matchmaker.matching.engine.wishes import Moved, within_reach

NEAR = 0.02
"""Scores closer than this are near-equals: who of them comes first changes from week to week and viewer."""

LOWERED = 0.2
"""What attention and scarcity take from the order at most, less than half of a band's width."""

REQUEST = 4.0
"""What one request counts, in impressions."""

RECENT = 28
"""Days: whom nobody was shown for so long is due a place."""

FIRST = 10
"""Places of a list that people read; the last of them is for somebody who is due."""

LATER = 3
"""By so many places somebody must come later, because of attention, for the card to say so."""

_BAND = 4.0  # more than any score and its adjustments: what sets possible apart from weak


@dataclass(frozen=True)
class Attention:
    """What each row had lately: float64 (rows,) each, but `last`, the int64 ordinal of a day, 0 for never.

    shown: impressions of the last 28 days, asked: requests received in them; left: the share in [0, 1] of
    what it takes this month that is left, 1 where it takes any number.
    """

    shown: Floats
    asked: Floats
    left: Floats
    last: npt.NDArray[np.int64]

    @classmethod
    def none(cls, rows: int) -> "Attention":
        """Nobody was shown or asked."""
        return cls(np.zeros(rows), np.zeros(rows), np.ones(rows), np.zeros(rows, dtype=np.int64))


Wishing = Callable[[Rows], Moved]
"""How the viewer's wishes move some of the rows of a `Scored`, ascending."""


@dataclass(frozen=True)
class Fair:
    """The order by which `Scored.top` lists, float64 (rows,), and what moved rows in it.

    later: where attention makes a row come later; moved: what wishes did, None where there are none, and `by`
    which where a row stands elsewhere by more than what rotates near-equals.
    """

    order: Floats
    later: Mask
    moved: Moved | None = None


def pressure(attention: Attention, among: Mask) -> Floats:
    """How much each row is sought already, float64 (rows,) in [0, 1]: the greater of attention and scarcity.

    Attention is a half for whom has had the mean of the rows `among`, of one impression at least.
    """
    had = attention.shown + REQUEST * attention.asked
    typical = max(1.0, float(np.mean(had[among]))) if np.any(among) else 1.0
    found: Floats = np.maximum(had / (had + typical), 1.0 - attention.left)
    return found


def fair(
    scored: Scored,
    attention: Attention,
    *,
    viewer: int,
    day: int,
    wishing: Wishing | None = None,
    limit: int | None = None,
) -> Fair:
    """The order of the rows of `scored` for `viewer` (an id) on `day` (an ordinal).

    A permutation of nothing but order: which rows are open stays with `scored`. The same arguments give the
    same order; it changes with the week, with what `attention` says, and with what the viewer wishes: that is
    asked of the rows which it may bring among the first `limit`. Raises ValueError where lengths differ.
    """
    if len(attention.shown) != len(scored.total):
        raise ValueError(f"attention of {len(attention.shown)} for {len(scored.total)} rows")
    likely = possible(scored)
    even = scored.total + NEAR * drawn(scored.columns.ids, viewer, week(day)) + _BAND * likely
    order = even - LOWERED * pressure(attention, scored.open & likely)
    later = _later(even, order, scored.open)
    moved = None
    if wishing is not None:
        rows = within_reach(order, scored.open, limit)
        moved = _told(wishing(rows), order[rows]).spread(rows, len(order))
        order += moved.shift
    due = _due(order, scored.open & likely, attention, day)
    if due is not None:
        order[due] = _at_the_end_of_the_first(order, scored.open)
        later[due] = False
    return Fair(order, later, moved)


def week(day: int) -> int:
    """The number of the week, from Monday on, that the ordinal `day` lies in."""
    return (day - 1) // 7


def drawn(ids: npt.NDArray[np.int64], viewer: int, number: int) -> Floats:
    """A number in [0, 1) for each id, the same for the same viewer and week: float64 (rows,)."""
    with np.errstate(over="ignore"):
        mixed = ids.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= np.uint64((viewer * 0xBF58476D1CE4E5B9 + number * 0x94D049BB133111EB) % 2**64)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    found: Floats = (mixed >> np.uint64(11)).astype(np.float64) / 2.0**53
    return found


def possible(scored: Scored) -> Mask:
    """Which rows are at least possible by the cut-offs of the model, bool (rows,)."""
    cuts = np.array([scored.model.cuts_of(kind).possible for kind in KINDS])
    found: Mask = scored.total >= cuts[scored.counterpart]
    return found


def _later(even: Floats, order: Floats, open_: Mask) -> Mask:
    moved = _places(order, open_) - _places(even, open_)
    return open_ & (moved >= LATER) & (even - order > NEAR)


def _told(moved: Moved, order: Floats) -> Moved:
    every = np.ones(len(order), dtype=bool)
    up = _places(order, every) - _places(order + moved.shift, every)
    return replace(moved, by=np.where((up * moved.shift > 0) & (np.abs(moved.shift) > NEAR), moved.by, -1))


def _places(order: Floats, open_: Mask) -> npt.NDArray[np.int64]:
    rows, _ = best(order, len(order), open_, positive=False)
    places = np.zeros(len(order), dtype=np.int64)
    places[rows] = np.arange(len(rows))
    return places


def _due(order: Floats, eligible: Mask, attention: Attention, day: int) -> int | None:
    """The row that waited longest past the first places, the better one of two; None where nobody is due."""
    first, _ = best(order, FIRST, eligible, positive=False)
    waiting = eligible & (attention.last < day - RECENT)
    waiting[first] = False
    rows = np.flatnonzero(waiting)
    if len(first) < FIRST or not len(rows):
        return None
    return int(rows[np.lexsort((rows, -order[rows], attention.last[rows]))[0]])


def _at_the_end_of_the_first(order: Floats, open_: Mask) -> float:
    """An order above the last of the first places, and where there is room below the one before it."""
    first, _ = best(order, FIRST, open_, positive=False)
    above, last = float(order[first[FIRST - 2]]), float(order[first[FIRST - 1]])
    return last + max((above - last) / 2, 2 * TIE)
