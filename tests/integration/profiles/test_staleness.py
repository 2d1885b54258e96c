"""A profile that nobody confirms: a reminder, then hidden, and back at once with a word of its members."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from matchmaker.accounts import service as accounts
from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.errors import NotFound
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.notifications.models import Notification
from matchmaker.profiles import asking_again, policies, service, staleness
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.taxonomy import MembershipRole
from tests import factories
from tests.integration.introductions.racing import race
from tests.integration.notifications.conftest import run
from tests.personas import Personas

PUBLISHED = datetime(2030, 1, 31, 12, 0, tzinfo=UTC)
OLD = datetime(2030, 8, 1, 4, 23, tzinfo=UTC)  # the first night after six months: 31 January is the last word
FORTNIGHT = timedelta(days=14)
Mails = Callable[[], list[OutgoingMail]]


@pytest.fixture
def firm(context: Flask, personas: Personas) -> Organisation:
    """A profile published and last confirmed on 31 January."""
    return made(personas)


def made(personas: Personas, *, claimed: bool = True, **given: Any) -> Organisation:
    with clock.at(PUBLISHED):
        owner = personas.user(personas.paris_founder) if claimed else None
        row = factories.organisation(owner, confirmed_on=PUBLISHED.date(), **given)
        db.session.commit()
    return row


def night(moment: datetime) -> None:
    """Let the nightly job run at `moment`."""
    with clock.at(moment):
        run(asking_again.ask_again)


def hidden(firm: Organisation) -> bool:
    db.session.expire_all()
    return firm.hidden_at is not None


def tags(firm: Organisation) -> list[AuditTag]:
    events = select(AuditEvent.tag).where(AuditEvent.subject_id == firm.id).order_by(AuditEvent.id)
    return list(db.session.scalars(events))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2030, 8, 31), 6, date(2030, 2, 28)),
        (date(2030, 1, 15), 6, date(2029, 7, 15)),
        (date(2032, 3, 31), 1, date(2032, 2, 29)),
        (date(2030, 12, 1), 12, date(2029, 12, 1)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, before: date) -> None:
    assert staleness.months_before(day, months) == before


def test_within_six_months_nobody_is_asked(firm: Organisation, outbox: Mails) -> None:
    night(OLD - timedelta(days=1))
    assert outbox() == []


def test_the_owner_is_reminded_once_with_a_link_to_the_page_of_one_button(
    firm: Organisation, outbox: Mails
) -> None:
    for days in range(14):
        night(OLD + timedelta(days=days))
    (mail,) = outbox()
    assert (mail.template, mail.locale) == ("profiles/stale", "fr")
    assert "/still-right/" in mail.text
    assert firm.name not in mail.subject
    assert not hidden(firm)
    assert tags(firm) == [AuditTag.PROFILE_REMINDED]


def test_an_editor_is_reminded_where_no_owner_is_left_and_a_delegate_who_cannot_confirm_never(
    firm: Organisation, personas: Personas, outbox: Mails
) -> None:
    editor, delegate = (personas.user(personas.make(name)) for name in ("Edith Redac", "Dele Gue"))
    factories.membership(firm, delegate, MembershipRole.DELEGATE)
    accounts.deactivate(None, personas.paris_founder.id)
    night(OLD)
    assert outbox() == []
    firm.stale_reminded_at = None
    factories.membership(firm, editor, MembershipRole.EDITOR)
    db.session.commit()
    night(OLD)
    assert [mail.recipient for mail in outbox()] == [editor.email]


def test_after_a_fortnight_without_an_answer_others_do_not_see_it(
    firm: Organisation, personas: Personas, outbox: Mails
) -> None:
    outsider = personas.user(personas.outsider)
    night(OLD)
    assert policies.get_visible(outsider, firm.id) is firm
    for _ in range(3):
        night(OLD + FORTNIGHT)
    assert hidden(firm)
    with pytest.raises(NotFound):
        policies.get_visible(outsider, firm.id)
    for person in (personas.paris_founder, personas.valley_staff, personas.admin):
        assert policies.get_visible(personas.user(person), firm.id) is firm
    assert tags(firm) == [AuditTag.PROFILE_REMINDED, AuditTag.PROFILE_HIDDEN]
    assert len(outbox()) == 1


def test_a_confirmation_brings_it_back_and_holds_for_another_six_months(
    firm: Organisation, personas: Personas, outbox: Mails
) -> None:
    night(OLD)
    night(OLD + FORTNIGHT)
    back = OLD + timedelta(days=30)
    with clock.at(back):
        service.confirm_current(personas.user(personas.paris_founder), firm)
    assert policies.get_visible(personas.user(personas.outsider), firm.id).confirmed_on == back.date()
    assert tags(firm)[-2:] == [AuditTag.PROFILE_SHOWN, AuditTag.PROFILE_EDITED]
    night(back + timedelta(days=180))
    assert len(outbox()) == 1
    night(back + timedelta(days=185))
    assert len(outbox()) == 2
    assert not hidden(firm)


@pytest.mark.parametrize("given", [{"tagline": "Cleaner air"}, {"name": "Another Name"}])
def test_an_edit_counts_as_a_confirmation_also_where_it_waits_for_staff(
    firm: Organisation, personas: Personas, outbox: Mails, given: dict[str, str]
) -> None:
    night(OLD)
    night(OLD + FORTNIGHT)
    assert hidden(firm)
    with clock.at(OLD + FORTNIGHT):
        service.save(personas.user(personas.paris_founder), firm, given, firm.version)
    assert not hidden(firm)
    night(OLD + 2 * FORTNIGHT)
    assert not hidden(firm)
    assert len(outbox()) == 1


def test_a_sensitive_change_of_a_hidden_profile_still_waits_for_staff(
    firm: Organisation, personas: Personas
) -> None:
    name = firm.name
    night(OLD)
    night(OLD + FORTNIGHT)
    db.session.expire_all()
    service.save(personas.user(personas.paris_founder), firm, {"name": "Another Name"}, firm.version)
    assert policies.load(firm.id).name == name


def test_nobody_is_asked_after_an_import_a_draft_or_what_was_claimed_since(
    context: Flask, personas: Personas, outbox: Mails
) -> None:
    made(personas, claimed=False)
    made(personas, status=ProfileStatus.DRAFT)
    claimed = made(personas)
    claimed.claimed_at = OLD - timedelta(days=3)
    db.session.commit()
    night(OLD)
    night(OLD + FORTNIGHT)
    assert outbox() == []
    assert db.session.scalars(select(Organisation).where(Organisation.hidden_at.is_not(None))).all() == []


def test_after_a_downtime_one_mail_a_person_names_each_profile_and_all_have_their_fortnight(
    context: Flask, personas: Personas, outbox: Mails
) -> None:
    firms = [made(personas) for _ in range(3)]
    factories.membership(firms[0], personas.user(personas.valley_founder))
    factories.membership(firms[1], personas.user(personas.outsider), MembershipRole.EDITOR)
    db.session.commit()
    late = OLD + timedelta(days=90)
    night(late)
    night(late)
    mails = {mail.recipient: mail.text for mail in outbox()}
    assert len(outbox()) == 2
    assert all(firm.name in mails[personas.paris_founder.email] for firm in firms)
    assert firms[1].name not in mails[personas.valley_founder.email]
    assert len(db.session.scalars(select(Notification)).all()) == 4
    night(late + FORTNIGHT - timedelta(days=1))
    assert not any(hidden(firm) for firm in firms)
    night(late + FORTNIGHT)
    assert all(hidden(firm) for firm in firms)


def test_the_lengths_are_set_by_a_command_which_is_recorded(
    context: Flask, firm: Organisation, outbox: Mails
) -> None:
    answer = context.test_cli_runner().invoke(args=["profiles", "patience", "1", "3"])
    assert answer.output == "asked after 1 months, hidden 3 days later\n"
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.tag == AuditTag.SETTING_CHANGED)).all()
    assert [event.data["after"] for event in events] == [1, 3]
    start = PUBLISHED + timedelta(days=30)
    night(start)
    night(start + timedelta(days=3))
    assert len(outbox()) == 1
    assert hidden(firm)


def test_a_reminder_written_while_somebody_confirmed_is_spent(firm: Organisation, outbox: Mails) -> None:
    db.session.execute(update(Organisation).values(confirmed_on=OLD.date(), stale_reminded_at=OLD))
    db.session.commit()
    assert staleness.hides_on(firm) is None
    later = OLD + timedelta(days=200)
    night(later)
    assert not hidden(firm)
    assert len(outbox()) == 1


def test_who_edits_while_the_reminder_is_written_is_not_disturbed(
    firm: Organisation, personas: Personas
) -> None:
    version = firm.version
    night(OLD)
    with clock.at(OLD):
        service.save(personas.user(personas.paris_founder), firm, {"tagline": "New"}, version)
    night(OLD + FORTNIGHT)
    assert not hidden(firm)


def test_two_workers_at_once_remind_and_hide_once(app: Flask, personas: Personas, outbox: Mails) -> None:
    with app.app_context():
        ids = [made(personas).id for _ in range(5)]
    for moment in (OLD, OLD + FORTNIGHT):
        assert race(app, [lambda moment=moment: night(moment)] * 2) == [None, None]  # type: ignore[misc]
    with app.app_context():
        recorded = [tags(db.session.get_one(Organisation, id_)) for id_ in ids]
        assert recorded == [[AuditTag.PROFILE_REMINDED, AuditTag.PROFILE_HIDDEN]] * 5
        told = db.session.scalars(select(Notification.subject_id)).all()
        assert sorted(told) == ids


def test_without_the_condition_both_would_remind(app: Flask, personas: Personas, outbox: Mails) -> None:
    """The twin: read who is due, then write it down."""
    with app.app_context():
        made(personas)
    both_have_read = Barrier(2)

    def unguarded() -> None:
        with clock.at(OLD):
            patience = staleness.patience()
            due = db.session.scalars(
                select(Organisation).where(staleness.to_remind(OLD.date(), patience))
            ).all()
            both_have_read.wait(timeout=20)
            for owner, own in asking_again._by_keeper(due):
                asking_again._tell(owner, own, patience.hides_on(OLD.date()))
            db.session.execute(text("UPDATE organisations SET stale_reminded_at = now()"))
            db.session.commit()

    assert race(app, [unguarded] * 2) == [None, None]
    assert len(outbox()) == 2
