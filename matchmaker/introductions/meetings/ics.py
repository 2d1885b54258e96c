"""Meetings as iCalendar: one for a mail, all of a person's for a feed. RFC 5545 and 5546."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Passerelle//Meetings//EN"


class Method(StrEnum):
    """What the receiving calendar shall do."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class Entry:
    """A meeting as a calendar holds it: moments in UTC; `uid` stays, `sequence` grows with each change."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str
    url: str
    location: str = ""


def invitation(entry: Entry, method: Method, stamp: datetime, *, sender: str, recipient: str) -> str:
    """Return the object that puts the meeting into the calendar of `recipient`, or takes it out.

    The service is the organiser and the reader the only attendee: no address of anybody else is in it.
    """
    event = _event(entry, stamp)
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("organizer", _address(sender, "Passerelle"))
    attendee = _address(recipient)
    attendee.params.update({"PARTSTAT": vText("ACCEPTED"), "RSVP": vText("FALSE")})
    event.add("attendee", attendee)
    return _text(_calendar([event], method))


def feed(entries: Iterable[Entry], stamp: datetime, *, name: str) -> str:
    """Return one calendar of all entries, called `name`."""
    calendar = _calendar([_event(entry, stamp) for entry in entries], Method.PUBLISH)
    calendar.add("x-wr-calname", name)
    return _text(calendar)


def file(entry: Entry, stamp: datetime) -> str:
    """Return one meeting as a file that any calendar takes in."""
    return _text(_calendar([_event(entry, stamp)], Method.PUBLISH))


def _calendar(events: list[Event], method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    for event in events:
        calendar.add_component(event)
    return calendar


def _event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("description", entry.description)
    event.add("url", entry.url)
    if entry.location:
        event.add("location", entry.location)
    return event


def _address(email: str, name: str = "") -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    if name:
        address.params["CN"] = vText(name)
    return address


def _text(calendar: Calendar) -> str:
    content: bytes = calendar.to_ical()
    return content.decode()
