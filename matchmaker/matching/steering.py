"""Pairs that staff pinned for an organisation or hid from both sides; neither side is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Forbidden, Invalid
from matchmaker.core.permissions import Permission, may
from matchmaker.extensions import db
from matchmaker.matching.order_models import REASON_LENGTH, Steer, Steered
from matchmaker.profiles import policies
from matchmaker.profiles.models import Organisation

REASON_NEEDED = _l("Say why, in 500 characters at most.")
_TAGS: Mapping[Steer, AuditTag] = {
    Steer.PINNED: AuditTag.MATCH_PINNED,
    Steer.HIDDEN: AuditTag.MATCH_HIDDEN,
}


@dataclass(frozen=True)
class Pairs:
    """The other sides of what staff steered for one organisation."""

    pinned: frozenset[int]
    hidden: frozenset[int]


def pairs_of(organisation: Organisation) -> Pairs:
    """Return who is pinned for the organisation, and who is hidden from it by either side's pair."""
    own = organisation.id
    statement = select(Steered).where(or_(Steered.organisation_id == own, Steered.other_id == own))
    rows = db.session.scalars(statement).all()
    hidden = {one for row in rows if row.steer is Steer.HIDDEN for one in (row.organisation_id, row.other_id)}
    pinned = {row.other_id for row in rows if row.steer is Steer.PINNED and row.organisation_id == own}
    return Pairs(frozenset(pinned - hidden), frozenset(hidden - {own}))


def steered(organisation: Organisation, other_id: int) -> Steered | None:
    """Return what staff did about the pair from the point of view of `organisation`; for staff to read."""
    statement = select(Steered).where(
        Steered.organisation_id == organisation.id, Steered.other_id == other_id
    )
    return db.session.scalar(statement)


def all_of(organisation: Organisation) -> list[tuple[Steered, Organisation]]:
    """Return what staff did from the point of view of `organisation`, each with the other side."""
    statement = (
        select(Steered, Organisation)
        .join(Organisation, Organisation.id == Steered.other_id)
        .where(Steered.organisation_id == organisation.id)
        .order_by(Steered.id.desc())
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def steer(actor: User, organisation: Organisation, other_id: int, how: Steer, reason: str) -> None:
    """Pin or hide the other organisation for `organisation`, whatever was said before; audited.

    Raise Forbidden for an actor who may not, NotFound where the other may not be seen, Invalid without a
    reason.
    """
    _require_staff(actor)
    other = policies.get_visible(actor, other_id)
    reason = reason.replace("\x00", "").strip()
    if other.id == organisation.id or not 0 < len(reason) <= REASON_LENGTH:
        raise Invalid(REASON_NEEDED)
    values = {"steer": how, "reason": reason, "steered_by_id": actor.id, "steered_at": clock.now()}
    statement = insert(Steered).values(organisation_id=organisation.id, other_id=other.id, **values)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["organisation_id", "other_id"], set_=values)
    )
    audit.record(db.session, actor, _TAGS[how], organisation, other=other.id, reason=reason)
    db.session.commit()


def release(actor: User, organisation: Organisation, other_id: int) -> None:
    """Let the ranking decide about the pair again; audited. Raise Forbidden for an actor who may not."""
    _require_staff(actor)
    taken = delete(Steered).where(Steered.organisation_id == organisation.id, Steered.other_id == other_id)
    if db.session.scalar(taken.returning(Steered.id)) is not None:
        audit.record(db.session, actor, AuditTag.MATCH_RELEASED, organisation, other=other_id)
    db.session.commit()


def _require_staff(actor: User) -> None:
    if not may(actor, Permission.MATCH_STEER):
        raise Forbidden
