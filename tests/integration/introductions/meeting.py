"""Meetings of the scene: proposed, accepted and moved at a set moment."""

from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from matchmaker.extensions import db
from matchmaker.introductions.meetings import policies, service
from matchmaker.introductions.meetings.models import Meeting
from matchmaker.introductions.meetings.service import Proposal
from tests.integration.introductions.conftest import Scene
from tests.personas import Person

START = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday, nine hours between the cities until Friday
LINK = "https://video.example/room"


def offered(scene: Scene, introduction_id: int, count: int = 3, minutes: int = 30) -> tuple[datetime, ...]:
    """The first moments on offer."""
    return tuple(policies.offers(scene.loaded(introduction_id), minutes)[:count])


def propose(
    scene: Scene, introduction_id: int, person: Person | None = None, slots: tuple[datetime, ...] = ()
) -> int:
    """Propose, as the founder unless another is named, and return the meeting's id."""
    actor = scene.user(person or scene.people.paris_founder)
    moments = slots or offered(scene, introduction_id)
    proposal = Proposal(moments, video_url=LINK, note="About sensors.")
    return service.propose(actor, scene.loaded(introduction_id), proposal).id


def load(meeting_id: int) -> Meeting:
    """The meeting as committed."""
    row = db.session.get(Meeting, meeting_id, populate_existing=True)
    assert row is not None
    return row


def accept(scene: Scene, meeting_id: int, slot: datetime, person: Person | None = None) -> None:
    """Accept the slot, as the investor unless another is named."""
    row = load(meeting_id)
    service.accept(scene.user(person or scene.people.valley_investor), row, row.version, slot)


def calendar_in(content: str | bytes) -> Any:
    """The calendar as a program reads it; its values have types of their own."""
    return Calendar.from_ical(content)


def events_in(content: str | bytes) -> list[Any]:
    """The events of a calendar as a program reads it."""
    found: list[Any] = calendar_in(content).walk("VEVENT")
    return found
