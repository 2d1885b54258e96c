"""More or less like this: an order of one viewer within a bound, by nothing that a teaser hides."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.engine import Amounts, Candidate, Columns, Cosines, Mass, Scored, score, typed
from matchmaker.matching.engine.bands import Band
from matchmaker.matching.engine.fairness import Attention, Fair, Wishing, fair
from matchmaker.matching.engine.top import Rows
from matchmaker.matching.engine.wishes import WISHED, Moved, likeness, moved

DAY = 739_942
FUND = Candidate(id=0, kind="investor", hub="silicon_valley", sectors=frozenset({"water"}))


def _cosines(near: Sequence[float]) -> Cosines:
    values, words = np.array(near, dtype=np.float64), np.full(len(near), 50.0)
    return Cosines(values, values, values, values, Mass(words[:1], words[:1]), Mass(words, words))


def _scored(fits: Sequence[float]) -> Scored:
    viewer = Candidate(id=1000, kind="startup", hub="paris", sectors=frozenset({"water"}))
    others = Columns.of([replace(FUND, id=number) for number in range(len(fits))])
    return score(viewer, others, _cosines(fits))


def _fair(scored: Scored, wishing: Wishing | None = None, limit: int | None = None) -> Fair:
    rows = len(scored.total)
    had = replace(Attention.none(rows), last=np.full(rows, DAY - 1))
    return fair(scored, had, viewer=1, day=DAY, wishing=wishing, limit=limit)


def _wishing(liked: Sequence[float], disliked: Sequence[float]) -> Wishing:
    """How alike each row is to one that is liked, of the id 70, and one that is not, of the id 71."""

    def move(rows: Rows) -> Moved:
        return moved({70: np.array(liked)[rows]}, {71: np.array(disliked)[rows]}, len(rows))

    return move


unit = st.floats(0, 1)
rows_of = st.lists(st.tuples(st.floats(0, 0.4), unit, unit), min_size=1, max_size=60)


@given(rows_of)
@settings(max_examples=60, deadline=None)
def test_wishes_move_within_their_bound_and_change_neither_scores_nor_who_is_listed(
    drawn: list[tuple[float, float, float]],
) -> None:
    fits, liked, disliked = zip(*drawn, strict=True)
    scored = _scored(fits)
    plain, wished = _fair(scored), _fair(scored, _wishing(liked, disliked))
    assert np.abs(wished.order - plain.order).max() <= WISHED + 1e-12
    before, after = (scored.top(order=one.order) for one in (plain, wished))
    assert {one.id: one for one in before} == {one.id: one for one in after}
    bands = [one.band is Band.WEAK for one in after]
    assert bands == sorted(bands)


@given(rows_of, st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_the_head_of_a_list_is_the_same_where_only_rows_within_reach_are_compared(
    drawn: list[tuple[float, float, float]], limit: int
) -> None:
    fits, liked, disliked = zip(*drawn, strict=True)
    scored, wishing = _scored(fits), _wishing(liked, disliked)
    whole, head = _fair(scored, wishing), _fair(scored, wishing, limit)
    assert scored.top(limit, order=whole.order) == scored.top(limit, order=head.order)


def test_who_is_like_the_liked_comes_first_and_who_is_like_the_disliked_last_and_each_knows_why() -> None:
    scored = _scored([0.2] * 5)
    found = _fair(scored, _wishing([1, 0, 0, 0, 0], [0, 0, 0, 0, 1]))
    listed = [one.id for one in scored.top(order=found.order)]
    assert (listed[0], listed[-1]) == (0, 4)
    assert found.moved is not None
    assert set(found.moved.by[1:4].tolist()) == {-1}
    unmoved = [one.id for one in scored.top(order=_fair(scored).order)]
    assert found.moved.by[0] == (-1 if unmoved[0] == 0 else 70)
    assert found.moved.by[4] == (-1 if unmoved[-1] == 4 else 71)


def test_of_two_that_are_liked_the_nearer_one_counts_and_wishes_against_each_other_cancel() -> None:
    near, far = np.array([0.9, 0.1]), np.array([0.2, 0.8])
    found = moved({7: near, 8: far}, {}, 2)
    assert found.shift.tolist() == pytest.approx([0.9 * WISHED, 0.8 * WISHED])
    assert found.by.tolist() == [7, 8]
    both = moved({7: near}, {8: near}, 2)
    assert both.shift.tolist() == [0, 0]
    assert both.by.tolist() == [-1, -1]


def test_likeness_is_one_for_itself_and_rises_with_texts_sectors_themes_and_stages() -> None:
    named = replace(FUND, themes=frozenset({"waste"}), stages=frozenset({"seed"}))
    others = [
        named,
        replace(named, id=1),
        replace(named, id=2, stages=frozenset({"growth"})),
        replace(FUND, id=3),
        replace(FUND, id=4, sectors=frozenset({"legaltech"})),
    ]
    alike = likeness(Columns.of([named]), Columns.of(others), _cosines([0.3, 0.3, 0.3, 0.3, 0.0]))
    assert alike[0] == 1
    assert sorted(alike.tolist(), reverse=True) == alike.tolist()
    assert len(set(alike.tolist())) == len(others)
    assert alike[-1] == 0


@pytest.mark.parametrize("veiled_named", [True, False])
def test_nothing_that_a_teaser_hides_makes_two_more_or_less_alike(veiled_named: bool) -> None:
    hidden: dict[str, Any] = {
        "sub_sectors": frozenset({"water.reuse"}),
        "money": Amounts("USD", 1e5, 1e6, 5e5),
        "needs": typed("hiring"),
        "offers": typed("fundraising", "mentor"),
        "capacity": 1,
        "names": frozenset({"secret fund"}),
        "languages": frozenset({"fr"}),
    }
    bare, full = replace(FUND, id=1, veiled=True), replace(FUND, id=1, veiled=True, **hidden)
    named = replace(full if veiled_named else FUND, id=2, veiled=veiled_named)
    for near in (0.0, 0.05, 0.4):
        found = [likeness(Columns.of([named]), Columns.of([one]), _cosines([near])) for one in (bare, full)]
        np.testing.assert_array_equal(found[0], found[1])
    own = Columns.of([named])
    turned = [likeness(Columns.of([replace(one, id=3)]), own, _cosines([0.1])) for one in (bare, full)]
    np.testing.assert_array_equal(turned[0], turned[1])
