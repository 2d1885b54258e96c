"""Two colleagues reach for the same matter at once."""

from functools import partial
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select, update

from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions.desk import co_reviews, nudging, owners
from matchmaker.introductions.models import Introduction
from tests.integration.introductions.conftest import Scene
from tests.integration.introductions.racing import race, winners
from tests.integration.introductions.test_races import two_staff
from tests.personas import Person

ROUNDS = 10


def taken(row_id: int) -> int:
    statement = select(func.count()).where(
        AuditEvent.tag == AuditTag.INTRODUCTION_ASSIGNED, AuditEvent.subject_id == row_id
    )
    return db.session.scalar(statement) or 0


def test_of_two_takers_one_wins_and_the_other_reads_who(app: Flask, scene: Scene) -> None:
    staff = two_staff(scene)

    def take(person: Person, row_id: int) -> None:
        owners.take(scene.user(person), row_id)

    for _ in range(ROUNDS):
        with app.app_context():
            row_id = scene.request(*scene.another_startup())
        outcomes = race(app, [partial(take, person, row_id) for person in staff])
        assert winners(outcomes) == 1
        winner = staff[outcomes.index(None)]
        assert winner.name in str(next(filter(None, outcomes)))
        with app.app_context():
            assert scene.introduction(row_id).assigned_to_id == winner.id
            assert taken(row_id) == 1


def test_without_the_condition_both_takers_believe_they_have_it(app: Flask, scene: Scene) -> None:
    with app.app_context():
        row_id = scene.request()
    both_have_read = Barrier(2)

    def take(person: Person) -> None:
        row = scene.introduction(row_id)
        assert row.assigned_to_id is None
        db.session.expunge(row)
        both_have_read.wait(timeout=20)
        db.session.execute(
            update(Introduction).where(Introduction.id == row_id).values(assigned_to_id=person.id)
        )
        db.session.commit()

    assert race(app, [partial(take, person) for person in two_staff(scene)]) == [None, None]


def test_two_who_nudge_at_once_send_one_reminder(app: Flask, scene: Scene) -> None:
    with app.app_context():
        row_id = scene.awaiting()
        db.session.execute(
            update(Introduction).values(entered_at=Introduction.entered_at - func.make_interval(0, 0, 0, 5))
        )
        db.session.commit()
    counts: list[int] = []

    def nudge(person: Person) -> None:
        counts.append(nudging.nudge(scene.user(person), [row_id]))

    assert race(app, [partial(nudge, person) for person in two_staff(scene)]) == [None, None]
    assert sorted(counts) == [0, 1]
    with app.app_context():
        sent = select(func.count()).where(OutgoingMail.template == "introductions/reminder")
        assert db.session.scalar(sent) == 1


def test_of_two_who_ask_the_other_city_at_once_one_asks(app: Flask, scene: Scene) -> None:
    with app.app_context():
        row_id = scene.request()

    def ask(person: Person) -> None:
        co_reviews.ask(scene.user(person), row_id)

    assert winners(race(app, [partial(ask, person) for person in two_staff(scene)])) == 1
