"""Nobody sits in two meetings at once, whoever accepts at the same moment, over real connections."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import IntegrityError

from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.introductions.meetings import policies, service
from matchmaker.introductions.meetings.models import ONE_PLACE, Meeting, Seat
from matchmaker.introductions.meetings.workflow import Status
from matchmaker.introductions.workflow import Action as Step
from tests.integration.introductions.conftest import Scene
from tests.integration.introductions.meeting import START, accept, load, propose
from tests.integration.introductions.racing import ROUNDS, SOAK_ROUNDS, counts, race, winners
from tests.personas import Person

many = pytest.mark.parametrize(
    "rounds", [ROUNDS // 2, pytest.param(SOAK_ROUNDS, marks=pytest.mark.soak)], ids=["short", "soak"]
)


def two_introductions(app: Flask, scene: Scene) -> list[tuple[Person, int]]:
    """Two founders, each introduced to the investor."""
    with app.app_context():
        found = []
        for _ in range(2):
            founder, startup_id = scene.another_startup()
            row_id = scene.awaiting(founder, startup_id)
            scene.take(scene.people.valley_investor, row_id, Step.ACCEPT)
            found.append((founder, row_id))
        return found


def for_one_hour(app: Flask, scene: Scene, pairs: list[tuple[Person, int]]) -> tuple[list[int], datetime]:
    """Let each founder propose the same time to the investor, whose calendar is empty again."""
    with app.app_context():
        db.session.execute(delete(Seat))
        db.session.execute(delete(Meeting))
        db.session.commit()
        slot = free(scene, pairs[0][1])[0]
        return [propose(scene, row_id, founder, (slot,)) for founder, row_id in pairs], slot


def free(scene: Scene, row_id: int) -> list[datetime]:
    seats = policies.seats({scene.people.valley_investor.id})
    return policies.offers(scene.loaded(row_id), 30, seats)


def at_start(step: Callable[[], object]) -> None:
    with clock.at(START):  # a clock is set in one thread only
        step()


@many
def test_of_two_meetings_at_one_hour_the_investor_accepts_one(
    app: Flask, scene: Scene, rounds: int, tally: Counter[str]
) -> None:
    with clock.at(START):
        pairs = two_introductions(app, scene)
    for _ in range(rounds):
        with clock.at(START):
            ids, slot = for_one_hour(app, scene, pairs)
        outcomes = race(app, [partial(at_start, partial(accept, scene, one, slot)) for one in ids])
        assert winners(outcomes) == 1
        tally.update(counts(outcomes))
        assert "another meeting" in str(next(filter(None, outcomes)))
        with app.app_context():
            assert sorted(load(one).status for one in ids) == [Status.PROPOSED, Status.SCHEDULED]


@pytest.fixture
def without_the_constraint(app: Flask) -> Iterator[None]:
    """The table as it would be without its guard."""
    with app.app_context():
        db.session.execute(text(f"ALTER TABLE meeting_seats DROP CONSTRAINT {ONE_PLACE}"))
        db.session.commit()
    yield
    with app.app_context():
        db.session.execute(delete(Seat))
        db.session.execute(
            text(
                f"ALTER TABLE meeting_seats ADD CONSTRAINT {ONE_PLACE} EXCLUDE USING gist "
                "(int4range(user_id, user_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)"
            )
        )
        db.session.commit()


def sit(person_id: int, meeting_id: int, slot: datetime, both_have_read: Barrier | None = None) -> None:
    """Take a seat after a look at the calendar, as a naive program does."""
    end = slot + timedelta(minutes=30)
    assert not policies.taken({person_id}, slot, end)
    if both_have_read is not None:
        both_have_read.wait(timeout=20)
    db.session.add(Seat(meeting_id=meeting_id, user_id=person_id, starts_at=slot, ends_at=end))
    db.session.commit()


def test_without_the_guards_both_meetings_take_the_hour(
    app: Flask, scene: Scene, without_the_constraint: None
) -> None:
    with clock.at(START):
        ids, slot = for_one_hour(app, scene, two_introductions(app, scene))
    investor, both_have_read = scene.people.valley_investor.id, Barrier(2)
    outcomes = race(app, [partial(sit, investor, one, slot, both_have_read) for one in ids])
    assert outcomes == [None, None]


def test_the_constraint_alone_keeps_the_second_out(app: Flask, scene: Scene) -> None:
    with clock.at(START):
        ids, slot = for_one_hour(app, scene, two_introductions(app, scene))
    with app.app_context():
        sit(scene.people.valley_investor.id, ids[0], slot)
        late = Seat(
            meeting_id=ids[1],
            user_id=scene.people.valley_investor.id,
            starts_at=slot + timedelta(minutes=29),
            ends_at=slot + timedelta(minutes=59),
        )
        db.session.add(late)
        with pytest.raises(IntegrityError, match=ONE_PLACE):
            db.session.commit()
        db.session.rollback()


@many
def test_an_accept_and_a_cancellation_leave_one_legal_end(
    app: Flask, scene: Scene, rounds: int, tally: Counter[str]
) -> None:
    with clock.at(START):
        pairs = two_introductions(app, scene)
    for _ in range(rounds // 2):
        with clock.at(START):
            ids, slot = for_one_hour(app, scene, pairs[:1])
        investor = scene.people.valley_investor
        outcomes = race(
            app,
            [
                partial(at_start, partial(accept, scene, ids[0], slot)),
                partial(at_start, partial(cancel, scene, ids[0], investor)),
            ],
        )
        assert winners(outcomes) == 1
        tally.update(counts(outcomes))
        with app.app_context():
            seats = select(func.count()).where(Seat.meeting_id == ids[0])
            ended = load(ids[0]).status is Status.CANCELLED
            assert db.session.scalar(seats) == (0 if ended else 2)
        tally["cancelled first" if ended else "accepted first"] += 1


def cancel(scene: Scene, meeting_id: int, person: Person) -> None:
    row: Meeting = load(meeting_id)
    service.cancel(scene.user(person), row, 1)
