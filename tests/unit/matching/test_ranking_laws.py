"""What holds for every ranking: parts sum to the score, either side and either city see the same."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.engine import (
    Amounts,
    Candidate,
    Columns,
    Typed,
    best_scored,
    rank,
    score,
)
from matchmaker.matching.engine.columns import KINDS
from tests.unit.matching.drawn_candidates import NOW, Texts, candidates, crowds, silent

MIRROR = {"paris": "silicon_valley", "silicon_valley": "paris"}
TURNED = {None: None, "both": "both", "paris_to_sv": "sv_to_paris", "sv_to_paris": "paris_to_sv"}


@given(crowds, st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_parts_sum_to_the_score_and_scores_fall_down_the_list(crowd: list[Candidate], seed: int) -> None:
    ranked = rank(crowd[0], crowd, Texts(len(crowd), seed).of(0), moment=NOW)
    for recommendation in ranked:
        assert recommendation.score == sum(part.contribution for part in recommendation.parts)
        assert sum(part.weight for part in recommendation.parts) == pytest.approx(1.0)
        assert all(0 <= part.value <= 1 for part in recommendation.parts)
        assert all(part.contribution == part.weight * part.value for part in recommendation.parts)
        assert crowd[recommendation.row].id == recommendation.id
    order = [(-round(one.score, 12), one.row) for one in ranked]
    assert order == sorted(order)


@given(crowds, st.integers(0, 99))
@settings(max_examples=150, deadline=None)
def test_two_organisations_see_the_same_parts_to_the_last_bit(crowd: list[Candidate], seed: int) -> None:
    texts, columns = Texts(len(crowd), seed), Columns.of(crowd)
    seen = {
        (viewer.id, other.id): other
        for viewer in crowd
        for other in score(viewer, columns, texts.of(viewer.id), moment=NOW).shown(np.arange(len(crowd)))
        if "startup" in {viewer.kind, crowd[other.id].kind}
    }
    for (a, b), given_one_way in seen.items():
        assert given_one_way.parts == seen[b, a].parts
        assert (given_one_way.theirs, given_one_way.mine) == (seen[b, a].mine, seen[b, a].theirs)


@given(crowds, st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_swapping_the_two_cities_changes_nothing(crowd: list[Candidate], seed: int) -> None:
    def turned(listed: frozenset[Typed]) -> frozenset[Typed]:
        return frozenset(each._replace(direction=TURNED[each.direction]) for each in listed)

    mirrored = [
        replace(
            each,
            hub=MIRROR[each.hub],
            direction=TURNED[each.direction],
            mentor=TURNED[each.mentor],
            needs=turned(each.needs),
            offers=turned(each.offers),
        )
        for each in crowd
    ]
    texts = Texts(len(crowd), seed).of(0)
    assert rank(crowd[0], crowd, texts, moment=NOW) == rank(mirrored[0], mirrored, texts, moment=NOW)


@given(candidates, candidates, candidates)
@settings(max_examples=150, deadline=None)
def test_what_a_teaser_hides_moves_no_part(viewer: Candidate, shown: Candidate, hidden: Candidate) -> None:
    veiled = replace(
        shown,
        veiled=True,
        **{
            name: getattr(hidden, name)
            for name in ("sub_sectors", "needs", "offers", "money", "deadline", "mentor")
        },
    )
    bare = replace(
        shown,
        veiled=True,
        sub_sectors=frozenset(),
        needs=frozenset(),
        offers=frozenset(),
        money=Amounts(),
        deadline=None,
        mentor=None,
    )
    both = score(viewer, [veiled, bare], silent(2), moment=NOW).shown(np.arange(2))
    assert both[0].parts == both[1].parts
    from_there = [
        score(each, [viewer], silent(1), moment=NOW).shown(np.arange(1))[0] for each in (veiled, bare)
    ]
    assert from_there[0].parts == from_there[1].parts


@given(st.lists(candidates, min_size=12, max_size=40), st.integers(0, 99), st.integers(1, 3))
@settings(max_examples=100, deadline=None)
def test_the_first_few_are_those_of_the_whole_list(crowd: list[Candidate], seed: int, limit: int) -> None:
    crowd = [replace(each, id=number) for number, each in enumerate(crowd)]
    cosines = Texts(len(crowd), seed).of(0)
    whole = score(crowd[0], crowd, cosines, moment=NOW).top()
    assert rank(crowd[0], crowd, cosines, moment=NOW) == whole
    assert rank(crowd[0], crowd, cosines, moment=NOW, limit=limit) == whole[:limit]
    everyone = score(crowd[0], crowd, cosines, moment=NOW)
    least = [one.score for one in whole[:limit]][-1] - 0.05 if len(whole) >= limit else 0.0
    near = best_scored(crowd[0], crowd, cosines, moment=NOW, limit=limit, margin=0.05).top()
    assert near[:limit] == whole[:limit]
    assert {one.row for one in whole if one.score > least} <= {one.row for one in near}
    sure = best_scored(crowd[0], crowd, cosines, moment=NOW, limit=limit, sure=dict.fromkeys(KINDS, 0.3))
    expected = [one for one in whole if one.score >= 0.3]
    assert [one for one in sure.top() if one.score >= 0.3] == expected
    last = np.flatnonzero(everyone.open)[-1:]
    assert set(last.tolist()) <= set(
        best_scored(crowd[0], crowd, cosines, moment=NOW, limit=limit, also=last).rows.tolist()
    )
