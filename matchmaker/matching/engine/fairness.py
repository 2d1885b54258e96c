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
"""What attention takes from the order at most, from those who take any number of introductions."""

SCARCE = 0.3
"""What somebody loses in the order whom one more introduction would fill; with two left half of it.

So those who take few are not asked first by all, and full and shown to nobody for the rest of the month.
"""

REQUEST = 4.0
"""What one request counts, in impressions."""

RECENT = 28
"""Days: whom nobody was shown for so long is due a place."""

FIRST, DUE, DUE_WEAK = 10, 2, 4
"""Places of a list that people read; the last of them are for those who are due.

More of them where fewer than these are possible: between weak ones fit hardly tells.
"""

LATER = 3
"""By so many places somebody must come later, because of attention, for the card to say so."""

_BAND = 4.0  # more than any score and its adjustments: what sets possible apart from weak


@dataclass(frozen=True)
class Attention:
    """What each row had lately: float64 (rows,) each, but `last`, the int64 ordinal of a day, 0 for never.

    shown: impressions of the last 28 days, asked: requests received in them; left: the introductions it
    takes this month that are left, infinity where it takes any number.
    """

    shown: Floats
    asked: Floats
    left: Floats
    last: npt.NDArray[np.int64]

    @classmethod
    def none(cls, rows: int) -> "Attention":
        """Nobody was shown or asked."""
        return cls(np.zeros(rows), np.zeros(rows), np.full(rows, np.inf), np.zeros(rows, dtype=np.int64))


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


def lowered(attention: Attention, among: Mask) -> Floats:
    """What is taken from the order of each row, float64 (rows,), by attention or by scarcity.

    Attention takes half of `LOWERED` from whom has had the mean of the rows `among`, one impression at least.
    Whoever says how many introductions it takes is lowered by what is left of them alone: attention would put
    those first who were shown little because they were full, and fill them again at once.
    """
    had = attention.shown + REQUEST * attention.asked
    typical = max(1.0, float(np.mean(had[among]))) if np.any(among) else 1.0
    scarce = SCARCE / np.maximum(attention.left, 1.0)
    return np.where(np.isfinite(attention.left), scarce, LOWERED * had / (had + typical))


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
    order = even - lowered(attention, scored.open & likely)
    later = _later(even, order, scored.open)
    moved = None
    if wishing is not None:
        rows = within_reach(order, scored.open, limit)
        moved = _told(wishing(rows), order[rows]).spread(rows, len(order))
        order += moved.shift
    due = _due(order, scored.open, likely, attention, day)
    order[due] = _at_the_end_of_the_first(order, scored.open, len(due))
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


def _due(order: Floats, open_: Mask, likely: Mask, attention: Attention, day: int) -> Rows:
    """The rows that are due one of the last of the first places, the better one of two first.

    They are possible where there are enough of these, else weak. First who was not shown for `RECENT` days,
    the longest wait first, then who was shown less than the mean, the least shown first.
    """
    first, _ = best(order, FIRST, open_, positive=False)
    if len(first) < FIRST:
        return np.zeros(0, dtype=np.int64)
    good = int(np.count_nonzero(open_ & likely))
    eligible, places = (likely, DUE) if good >= FIRST else (~likely, min(DUE_WEAK, FIRST - good))
    eligible = open_ & eligible
    long, shown = attention.last < day - RECENT, attention.shown
    waiting = eligible & (long | (shown < np.mean(shown[eligible])))
    waiting[first[: FIRST - places]] = False
    rows = np.flatnonzero(waiting)
    often = np.where(long[rows], 0.0, shown[rows])
    longest = np.lexsort((rows, -order[rows], attention.last[rows], often, ~long[rows]))
    due = rows[longest[:places]]
    return due[np.lexsort((due, -order[due]))]


def _at_the_end_of_the_first(order: Floats, open_: Mask, number: int) -> Floats:
    """So many falling orders that stand before as many of the first places, and after the others of them."""
    first, _ = best(order, FIRST, open_, positive=False)
    if not number:
        return np.zeros(0)
    above, below = order[first[FIRST - number - 1 : FIRST - number + 1]].tolist()
    step = max((above - below) / (number + 1), 2 * TIE)
    found: Floats = below + step * np.arange(number, 0, -1)
    return found
