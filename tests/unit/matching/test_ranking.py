"""The ranking: what each part counts, and in which order counterparts come."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from matchmaker.matching.engine import (
    COMBINATIONS,
    PART_NAMES,
    WEIGHTS,
    Amounts,
    Band,
    Candidate,
    Cosines,
    Mass,
    Ranked,
    Reading,
    Typed,
    Weights,
    band,
    rank,
    score,
    typed,
)
from matchmaker.matching.engine.bands import POSSIBLE_FROM, STRONG_FROM
from tests.unit.matching.drawn_candidates import NOW, TODAY, silent


def one(number: int, kind: str, hub: str, **stated: object) -> Candidate:
    held = {name: frozenset(value) if isinstance(value, set) else value for name, value in stated.items()}
    return replace(Candidate(id=number, kind=kind, hub=hub), **held)  # type: ignore[arg-type]


def written(theirs: list[float], mine: list[float], words: float = 1e6) -> Cosines:
    """The cosines of organisations that wrote both texts at length."""
    a, b, nothing = np.array(theirs), np.array(mine), np.zeros(len(theirs))
    every = np.full(len(theirs), words)
    return Cosines(a, b, nothing, nothing, Mass(every[:1], every[:1]), Mass(every, every))


def value(ranked: Ranked, name: str) -> float:
    return next(part.value for part in ranked.parts if part.name == name)


def meet(a: Candidate, b: Candidate, cosines: Cosines | None = None) -> Ranked:
    """How the two fit, whatever gates say, the same from either side."""
    mine, theirs = (
        score(*pair, cosines or silent(1), moment=NOW).shown(np.array([0]))[0]
        for pair in ((a, [b]), (b, [a]))
    )
    assert mine.parts == theirs.parts
    return mine


def paris(**stated: object) -> Candidate:
    return one(1, "startup", "paris", **stated)


def fund(**stated: object) -> Candidate:
    return one(2, "investor", "silicon_valley", **stated)


def programme(**stated: object) -> Candidate:
    return one(2, "programme", "silicon_valley", **stated)


def test_one_weak_side_sinks_a_pair() -> None:
    even, uneven = written([0.1, 0.2], [0.1, 0.0]), silent(2)
    for name in COMBINATIONS:
        model = replace(WEIGHTS, reading=Reading(combination=name))
        first, second = score(paris(), [fund(), fund()], even, model=model).fit.value.tolist()
        assert first > second
    one_text = score(paris(), [fund(), fund()], uneven).fit
    assert not one_text.stated.any()


def test_a_text_nobody_wrote_is_worth_the_prior_neither_nothing_nor_all() -> None:
    prior = WEIGHTS.reading.prior
    assert score(paris(), [fund()], silent(1)).fit.value.tolist() == [pytest.approx(prior)]
    nothing_shared = score(paris(), [fund()], written([0.0], [0.0])).fit.value[0]
    all_shared = score(paris(), [fund()], written([1.0], [1.0])).fit.value[0]
    assert 0 < nothing_shared < prior < all_shared <= 1


def test_a_text_of_few_words_is_believed_less() -> None:
    short, long = written([0.2], [0.2], words=1.0), written([0.2], [0.2])
    fits = [float(score(paris(), [fund()], each).fit.value[0]) for each in (short, long)]
    assert fits[0] < fits[1]


def test_words_are_believed_as_far_as_the_sectors_agree() -> None:
    same, beside, open_to_all, unstated, apart = (
        fund(sectors=sectors) for sectors in ({"mobility"}, {"travel"}, {"any"}, set(), {"legaltech"})
    )
    hosts = [same, open_to_all, unstated, beside, apart]
    fits = score(paris(sectors={"mobility"}), hosts, written([0.2] * 5, [0.2] * 5)).fit.value.tolist()
    assert fits == sorted(fits, reverse=True)
    assert fits[1] == fits[2]  # to say nothing is never better than to be open to all
    assert len(set(fits)) == 4


def test_an_investor_of_three_sectors_wants_a_startup_of_any_one_of_them() -> None:
    investor = fund(sectors={"mobility", "water", "fintech_insurtech"})
    assert value(meet(investor, paris(sectors={"water"})), "sector") == pytest.approx(0.85)
    assert value(meet(investor, paris(sectors={"space"})), "sector") == 0.0


def test_sectors_are_nearer_the_more_of_their_two_levels_agree() -> None:
    cycling = paris(sectors={"mobility"}, sub_sectors={"mobility.cycling"})
    hosts = [
        fund(sectors={"mobility"}, sub_sectors={"mobility.cycling"}),
        fund(sectors={"mobility"}),
        fund(sectors={"mobility"}, sub_sectors={"mobility.logistics"}),
        fund(sectors={"any"}),
        fund(sectors={"travel"}),
        fund(sectors={"legaltech"}),
    ]
    assert [value(meet(cycling, host), "sector") for host in hosts] == [1.0, 0.85, 0.7, 0.5, 0.3, 0.0]


def test_what_nobody_stated_costs_score_and_says_so() -> None:
    nothing = meet(paris(), fund())
    assert [(part.name, part.value) for part in nothing.parts if part.stated] == []
    prior = WEIGHTS.reading.prior
    assert {part.value for part in nothing.parts if part.name != "fit"} == {0.3}
    assert [part.value for part in nothing.parts if part.name == "fit"] == [pytest.approx(prior)]
    assert nothing.band is Band.WEAK


def test_needs_are_covered_both_ways() -> None:
    startup = paris(needs=typed("pilot_customer", "mentor"), offers=typed("rd_partner"))
    peer = one(2, "startup", "silicon_valley", needs=typed("rd_partner"), offers=typed("mentor"))
    assert value(meet(startup, peer), "needs") == pytest.approx((0.3 + 0.7 / 2 + 1) / 2)


def test_urgent_needs_count_more_and_an_offer_for_the_other_direction_meets_none() -> None:
    startup = paris(needs=frozenset({Typed("mentor", None, "now"), Typed("banking", None, "later")}))
    assert value(meet(startup, programme(offers=typed("mentor"))), "needs") == pytest.approx(
        0.3 + 0.7 * 2 / 3
    )
    assert value(meet(startup, programme(offers=typed("banking"))), "needs") == pytest.approx(0.3 + 0.7 / 3)
    outward = paris(needs=frozenset({Typed("mentor", "paris_to_sv")}))
    for way, worth in (("paris_to_sv", 1.0), (None, 1.0), ("sv_to_paris", 0.0)):
        host = programme(offers=frozenset({Typed("mentor", way)}))
        assert value(meet(outward, host), "needs") == worth


def test_an_investor_offers_money_without_saying_so() -> None:
    startup = paris(needs=typed("fundraising"))
    assert value(meet(startup, fund()), "needs") == 1.0
    assert value(meet(startup, fund(offers=typed("mentor"))), "needs") == 0.0


def test_a_series_a_of_one_city_is_a_seed_of_the_other_by_its_money() -> None:
    investor = fund(stages={"seed"})
    by_label = meet(paris(stages={"series_a"}), investor)
    by_money = meet(paris(stages={"series_a"}, money=Amounts("EUR", 2e6, 3e6)), investor)
    assert value(by_label, "stage") == 0.5
    assert value(by_money, "stage") == 1.0
    assert value(meet(paris(stages={"growth"}), investor), "stage") < 0.1


def test_a_cheque_fits_the_round_it_could_lead_and_less_the_further_off_it_is() -> None:
    startup = paris(money=Amounts("EUR", 1e6, 2e6))
    sweet_spots = [7e5, 2e6, 4e6, 8e6, 3e7]
    worth = [
        value(meet(startup, fund(money=Amounts("EUR", 1e5, 5e7, sweet))), "ticket") for sweet in sweet_spots
    ]
    assert worth[:2] == [1.0, 1.0]
    assert all(nearer > further for nearer, further in pairwise(worth[1:]))
    in_dollars = fund(money=Amounts("USD", 1e5, 5e7, 4e6 * 1.08))
    assert value(meet(startup, in_dollars), "ticket") == pytest.approx(worth[2])


def test_a_deadline_within_months_is_timely_and_one_of_tomorrow_or_next_year_less() -> None:
    def at(days: int) -> float:
        return value(meet(paris(), programme(deadline=TODAY + timedelta(days=days))), "timing")

    assert at(60) == 1.0
    assert at(1) < 0.5 < at(300) < 1.0


def test_a_mentor_of_the_same_direction_counts() -> None:
    helps = one(2, "startup", "silicon_valley", mentor="paris_to_sv")
    assert value(meet(paris(), helps), "alumni") == 1.0
    assert value(meet(paris(), replace(helps, mentor="sv_to_paris")), "alumni") == 0.3


def test_nearer_texts_rank_first_and_ties_keep_the_order_given() -> None:
    funds = [one(number, "investor", "silicon_valley") for number in range(1, 5)]
    near = [0.1, 0.4, 0.1, 0.0]
    ranked = rank(one(0, "startup", "paris"), funds, written(near, near))
    assert [each.row for each in ranked] == [1, 0, 2, 3]
    assert [each.id for each in rank(one(0, "startup", "paris"), funds, written(near, near), limit=2)] == [
        2,
        1,
    ]


def test_a_filter_of_the_page_narrows_the_list() -> None:
    funds = [one(number, "investor", "silicon_valley") for number in range(1, 4)]
    among = np.array([False, True, True])
    assert [each.row for each in rank(one(0, "startup", "paris"), funds, silent(3), among=among)] == [1, 2]


def test_another_order_ranks_and_leaves_the_scores_as_they_are() -> None:
    funds = [one(number, "investor", "silicon_valley") for number in range(1, 4)]
    scored = score(one(0, "startup", "paris"), funds, written([0.3, 0.2, 0.1], [0.3, 0.2, 0.1]))
    plain, turned = scored.top(), scored.top(order=-scored.total)
    assert [each.row for each in turned] == [2, 1, 0]
    assert {each.row: each.score for each in turned} == {each.row: each.score for each in plain}


def test_cosines_of_another_list_are_refused() -> None:
    with pytest.raises(ValueError, match="cosines of 2 for 1 candidates"):
        rank(paris(), [fund()], silent(2))


def test_weights_share_one_whole_or_are_refused() -> None:
    for kind in ("investor", "programme", "startup"):
        assert sum(WEIGHTS.shares(kind).values()) == pytest.approx(1.0)
        assert set(WEIGHTS.shares(kind)) <= set(PART_NAMES)
    for wrong in ({"fit": 0.9}, {"fit": 1.5, "needs": -0.5}, {"fame": 1.0}):
        with pytest.raises(ValueError, match="investor"):
            Weights("x", {"investor": wrong})


def test_bands_begin_where_they_say() -> None:
    assert band(0.0) is band(POSSIBLE_FROM - 1e-9) is Band.WEAK
    assert band(POSSIBLE_FROM) is band(STRONG_FROM - 1e-9) is Band.POSSIBLE
    assert band(STRONG_FROM) is band(1.0) is Band.STRONG


def test_nobody_to_meet_is_an_empty_list() -> None:
    assert rank(one(0, "startup", "paris"), [], silent(0)) == []
