"""Time passes under a set clock: every state ends, reminders go once, and nobody gets twenty mails."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions import sweeps
from matchmaker.introductions.models import Introduction, SentReminder
from matchmaker.introductions.timers import Reminder
from matchmaker.introductions.workflow import Action, ClosedReason, Status
from matchmaker.profiles.models import ProfileStatus
from tests.integration.introductions.conftest import Scene, status_of, steps_of
from tests.integration.introductions.racing import race

Outbox = Callable[[], list[OutgoingMail]]
START = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday without holidays around it
DAY = timedelta(days=1)


def later(days: float) -> None:
    """Let the timer run once, so many days after the start."""
    with clock.at(START + days * DAY):
        sweeps.run()


def ends_as(row_id: int) -> ClosedReason | None:
    statement = select(Introduction.closed_reason).where(Introduction.id == row_id)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def new(outbox: Outbox, before: int) -> list[tuple[str, str]]:
    return [(mail.template.removeprefix("introductions/"), mail.recipient) for mail in outbox()[before:]]


@pytest.fixture
def started(scene: Scene, context: Flask) -> Scene:
    return scene


@pytest.mark.parametrize(
    ("make", "last_day", "reason"),
    [
        ("request", 20, ClosedReason.UNANSWERED),
        ("changes", 13, ClosedReason.EXPIRED),
        ("waiting", 59, ClosedReason.EXPIRED),
        ("propose", 13, ClosedReason.EXPIRED),
        ("awaiting", 13, ClosedReason.EXPIRED),
        ("answered", 13, ClosedReason.EXPIRED),
        ("introduced", 43, ClosedReason.NO_FOLLOW_UP),
    ],
)
def test_each_state_ends_at_its_time_and_not_before(
    started: Scene, outbox: Outbox, make: str, last_day: int, reason: ClosedReason
) -> None:
    with clock.at(START):
        row_id = MAKERS[make](started)
    if make == "introduced":
        later(30)  # asks whether they met
    later(last_day + 0.9)
    assert ends_as(row_id) is None
    before = len(outbox())
    later(last_day + 1.1)
    assert ends_as(row_id) is reason
    assert steps_of(row_id)[-1].actor_role == "timer"
    assert started.people.paris_founder.email in {who for _, who in new(outbox, before)}


def changes(scene: Scene) -> int:
    row_id = scene.request()
    scene.take(scene.people.paris_staff, row_id, Action.REQUEST_CHANGES)
    return row_id


def waiting(scene: Scene) -> int:
    row_id = scene.request()
    scene.hold(row_id)
    scene.investor.paused_from = None
    scene.investor.paused_until = clock.today() + 400 * DAY
    db.session.commit()
    return row_id


def answered(scene: Scene) -> int:
    row_id = scene.propose()
    scene.take(scene.people.valley_investor, row_id, Action.ACCEPT)
    return row_id


MAKERS: dict[str, Callable[[Scene], int]] = {
    "request": lambda scene: scene.request(),
    "changes": changes,
    "waiting": waiting,
    "propose": lambda scene: scene.propose(),
    "awaiting": lambda scene: scene.awaiting(),
    "answered": answered,
    "introduced": lambda scene: scene.introduced(),
}


def test_a_draft_that_nobody_touches_is_deleted_and_nobody_is_told(started: Scene, outbox: Outbox) -> None:
    with clock.at(START):
        row_id = started.draft()
    with clock.at(START + 20 * DAY):
        started.draft()  # typed again: the month begins anew
    later(49)
    assert status_of(row_id) is Status.DRAFT
    later(50.1)
    assert db.session.get(Introduction, row_id) is None
    assert outbox() == []


def test_reminders_go_on_the_fourth_and_ninth_day_to_who_owes_the_answer(
    started: Scene, outbox: Outbox
) -> None:
    with clock.at(START):
        started.awaiting()
    before, investor = len(outbox()), started.people.valley_investor.email
    for day in (3.9, 4.1, 4.2, 8.9, 9.1, 9.2, 13.9):
        later(day)
    assert new(outbox, before) == [("reminder", investor), ("reminder", investor)]


def test_only_the_last_of_the_reminders_goes_where_both_are_overdue(started: Scene, outbox: Outbox) -> None:
    with clock.at(START):
        started.awaiting()
    before = len(outbox())
    later(10)
    later(10.1)
    assert [template for template, _ in new(outbox, before)] == ["reminder"]


def test_after_three_working_days_staff_of_both_cities_are_told_once(started: Scene, outbox: Outbox) -> None:
    with clock.at(datetime(2026, 5, 12, 9, tzinfo=UTC)):  # Thursday the 14th is Ascension Day in France
        started.request()
    before = len(outbox())
    for day, hour in ((15, 10), (18, 8), (18, 10), (19, 10)):
        with clock.at(datetime(2026, 5, day, hour, tzinfo=UTC)):
            sweeps.run()
        assert bool(new(outbox, before)) is ((day, hour) >= (18, 10))
    people = started.people
    assert new(outbox, before) == [
        ("escalated", people.paris_staff.email),
        ("escalated", people.valley_staff.email),
    ]


def test_an_unanswered_request_brings_an_apology_and_is_shown_to_both_cities(
    started: Scene, outbox: Outbox
) -> None:
    with clock.at(START):
        started.request()
    before = len(outbox())
    later(21.1)
    people = started.people
    assert sorted(new(outbox, before)) == [
        ("unanswered", people.paris_founder.email),
        ("unanswered_desk", people.paris_staff.email),
        ("unanswered_desk", people.valley_staff.email),
    ]
    [apology] = [mail for mail in outbox() if mail.template.endswith("/unanswered")]
    assert apology.locale == "fr"


def test_a_deferred_request_comes_back_on_the_day_the_counterpart_chose(
    started: Scene, outbox: Outbox
) -> None:
    with clock.at(START):
        row_id = started.awaiting()
        started.take(started.people.valley_investor, row_id, Action.DEFER)
    before = len(outbox())
    later(9.9)  # the tenth day has not begun in California
    assert status_of(row_id) is Status.DEFERRED
    later(10.1)
    assert status_of(row_id) is Status.AWAITING_COUNTERPART
    assert new(outbox, before) == [("asked", started.people.valley_investor.email)]


def test_whoever_waited_first_is_admitted_when_a_place_is_free(started: Scene) -> None:
    with clock.at(START):
        started.investor.capacity = 1
        db.session.commit()
        first, second = (started.awaiting(*started.another_startup()) for _ in range(2))
    held = []
    for day in (1, 2, 3):
        with clock.at(START + day * DAY):
            row_id = started.request(*started.another_startup())
            started.take(started.people.paris_staff, row_id, Action.APPROVE)
            held.append(row_id)
    later(3.1)
    assert {status_of(row_id) for row_id in held} == {Status.WAITING}
    with clock.at(START + 4 * DAY):
        started.take(started.people.valley_investor, first, Action.DECLINE)
        sweeps.run()
    assert [status_of(row_id) for row_id in held] == [
        Status.AWAITING_COUNTERPART,
        Status.WAITING,
        Status.WAITING,
    ]
    assert status_of(second) is Status.AWAITING_COUNTERPART


def test_of_those_who_came_on_one_day_the_best_fit_is_admitted(started: Scene) -> None:
    with clock.at(START):
        started.investor.capacity = 0
        db.session.commit()
        rows = [started.request(*started.another_startup()) for _ in range(3)]
        for row_id, score in zip(rows, (0.2, 0.9, 0.5), strict=True):
            started.introduction(row_id).snapshot = {"score": score}
            started.take(started.people.paris_staff, row_id, Action.APPROVE)
        started.investor.capacity = 1
        db.session.commit()
        sweeps.run()
    assert [status_of(row_id) is Status.WAITING for row_id in rows] == [True, False, False]


def test_nothing_happens_twice_in_two_runs_or_under_two_workers(
    app: Flask, scene: Scene, outbox: Outbox
) -> None:
    with app.app_context(), clock.at(START):
        scene.awaiting(*scene.another_startup())
        scene.request(*scene.another_startup())
        scene.introduced()

    def work() -> None:
        with clock.at(START + 31 * DAY):
            sweeps.run()

    assert race(app, [work, work, work]) == [None] * 3
    with app.app_context():
        steps = select(func.count()).where(AuditEvent.actor_role == "timer")
        taken, mails = db.session.scalar(steps), len(outbox())
        assert db.session.scalar(select(func.count()).select_from(SentReminder)) == 1
        work()
        assert (db.session.scalar(steps), len(outbox())) == (taken, mails)


def test_after_a_week_of_downtime_each_person_gets_one_summary(started: Scene, outbox: Outbox) -> None:
    with clock.at(START):
        rows = [started.awaiting(*started.another_startup()) for _ in range(12)]
        rows += [started.request(*started.another_startup()) for _ in range(8)]
    before = len(outbox())
    later(10)
    told = new(outbox, before)
    people = started.people
    assert sorted(told) == [
        ("summary", people.paris_staff.email),
        ("summary", people.valley_investor.email),
        ("summary", people.valley_staff.email),
    ]
    [summary] = [mail for mail in outbox()[before:] if mail.recipient == people.valley_investor.email]
    assert all(f"/introductions/{row_id}" in summary.text for row_id in rows[:12])


def test_other_delays_may_be_chosen_on_the_command_line(context: Flask, started: Scene) -> None:
    def choose(name: str, length: str) -> str:
        ran = context.test_cli_runner().invoke(args=["introductions", "delay", name, length])
        return str(ran.output)

    assert "answer_expires must be longer than second_reminder, which is 9" in choose("answer_expires", "5")
    choose("first_reminder", "2")
    choose("second_reminder", "4")
    assert "answer_expires: 5 days" in choose("answer_expires", "5")
    with clock.at(START):
        row_id = started.awaiting()
    later(5.1)
    assert ends_as(row_id) is ClosedReason.EXPIRED


def test_a_side_that_left_ends_what_was_open_and_leaves_no_words(started: Scene, outbox: Outbox) -> None:
    with clock.at(START):
        closed = started.awaiting()
        started.take(started.people.paris_founder, closed, Action.WITHDRAW)
        row_id = started.introduced()
        draft = started.draft(*started.another_startup())
        started.investor.status = ProfileStatus.REMOVED
        db.session.commit()
    before = len(outbox())
    later(0.1)
    assert ends_as(row_id) is ClosedReason.ERASED
    assert db.session.get(Introduction, draft) is None
    for kept in (row_id, closed):
        row = started.introduction(kept)
        assert (row.message, row.erased_at is not None) == ("", True)
    assert started.people.paris_founder.email in {who for _, who in new(outbox, before)}


def test_a_firm_that_the_counterpart_names_later_is_told_not_available(
    started: Scene, outbox: Outbox
) -> None:
    with clock.at(START):
        row_id = started.awaiting()
        other = started.request(*started.another_startup(name="Another Firm Entirely"))
        started.investor.conflicts = ["Capteurs Canari"]
        db.session.commit()
    before = len(outbox())
    later(0.1)
    assert ends_as(row_id) is ClosedReason.WITHDRAWN
    assert status_of(other) is Status.SUBMITTED
    assert new(outbox, before) == [("unavailable", started.people.paris_founder.email)]


def test_a_fault_on_one_introduction_keeps_no_other_from_its_turn(
    started: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.at(START):
        bad, good = (started.awaiting(*started.another_startup()) for _ in range(2))
    with db.engine.begin() as connection:
        connection.exec_driver_sql(
            f"CREATE RULE kept AS ON UPDATE TO introductions WHERE old.id = {bad} DO INSTEAD NOTHING"
        )
    try:
        later(14.1)
    finally:
        with db.engine.begin() as connection:
            connection.exec_driver_sql("DROP RULE kept ON introductions")
    assert (ends_as(bad), ends_as(good)) == (None, ClosedReason.EXPIRED)


def test_whether_they_met_is_asked_once_of_both_sides(started: Scene, outbox: Outbox) -> None:
    with clock.at(START):
        row_id = started.introduced()
    before = len(outbox())
    later(30.1)
    later(31)
    people = started.people
    assert sorted(new(outbox, before)) == [
        ("did_you_meet", people.paris_founder.email),
        ("did_you_meet", people.valley_investor.email),
    ]
    reminders = select(SentReminder.reminder).where(SentReminder.introduction_id == row_id)
    assert db.session.scalars(reminders).all() == [Reminder.DID_YOU_MEET]
