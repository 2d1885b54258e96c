"""The ranking: parts that sum to the score, the same from either side and in either city."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.engine import WEIGHTS, Band, Candidate, Columns, Ranked, band, rank

HUBS = ("paris", "silicon_valley")
MIRROR = {"paris": "silicon_valley", "silicon_valley": "paris"}
TURNED = {None: None, "both": "both", "paris_to_sv": "sv_to_paris", "sv_to_paris": "paris_to_sv"}


def some(*codes: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(codes), max_size=3)


candidates = st.builds(
    Candidate,
    id=st.just(0),
    kind=st.sampled_from(["startup", "startup", "investor", "programme"]),
    hub=st.sampled_from(HUBS),
    direction=st.sampled_from([None, "both", "paris_to_sv", "sv_to_paris"]),
    sectors=some("mobility", "water", "fintech_insurtech", "any"),
    themes=some("waste", "energy", "traffic"),
    needs=some("fundraising", "pilot_customer", "mentor"),
    offers=some("fundraising", "pilot_customer", "mentor"),
)
crowds = st.lists(candidates, min_size=1, max_size=12).map(
    lambda crowd: [replace(one, id=number) for number, one in enumerate(crowd)]
)


def cosines_for(crowd: list[Candidate], seed: int) -> np.ndarray:
    cosines = np.random.default_rng(seed).choice([0.0, 0.1, 0.25, 1.0], size=(len(crowd), len(crowd)))
    either_way: np.ndarray = np.maximum(cosines, cosines.T)
    return either_way


def one(number: int, kind: str, hub: str, **codes: set[str]) -> Candidate:
    held = {name: frozenset(listed) for name, listed in codes.items()}
    return replace(Candidate(id=number, kind=kind, hub=hub), **held)  # type: ignore[arg-type]


def value(ranked: Ranked, name: str) -> float:
    return next(part.value for part in ranked.parts if part.name == name)


def meet(a: Candidate, b: Candidate, cosine: float = 0.0) -> Ranked:
    return rank(a, [b], np.array([cosine]))[0]


@given(crowds, st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_parts_sum_to_the_score_and_scores_fall_down_the_list(crowd: list[Candidate], seed: int) -> None:
    ranked = rank(crowd[0], crowd, cosines_for(crowd, seed)[0])
    for recommendation in ranked:
        assert recommendation.score == pytest.approx(sum(part.contribution for part in recommendation.parts))
        assert all(0 <= part.value <= 1 for part in recommendation.parts)
        assert all(part.contribution == part.weight * part.value for part in recommendation.parts)
        assert crowd[recommendation.row].id == recommendation.id
    order = [(-round(one.score, 12), one.row) for one in ranked]
    assert order == sorted(order)


@given(crowds, st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_two_organisations_score_each_other_the_same(crowd: list[Candidate], seed: int) -> None:
    cosines, columns = cosines_for(crowd, seed), Columns.of(crowd)
    score = {
        (viewer.id, seen.id): seen.score
        for viewer in crowd
        for seen in rank(viewer, columns, cosines[viewer.id])
    }
    for (a, b), given_one_way in score.items():
        assert given_one_way == pytest.approx(score[b, a])


@given(crowds, st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_swapping_the_two_cities_changes_nothing(crowd: list[Candidate], seed: int) -> None:
    mirrored = [replace(each, hub=MIRROR[each.hub], direction=TURNED[each.direction]) for each in crowd]
    cosines = cosines_for(crowd, seed)[0]
    assert rank(crowd[0], crowd, cosines) == rank(mirrored[0], mirrored, cosines)


def test_an_investor_of_three_sectors_wants_a_startup_of_any_one_of_them() -> None:
    investor = one(1, "investor", "paris", sectors={"mobility", "water", "fintech_insurtech"})
    assert value(meet(investor, one(2, "startup", "silicon_valley", sectors={"water"})), "sector") == 1.0
    assert value(meet(investor, one(2, "startup", "silicon_valley", sectors={"space"})), "sector") == 0.0


def test_a_generalist_is_worth_less_than_a_specialist_and_more_than_a_miss() -> None:
    startup = one(1, "startup", "paris", sectors={"water"})
    generalist = meet(startup, one(2, "investor", "silicon_valley", sectors={"any"}))
    assert value(generalist, "sector") == 0.5
    both = meet(startup, one(2, "investor", "silicon_valley", sectors={"any", "water"}))
    assert value(both, "sector") == 1.0


def test_what_nobody_stated_costs_score_and_says_so() -> None:
    silent = meet(one(1, "startup", "paris"), one(2, "startup", "silicon_valley"))
    assert [(part.name, part.value) for part in silent.parts if not part.stated] == [
        ("needs", 0.3),
        ("sector", 0.3),
        ("theme", 0.3),
    ]
    assert silent.band is Band.WEAK


def test_needs_are_covered_both_ways() -> None:
    startup = one(1, "startup", "paris", needs={"pilot_customer", "mentor"}, offers={"rd_partner"})
    peer = one(2, "startup", "silicon_valley", needs={"rd_partner"}, offers={"mentor"})
    assert value(meet(startup, peer), "needs") == pytest.approx((1 / 2 + 1) / 2)


def test_an_investor_offers_money_without_saying_so() -> None:
    startup = one(1, "startup", "paris", needs={"fundraising"})
    assert value(meet(startup, one(2, "investor", "silicon_valley")), "needs") == 1.0
    assert value(meet(startup, one(2, "investor", "silicon_valley", offers={"mentor"})), "needs") == 0.0


def test_nearer_texts_rank_first_and_ties_keep_the_order_given() -> None:
    viewer = one(0, "startup", "paris")
    funds = [one(number, "investor", "silicon_valley") for number in range(1, 5)]
    ranked = rank(viewer, funds, np.array([0.1, 0.4, 0.1, 0.0]))
    assert [each.row for each in ranked] == [1, 0, 2, 3]
    assert [each.id for each in rank(viewer, funds, np.array([0.1, 0.4, 0.1, 0.0]), limit=2)] == [2, 1]


def test_a_filter_of_the_page_narrows_the_list() -> None:
    viewer = one(0, "startup", "paris")
    funds = [one(number, "investor", "silicon_valley") for number in range(1, 4)]
    assert [each.row for each in rank(viewer, funds, np.zeros(3), among=np.array([False, True, True]))] == [
        1,
        2,
    ]


def test_scores_of_another_list_are_refused() -> None:
    with pytest.raises(ValueError, match="2 text scores for 1 candidates"):
        rank(one(0, "startup", "paris"), [one(1, "startup", "silicon_valley")], np.zeros(2))


def test_weights_share_one_whole() -> None:
    assert sum(WEIGHTS.of(name) for name in ("text", "needs", "sector", "theme")) == pytest.approx(1.0)
    assert WEIGHTS.version == "2026-11"


def test_bands_begin_where_they_say() -> None:
    assert [band(score) for score in (0.0, 0.3499, 0.35, 0.5499, 0.55, 1.0)] == [
        Band.WEAK,
        Band.WEAK,
        Band.POSSIBLE,
        Band.POSSIBLE,
        Band.STRONG,
        Band.STRONG,
    ]


def test_codes_alone_never_make_a_strong_recommendation() -> None:
    codes = {name: {"water"} for name in ("sectors", "themes", "needs", "offers")}
    best = meet(one(1, "startup", "paris", **codes), one(2, "startup", "silicon_valley", **codes))
    assert best.score == pytest.approx(0.45)
    assert best.band is Band.POSSIBLE


def test_nobody_to_meet_is_an_empty_list() -> None:
    assert rank(one(0, "startup", "paris"), [], np.zeros(0)) == []
