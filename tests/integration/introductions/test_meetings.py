"""Meetings: who may take which step, what calendars are told, and that nobody sits in two at once."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from matchmaker.core import clock
from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.mail import OutgoingMail
from matchmaker.core.mail.message import compose
from matchmaker.extensions import db
from matchmaker.introductions import sweeps
from matchmaker.introductions.meetings import feed, policies, service, sheet
from matchmaker.introductions.meetings.models import Seat
from matchmaker.introductions.meetings.service import Proposal
from matchmaker.introductions.meetings.workflow import Action, Status
from matchmaker.introductions.parties import Party
from matchmaker.introductions.workflow import Action as Step
from matchmaker.introductions.workflow import ClosedReason
from tests.integration.introductions.conftest import CAMILLE, ROBIN, Scene, status_of
from tests.integration.introductions.meeting import (
    LINK,
    START,
    accept,
    calendar_in,
    events_in,
    load,
    offered,
    propose,
)
from tests.personas import Person

Outbox = Callable[[], list[OutgoingMail]]
DAY = timedelta(days=1)


@pytest.fixture
def monday(scene: Scene, context: Flask) -> Iterator[Scene]:
    with clock.at(START):
        yield scene


def events(outbox: Outbox, person: Person) -> list[tuple[str, int, str]]:
    """What the person's calendar was told: method, sequence and uid."""
    found = []
    for mail in outbox():
        if mail.recipient == person.email and mail.calendar:
            [event] = events_in(mail.calendar)
            found.append(
                (str(calendar_in(mail.calendar)["METHOD"]), int(event["SEQUENCE"]), str(event["UID"]))
            )
    return found


def test_from_a_proposal_to_a_meeting_that_took_place(monday: Scene, outbox: Outbox) -> None:
    row_id = monday.introduced()
    slots = offered(monday, row_id)
    meeting_id = propose(monday, row_id)
    assert load(meeting_id).status is Status.PROPOSED
    assert db.session.scalar(select(func.count()).select_from(Seat)) == 0
    accept(monday, meeting_id, slots[1])
    row = load(meeting_id)
    assert (row.status, row.starts_at) == (Status.SCHEDULED, slots[1])
    assert db.session.scalar(select(func.count()).select_from(Seat)) == 2
    with clock.at(slots[1] + timedelta(hours=1)):
        service.hold(monday.user(monday.people.paris_founder), row, row.version)
    assert load(meeting_id).status is Status.HELD
    people = monday.people
    for person in (people.paris_founder, people.valley_investor):
        [(method, sequence, uid)] = events(outbox, person)
        assert (method, sequence, uid) == ("REQUEST", 1, row.uid)


def test_a_move_gives_the_time_up_and_asks_the_other_side_anew(monday: Scene, outbox: Outbox) -> None:
    row_id, people = monday.introduced(), monday.people
    slots = offered(monday, row_id, 5)
    meeting_id = propose(monday, row_id, slots=slots[:2])
    accept(monday, meeting_id, slots[0])
    row = load(meeting_id)
    service.move(monday.user(people.valley_investor), row, row.version, Proposal((slots[3], slots[4])))
    row = load(meeting_id)
    assert (row.status, row.party, row.starts_at) == (Status.PROPOSED, Party.COUNTERPART, None)
    assert row.video_url is None  # the link was the first organiser's own
    assert db.session.scalar(select(func.count()).select_from(Seat)) == 0
    with pytest.raises(Conflict):
        accept(monday, meeting_id, slots[4], people.valley_investor)
    accept(monday, meeting_id, slots[4], people.paris_founder)
    uid = row.uid
    told = [("REQUEST", 1, uid), ("CANCEL", 2, uid), ("REQUEST", 3, uid)]
    assert events(outbox, people.paris_founder) == told
    assert events(outbox, people.valley_investor) == told
    meeting = policies.get_own(monday.user(people.paris_founder), row_id, meeting_id)
    history = [(entry.action, entry.time) for entry in sheet.history(meeting)]
    assert history == [
        (Action.PROPOSE, None),
        (Action.ACCEPT, slots[0]),
        (Action.MOVE, slots[0]),
        (Action.ACCEPT, slots[4]),
    ]


