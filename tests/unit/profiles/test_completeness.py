"""The meter tells what helps matching most."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.profiles.completeness import LABELS, WEIGHTS, measure, missing_for_submission
from matchmaker.profiles.steps import Step
from matchmaker.profiles.values import Entry, fields
from matchmaker.taxonomy import Kind, NeedCode, Sector

FILLED: dict[str, Any] = {
    "description_fr": "x" * 400,
    "description_en": "x" * 400,
    "needs": (Entry(NeedCode.HIRING),),
    "offers": (Entry(NeedCode.MENTOR),),
}


@pytest.mark.parametrize("kind", Kind)
def test_the_weights_of_a_kind_sum_to_a_hundred_and_name_its_own_fields(kind: Kind) -> None:
    assert sum(WEIGHTS[kind].values()) == 100
    assert set(WEIGHTS[kind]) - {"text", "both_languages"} <= set(fields(kind))
    assert set(WEIGHTS[kind]) <= set(LABELS)


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_profile_has_no_points_and_should_first_describe_itself(kind: Kind) -> None:
    empty = measure(kind, {})
    assert empty.points == 0
    assert empty.best_next is not None
    assert (empty.best_next.field, empty.best_next.step) == ("text", Step.STORY)


@pytest.mark.parametrize("kind", Kind)
def test_a_full_profile_has_a_hundred_points_and_no_gap(kind: Kind) -> None:
    full = measure(kind, dict.fromkeys(WEIGHTS[kind], 1) | FILLED)
    assert full.points == 100
    assert full.best_next is None


@given(
    st.sampled_from(Kind), st.sets(st.sampled_from(["website", "sectors", "themes", "languages", "needs"]))
)
def test_points_and_gaps_always_make_a_hundred_together(kind: Kind, filled: set[str]) -> None:
    measured = measure(kind, dict.fromkeys(filled, "x"))
    assert measured.points + sum(gap.points for gap in measured.gaps) == 100
    assert [gap.points for gap in measured.gaps] == sorted((g.points for g in measured.gaps), reverse=True)


def test_a_no_is_an_answer() -> None:
    gaps = {gap.field for gap in measure(Kind.INVESTOR, {"pre_revenue": False}).gaps}
    assert "pre_revenue" not in gaps


def test_a_thesis_in_one_language_is_enough_to_submit() -> None:
    values = {"name": "Firm", "sectors": [Sector.WATER], "description_fr": "y" * 80}
    assert missing_for_submission(values, "a@example.org") == {}
    assert set(missing_for_submission({}, "")) == {"name", "description", "sectors", "contact_email"}
    assert set(missing_for_submission(values | {"description_fr": "y" * 79}, "a@example.org")) == {
        "description"
    }
