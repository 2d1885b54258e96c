"""Gates: who may never be recommended to whom, the same from either side."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.engine import Candidate, Columns, Gate, closed_gates, conflict_keys, identity_keys

HUBS = ("paris", "silicon_valley")
DIRECTIONS = (None, "both", "paris_to_sv", "sv_to_paris")
KINDS = ("startup", "investor", "programme")
KEYS = [
    *identity_keys("Nova", "123 456 789", "https://nova.example"),
    *identity_keys("Éolia", website="eolia.example"),
]

candidates = st.builds(
    Candidate,
    id=st.integers(1, 4),
    kind=st.sampled_from(KINDS),
    hub=st.sampled_from(HUBS),
    direction=st.sampled_from(DIRECTIONS),
    published=st.sampled_from([True, True, False]),
    paused=st.sampled_from([False, False, True]),
    mentor=st.sampled_from([False, False, True]),
    names=st.frozensets(st.sampled_from(KEYS), max_size=2),
    conflicts=st.frozensets(st.sampled_from(KEYS), max_size=1),
)


def one(number: int, kind: str, hub: str = "paris", **stated: object) -> Candidate:
    return Candidate(id=number, kind=kind, hub=hub, **stated)  # type: ignore[arg-type]


@pytest.mark.parametrize(("a", "b"), list(itertools.combinations_with_replacement(KINDS, 2)))
def test_kinds_that_may_meet(a: str, b: str) -> None:
    may_meet = {("startup", "startup"), ("startup", "investor"), ("startup", "programme")}
    closed = closed_gates(one(1, a, "paris"), one(2, b, "silicon_valley"))
    assert closed == (() if (a, b) in may_meet else (Gate.KIND,))


@pytest.mark.parametrize("other", ["startup", "investor"])
@pytest.mark.parametrize(("mine", "theirs"), list(itertools.product(HUBS, HUBS)))
def test_startups_and_investors_meet_across_the_ocean_only(other: str, mine: str, theirs: str) -> None:
    closed = closed_gates(one(1, "startup", mine), one(2, other, theirs))
    assert closed == ((Gate.SAME_HUB,) if mine == theirs else ())


@pytest.mark.parametrize("seat", HUBS)
@pytest.mark.parametrize(
    ("direction", "served"),
    [("paris_to_sv", {"paris"}), ("sv_to_paris", {"silicon_valley"}), ("both", set(HUBS)), (None, set(HUBS))],
)
def test_a_programme_is_for_the_firms_of_its_direction_wherever_it_sits(
    seat: str, direction: str | None, served: set[str]
) -> None:
    programme = one(1, "programme", seat, direction=direction)
    for hub in HUBS:
        closed = closed_gates(programme, one(2, "startup", hub))
        assert closed == (() if hub in served else (Gate.DIRECTION,))


def test_an_unpublished_or_paused_side_closes() -> None:
    startup = one(1, "startup")
    assert closed_gates(startup, one(2, "investor", HUBS[1], published=False)) == (Gate.NOT_PUBLISHED,)
    assert closed_gates(startup, one(2, "investor", HUBS[1], paused=True)) == (Gate.PAUSED,)


def test_an_organisation_registered_in_both_cities_does_not_meet_itself() -> None:
    paris = one(1, "startup", names=identity_keys("Nova", website="https://www.nova.example/fr"))
    valley = one(2, "startup", HUBS[1], names=identity_keys("Nova Inc", website="nova.example"))
    assert closed_gates(paris, valley) == (Gate.SAME_ORGANISATION,)
    namesake = one(3, "startup", HUBS[1], names=identity_keys("NOVA", website="nova.test"))
    assert closed_gates(paris, namesake) == ()


@pytest.mark.parametrize(
    "entry", ["Éolia SAS", "eolia sas", "www.eolia.example", "https://eolia.example/x", "552 100 554"]
)
def test_a_conflict_closes_however_it_was_written_and_whoever_wrote_it(entry: str) -> None:
    eolia = one(1, "startup", names=identity_keys("Eolia-SAS", "552100554", "http://eolia.example"))
    refusing = one(2, "investor", HUBS[1], conflicts=conflict_keys(entry))
    assert closed_gates(eolia, refusing) == closed_gates(refusing, eolia) == (Gate.CONFLICT,)


def test_names_left_empty_are_nobodys() -> None:
    assert (
        identity_keys("", None, "")
        == identity_keys("!!!", "", "http://[")
        == conflict_keys("  ")
        == frozenset()
    )


def test_a_mentor_may_sit_in_either_city() -> None:
    assert closed_gates(one(1, "startup"), one(2, "startup", mentor=True)) == ()


@given(candidates, candidates)
@settings(max_examples=300)
def test_gates_are_the_same_from_either_side(a: Candidate, b: Candidate) -> None:
    assert closed_gates(a, b) == closed_gates(b, a)


@given(candidates, st.lists(candidates, max_size=10))
@settings(max_examples=300)
def test_columns_open_exactly_where_no_gate_closes(viewer: Candidate, others: list[Candidate]) -> None:
    assert Columns.of(others).open_to(viewer).tolist() == [
        not closed_gates(viewer, other) for other in others
    ]
    assert Columns.of(others).open_to(viewer).dtype == np.bool_
