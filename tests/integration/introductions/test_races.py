"""Several people act on the same introduction at the same moment, over real connections."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from matchmaker.core.audit import AuditEvent
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions import service
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action, Status
from matchmaker.taxonomy import NeedCode
from tests.integration.introductions import unguarded
from tests.integration.introductions.conftest import MESSAGE, Scene
from tests.integration.introductions.racing import ROUNDS, SOAK_ROUNDS, counts, race, winners
from tests.personas import Person

many = pytest.mark.parametrize(
    "rounds", [ROUNDS, pytest.param(SOAK_ROUNDS, marks=pytest.mark.soak)], ids=["short", "soak"]
)


def actions(introduction_id: int) -> list[str]:
    statement = select(AuditEvent.data["action"].astext).where(
        AuditEvent.subject_type == "introductions", AuditEvent.subject_id == introduction_id
    )
    return list(db.session.scalars(statement.order_by(AuditEvent.id)))


def mails(template: str) -> int:
    statement = select(func.count()).where(OutgoingMail.template == f"introductions/{template}")
    return db.session.scalar(statement) or 0


def two_staff(scene: Scene) -> list[Person]:
    from matchmaker.core.permissions import Role
    from matchmaker.taxonomy import Hub

    return [scene.people.paris_staff, scene.people.make("Second Officer", Role.STAFF, Hub.PARIS)]


def step(scene: Scene, person: Person, introduction_id: int, action: Action) -> Callable[[], object]:
    return partial(scene.take, person, introduction_id, action, 1)


@many
def test_of_two_approvers_one_wins_and_each_side_hears_once(
    app: Flask, scene: Scene, rounds: int, tally: Counter[str]
) -> None:
    staff = two_staff(scene)
    for number in range(1, rounds + 1):
        with app.app_context():
            row_id = scene.request(*scene.another_startup())
        outcomes = race(app, [step(scene, person, row_id, Action.APPROVE) for person in staff])
        assert winners(outcomes) == 1
        tally.update(counts(outcomes))
        assert "Nothing was changed by you" in str(next(filter(None, outcomes)))
        with app.app_context():
            assert actions(row_id) == ["request", "approve"]
            assert (mails("asked"), mails("approved")) == (number, number)


def test_without_the_guard_two_approvers_both_write(app: Flask, scene: Scene) -> None:
    with app.app_context():
        row_id = scene.request()
    both_have_read = Barrier(2)
    outcomes = race(app, [partial(unguarded.approve, scene, row_id, both_have_read)] * 2)
    assert outcomes == [None, None]
    with app.app_context():
        assert (mails("asked"), mails("approved")) == (2, 2)


@many
def test_an_approval_against_a_withdrawal_ends_in_one_of_the_two_orders(
    app: Flask, scene: Scene, rounds: int, tally: Counter[str]
) -> None:
    staff = scene.people.paris_staff
    for _ in range(rounds):
        with app.app_context():
            founder, startup_id = scene.another_startup()
            row_id = scene.request(founder, startup_id)
        outcomes = race(
            app,
            [step(scene, staff, row_id, Action.APPROVE), step(scene, founder, row_id, Action.WITHDRAW)],
        )
        assert winners(outcomes) == 1
        tally.update(counts(outcomes))
        with app.app_context():
            withdrawn = scene.introduction(row_id).status is Status.CLOSED
            assert actions(row_id) == ["request", "withdraw" if withdrawn else "approve"]
        tally["withdrawn first" if withdrawn else "approved first"] += 1


def test_without_the_guard_the_second_of_approval_and_withdrawal_overwrites_the_first(
    app: Flask, scene: Scene
) -> None:
    with app.app_context():
        row_id = scene.request()
    both_have_read = Barrier(2)
    outcomes = race(
        app,
        [
            partial(unguarded.approve, scene, row_id, both_have_read),
            partial(unguarded.withdraw, scene, row_id, both_have_read),
        ],
    )
    with app.app_context():
        asked_in_vain = mails("asked") == 1 and scene.introduction(row_id).status is Status.CLOSED
    assert asked_in_vain or any(isinstance(error, IntegrityError) for error in outcomes)


def _ask(scene: Scene, person: Person, own: int, other: int) -> None:
    service.request(scene.user(person), scene.load(own), scene.load(other), NeedCode.FUNDRAISING, MESSAGE)


@many
def test_two_sides_that_ask_each_other_at_once_get_one_open_introduction(
    app: Flask, scene: Scene, rounds: int, tally: Counter[str]
) -> None:
    for _ in range(rounds):
        with app.app_context():
            founder, startup_id = scene.another_startup()
        pair = (startup_id, scene.investor_id)
        outcomes = race(
            app,
            [
                partial(_ask, scene, founder, *pair),
                partial(_ask, scene, scene.people.valley_investor, *reversed(pair)),
            ],
        )
        assert winners(outcomes) == 1
        tally.update(counts(outcomes))
        with app.app_context():
            assert open_between(*pair) == 1


def open_between(one: int, other: int) -> int:
    statement = select(func.count()).where(
        Introduction.requester_id.in_((one, other)),
        Introduction.counterpart_id.in_((one, other)),
        Introduction.status != Status.CLOSED,
    )
    return db.session.scalar(statement) or 0


@pytest.fixture
def without_the_index(app: Flask) -> Iterator[None]:
    """The table as it would be without its guard."""
    with app.app_context():
        db.session.execute(unguarded.OPEN_PAIR_INDEX)
        db.session.commit()
    yield
    with app.app_context():
        db.session.execute(delete(Introduction))
        db.session.execute(unguarded.RESTORED_INDEX)
        db.session.commit()


def test_without_the_index_both_sides_have_an_open_introduction(
    app: Flask, scene: Scene, without_the_index: None
) -> None:
    both_have_read = Barrier(2)

    def ask(requester_id: int, counterpart_id: int, person: Person) -> None:
        row = Introduction(
            requester_id=requester_id,
            counterpart_id=counterpart_id,
            requested_by_id=person.id,
            hub="paris",
            need=NeedCode.FUNDRAISING,
            message=MESSAGE,
        )
        unguarded.request(row, both_have_read)

    pair = (scene.startup_id, scene.investor_id)
    outcomes = race(
        app,
        [
            partial(ask, *pair, scene.people.paris_founder),
            partial(ask, pair[1], pair[0], scene.people.valley_investor),
        ],
    )
    assert outcomes == [None, None]
    with app.app_context():
        assert open_between(*pair) == 2


def at_capacity_one(app: Flask, scene: Scene) -> tuple[int, int]:
    """Two requests that await the investor, which then takes one more introduction this month."""
    with app.app_context():
        scene.investor.capacity = None
        db.session.commit()
        rows = scene.awaiting(*scene.another_startup()), scene.awaiting(*scene.another_startup())
        taken = select(func.count()).where(Introduction.introduced_at.is_not(None))
        scene.investor.capacity = (db.session.scalar(taken) or 0) + 1
        db.session.commit()
        return rows


@many
def test_of_two_accepts_at_the_last_place_one_wins(
    app: Flask, scene: Scene, rounds: int, tally: Counter[str]
) -> None:
    investor = scene.people.valley_investor
    for number in range(1, rounds + 1):
        rows = at_capacity_one(app, scene)
        outcomes = race(app, [partial(scene.take, investor, row_id, Action.ACCEPT) for row_id in rows])
        assert winners(outcomes) == 1
        tally.update(counts(outcomes))
        assert "this month" in str(next(filter(None, outcomes)))
        with app.app_context():
            assert mails("introduced") == 2 * number
            assert sorted(scene.introduction(row_id).status for row_id in rows) == [
                Status.AWAITING_COUNTERPART,
                Status.INTRODUCED,
            ]


def test_without_the_guard_both_accepts_pass_the_count(app: Flask, scene: Scene) -> None:
    rows = at_capacity_one(app, scene)
    both_have_read = Barrier(2)
    outcomes = race(app, [partial(unguarded.accept, scene, row_id, 1, both_have_read) for row_id in rows])
    assert outcomes == [None, None]


@many
def test_a_request_never_slips_past_a_decline_under_way(
    app: Flask, scene: Scene, rounds: int, tally: Counter[str]
) -> None:
    investor = scene.people.valley_investor
    for _ in range(rounds // 2):
        with app.app_context():
            founder, startup_id = scene.another_startup()
            row_id = scene.awaiting(founder, startup_id)
        outcomes = race(
            app,
            [
                partial(scene.take, investor, row_id, Action.DECLINE),
                partial(_ask, scene, founder, startup_id, scene.investor_id),
            ],
        )
        assert outcomes[0] is None
        assert outcomes[1] is not None
        assert winners(outcomes) == 1
        tally.update(counts(outcomes))
