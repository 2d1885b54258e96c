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
from matchmaker.introductions.workflow import TRANSITIONS, Action, Actor, ClosedReason, Status
from tests.integration.introductions.conftest import Scene
from tests.personas import Person

WAYS: dict[tuple[Status, ClosedReason | None], tuple[tuple[Actor, Action], ...]] = {
    (Status.SUBMITTED, None): (),
    (Status.NEEDS_CHANGES, None): ((Actor.STAFF, Action.REQUEST_CHANGES),),
    (Status.AWAITING_COUNTERPART, None): ((Actor.STAFF, Action.APPROVE),),
    (Status.INTRODUCED, None): ((Actor.STAFF, Action.APPROVE), (Actor.COUNTERPART, Action.ACCEPT)),
    (Status.CLOSED, ClosedReason.REJECTED): ((Actor.STAFF, Action.REJECT),),
    (Status.CLOSED, ClosedReason.DECLINED): (
        (Actor.STAFF, Action.APPROVE),
        (Actor.COUNTERPART, Action.DECLINE),
    ),
    (Status.CLOSED, ClosedReason.WITHDRAWN): ((Actor.REQUESTER, Action.WITHDRAW),),
    (Status.CLOSED, ClosedReason.CANCELLED): (
        (Actor.STAFF, Action.APPROVE),
        (Actor.COUNTERPART, Action.ACCEPT),
        (Actor.STAFF, Action.CANCEL),
    ),
}


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
    row_id = scene.request(*scene.another_startup())
    founder = scene.people.make(f"Founder Number{scene.made}")
    for actor, action in WAYS[state]:
        scene.take(founder if actor is Actor.REQUESTER else person_of(scene, actor), row_id, action)
    return row_id


def test_the_ways_lead_to_every_state_the_table_knows() -> None:
    assert set(WAYS) == {(workflow.FIRST, None)} | {(t.target, t.reason) for t in TRANSITIONS.values()}


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(state=st.sampled_from(list(WAYS)), action=st.sampled_from(Action), actor=st.sampled_from(Actor))
def test_a_step_works_exactly_where_the_table_names_it(
    context: Flask,
    scene: Scene,
    state: tuple[Status, ClosedReason | None],
    action: Action,
    actor: Actor,
) -> None:
    row_id = in_state(scene, state)
    founder = scene.people.make(f"Founder Number{scene.made}")
    person = founder if actor is Actor.REQUESTER else person_of(scene, actor)
    before = counted(row_id)
    step = TRANSITIONS.get((state[0], action))
    if step is not None and actor in step.actors:
        scene.take(person, row_id, action)
        assert scene.introduction(row_id).status is step.target
        return
    with pytest.raises((Conflict, Forbidden, NotFound)) as refused:
        scene.take(person, row_id, action)
    if workflow.ever_available(action, {actor}):
        told = scene.introduction(row_id).has_reached_counterpart or actor is not Actor.COUNTERPART
        assert isinstance(refused.value, Conflict if told else NotFound)
    assert counted(row_id) == before


@pytest.mark.parametrize("action", Action)
def test_a_stranger_and_an_admin_find_no_such_introduction(
    context: Flask, scene: Scene, action: Action
) -> None:
    row_id = scene.awaiting()
    before = counted(row_id)
    for person in (scene.people.outsider, scene.people.admin):
        with pytest.raises(NotFound):
            scene.take(person, row_id, action)
        assert counted(row_id) == before
