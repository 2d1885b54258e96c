"""Figures of a ranking, each against a value worked out by hand."""

from itertools import permutations
from math import log2

import pytest

from matchmaker.matching.engine import metrics


def test_the_ideal_order_is_worth_one() -> None:
    assert metrics.ndcg([3, 2, 0], [0, 2, 3]) == pytest.approx(1.0)


def test_ndcg_discounts_by_rank_and_weighs_grades() -> None:
    # Gains 0, 7, 3 at ranks 1 to 3 against 7, 3, 0.
    expected = (7 / log2(3) + 3 / 2) / (7 + 3 / log2(3))
    assert metrics.ndcg([0, 3, 2], [3, 2, 0]) == pytest.approx(expected)


def test_what_was_never_ranked_counts_against_ndcg() -> None:
    assert metrics.ndcg([1], [1, 3]) == pytest.approx(1 / (7 + 1 / log2(3)))


def test_ndcg_looks_no_further_than_asked() -> None:
    assert metrics.ndcg([0, 3], [3, 0], at=1) == 0.0


def test_chance_is_the_mean_over_all_orders() -> None:
    orders = [metrics.ndcg(list(order), [3, 1, 0], at=2) for order in permutations([3, 1, 0])]
    assert metrics.ndcg_by_chance([3, 1, 0], at=2) == pytest.approx(sum(filter(None, orders)) / 6)
    assert metrics.ndcg_by_chance([0, 0]) is None


def test_one_judgement_alone_is_always_ranked_right() -> None:
    assert metrics.ndcg_by_chance([2]) == pytest.approx(1.0)


def test_a_query_without_anything_relevant_has_no_figure() -> None:
    assert metrics.ndcg([0, 0], [0, 0]) is None
    assert metrics.recall([1, 0], [1, 0]) is None
    assert metrics.reciprocal_rank([1, 0], [1, 0]) is None


def test_recall_is_the_share_of_the_relevant_among_the_first() -> None:
    assert metrics.recall([2, 0, 3, 2], [3, 2, 2, 0, 1], at=3) == pytest.approx(2 / 3)


def test_the_reciprocal_rank_is_that_of_the_first_relevant_one() -> None:
    assert metrics.reciprocal_rank([1, 0, 2, 3], [3, 2, 1, 0]) == pytest.approx(1 / 3)
    assert metrics.reciprocal_rank([1, 0], [3, 1, 0]) == 0.0


def test_auc_counts_pairs_in_the_right_order_and_halves_ties() -> None:
    # Relevant .9 and .4 against .4 and .1: above, above, tied, above.
    assert metrics.auc([0.9, 0.4, 0.4, 0.1], [True, False, True, False]) == pytest.approx(3.5 / 4)
    assert metrics.auc([0.9, 0.4], [True, True]) is None


def test_coverage_counts_each_eligible_one_once() -> None:
    assert metrics.coverage([[1, 2], [2, 9]], {1, 2, 3, 4}) == 0.5
    assert metrics.coverage([], set()) == 1.0


@pytest.mark.parametrize(
    ("exposures", "expected"),
    [([1, 1, 1, 1], 0.0), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25), ([0, 0], 0.0), ([], 0.0)],
)
def test_gini_says_how_uneven_exposure_is(exposures: list[float], expected: float) -> None:
    assert metrics.gini(exposures) == pytest.approx(expected)


def test_a_mean_leaves_out_queries_without_a_figure_and_is_the_same_each_time() -> None:
    figures = [1.0, None, 0.0, 0.5, 0.5]
    found = metrics.mean(figures)
    assert (found.value, found.queries) == (0.5, 4)
    assert 0.0 <= found.low < 0.5 < found.high <= 1.0
    assert found == metrics.mean(figures)


def test_the_interval_of_equal_figures_is_that_figure() -> None:
    assert metrics.mean([0.25] * 5) == metrics.Mean(0.25, 0.25, 0.25, 5)


def test_a_mean_over_nothing_is_said_to_be_over_no_query() -> None:
    assert metrics.mean([None]).queries == 0


def test_the_interval_covers_the_middle_of_the_resampled_means() -> None:
    # Queries 0 and 1: means 0, .5 and 1 with chances 1/4, 1/2 and 1/4, so 95 % reach from end to end.
    assert metrics.mean([0.0, 1.0]) == metrics.Mean(0.5, 0.0, 1.0, 2)