def test_either_side_says_who_did_not_come_and_the_other_may_correct(monday: Scene) -> None:
    row_id, people = monday.introduced(), monday.people
    [slot] = offered(monday, row_id, 1)
    meeting_id = propose(monday, row_id)
    accept(monday, meeting_id, slot)
    row = load(meeting_id)
    with pytest.raises(Conflict):  # it has not begun
        service.miss(monday.user(people.paris_founder), row, row.version, Party.COUNTERPART)
    db.session.rollback()
    with clock.at(slot + DAY):
        row = load(meeting_id)
        service.miss(monday.user(people.paris_founder), row, row.version, Party.COUNTERPART)
        row = load(meeting_id)
        assert (row.status, row.missed_by) == (Status.NO_SHOW, Party.COUNTERPART)
        service.hold(monday.user(people.valley_investor), row, row.version)
    row = load(meeting_id)
    assert (row.status, row.missed_by) == (Status.HELD, None)


def test_after_a_no_show_another_time_can_be_agreed(monday: Scene, outbox: Outbox) -> None:
    row_id, people = monday.introduced(), monday.people
    [slot] = offered(monday, row_id, 1)
    meeting_id = propose(monday, row_id)
    accept(monday, meeting_id, slot)
    with clock.at(slot + DAY):
        row = load(meeting_id)
        service.miss(monday.user(people.valley_investor), row, row.version, Party.COUNTERPART)
        row, again = load(meeting_id), offered(monday, row_id, 1)
        service.move(monday.user(people.valley_investor), row, row.version, Proposal(again))
        accept(monday, meeting_id, again[0], people.paris_founder)
    assert load(meeting_id).status is Status.SCHEDULED


def test_strangers_and_staff_have_no_part_in_it(monday: Scene) -> None:
    row_id, people = monday.introduced(), monday.people
    meeting_id = propose(monday, row_id)
    for person in (people.outsider, people.paris_staff):
        with pytest.raises(NotFound):
            accept(monday, meeting_id, offered(monday, row_id)[0], person)
        db.session.rollback()
        with pytest.raises(NotFound):
            propose(monday, row_id, person)
        db.session.rollback()


def test_nothing_is_proposed_before_the_introduction(monday: Scene) -> None:
    row_id = monday.awaiting()
    with pytest.raises(Conflict):
        propose(monday, row_id)


@pytest.mark.parametrize(
    "shift", [timedelta(minutes=-5), timedelta(hours=5), timedelta(days=-7), timedelta(days=90)]
)
def test_a_time_outside_the_hours_of_both_cities_is_refused(monday: Scene, shift: timedelta) -> None:
    row_id = monday.introduced()
    [slot] = offered(monday, row_id, 1)
    with pytest.raises(Invalid):
        propose(monday, row_id, slots=(slot + shift,))


def test_no_slot_is_offered_past_the_hours_in_the_weeks_of_eight_hours(monday: Scene) -> None:
    row_id = monday.introduced()
    moments = [moment for moment in offered(monday, row_id, 200) if moment.date().isoformat() == "2026-03-10"]
    assert [moment.hour * 60 + moment.minute for moment in moments] == [16 * 60, 16 * 60 + 30]


def test_a_page_that_is_out_of_date_changes_nothing(monday: Scene) -> None:
    row_id = monday.introduced()
    slots = offered(monday, row_id)
    meeting_id = propose(monday, row_id)
    row = load(meeting_id)
    service.move(monday.user(monday.people.paris_founder), row, row.version, Proposal((slots[2],)))
    with pytest.raises(Conflict):
        service.accept(monday.user(monday.people.valley_investor), row, 1, slots[2])
    db.session.rollback()
    with pytest.raises(Conflict, match="no longer on offer"):
        accept(monday, meeting_id, slots[0])  # it was on offer in the round before


def test_a_cancelled_introduction_calls_the_meeting_off_without_a_name(monday: Scene, outbox: Outbox) -> None:
    row_id, people = monday.introduced(), monday.people
    meeting_id = propose(monday, row_id)
    accept(monday, meeting_id, offered(monday, row_id)[0])
    before = len(outbox())
    monday.take(people.paris_staff, row_id, Step.CANCEL)
    assert load(meeting_id).status is Status.CANCELLED
    mails = [mail for mail in outbox()[before:] if mail.template.endswith("meeting_cancelled")]
    assert {mail.recipient for mail in mails} == {people.paris_founder.email, people.valley_investor.email}
    for mail in mails:
        assert mail.calendar
        [event] = events_in(mail.calendar)
        assert str(event["SUMMARY"]) in ("Meeting", "Rendez-vous")
        assert "LOCATION" not in event
    assert feed._entries(monday.user(people.paris_founder)) == []


