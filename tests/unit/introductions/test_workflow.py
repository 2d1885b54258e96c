"""The table of transitions, as a person meets it."""

import pytest

from matchmaker.introductions import workflow
from matchmaker.introductions.workflow import (
    FIRST,
    TRANSITIONS,
    Action,
    Actor,
    ClosedReason,
    IllegalStepError,
    Status,
)


def test_the_short_path_leads_from_a_request_to_an_introduction() -> None:
    state = FIRST
    for actor, action in ((Actor.STAFF, Action.APPROVE), (Actor.COUNTERPART, Action.ACCEPT)):
        _, step = workflow.transition(state, action, {actor})
        state = step.target
    assert state is Status.INTRODUCED


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("actor", Actor)
def test_what_the_table_does_not_name_is_refused(status: Status, action: Action, actor: Actor) -> None:
    step = TRANSITIONS.get((status, action))
    if step is not None and actor in step.actors:
        assert workflow.transition(status, action, {actor}) == (actor, step)
        assert action in workflow.available(status, {actor})
        return
    with pytest.raises(IllegalStepError):
        workflow.transition(status, action, {actor})
    assert action not in workflow.available(status, {actor})


def test_a_closed_introduction_has_no_further_step() -> None:
    assert workflow.available(Status.CLOSED, set(Actor)) == ()


def test_only_the_counterpart_accepts_and_only_staff_approve() -> None:
    assert {step.actors for (_, action), step in TRANSITIONS.items() if action is Action.ACCEPT} == {
        frozenset({Actor.COUNTERPART})
    }
    assert {step.actors for (_, action), step in TRANSITIONS.items() if action is Action.APPROVE} == {
        frozenset({Actor.STAFF})
    }


def test_every_state_can_be_reached_and_every_open_state_left() -> None:
    reached = {FIRST} | {step.target for step in TRANSITIONS.values()}
    assert reached == set(Status)
    assert {status for status, _ in TRANSITIONS} == set(Status) - {Status.CLOSED}


def test_a_reason_stands_exactly_where_the_target_is_final() -> None:
    assert all((step.target is Status.CLOSED) == (step.reason is not None) for step in TRANSITIONS.values())
    assert {step.reason for step in TRANSITIONS.values()} - {None} == set(ClosedReason)
