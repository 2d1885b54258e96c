"""Who is told of which step of a meeting, with the calendar file that follows the step."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from email.utils import parseaddr
from functools import partial
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.core import clock, urls
from matchmaker.core.locale import reading_as
from matchmaker.introductions import standing
from matchmaker.introductions.meetings.ics import Entry, Method, invitation
from matchmaker.introductions.meetings.models import Meeting
from matchmaker.introductions.meetings.steps import Step
from matchmaker.introductions.meetings.wording import two_clocks
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.parties import Party
from matchmaker.notifications import service as notifications
from matchmaker.profiles import members
from matchmaker.taxonomy import NoticeType

TYPE = NoticeType.MEETING_CHANGED


@dataclass(frozen=True)
class Earlier:
    """A meeting as it stood before it was moved: its people, and what calendars hold of it."""

    people: frozenset[int]
    party: Party
    entry: Entry | None

    @classmethod
    def of(cls, meeting: Meeting) -> "Earlier":
        """Return how the meeting stands now."""
        return cls(people(meeting), meeting.party, entry_of(meeting))


def people(meeting: Meeting) -> frozenset[int]:
    """Return the ids of those who sit in the meeting, or proposed it."""
    return frozenset(person for person in (meeting.organiser_id, meeting.attendee_id) if person)


def of_proposal(meeting: Meeting) -> None:
    """Ask the other side to choose: its correspondent and delegates."""
    _ask(meeting, frozenset(), None)


def of_agreement(step: Step) -> None:
    """Bring the agreed time to both people, with the meeting for their calendars."""
    meeting = step.meeting
    for reader in _readers(meeting.introduction, people(meeting)):
        _tell(reader, "meeting_scheduled", meeting, entry_of(meeting), Method.REQUEST)


def of_move(step: Step, earlier: Earlier) -> None:
    """Ask the other side to choose anew; a time that was agreed leaves the calendars of both."""
    meeting = step.meeting
    entry = replace(earlier.entry, sequence=meeting.sequence) if earlier.entry and step.had_time else None
    _ask(meeting, earlier.people, entry)
    if entry is not None:
        for reader in _readers(meeting.introduction, earlier.people, meeting.party):
            if reader.id in earlier.people:
                _tell(reader, "meeting_released", meeting, entry, Method.CANCEL)


def of_cancellation(step: Step) -> None:
    """Tell the other side, and take an agreed time out of both calendars."""
    meeting = step.meeting
    entry = entry_of(meeting) if step.had_time else None
    for reader in _readers(meeting.introduction, people(meeting)):
        if entry is not None or step.user is None or reader.id != step.user.id:
            _tell(reader, "meeting_cancelled", meeting, entry, Method.CANCEL)


def entry_of(meeting: Meeting) -> Entry | None:
    """Return what calendars hold of the meeting but for its words, None where it has no time."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    return Entry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title="",
        description="",
        url="",
    )


def worded(entry: Entry, meeting: Meeting, other: str | None) -> Entry:
    """Return the entry in the language under way; without the `other`'s name it says that there was one."""
    title = _("Meeting with %(other)s", other=other) if other else _("Meeting")
    page = urls.absolute("meetings.show", introduction_id=meeting.introduction_id, meeting_id=meeting.id)
    lines = [two_clocks(entry.starts_at), meeting.note if other else "", page]
    return replace(
        entry,
        title=title,
        description="\n\n".join(filter(None, lines)),
        url=page,
        location=(meeting.video_url or "") if other else "",
    )


def _ask(meeting: Meeting, sat: frozenset[int], entry: Entry | None) -> None:
    asked = meeting.party.other
    organisation = standing.organisation_of(meeting.introduction, asked)
    here = [user for user in standing.listeners(organisation, sat) if user.id in sat]
    for reader in {user.id: user for user in (*members.answerers(organisation), *here)}.values():
        _tell(reader, "meeting_proposed", meeting, entry if reader.id in sat else None, Method.CANCEL)


def _readers(introduction: Introduction, user_ids: Iterable[int], only: Party | None = None) -> list[User]:
    """Return the people, each side's correspondent included, of both sides or of one alone."""
    found: dict[int, User] = {}
    for party in [only] if only else list(Party):
        organisation = standing.organisation_of(introduction, party)
        found |= {user.id: user for user in standing.listeners(organisation, list(user_ids))}
    return list(found.values())


def _tell(reader: User, template: str, meeting: Meeting, entry: Entry | None, method: Method) -> None:
    context = partial(_context, reader, meeting, entry, method)
    notifications.notify(reader, TYPE, f"introductions/{template}", meeting, context)


def _context(reader: User, meeting: Meeting, entry: Entry | None, method: Method) -> dict[str, Any]:
    introduction = meeting.introduction
    party = standing.party_of(reader, introduction)
    known = introduction.shares_contacts
    with reading_as(reader.locale, reader.time_zone):
        other = standing.name_across(reader, introduction, party)
        times = [two_clocks(slot.starts_at) for slot in meeting.offered]
        words = worded(entry, meeting, other if known else None) if entry else None
        time = two_clocks(entry.starts_at) if entry else None
    calendar = None
    if words is not None:
        _name, sender = parseaddr(current_app.config["MAIL_FROM"])
        calendar = invitation(words, method, clock.now(), sender=sender, recipient=reader.email)
    return {
        "meeting": meeting,
        "introduction": introduction,
        "other": other,
        "times": times,
        "time": time,
        "calendar": calendar,
        "known": known,
    }