def test_no_mail_or_calendar_bears_an_address_of_the_other_side(monday: Scene, outbox: Outbox) -> None:
    row_id, people = monday.introduced(), monday.people
    before = len(outbox())
    meeting_id = propose(monday, row_id)
    accept(monday, meeting_id, offered(monday, row_id)[0])
    for mail in outbox()[before:]:
        whole = compose(mail, "Service <service@example.org>").as_string() + mail.text + (mail.calendar or "")
        own = mail.recipient
        others = {people.paris_founder.email, people.valley_investor.email} - {own}
        assert not [canary for canary in (*others, CAMILLE["email"], ROBIN["email"]) if canary in whole]
        assert "Canar" not in mail.subject


def test_the_mail_of_an_agreed_time_bears_the_file_twice(monday: Scene, outbox: Outbox) -> None:
    row_id = monday.introduced()
    accept(monday, propose(monday, row_id), offered(monday, row_id)[0])
    message = compose(outbox()[-1], "Service <service@example.org>")
    parts = [(part.get_content_type(), part.get_filename()) for part in message.walk()]
    assert ("text/calendar", None) in parts
    assert ("application/ics", "invite.ics") in parts
    [calendar] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert "Paris" in outbox()[-1].text
    assert "California" in outbox()[-1].text or "Californie" in outbox()[-1].text
    assert LINK in outbox()[-1].text


def test_proposals_whose_times_have_passed_end_and_the_proposer_hears_once(
    monday: Scene, outbox: Outbox
) -> None:
    row_id = monday.introduced()
    slots = offered(monday, row_id)
    meeting_id = propose(monday, row_id)
    with clock.at(slots[-1] - timedelta(minutes=1)):
        sweeps.run()
    assert load(meeting_id).status is Status.PROPOSED
    before = len(outbox())
    for _ in range(2):
        with clock.at(slots[-1]):
            sweeps.run()
    assert load(meeting_id).status is Status.CANCELLED
    assert [mail.recipient for mail in outbox()[before:]] == [monday.people.paris_founder.email]


def test_a_meeting_held_keeps_the_introduction_from_ending_without_follow_up(monday: Scene) -> None:
    row_id = monday.introduced()
    [slot] = offered(monday, row_id, 1)
    meeting_id = propose(monday, row_id)
    accept(monday, meeting_id, slot)
    with clock.at(slot + DAY):
        row = load(meeting_id)
        service.hold(monday.user(monday.people.paris_founder), row, row.version)
    for days in (31, 46, 80):
        with clock.at(START + days * DAY):
            sweeps.run()
    assert status_of(row_id) == "introduced"


def test_a_no_show_does_not(monday: Scene) -> None:
    row_id = monday.introduced()
    [slot] = offered(monday, row_id, 1)
    meeting_id = propose(monday, row_id)
    accept(monday, meeting_id, slot)
    with clock.at(slot + DAY):
        row = load(meeting_id)
        service.miss(monday.user(monday.people.paris_founder), row, row.version, Party.COUNTERPART)
    for days in (31, 46):
        with clock.at(START + days * DAY):
            sweeps.run()
    assert monday.introduction(row_id).closed_reason is ClosedReason.NO_FOLLOW_UP


def test_a_revoked_or_renewed_address_answers_no_more(monday: Scene) -> None:
    row_id = monday.introduced()
    accept(monday, propose(monday, row_id), offered(monday, row_id)[0])
    investor = monday.user(monday.people.valley_investor)
    first = feed.issue(investor)
    assert len(events_in(feed.read(first))) == 1
    second = feed.issue(investor)
    with pytest.raises(NotFound):
        feed.read(first)
    feed.revoke(investor)
    with pytest.raises(NotFound):
        feed.read(second)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE meetings SET status = 'held'",
        "UPDATE meetings SET status = 'scheduled'",
        "UPDATE meetings SET missed_by = 'requester'",
        "UPDATE meetings SET video_url = 'http://video.example'",
        "UPDATE meetings SET minutes = 7",
        "INSERT INTO meeting_slots (meeting_id, round, position, starts_at) VALUES (1, 2, 6, now())",
    ],
)
def test_the_database_refuses_what_no_meeting_can_be(monday: Scene, change: str) -> None:
    propose(monday, monday.introduced())
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text(change))
