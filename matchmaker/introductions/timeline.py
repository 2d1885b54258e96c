"""What happened to an introduction, read from the audit record, as far as a side may know it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.extensions import db
from matchmaker.introductions import wording
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action, Actor
from matchmaker.taxonomy import DeclineCode, RejectCode

CODES: dict[str, type[StrEnum]] = {Action.REJECT: RejectCode, Action.DECLINE: DeclineCode}


@dataclass(frozen=True)
class Entry:
    """One step: when, what, by which side, and for staff by whom."""

    at: datetime
    done: object
    who: object
    person: str | None
    code: StrEnum | None


def of(introduction: Introduction, audience: Actor) -> list[Entry]:
    """Return the steps, oldest first; the counterpart sees those from the approval on, staff see persons."""
    statement = (
        select(AuditEvent, User.name, User.email)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .where(
            AuditEvent.subject_type == Introduction.__tablename__,
            AuditEvent.subject_id == introduction.id,
            AuditEvent.tag == AuditTag.INTRODUCTION_TRANSITION,
        )
        .order_by(AuditEvent.id)
    )
    rows = db.session.execute(statement).all()
    if audience is Actor.COUNTERPART:
        rows = rows[next((i for i, row in enumerate(rows) if row[0].data["action"] == Action.APPROVE), 0) :]
    return [
        _entry(event, (name or email) if audience is Actor.STAFF else None) for event, name, email in rows
    ]


def _entry(event: AuditEvent, person: str | None) -> Entry:
    action = event.data["action"]
    code = event.data["code"]
    return Entry(
        at=event.at,
        done=wording.DONE[action],
        who=wording.WHO[event.actor_role],
        person=person,
        code=CODES[action](code) if code else None,
    )
