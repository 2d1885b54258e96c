"""The order of a page: a permutation of the open rows, the same each time, with places for who waited."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.engine import Candidate, Columns, Cosines, Mass, Moment, Scored, score
from matchmaker.matching.engine.bands import Band
from matchmaker.matching.engine.fairness import DUE, FIRST, NEAR, RECENT, Attention, fair, possible

DAY = 739_942


def _scored(fits: list[float], full: tuple[int, ...] = ()) -> Scored:
    """A startup that looks at investors whose texts are as near to its own as `fits` says."""
    others = [
        Candidate(id=number, kind="investor", hub="silicon_valley", capacity=3, sectors=frozenset({"water"}))
        for number in range(len(fits))
    ]
    viewer = Candidate(id=1000, kind="startup", hub="paris", sectors=frozenset({"water"}))
    near, words = np.array(fits), np.full(len(fits), 50.0)
    cosines = Cosines(near, near, near, near, Mass(np.array([50.0]), np.array([50.0])), Mass(words, words))
    return score(viewer, Columns.of(others), cosines, moment=Moment(full=full))


def _listed(scored: Scored, had: Attention, viewer: int = 1, day: int = DAY) -> list[int]:
    return [one.id for one in scored.top(order=fair(scored, had, viewer=viewer, day=day).order)]


def _seen(rows: int, **shown: int) -> Attention:
    """Everybody was shown yesterday, so nobody is due; `shown` says how often by `row_3`."""
    counted = np.array([float(shown.get(f"row_{row}", 0)) for row in range(rows)])
    return replace(Attention.none(rows), shown=counted, last=np.full(rows, DAY - 1))


fits = st.lists(st.floats(0, 0.4), min_size=1, max_size=40)


@given(fits, st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_is_a_permutation_of_the_open_rows_and_the_same_each_time(
    drawn: list[float], data: st.DataObject
) -> None:
    rows = len(drawn)
    scored = _scored(drawn, full=tuple(data.draw(st.sets(st.integers(0, rows - 1)))))
    counts = st.lists(st.integers(0, 50), min_size=rows, max_size=rows)
    had = Attention(
        np.array(data.draw(counts), dtype=np.float64),
        np.array(data.draw(counts), dtype=np.float64),
        np.array(data.draw(counts)) / 50,
        DAY - np.array(data.draw(counts), dtype=np.int64),
    )
    listed = _listed(scored, had)
    assert sorted(listed) == np.flatnonzero(scored.open).tolist()
    assert listed == _listed(scored, had)
    bands = [one.band is Band.WEAK for one in scored.shown(np.array(listed, dtype=np.int64))]
    assert bands == sorted(bands)  # nothing weak stands before what is possible


@given(fits)
@settings(max_examples=30, deadline=None)
def test_where_all_had_the_same_only_near_equals_change_places(drawn: list[float]) -> None:
    scored = _scored(drawn)
    totals = scored.total[_listed(scored, _seen(len(drawn)))]
    assert all(later <= earlier + NEAR for place, earlier in enumerate(totals) for later in totals[place:])


def test_near_equals_rotate_with_the_week_and_the_viewer_and_stay_within_a_week() -> None:
    scored, had = _scored([0.2] * 12), _seen(12)
    first = _listed(scored, had)
    monday = DAY - (DAY - 1) % 7
    assert len({tuple(_listed(scored, had, day=monday + day)) for day in range(7)}) == 1
    assert _listed(scored, had, day=DAY + 7) != first
    assert _listed(scored, had, viewer=2) != first


def test_who_is_shown_and_asked_often_comes_later_with_the_score_as_it_was() -> None:
    scored = _scored([0.21, *[0.2] * 11])
    had = _seen(12, row_0=400)
    found = fair(scored, had, viewer=1, day=DAY)
    assert _listed(scored, had)[-1] == 0
    assert np.flatnonzero(found.later).tolist() == [0]
    best = max(scored.top(order=found.order), key=lambda one: one.score)
    assert best.id == 0
    assert best.score == pytest.approx(sum(part.contribution for part in best.parts))


def test_the_fewer_introductions_are_left_the_later_somebody_comes_however_seldom_it_was_shown() -> None:
    scored, left = _scored([0.2] * 9), np.full(9, np.inf)
    left[4], left[5], left[6] = 1, 2, 5
    assert _listed(scored, replace(_seen(9), left=left))[-3:] == [6, 5, 4]
    had = _seen(9, row_5=300, row_6=300)
    assert _listed(scored, replace(had, left=left))[-3:] == [6, 5, 4]


def test_who_was_not_shown_lately_gets_one_of_the_last_places_and_those_who_waited_longest_first() -> None:
    drawn = [0.3] * 12 + [0.1] * 3
    scored = _scored(drawn)
    assert possible(scored).all()
    last = np.full(15, DAY - 1)
    last[12] = DAY - RECENT - 1
    assert _listed(scored, replace(_seen(15), last=last)).index(12) == FIRST - 1
    last[13:] = DAY - RECENT - 5, 0  # long ago, never at all
    assert set(_listed(scored, replace(_seen(15), last=last))[FIRST - DUE : FIRST]) == {13, 14}


def test_who_was_shown_less_than_the_others_gets_a_place_where_nobody_waits_longer() -> None:
    scored = _scored([0.3] * 12 + [0.1, 0.1])
    had = _seen(14, **{f"row_{row}": 20 for row in range(12)}, row_12=9, row_13=4)
    assert {12, 13} == set(_listed(scored, had)[FIRST - DUE : FIRST])
    assert set(_listed(scored, replace(had, shown=np.full(14, 20.0)))[-2:]) == {12, 13}


def test_nobody_weak_is_given_a_place() -> None:
    scored = _scored([0.3] * 12 + [0.0])
    assert not possible(scored)[12]
    last = np.array([DAY - 1] * 12 + [0])
    assert _listed(scored, replace(_seen(13), last=last))[-1] == 12


def test_everybody_is_shown_within_as_many_weeks_as_places_are_missing() -> None:
    scored, seen = _scored([0.3] * 10 + [0.15] * 5), set[int]()
    shown, last = np.zeros(15), np.zeros(15, dtype=np.int64)
    for day in range(DAY, DAY + 6 * 7, 7):
        first = _listed(scored, replace(Attention.none(15), shown=shown, last=last), day=day)[:FIRST]
        seen |= set(first)
        shown[first] += 1
        last[first] = day
    assert seen == set(range(15))


def test_attention_of_other_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="attention of 2 for 3 rows"):
        fair(_scored([0.1] * 3), Attention.none(2), viewer=1, day=DAY)
