"""Reminding whoever owes the next step of matters that stand still, many at once, none too often."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import or_, select, update

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import NotFound
from matchmaker.extensions import db
from matchmaker.introductions import emails, letters, policies
from matchmaker.introductions.desk import stalled, standing
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.policies import WITH_SIDES
from matchmaker.introductions.timers import Reminder
from matchmaker.introductions.workflow import Actor, Status
from matchmaker.profiles.policies import own_ids

REST = timedelta(days=3)
MOST = 50  # matters in one go


def nudge(actor: User, ids: Collection[int]) -> int:
    """Remind those who owe a step on those of `ids` that have stalled; return on how many.

    Passed over, without a word to anybody: what moved on, what was nudged less than three days ago, what the
    actor has a tie to, and all past the first fifty.
    """
    if not actor.is_staff:
        raise NotFound
    own, rows = own_ids(actor), _stalled(sorted(ids)[:MOST])
    taken = [row for row in rows if not policies.has_tie(own, row) and _mark(row)]
    for row in taken:
        _remind(row)
        data = {"status": row.status}
        audit.record(db.session(), actor, AuditTag.INTRODUCTION_NUDGED, row, role=Actor.STAFF.value, **data)
    db.session.commit()
    return len(taken)


def _stalled(ids: Collection[int]) -> list[Introduction]:
    """Return those that have stalled, locked in the order of their ids so that two runs cannot cross."""
    statement = (
        select(Introduction)
        .where(Introduction.id.in_(ids), Introduction.status.in_(stalled.OWED), stalled.condition())
        .order_by(Introduction.id)
        .options(*WITH_SIDES)
        .with_for_update(of=Introduction, key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def _mark(row: Introduction) -> bool:
    """Write down that it is nudged now, unless it was within the rest; the row's version stays."""
    now = clock.now()
    rested = or_(Introduction.nudged_at.is_(None), Introduction.nudged_at <= now - REST)
    marking = update(Introduction).where(Introduction.id == row.id, rested).values(nudged_at=now)
    marked = marking.returning(Introduction.id).execution_options(synchronize_session=False)
    return db.session.scalar(marked) is not None


def _remind(row: Introduction) -> None:
    if row.status is Status.SUBMITTED:
        for reader in _at_the_desk(row):
            letters.at_once(reader, "nudged_desk", row)
    elif row.status is Status.NEEDS_CHANGES:
        for reader in letters.readers(row, Actor.REQUESTER.value, "nudged_changes"):
            letters.at_once(reader, "nudged_changes", row)
    else:
        introduced = row.status is Status.INTRODUCED
        emails.of_reminder(row, Reminder.DID_YOU_MEET if introduced else Reminder.FIRST, letters.at_once)


def _at_the_desk(row: Introduction) -> list[User]:
    """Return who has the matter in hand, else all staff of its city."""
    owner = select(User).where(User.id == row.assigned_to_id, standing.works_here(), standing.is_untied(row))
    found = db.session.scalar(owner)
    return [found] if found else letters.readers(row, Actor.STAFF.value, "nudged_desk")
