"""Every (state, step, person) on the real database: the table's steps work, all others change nothing."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, inspect, select

from matchmaker.core.audit import AuditEvent
from matchmaker.core.errors import Conflict, Forbidden, NotFound
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions import workflow
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import (
    ENTRIES,
    TRANSITIONS,
    Action,
    Actor,
    ClosedReason,
    IllegalStepError,
    Status,
)
from tests.integration.introductions.conftest import Scene
from tests.personas import Person

R, C, S, T = Actor.REQUESTER, Actor.COUNTERPART, Actor.STAFF, Actor.TIMER
APPROVED = ((S, Action.APPROVE),)
INTRODUCED = (*APPROVED, (C, Action.ACCEPT))
# How a fresh request, draft or proposal comes to each state.
WAYS: dict[tuple[Status, ClosedReason | None], tuple[tuple[Actor, Action], ...]] = {
    (Status.DRAFT, None): ((R, Action.COMPOSE),),
    (Status.SUBMITTED, None): (),
    (Status.NEEDS_CHANGES, None): ((S, Action.REQUEST_CHANGES),),
    (Status.WAITING, None): ((S, Action.HOLD),),
    (Status.PROPOSED, None): ((S, Action.PROPOSE),),
    (Status.AWAITING_COUNTERPART, None): APPROVED,
    (Status.AWAITING_REQUESTER, None): ((S, Action.PROPOSE), (C, Action.ACCEPT)),
    (Status.DEFERRED, None): (*APPROVED, (C, Action.DEFER)),
    (Status.INTRODUCED, None): INTRODUCED,
    (Status.CLOSED, ClosedReason.REJECTED): ((S, Action.REJECT),),
    (Status.CLOSED, ClosedReason.DECLINED): (*APPROVED, (C, Action.DECLINE)),
    (Status.CLOSED, ClosedReason.WITHDRAWN): ((R, Action.WITHDRAW),),
    (Status.CLOSED, ClosedReason.UNANSWERED): ((T, Action.LAPSE),),
    (Status.CLOSED, ClosedReason.EXPIRED): (*APPROVED, (T, Action.EXPIRE)),
    (Status.CLOSED, ClosedReason.ERASED): (*APPROVED, (T, Action.ERASE)),
    (Status.CLOSED, ClosedReason.CANCELLED): (*INTRODUCED, (S, Action.CANCEL)),
    (Status.CLOSED, ClosedReason.COMPLETED): (*INTRODUCED, (R, Action.COMPLETE)),
    (Status.CLOSED, ClosedReason.NO_FOLLOW_UP): (*INTRODUCED, (T, Action.NO_FOLLOW_UP)),
}
# Steps that are taken on something else than the introduction, or with a further condition.
APART = frozenset({Action.COMPOSE, Action.PROPOSE, Action.HOLD, Action.BLOCK})


BY_PEOPLE = frozenset(
    action
    for (_, action), step in TRANSITIONS.items()
    if step.actors != {Actor.TIMER} and action not in APART
)


def person_of(scene: Scene, actor: Actor) -> Person:
    people = scene.people
    return {
        Actor.REQUESTER: people.paris_founder,
        Actor.COUNTERPART: people.valley_investor,
        Actor.STAFF: people.paris_staff,
    }[actor]


def counted(introduction_id: int) -> tuple[Any, ...]:
    """The row as committed, and how many events and mails there are."""
    db.session.rollback()
    row = db.session.get(Introduction, introduction_id, populate_existing=True)
    assert row is not None
    columns = tuple(getattr(row, column.key) for column in inspect(Introduction).column_attrs)
    events = db.session.scalar(select(func.count()).select_from(AuditEvent))
    mails = db.session.scalar(select(func.count()).select_from(OutgoingMail))
    return (*columns, events, mails)


def in_state(scene: Scene, state: tuple[Status, ClosedReason | None]) -> int:
    """A fresh introduction, led to the state by the services."""
    founder, startup_id = scene.another_startup()
    ways = WAYS[state]
    entry = {Action.COMPOSE: scene.draft, Action.PROPOSE: scene.propose}.get(ways[0][1]) if ways else None
    row_id = (entry or scene.request)(founder, startup_id)
    for actor, action in ways[1:] if entry else ways:
        take(scene, actor, founder, row_id, action)
    return row_id


def take(scene: Scene, actor: Actor, founder: Person, row_id: int, action: Action) -> None:
    if actor is Actor.TIMER:
        scene.by_timer(row_id, action)
    elif action is Action.HOLD:
        scene.hold(row_id)
    else:
        scene.take(founder if actor is Actor.REQUESTER else person_of(scene, actor), row_id, action)


def test_the_ways_lead_to_every_state_the_table_knows() -> None:
    steps = (*ENTRIES.values(), *TRANSITIONS.values())
    assert set(WAYS) == {(step.target, step.reason) for step in steps if step.target}


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    state=st.sampled_from(list(WAYS)),
    action=st.sampled_from([action for action in Action if action not in APART]),
    actor=st.sampled_from(Actor),
)
def test_a_step_works_exactly_where_the_table_names_it(
    context: Flask,
    scene: Scene,
    state: tuple[Status, ClosedReason | None],
    action: Action,
    actor: Actor,
) -> None:
    row_id = in_state(scene, state)
    founder = scene.people.make(f"Founder Number{scene.made}")
    before = counted(row_id)
    step = TRANSITIONS.get((state[0], action))
    if step is not None and actor in step.actors:
        take(scene, actor, founder, row_id, action)
        row = db.session.get(Introduction, row_id, populate_existing=True)
        assert (row and row.status) is step.target
        return
    if action not in BY_PEOPLE and actor is not Actor.TIMER:
        return  # there is no service by which a person could try
    with pytest.raises((Conflict, Forbidden, NotFound, IllegalStepError)) as refused:
        take(scene, actor, founder, row_id, action)
    if actor is not Actor.TIMER and workflow.ever_available(action, {actor}):
        row = scene.introduction(row_id)
        told = row.has_reached_counterpart or actor is not Actor.COUNTERPART
        hidden = row.status is Status.DRAFT and actor is not Actor.REQUESTER
        expected = (Forbidden, NotFound) if hidden else Conflict if told else NotFound
        assert isinstance(refused.value, expected)
    assert counted(row_id) == before


@pytest.mark.parametrize("action", sorted(BY_PEOPLE))
def test_a_stranger_and_an_admin_find_no_such_introduction(
    context: Flask, scene: Scene, action: Action
) -> None:
    row_id = scene.awaiting()
    before = counted(row_id)
    for person in (scene.people.outsider, scene.people.admin):
        with pytest.raises(NotFound):
            scene.take(person, row_id, action)
        assert counted(row_id) == before
