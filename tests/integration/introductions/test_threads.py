"""Messages on an introduction: both sides while introduced, staff only when a side asks them."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions.parties import Party
from matchmaker.introductions.thread import policies, service
from matchmaker.introductions.thread.models import LENGTH, Message
from matchmaker.introductions.workflow import Action
from matchmaker.notifications.models import Notification
from matchmaker.taxonomy import NoticeType
from tests.integration.introductions.conftest import Scene
from tests.personas import Person

Outbox = Callable[[], list[OutgoingMail]]


@pytest.fixture
def begun(scene: Scene, context: Flask) -> Scene:
    return scene


def write(scene: Scene, row_id: int, person: Person, text: str = "Shall we speak on Tuesday?") -> None:
    service.send(scene.user(person), scene.loaded(row_id), text)


def read(scene: Scene, row_id: int, party: Party) -> list[str]:
    return [message.text for message in policies.readable(scene.loaded(row_id), party)]


def test_both_sides_read_what_either_writes_addresses_included(begun: Scene) -> None:
    row_id, people = begun.introduced(), begun.people
    write(begun, row_id, people.paris_founder, "Write to me: camille@canary-paris.example")
    write(begun, row_id, people.valley_investor, "Thank you.")
    told = ["Write to me: camille@canary-paris.example", "Thank you."]
    assert read(begun, row_id, Party.REQUESTER) == read(begun, row_id, Party.COUNTERPART) == told


def test_nobody_writes_before_the_introduction_or_after_its_end(begun: Scene) -> None:
    row_id, people = begun.awaiting(), begun.people
    for person in (people.paris_founder, people.valley_investor):
        with pytest.raises(Conflict):
            write(begun, row_id, person)
        db.session.rollback()
    begun.take(people.valley_investor, row_id, Action.ACCEPT)
    for person in (people.outsider, people.paris_staff):
        with pytest.raises(NotFound):
            write(begun, row_id, person)
        db.session.rollback()
    begun.take(people.paris_staff, row_id, Action.CANCEL)
    with pytest.raises(Conflict):
        write(begun, row_id, people.paris_founder)


def test_the_other_side_s_messages_go_with_its_contacts(begun: Scene) -> None:
    row_id, people = begun.introduced(), begun.people
    write(begun, row_id, people.paris_founder, "Mine")
    write(begun, row_id, people.valley_investor, "Theirs")
    begun.take(people.paris_staff, row_id, Action.CANCEL)
    assert read(begun, row_id, Party.REQUESTER) == ["Mine"]
    assert read(begun, row_id, Party.COUNTERPART) == ["Theirs"]


@pytest.mark.parametrize("text", ["", " \n", "x" * (LENGTH + 1)])
def test_an_empty_or_endless_message_is_refused(begun: Scene, text: str) -> None:
    row_id = begun.introduced()
    with pytest.raises(Invalid):
        write(begun, row_id, begun.people.paris_founder, text)


def test_several_messages_of_a_day_are_one_line_of_the_summary_and_no_mail(
    begun: Scene, outbox: Outbox
) -> None:
    row_id, people = begun.introduced(), begun.people
    before = len(outbox())
    for _ in range(3):
        write(begun, row_id, people.paris_founder)
    told = select(Notification.user_id).where(Notification.type == NoticeType.INTRODUCTION_MESSAGE)
    assert list(db.session.scalars(told)) == [people.valley_investor.id]
    assert len(outbox()) == before


def test_staff_read_after_a_report_until_it_is_settled_and_each_reading_is_on_record(
    begun: Scene, outbox: Outbox
) -> None:
    row_id, people = begun.introduced(), begun.people
    write(begun, row_id, people.valley_investor, "Pay me first.")
    staff = begun.user(people.paris_staff)
    with pytest.raises(NotFound):
        service.read_reported(staff, row_id)
    service.report(begun.user(people.paris_founder), begun.loaded(row_id), "This is not what we agreed.")
    with pytest.raises(Conflict):
        service.report(begun.user(people.valley_investor), begun.loaded(row_id), "Nor is it for us.")
    db.session.rollback()
    assert outbox()[-1].recipient == people.paris_staff.email
    staff = begun.user(people.paris_staff)
    _, report, messages = service.read_reported(staff, row_id)
    assert [message.text for message in messages] == ["Pay me first."]
    with pytest.raises(NotFound):
        service.read_reported(begun.user(people.outsider), row_id)
    service.settle(staff, row_id, report.id)
    with pytest.raises(NotFound):
        service.read_reported(staff, row_id)
    readings = select(func.count()).where(AuditEvent.tag == AuditTag.THREAD_READ)
    assert db.session.scalar(readings) == 1


def test_staff_of_a_side_read_no_report(begun: Scene) -> None:
    from matchmaker.core.permissions import Role
    from matchmaker.taxonomy import Hub
    from tests import factories

    row_id, people = begun.introduced(), begun.people
    tied = people.make("Tied Officer", Role.STAFF, Hub.PARIS)
    factories.membership(begun.investor, begun.user(tied))
    db.session.commit()
    service.report(begun.user(people.paris_founder), begun.loaded(row_id), "Something is wrong.")
    with pytest.raises(NotFound):
        service.read_reported(begun.user(tied), row_id)


def test_erasing_a_side_leaves_no_message(begun: Scene) -> None:
    row_id, people = begun.introduced(), begun.people
    write(begun, row_id, people.paris_founder)
    service.report(begun.user(people.valley_investor), begun.loaded(row_id), "Something is wrong.")
    begun.by_timer(row_id, Action.ERASE)
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0
