"""A notice is in the list whatever its reader chose; the mail goes when they want it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from matchmaker import create_app
from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.errors import Invalid
from matchmaker.core.mail import MailState, OutgoingMail
from matchmaker.extensions import db
from matchmaker.notifications import preferences, unsubscribing
from matchmaker.notifications.kinds import KINDS
from matchmaker.notifications.quiet import QuietHours
from matchmaker.notifications.service import notify
from matchmaker.taxonomy import Delivery, NoticeType
from tests.integration.mail.conftest import MailServer, state_of
from tests.integration.notifications.conftest import MORNING, PROFILE, Desk

Work = Callable[[], None]
Mails = Callable[[], list[OutgoingMail]]
NIGHT = QuietHours(22, 7)


def test_every_type_has_its_rules() -> None:
    assert list(KINDS) == list(NoticeType)


def test_by_default_the_mail_goes_at_once_in_the_readers_language(desk: Desk, outbox: Mails) -> None:
    desk.tell()
    (mail,) = outbox()
    assert (mail.locale, mail.recipient) == ("fr", desk.reader.email)
    assert len(desk.notices) == 1


def test_who_wants_no_mail_gets_none_and_finds_the_notice_in_the_list(desk: Desk, outbox: Mails) -> None:
    desk.choose(Delivery.NEVER)
    desk.tell()
    assert outbox() == []
    assert [notice.due_at for notice in desk.notices] == [None]


def test_who_wants_a_summary_gets_no_mail_now(desk: Desk, outbox: Mails) -> None:
    desk.choose(Delivery.DAILY)
    with clock.at(MORNING):  # 10 o'clock in Paris
        desk.tell()
    assert outbox() == []
    assert [notice.due_at for notice in desk.notices] == [MORNING + timedelta(hours=22)]


def test_a_mail_of_the_night_waits_for_the_end_of_the_quiet_hours(
    sending: Flask,
    mail_server: MailServer,
    desk: Desk,
    run_jobs: Callable[[], None],
    work: Callable[[], None],
) -> None:
    desk.choose(Delivery.AT_ONCE, NIGHT)
    with clock.at(MORNING - timedelta(hours=7)):  # 3 o'clock in Paris
        desk.tell()
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert mail.next_attempt_at == MORNING - timedelta(hours=3)
    db.session.commit()
    run_jobs()
    db.session.refresh(mail)
    assert state_of(mail) is MailState.QUEUED
    assert mail_server.handler.conversations == 0
    work()  # as if the morning had come
    assert state_of(mail) is MailState.SENT


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Los_Angeles"])
def test_the_night_is_that_of_the_readers_own_zone(desk: Desk, outbox: Mails, zone: str) -> None:
    desk.reader.time_zone = zone
    desk.choose(Delivery.AT_ONCE, NIGHT)
    with clock.at(MORNING):  # 10 o'clock in Paris, 1 o'clock in San Francisco
        desk.tell()
    hours = {"Europe/Paris": 0, "America/Los_Angeles": 6}[zone]
    assert outbox()[0].next_attempt_at == MORNING + timedelta(hours=hours)


def test_what_must_go_at_once_goes_at_night_whatever_was_chosen(desk: Desk, outbox: Mails) -> None:
    desk.choose(Delivery.NEVER, NIGHT)
    with pytest.raises(Invalid):
        preferences.save(desk.reader, {NoticeType.INTRODUCED: Delivery.NEVER}, NIGHT)
    night = MORNING - timedelta(hours=7)
    with clock.at(night):
        desk.tell(NoticeType.INTRODUCED)
    (mail,) = outbox()
    assert mail.next_attempt_at == night
    assert mail.unsubscribe_url is None


def test_the_service_keeps_quiet_hours_for_those_who_chose_none(
    desk: Desk, outbox: Mails, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    monkeypatch.setitem(app.extensions, "notifications.quiet_hours", NIGHT)
    with clock.at(MORNING - timedelta(hours=7)):
        desk.tell()
    assert outbox()[0].next_attempt_at == MORNING - timedelta(hours=3)


@pytest.mark.parametrize("mistyped", ["22", "7-7", "8-24", "at night"])
def test_the_service_does_not_start_with_mistyped_quiet_hours(app: Flask, mistyped: str) -> None:
    with pytest.raises(SystemExit, match="QUIET_HOURS must be"):
        create_app(dict(app.config) | {"QUIET_HOURS": mistyped})


def test_a_step_that_is_rolled_back_leaves_neither_notice_nor_mail(desk: Desk, outbox: Mails) -> None:
    desk.reader.name = desk.reader.name  # the session is in use

    given = {"organisation": "x", "organisation_id": 1}
    notify(desk.reader, PROFILE, "profiles/approved", desk.firm, lambda: given)
    db.session.rollback()
    assert desk.notices == []
    assert outbox() == []


def test_a_notice_holds_codes_and_ids_and_no_word_about_anybody(desk: Desk) -> None:
    desk.tell()
    stored = str(db.session.execute(text("SELECT to_jsonb(n) FROM notifications n")).scalar_one())
    for word in (desk.firm.name, desk.reader.email, desk.reader.name):
        assert word not in stored


def test_a_choice_is_recorded_with_who_made_it(desk: Desk) -> None:
    desk.choose(Delivery.DAILY)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.tag == AuditTag.ACCOUNT_UPDATED)).one()
    assert (event.actor_id, event.data["notices"]) == (desk.reader.id, {"profile_reviewed": "daily"})


def test_who_turns_a_type_off_at_night_gets_no_mail_of_it_in_the_morning(
    sending: Flask, mail_server: MailServer, desk: Desk, work: Work
) -> None:
    desk.choose(Delivery.AT_ONCE, NIGHT)
    with clock.at(MORNING - timedelta(hours=7)):
        desk.tell()
        desk.tell(NoticeType.INTRODUCTION_MESSAGE)
        desk.tell(NoticeType.OUTCOME_ASKED)
        preferences.stop(unsubscribing.url(desk.reader, PROFILE).rpartition("/")[2])
    assert len(desk.notices) == 3
    work()
    (message,) = mail_server.handler.messages
    assert message["List-Unsubscribe"] == f"<{unsubscribing.url(desk.reader, NoticeType.OUTCOME_ASKED)}>"


def test_who_turns_a_type_off_gets_no_line_of_it_in_the_next_summary(desk: Desk) -> None:
    desk.choose(Delivery.DAILY)
    desk.tell()
    desk.choose(Delivery.NEVER)
    assert [notice.due_at for notice in desk.notices] == [None]
