"""Who has a matter in hand: taken, handed over or given back. It binds nobody: any staff may still decide."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select, update

from matchmaker.accounts.models import User
from matchmaker.core import audit
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.extensions import db
from matchmaker.introductions import letters, policies
from matchmaker.introductions.desk import standing
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Actor, Status

CLOSED = _l("This introduction is closed: there is nothing left to take in hand.")
NO_COLLEAGUE = _l("Choose a colleague who works at the desk and belongs to neither side.")


def take(actor: User, introduction_id: int) -> None:
    """Take a matter that nobody has in hand, or whose owner left; Conflict names who was faster."""
    row = policies.get_on_desk(actor, introduction_id)
    standing.check(actor, row)
    if not _assign(row.id, actor.id, standing.without_owner()):
        _refuse(introduction_id)
    _done(actor, row, before=row.assigned_to_id, after=actor.id)


def hand_over(actor: User, introduction_id: int, seen_owner_id: int | None, to_id: int) -> None:
    """Give the matter to a colleague of either city, who is told.

    Conflict where somebody other than `seen_owner_id` has it by now, Invalid where the colleague has left,
    is no staff or belongs to a side.
    """
    row = policies.get_on_desk(actor, introduction_id)
    standing.check(actor, row)
    receiver = db.session.scalar(select(User).where(User.id == to_id, *_able(row)))
    if receiver is None:
        raise Invalid(NO_COLLEAGUE)
    if not _assign(row.id, receiver.id, Introduction.assigned_to_id.is_not_distinct_from(seen_owner_id)):
        _refuse(introduction_id)
    if receiver.id != actor.id:
        letters.at_once(receiver, "handed_over", row)
    _done(actor, row, before=seen_owner_id, after=receiver.id)


def release(actor: User, introduction_id: int) -> None:
    """Give back what `actor` has in hand; Conflict where somebody else has it."""
    row = policies.get_on_desk(actor, introduction_id)
    standing.check(actor, row)
    if not _assign(row.id, None, Introduction.assigned_to_id == actor.id):
        _refuse(introduction_id)
    _done(actor, row, before=actor.id, after=None)


@dataclass(frozen=True)
class Colleague:
    """To whom a matter may be given; `decides_from` is when this person may decide, None for now."""

    user: User
    decides_from: datetime | None


def colleagues(introduction: Introduction) -> list[Colleague]:
    """Return the staff of both cities to whom the matter may be given, by city and name.

    Those of the other city may have it in hand from the start, and decide once the matter is open to them.
    """
    statement = select(User).where(*_able(introduction)).order_by(User.staff_hub, User.name, User.id)
    return [Colleague(user, decides_from(user, introduction)) for user in db.session.scalars(statement)]


def decides_from(user: User, introduction: Introduction) -> datetime | None:
    """Return when staff without a tie may decide on the matter, None where they may now."""
    if policies.is_in_reach(user, introduction):
        return None
    return policies.escalates_at(introduction.submitted_at, introduction.hub)


def _able(introduction: Introduction) -> tuple[ColumnElement[bool], ...]:
    return standing.works_here(), standing.is_untied(introduction)


def _assign(introduction_id: int, owner_id: int | None, condition: ColumnElement[bool]) -> bool:
    """Write the owner in one statement that holds only where `condition` still does.

    The version of the introduction stays: a colleague who is about to decide loses nothing typed.
    """
    statement = (
        update(Introduction)
        .where(Introduction.id == introduction_id, Introduction.status != Status.CLOSED, condition)
        .values(assigned_to_id=owner_id)
        .returning(Introduction.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(statement) is not None


def _refuse(introduction_id: int) -> None:
    """Raise Conflict with why the owner could not be written."""
    db.session.rollback()
    status, name = db.session.execute(
        select(Introduction.status, func.coalesce(func.nullif(User.name, ""), User.email))
        .outerjoin(User, User.id == Introduction.assigned_to_id)
        .where(Introduction.id == introduction_id)
    ).one()
    if status is Status.CLOSED:
        raise Conflict(CLOSED)
    raise Conflict(
        _l("%(name)s has this in hand by now. Nothing was changed by you.", name=name or _l("Nobody"))
    )


def _done(actor: User, row: Introduction, *, before: int | None, after: int | None) -> None:
    role = Actor.STAFF.value
    data = {"from": before, "to": after}
    audit.record(db.session(), actor, AuditTag.INTRODUCTION_ASSIGNED, row, role=role, **data)
    db.session.commit()
