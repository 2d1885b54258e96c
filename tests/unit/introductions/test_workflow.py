"""The table of transitions, as a person meets it."""

import pytest

from matchmaker.introductions import workflow
from matchmaker.introductions.timers import AS_SOON_AS_POSSIBLE, REMINDERS, TIMERS
from matchmaker.introductions.workflow import (
    ENTRIES,
    FIRST,
    TRANSITIONS,
    Action,
    Actor,
    ClosedReason,
    IllegalStepError,
    Status,
)


def test_the_short_path_leads_from_a_request_to_an_introduction() -> None:
    state: Status | None = FIRST
    for actor, action in ((Actor.STAFF, Action.APPROVE), (Actor.COUNTERPART, Action.ACCEPT)):
        assert state is not None
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
    reached = {step.target for step in (*ENTRIES.values(), *TRANSITIONS.values())}
    assert reached - {None} == set(Status)
    assert {status for status, _ in TRANSITIONS} == set(Status) - {Status.CLOSED}


def test_every_state_that_is_not_final_has_a_timed_exit() -> None:
    timed = {status for (status, action) in TIMERS if Actor.TIMER in TRANSITIONS[status, action].actors}
    assert timed == set(Status) - {Status.CLOSED}


def test_the_timer_takes_no_step_that_no_table_times() -> None:
    own = {key for key, step in TRANSITIONS.items() if Actor.TIMER in step.actors}
    by_event = {(status, action) for status, action in own if action in (Action.BLOCK, Action.ERASE)}
    assert own - by_event == set(TIMERS) | AS_SOON_AS_POSSIBLE


def test_a_reminder_comes_before_the_state_ends() -> None:
    for (status, _), delay in REMINDERS.items():
        ends = [end for (timed, _), end in TIMERS.items() if timed is status and end.since is delay.since]
        assert all(delay.length < end.length and delay.unit is end.unit for end in ends)


def test_only_a_draft_is_deleted() -> None:
    assert {status for (status, _), step in TRANSITIONS.items() if step.target is None} == {Status.DRAFT}


def test_staff_never_accept_and_nobody_but_staff_approves() -> None:
    for (_, action), step in TRANSITIONS.items():
        if action in (Action.ACCEPT, Action.AGREE, Action.DECLINE, Action.DEFER):
            assert Actor.STAFF not in step.actors
        if action in (Action.APPROVE, Action.HOLD, Action.REJECT):
            assert step.actors == {Actor.STAFF}


def test_a_reason_stands_exactly_where_the_target_is_final() -> None:
    assert all((step.target is Status.CLOSED) == (step.reason is not None) for step in TRANSITIONS.values())
    assert {step.reason for step in TRANSITIONS.values()} - {None} == set(ClosedReason)
