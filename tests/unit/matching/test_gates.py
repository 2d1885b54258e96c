"""Gates: who may never be recommended to whom, checked against plain rules for one pair at a time."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.engine import (
    Amounts,
    Candidate,
    Columns,
    Gate,
    Moment,
    closed_gates,
    conflict_keys,
    identity_keys,
)
from matchmaker.matching.engine.gates import open_rows

HUBS = ("paris", "silicon_valley")
DIRECTIONS = (None, "both", "paris_to_sv", "sv_to_paris")
KINDS = ("startup", "investor", "programme")
WAY_OUT = {"paris": "paris_to_sv", "silicon_valley": "sv_to_paris"}
TODAY = date(2026, 11, 22)
NOW = Moment(dates=dict.fromkeys(HUBS, TODAY), full=frozenset({3}))
KEYS = [
    *identity_keys("Nova", "123 456 789", "https://nova.example"),
    *identity_keys("Éolia", website="eolia.example"),
]


def some(*codes: str, most: int = 2) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(codes), max_size=most)


days = st.sampled_from([None, None, TODAY - timedelta(days=9), TODAY, TODAY + timedelta(days=9)])
heads = st.sampled_from([None, 3, 30])
candidates = st.builds(
    Candidate,
    id=st.integers(1, 4),
    kind=st.sampled_from(KINDS),
    hub=st.sampled_from(HUBS),
    direction=st.sampled_from(DIRECTIONS),
    sectors=some("water", "space", "any"),
    excluded=some("water", "fintech_insurtech"),
    stages=some("idea", "seed", "series_a"),
    traction=st.sampled_from([None, "pre_revenue", "100k-500k"]),
    money=st.sampled_from(
        [Amounts(), Amounts("EUR", 1e6, 2e6), Amounts("USD", 1e7, 2e7), Amounts("USD", 5e4, 1e5)]
    ),
    pre_revenue=st.sampled_from([None, True, False]),
    accepted_hubs=some(*HUBS),
    accepted_forms=some("sas", "c_corp"),
    forms=some("sas", "c_corp"),
    headcount=heads,
    headcount_min=st.sampled_from([None, 5]),
    headcount_max=st.sampled_from([None, 20]),
    deadline=days,
    ends_on=days,
    languages=some("fr", "en", "xx"),
    mentor=st.sampled_from([None, None, "paris_to_sv", "sv_to_paris"]),
    capacity=st.sampled_from([None, 0, 2]),
    published=st.sampled_from([True, True, False]),
    paused_from=days,
    paused_until=days,
    names=st.frozensets(st.sampled_from(KEYS), max_size=2),
    conflicts=st.frozensets(st.sampled_from(KEYS), max_size=1),
)


def expected(viewer: Candidate, other: Candidate) -> set[Gate]:
    """The gates in plain words, for one pair."""
    pair = (viewer, other)
    startup, host = pair if viewer.kind == "startup" else (other, viewer)
    roles = startup.kind == "startup" and host.kind != "startup"
    programme = host.kind == "programme"
    size = startup.headcount
    closed = {
        Gate.NOT_PUBLISHED: not (viewer.published and other.published),
        Gate.PAUSED: any(map(rests, pair)),
        Gate.SAME_ORGANISATION: viewer.id == other.id or bool(viewer.proofs & other.proofs),
        Gate.CONFLICT: bool(viewer.conflicts & other.names or other.conflicts & viewer.names),
        Gate.KIND: "startup" not in (viewer.kind, other.kind),
        Gate.SAME_HUB: "programme" not in (viewer.kind, other.kind)
        and viewer.hub == other.hub
        and not (viewer.kind == other.kind == "startup" and (helps(viewer, other) or helps(other, viewer))),
        Gate.DIRECTION: roles and programme and host.direction not in (None, "both", WAY_OUT[startup.hub]),
        Gate.FULL: other.capacity == 0 or other.id in NOW.full,
        Gate.LANGUAGE: bool(viewer.languages and other.languages) and not viewer.languages & other.languages,
        Gate.DEADLINE: roles and (last := host.deadline or host.ends_on) is not None and last < TODAY,
        Gate.PRE_REVENUE: roles and host.pre_revenue is False and startup.traction == "pre_revenue",
        Gate.EXCLUDED_SECTOR: roles and bool(startup.sectors & host.excluded),
        Gate.BASE: roles and bool(host.accepted_hubs) and startup.hub not in host.accepted_hubs,
        Gate.LEGAL_FORM: roles
        and bool(startup.forms and host.accepted_forms)
        and not startup.forms & host.accepted_forms,
        Gate.HEADCOUNT: roles
        and size is not None
        and (
            (host.headcount_min is not None and size < host.headcount_min)
            or (host.headcount_max is not None and size > host.headcount_max)
        ),
    }
    return {gate for gate, closes in closed.items() if closes}


def rests(one: Candidate) -> bool:
    if one.paused_from is None and one.paused_until is None:
        return False
    return (one.paused_from or TODAY) <= TODAY <= (one.paused_until or TODAY)


def helps(mentor: Candidate, other: Candidate) -> bool:
    return mentor.mentor == WAY_OUT[other.hub]


def one(number: int, kind: str, hub: str = "paris", **stated: object) -> Candidate:
    return Candidate(id=number, kind=kind, hub=hub, **stated)  # type: ignore[arg-type]


def between(startup: Mapping[str, Any], host: Mapping[str, Any], kind: str = "investor") -> tuple[Gate, ...]:
    mine, theirs = one(1, "startup", **startup), one(2, kind, HUBS[1], **host)
    assert closed_gates(mine, theirs, NOW) == closed_gates(theirs, mine, NOW)
    return closed_gates(mine, theirs, NOW)


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
    assert between({}, {"published": False}) == (Gate.NOT_PUBLISHED,)
    assert between({}, {"paused_until": TODAY}) == (Gate.PAUSED,)
    assert between({"paused_from": TODAY}, {}) == (Gate.PAUSED,)
    assert between({}, {"paused_until": TODAY - timedelta(days=1)}) == ()
    assert between({}, {"paused_from": TODAY + timedelta(days=1)}) == ()


def test_capacity_limits_what_others_ask_not_whom_one_may_ask() -> None:
    startup, full = one(1, "startup"), one(3, "investor", HUBS[1])
    assert closed_gates(startup, full, NOW) == (Gate.FULL,)
    assert closed_gates(full, startup, NOW) == ()
    assert closed_gates(startup, one(2, "investor", HUBS[1], capacity=0)) == (Gate.FULL,)


def test_money_compares_in_both_currencies() -> None:
    seeks = {"money": Amounts("EUR", 1e6, 2e6)}
    assert between(seeks, {"money": Amounts("USD", 5e6, 9e6)}) == (Gate.MONEY,)
    assert between(seeks, {"money": Amounts("USD", 1e4, 3e4)}) == (Gate.MONEY,)
    assert between(seeks, {"money": Amounts("USD", 2.3e6, 9e6)}) == ()  # EUR 2.13M, a stretch of 2M
    assert between(seeks, {"money": Amounts("EUR", 2.3e6, 9e6)}) == (Gate.MONEY,)
    assert between(seeks, {}) == between({}, {"money": Amounts("USD", 5e6, 9e6)}) == ()


def test_a_rate_of_today_decides_not_the_one_a_profile_was_written_under() -> None:
    startup = one(1, "startup", money=Amounts("EUR", 1e6, 2e6))
    fund = one(2, "investor", HUBS[1], money=Amounts("USD", 2.5e6, 9e6))
    assert closed_gates(startup, fund) == (Gate.MONEY,)
    weak = Moment(euros={"EUR": 1.0, "USD": 0.8})
    assert closed_gates(startup, fund, weak) == ()


def test_a_stage_label_alone_does_not_close_where_the_money_fits() -> None:
    fund = {"stages": frozenset({"seed"}), "money": Amounts("USD", 3e6, 6e6)}
    label = {"stages": frozenset({"series_a"})}
    assert between(label, fund) == (Gate.STAGE,)
    assert between({**label, "money": Amounts("EUR", 4e6, 5e6)}, fund) == ()


def test_revenue_tells_a_stage_where_no_money_is_stated() -> None:
    fund = {"stages": frozenset({"series_a"})}
    label = {"stages": frozenset({"seed"})}
    assert between({**label, "traction": "1M-5M"}, fund) == ()
    assert between({**label, "traction": "pre_revenue"}, fund) == (Gate.STAGE,)


def test_a_programme_for_other_fields_is_closed_and_one_beside_is_not() -> None:
    firm = {"sectors": frozenset({"waste_circular"})}
    for_space = {"sectors": frozenset({"space"})}
    assert between(firm, for_space, "programme") == (Gate.OTHER_SECTORS,)
    assert between(firm, for_space) == ()
    for open_to in ({"water"}, {"any", "space"}, {"waste_circular", "space"}, set()):
        assert between(firm, {"sectors": frozenset(open_to)}, "programme") == ()


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


def test_a_mentor_may_sit_in_either_city_and_helps_in_the_direction_it_took() -> None:
    startup = one(1, "startup")
    assert closed_gates(startup, one(2, "startup", mentor="paris_to_sv")) == ()
    assert closed_gates(startup, one(2, "startup", mentor="sv_to_paris")) == (Gate.SAME_HUB,)
    assert closed_gates(startup, one(2, "startup", HUBS[1], mentor="sv_to_paris")) == ()
    assert closed_gates(one(2, "investor"), one(1, "startup", mentor="paris_to_sv")) == (Gate.SAME_HUB,)


@given(candidates, candidates)
@settings(max_examples=400, deadline=None)
def test_gates_close_exactly_where_plain_rules_say(viewer: Candidate, other: Candidate) -> None:
    told_apart = {Gate.MONEY, Gate.STAGE, Gate.OTHER_SECTORS}  # each has a test of its own
    assert set(closed_gates(viewer, other, NOW)) - told_apart == expected(viewer, other)


@given(candidates, candidates)
@settings(max_examples=300, deadline=None)
def test_gates_but_capacity_are_the_same_from_either_side(a: Candidate, b: Candidate) -> None:
    ways = [{*closed_gates(*pair, NOW)} - {Gate.FULL} for pair in ((a, b), (b, a))]
    assert ways[0] == ways[1]


@given(candidates, st.lists(candidates, max_size=10))
@settings(max_examples=300, deadline=None)
def test_many_rows_open_exactly_where_no_gate_closes(viewer: Candidate, others: list[Candidate]) -> None:
    found = open_rows(Columns.of([viewer]), Columns.of(others), NOW)
    assert found.tolist() == [not closed_gates(viewer, other, NOW) for other in others]
    assert found.dtype == np.bool_


@given(candidates, st.sampled_from(KINDS), st.sampled_from(HUBS))
@settings(max_examples=300, deadline=None)
def test_what_nobody_stated_never_closes(a: Candidate, kind: str, hub: str) -> None:
    silent = Candidate(id=9, kind=kind, hub=hub)
    of_one_side = {Gate.NOT_PUBLISHED, Gate.PAUSED, Gate.DIRECTION, Gate.DEADLINE, Gate.BASE}
    assert {*closed_gates(a, silent, NOW)} <= of_one_side | {Gate.KIND, Gate.SAME_HUB}


@given(st.lists(candidates, max_size=6), st.lists(candidates, min_size=1, max_size=4), st.data())
@settings(max_examples=100, deadline=None)
def test_edited_rows_are_what_fresh_columns_would_be(
    first: list[Candidate], newer: list[Candidate], data: st.DataObject
) -> None:
    first = [replace(each, id=number) for number, each in enumerate(first)]
    rows = data.draw(st.permutations(range(len(first) + 1)).map(lambda order: order[: len(newer)]))
    edited = dict(enumerate(first)) | dict(zip(rows, newer, strict=False))
    kept = newer[: len(rows)]
    found = Columns.of(first).with_rows(np.array(rows, dtype=np.int64), Columns.of(kept))
    fresh = Columns.of([edited[row] for row in sorted(edited)])
    for name, array in fresh.arrays().items():
        if not name.endswith((".rows", ".hashes")):
            assert np.array_equal(found.arrays()[name], array, equal_nan=array.dtype.kind == "f"), name
    viewer = Columns.of([newer[0]])
    assert open_rows(viewer, found, NOW).tolist() == open_rows(viewer, fresh, NOW).tolist()
    read_again = Columns.from_arrays(found.arrays())
    assert open_rows(viewer, read_again, NOW).tolist() == open_rows(viewer, fresh, NOW).tolist()
