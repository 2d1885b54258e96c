"""Blocks: whom an organisation does not want to be brought together with, whatever its name."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict
from matchmaker.extensions import db
from matchmaker.introductions import emails, policies, steps, timed
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import OPEN, Action, Actor
from matchmaker.profiles import policies as profiles
from matchmaker.profiles.models import Block, Organisation

YOURSELF = _l("An organisation cannot block itself.")


def block(actor: User, own: Organisation, other: Organisation) -> None:
    """Block `other` for `own`, and end what `other` has open with it; `other` hears "not available" at most.

    Raise NotFound where `actor` is no member of `own`. Blocking twice changes nothing more.
    """
    profiles.require_member(actor, own)
    if own.id == other.id:
        raise Conflict(YOURSELF)
    values = {"organisation_id": own.id, "blocked_id": other.id, "created_at": clock.now()}
    added = insert(Block).values(values).on_conflict_do_nothing().returning(Block.id)
    if db.session.scalar(added) is not None:
        audit.record(db.session(), actor, AuditTag.BLOCK_ADDED, own, blocked_id=other.id)
    for introduction_id in db.session.scalars(_asked_by(other, own)).all():
        _end(actor, steps.locked(introduction_id))
    db.session.commit()


def block_across(actor: User, introduction: Introduction, version: int) -> None:
    """Block the requester of an introduction for its counterpart; raises as a step does."""
    row = steps.begin(actor, introduction, version, Action.BLOCK).introduction
    block(actor, row.counterpart, row.requester)


def lift(actor: User, own: Organisation, other: Organisation) -> None:
    """Take the block back: `other` may be met again. Raise NotFound where `actor` is no member of `own`."""
    profiles.require_member(actor, own)
    taken = delete(Block).where(Block.organisation_id == own.id, Block.blocked_id == other.id)
    if db.session.scalar(taken.returning(Block.id)) is not None:
        audit.record(db.session(), actor, AuditTag.BLOCK_LIFTED, own, blocked_id=other.id)
    db.session.commit()


def blocked_by(own: Organisation) -> list[Organisation]:
    """Return whom `own` blocked, with entries and details, the newest block first."""
    statement = (
        select(Organisation)
        .join(Block, Block.blocked_id == Organisation.id)
        .where(Block.organisation_id == own.id)
        .order_by(Block.id.desc())
        .options(*profiles.WITH_DETAILS)
    )
    return list(db.session.scalars(statement))


def _asked_by(requester: Organisation, counterpart: Organisation) -> Select[int]:
    return select(Introduction.id).where(
        Introduction.requester_id == requester.id,
        Introduction.counterpart_id == counterpart.id,
        Introduction.status.in_(OPEN),
    )


def _end(actor: User, row: Introduction) -> None:
    """Close by the counterpart's own hand what it knows of, and by the timer what it never heard of."""
    if row.status not in OPEN:
        return
    if Actor.COUNTERPART in policies.capacities(actor, row):
        step = steps.begin(actor, row, row.version, Action.BLOCK)
        steps.finish(step)
        emails.of_step(step)
    else:
        timed.take(row, Action.BLOCK)
