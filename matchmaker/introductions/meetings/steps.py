"""Taking a step on a meeting: lock, rights, table, audit. The service builds on these two halves."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

from matchmaker.accounts.models import User
from matchmaker.core import audit
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, NotFound
from matchmaker.extensions import db
from matchmaker.introductions import standing
from matchmaker.introductions.meetings import policies, wording, workflow
from matchmaker.introductions.meetings.models import Meeting, Seat
from matchmaker.introductions.meetings.workflow import Action, Actor, IllegalStepError, Status, Transition
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.parties import Party

# What may still be said of a meeting when the introduction was closed after it.
AFTERWARDS = frozenset({Action.CANCEL, Action.HOLD, Action.MISS})


@dataclass(frozen=True)
class Step:
    """A step that is allowed: introduction and meeting are locked, in this order, until the transaction ends.

    `had_time` tells whether calendars hold the meeting from before the step.
    """

    meeting: Meeting
    user: User | None  # None: the timer
    party: Party | None
    action: Action
    transition: Transition
    had_time: bool


def begin(user: User, meeting: Meeting, version: int, action: Action) -> Step:
    """Lock the meeting and return the step that `user` takes on it.

    Raise NotFound to strangers and Conflict where the introduction has ended, the state does not allow the
    step or is no longer the `version` the person saw. Nothing is changed then.
    """
    lock = standing.locked if action in AFTERWARDS else standing.locked_open
    introduction, party = lock(user, meeting.introduction_id)
    row = locked(introduction, meeting.id)
    step = _step(row, user, party, action, policies.capacity(party, row))
    if row.version != version:
        raise Conflict
    return step


def by_timer(meeting: Meeting, action: Action) -> Step:
    """Return the timer's step on a meeting whose row, and whose introduction's, the caller has locked."""
    return _step(meeting, None, None, action, Actor.TIMER)


def locked(introduction: Introduction, meeting_id: int) -> Meeting:
    """Return a meeting of the locked introduction with its slots, read anew and locked too."""
    statement = (
        select(Meeting)
        .where(Meeting.id == meeting_id, Meeting.introduction_id == introduction.id)
        .options(selectinload(Meeting.slots))
        .with_for_update(of=Meeting)
        .execution_options(populate_existing=True)
    )
    row = db.session.scalar(statement)
    if row is None:
        raise NotFound
    set_committed_value(row, "introduction", introduction)  # the session alone does not hold on to it
    return row


def finish(step: Step, **data: Any) -> None:
    """Move the meeting to the step's target and record it, in the transaction of the caller.

    What calendars hold of it changes with each accepted time and with each that is given up.
    """
    row, before = step.meeting, step.meeting.status
    row.status = step.transition.target
    gives_up = row.status in (Status.PROPOSED, Status.CANCELLED)
    if row.status is Status.SCHEDULED or (gives_up and step.had_time):
        row.sequence += 1
    if gives_up:
        db.session.execute(delete(Seat).where(Seat.meeting_id == row.id))
    record(row, step.user, step.party, step.action, before, **data)


def record(
    meeting: Meeting,
    user: User | None,
    party: Party | None,
    action: Action,
    before: Status | None,
    **data: Any,
) -> None:
    """Add the audit event of a step to the caller's transaction; `before` is None for a new meeting."""
    audit.record(
        db.session(),
        user,
        AuditTag.MEETING_TRANSITION,
        meeting,
        role=party.value if party else Actor.TIMER.value,
        action=action,
        introduction=meeting.introduction_id,
        round=meeting.round,
        **{"from": before, "to": meeting.status, **data},
    )


def _step(row: Meeting, user: User | None, party: Party | None, action: Action, capacity: Actor) -> Step:
    try:
        _, transition = workflow.transition(row.status, action, {capacity}, begun=row.has_begun)
    except IllegalStepError:
        raise Conflict(_too_late(row)) from None
    return Step(row, user, party, action, transition, row.status is Status.SCHEDULED)


def _too_late(row: Meeting) -> object:
    return _l(
        "This step is no longer possible: the meeting now stands at “%(state)s”. Nothing was changed by you.",
        state=wording.STATUS[row.status],
    )
