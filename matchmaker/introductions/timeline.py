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

TELLS_COUNTERPART = frozenset({Action.APPROVE, Action.ADMIT, Action.PROPOSE})
CODES: dict[str, type[StrEnum]] = {Action.REJECT: RejectCode, Action.DECLINE: DeclineCode}


@dataclass(frozen=True)
class Entry:
    """One step: when, what, by which side, and for staff by whom."""

    at: datetime
    done: object
    who: object
    person: str | None
    code: StrEnum | None
    delegate: bool = False  # a delegate acted on behalf of the side


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
        told = (i for i, row in enumerate(rows) if row[0].data["action"] in TELLS_COUNTERPART)
        rows = rows[next(told, 0) :]
    return [
        _entry(event, (name or email) if audience is Actor.STAFF else None, audience)
        for event, name, email in rows
    ]


def _entry(event: AuditEvent, person: str | None, audience: Actor) -> Entry:
    action, code = event.data["action"], event.data["code"]
    told = CODES[action](code) if code else None
    if told is DeclineCode.ALREADY_IN_CONTACT and audience not in (Actor.STAFF, event.actor_role):
        told = DeclineCode.OTHER  # that the two know each other stays with the side that said so
    untold = action == Action.BLOCK and audience is Actor.REQUESTER  # who closed it, is not
    return Entry(
        at=event.at,
        done=wording.DONE[action],
        who=wording.WHO[Actor.TIMER if untold else event.actor_role],
        person=person,
        code=told,
        delegate=bool(event.data.get("delegate")),
    )
