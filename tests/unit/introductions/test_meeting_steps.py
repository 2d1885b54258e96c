"""The table of steps of a meeting, and calendars as programs read them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from matchmaker.introductions.meetings.ics import Entry, Method, feed, file, invitation
from matchmaker.introductions.meetings.workflow import (
    OPEN,
    TRANSITIONS,
    Action,
    Actor,
    IllegalStepError,
    Status,
    available,
    transition,
)

PARIS, VALLEY = ZoneInfo("Europe/Paris"), ZoneInfo("America/Los_Angeles")
START = datetime(2026, 3, 10, 16, tzinfo=UTC)
ENTRY = Entry(
    "meeting@example.org",
    2,
    START,
    START + timedelta(minutes=30),
    "Rendez-vous, été",
    "Ligne 1\n\nLigne 2",
    "https://x.example",
)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("actor", Actor)
@pytest.mark.parametrize("begun", [False, True])
def test_what_the_table_does_not_name_is_refused(
    status: Status, action: Action, actor: Actor, begun: bool
) -> None:
    allowed = action in available(status, {actor}, begun=begun)
    if allowed:
        assert transition(status, action, {actor}, begun=begun)[1] is TRANSITIONS[status, action]
    else:
        with pytest.raises(IllegalStepError):
            transition(status, action, {actor}, begun=begun)


def test_who_proposed_does_not_accept() -> None:
    assert Action.ACCEPT not in available(Status.PROPOSED, {Actor.PROPOSER})
    assert Action.ACCEPT in available(Status.PROPOSED, {Actor.INVITED})


def test_a_meeting_is_cancelled_before_it_begins_and_held_after() -> None:
    assert Action.CANCEL not in available(Status.SCHEDULED, set(Actor), begun=True)
    assert Action.HOLD not in available(Status.SCHEDULED, set(Actor), begun=False)


def test_every_open_state_can_be_left_by_people() -> None:
    for status in OPEN:
        assert available(status, {Actor.PROPOSER}, begun=False)
        assert available(status, {Actor.INVITED}, begun=True)


@pytest.mark.parametrize(("method", "status"), [(Method.REQUEST, "CONFIRMED"), (Method.CANCEL, "CANCELLED")])
def test_an_invitation_names_the_service_and_its_reader_only(method: Method, status: str) -> None:
    text = invitation(ENTRY, method, START, sender="service@example.org", recipient="me@example.org")
    calendar: Any = Calendar.from_ical(text)
    [event] = calendar.walk("VEVENT")
    assert str(calendar["METHOD"]) == method
    assert (str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"])) == (ENTRY.uid, 2, status)
    assert event["DTSTART"].dt == START
    assert str(event["SUMMARY"]) == ENTRY.title
    assert str(event["DESCRIPTION"]) == ENTRY.description
    assert str(event["ORGANIZER"]) == "mailto:service@example.org"
    assert str(event["ATTENDEE"]) == "mailto:me@example.org"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_feed_holds_all_entries_and_nobody_s_address() -> None:
    text = feed([ENTRY, ENTRY], START, name="Rendez-vous")
    calendar: Any = Calendar.from_ical(text)
    assert len(calendar.walk("VEVENT")) == 2
    assert "mailto" not in text.lower()


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        *((date(2027, 3, 12), 9), (date(2027, 3, 15), 8), (date(2027, 3, 26), 8), (date(2027, 3, 29), 9)),
        *((date(2026, 10, 23), 9), (date(2026, 10, 26), 8), (date(2026, 10, 30), 8), (date(2026, 11, 2), 9)),
    ],
)
def test_a_calendar_file_means_the_same_moment_on_both_shores_in_the_weeks_of_eight_hours(
    day: date, hours: int
) -> None:
    agreed = datetime.combine(day, time(17), PARIS)
    entry = replace(ENTRY, starts_at=agreed.astimezone(UTC), ends_at=agreed.astimezone(UTC))
    for text in (file(entry, START), feed([entry], START, name="x")):
        calendar: Any = Calendar.from_ical(text)
        [event] = calendar.walk("VEVENT")
        assert event["DTSTART"].to_ical().endswith(b"Z")  # a moment by itself: no zone to be read wrongly
        moment = event["DTSTART"].dt
        assert moment.astimezone(PARIS).hour == 17
        assert moment.astimezone(VALLEY).hour == 17 - hours
