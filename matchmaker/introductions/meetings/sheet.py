"""One meeting as a member of a side sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.extensions import db
from matchmaker.introductions import standing
from matchmaker.introductions.meetings import policies, workflow
from matchmaker.introductions.meetings.models import Meeting
from matchmaker.introductions.meetings.steps import AFTERWARDS
from matchmaker.introductions.meetings.workflow import Action, Actor
from matchmaker.introductions.parties import Party
from matchmaker.introductions.workflow import Status


@dataclass(frozen=True)
class Entry:
    """One step of its history: when, what, by which side, and the time it was about."""

    at: datetime
    action: Action
    party: Party | None
    time: datetime | None


@dataclass(frozen=True)
class Sheet:
    """The meeting, the reader's side, the steps the reader may take, and what happened so far."""

    meeting: Meeting
    party: Party
    other: str
    actions: tuple[Action, ...]
    choices: list[datetime]
    entries: list[Entry]

    @property
    def is_asked(self) -> bool:
        """Whether it is the reader's side that should choose."""
        return Action.ACCEPT in self.actions


def sheet(user: User, meeting: Meeting) -> Sheet:
    """Return what `user`, a member of a side, sees of the meeting, whose introduction must be loaded."""
    party = standing.party_of(user, meeting.introduction)
    return Sheet(
        meeting=meeting,
        party=party,
        other=standing.name_across(user, meeting.introduction, party),
        actions=_actions(meeting, policies.capacity(party, meeting)),
        choices=[slot.starts_at for slot in meeting.offered if slot.starts_at > clock.now()],
        entries=history(meeting),
    )


def history(meeting: Meeting) -> list[Entry]:
    """Return the steps from the record, oldest first."""
    statement = (
        select(AuditEvent)
        .where(
            AuditEvent.subject_type == Meeting.__tablename__,
            AuditEvent.subject_id == meeting.id,
            AuditEvent.tag == AuditTag.MEETING_TRANSITION,
        )
        .order_by(AuditEvent.id)
    )
    return [_entry(event) for event in db.session.scalars(statement)]


def proposal_of(meeting: Meeting) -> dict[str, Any]:
    """Return what a form for other times starts with: a link is the organiser's own, so it stays out."""
    return {"minutes": meeting.minutes, "note": meeting.note}


def _actions(meeting: Meeting, capacity: Actor) -> tuple[Action, ...]:
    found = workflow.available(meeting.status, {capacity}, begun=meeting.has_begun)
    if meeting.introduction.status is Status.INTRODUCED:
        return found
    kept = meeting.introduction.shares_contacts
    return tuple(action for action in found if kept and action in AFTERWARDS)


def _entry(event: AuditEvent) -> Entry:
    time = event.data.get("starts_at")
    return Entry(
        at=event.at,
        action=Action(event.data["action"]),
        party=Party(event.actor_role) if event.actor_role in set(Party) else None,
        time=datetime.fromisoformat(time) if time else None,
    )
