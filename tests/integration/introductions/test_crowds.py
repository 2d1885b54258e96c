"""Twenty people at the same button, each in a browser, and a side that leaves while the other says yes."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.introductions import sweeps
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action, ClosedReason, Status
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.taxonomy import Hub
from tests.browser import Browser
from tests.integration.introductions import unguarded
from tests.integration.introductions.conftest import Scene
from tests.integration.introductions.racing import ROUNDS, SOAK_ROUNDS, counts, race, winners
from tests.integration.introductions.test_races import actions, mails, step, two_staff
from tests.web.secrecy.walk import form_of

Open = Callable[..., Browser]
CROWD, TABS = 20, 5
FEW = 3  # rounds with browsers, which cost most


def rounds_of(few: int) -> pytest.MarkDecorator:
    long = pytest.param(SOAK_ROUNDS, marks=pytest.mark.soak)
    return pytest.mark.parametrize("rounds", [few, long], ids=["short", "soak"])


@pytest.fixture
def tabs(scene: Scene, browser: Open) -> list[tuple[Browser, dict[str, str]]]:
    """Twenty tabs of five people of the desk, each with a form it opened."""
    staff = [scene.people.make(f"Officer Number{number}", Role.STAFF, Hub.PARIS) for number in range(TABS)]
    readers = [browser(person) for person in staff for _ in range(CROWD // TABS)]
    return [(reader, form_of(reader)) for reader in readers]


def press(tabs: Sequence[tuple[Browser, dict[str, str]]], row_id: int) -> list[tuple[int, str]]:
    """Press Approve in every tab at once and return each answer's status and text."""
    start = Barrier(len(tabs))
    answered: list[tuple[int, str]] = [(0, "")] * len(tabs)

    def run(place: int, reader: Browser, form: dict[str, str]) -> None:
        start.wait(timeout=60)
        answer = reader.client.post(f"/desk/{row_id}/approve", data=form | {"version": "1"})
        answered[place] = answer.status_code, answer.text

    threads = [Thread(target=run, args=(place, *tab)) for place, tab in enumerate(tabs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive(), "an answer never comes"
    return answered


@rounds_of(FEW)
def test_of_twenty_approvals_at_once_one_counts_and_the_others_are_told_so(
    app: Flask,
    scene: Scene,
    tabs: list[tuple[Browser, dict[str, str]]],
    rounds: int,
    tally: Counter[str],
) -> None:
    for number in range(1, rounds + 1):
        with app.app_context():
            row_id = scene.request(*scene.another_startup())
        answered = press(tabs, row_id)
        told = Counter(status for status, _ in answered)
        assert told == {302: 1, 409: CROWD - 1}
        assert all("Nothing was changed by you" in text for status, text in answered if status == 409)
        with app.app_context():
            assert actions(row_id) == ["request", "approve"]
            assert (mails("asked"), mails("approved")) == (number, number)
            assert db.session.scalar(select(func.count()).select_from(Introduction)) == number
        tally.update({"rounds": 1} | {f"answers {status}": n for status, n in told.items()})


@rounds_of(ROUNDS)
def test_of_twenty_approvals_on_twenty_connections_one_wins(
    app: Flask, scene: Scene, rounds: int, tally: Counter[str]
) -> None:
    staff = two_staff(scene)
    for number in range(1, rounds + 1):
        with app.app_context():
            row_id = scene.request(*scene.another_startup())
        crowd = [step(scene, staff[place % 2], row_id, Action.APPROVE) for place in range(CROWD)]
        outcomes = race(app, crowd)
        assert winners(outcomes) == 1
        tally.update(counts(outcomes))
        with app.app_context():
            assert actions(row_id) == ["request", "approve"]
            assert (mails("asked"), mails("approved")) == (number, number)


def test_without_the_guard_twenty_approvals_all_write(app: Flask, scene: Scene) -> None:
    with app.app_context():
        row_id = scene.request()
    everybody_has_read = Barrier(CROWD)
    outcomes = race(app, [partial(unguarded.approve, scene, row_id, everybody_has_read)] * CROWD)
    assert outcomes == [None] * CROWD
    with app.app_context():
        assert (mails("asked"), mails("approved")) == (CROWD, CROWD)


def leave(startup_id: int) -> None:
    """Remove the firm and let the timer erase what it had, as a worker does."""
    db.session.execute(
        update(Organisation).where(Organisation.id == startup_id).values(status=ProfileStatus.REMOVED)
    )
    db.session.commit()
    sweeps.run()


@rounds_of(ROUNDS)
def test_an_erasure_against_an_acceptance_ends_in_one_of_the_two_orders(
    app: Flask, scene: Scene, rounds: int, tally: Counter[str]
) -> None:
    investor = scene.people.valley_investor
    for _ in range(rounds):
        with app.app_context():
            founder, startup_id = scene.another_startup()
            row_id = scene.awaiting(founder, startup_id)
            before = mails("introduced")
        accept = partial(scene.take, investor, row_id, Action.ACCEPT, 2)
        outcomes = race(app, [accept, partial(leave, startup_id)])
        assert outcomes[1] is None
        assert winners(outcomes) in (1, 2)
        with app.app_context():
            sweeps.run()  # the next round of the timer, for what was locked when it passed
            row = scene.introduction(row_id)
            accepted = outcomes[0] is None
            assert (row.status, row.closed_reason) == (Status.CLOSED, ClosedReason.ERASED)
            assert (row.message, row.erased_at is not None) == ("", True)
            middle = ["accept"] if accepted else []
            assert actions(row_id) == ["request", "approve", *middle, "erase"]
            assert mails("introduced") - before == 2 * len(middle)
        tally.update({"rounds": 1, "accepted first" if accepted else "erased first": 1})


def test_without_the_guard_an_acceptance_runs_into_the_erasure_and_only_the_database_stops_it(
    app: Flask, scene: Scene
) -> None:
    with app.app_context():
        row_id = scene.awaiting()
        startup_id = scene.startup_id
    read, erased = Barrier(2), Barrier(2)

    def accept() -> None:
        row = scene.introduction(row_id)
        assert row.status is Status.AWAITING_COUNTERPART
        db.session.rollback()
        read.wait(timeout=20)
        erased.wait(timeout=20)
        db.session.execute(
            update(Introduction)
            .where(Introduction.id == row_id)
            .values(
                status=Status.INTRODUCED,
                closed_reason=None,
                closed_at=None,
                introduced_at=func.now(),
                answered_at=func.now(),
            )
        )
        db.session.commit()

    def erase() -> None:
        read.wait(timeout=20)
        leave(startup_id)
        erased.wait(timeout=20)

    outcomes = race(app, [accept, erase])
    assert isinstance(outcomes[0], IntegrityError)  # which a person would read as a fault of ours
    assert "erased_leaves_no_words" in str(outcomes[0])
    assert outcomes[1] is None
