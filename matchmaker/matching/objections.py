"""Objecting to profiling: who is not ranked keeps the directory, search and introductions."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db
from matchmaker.matching.order_models import Objection
from matchmaker.profiles import policies
from matchmaker.profiles.models import Membership, Organisation


def objecting_ids() -> frozenset[int]:
    """Return the ids of the organisations that are not to be ranked, for themselves or for others."""
    return frozenset(db.session.scalars(select(Objection.organisation_id)))


def objects(organisation: Organisation) -> bool:
    """Return whether the organisation is not to be ranked."""
    return db.session.get(Objection, organisation.id) is not None


def reads_plainly(reader: User) -> bool:
    """Return whether an organisation of `reader` objects: then what it searches is not ordered for it."""
    statement = (
        select(Objection.organisation_id)
        .join(Membership, Membership.organisation_id == Objection.organisation_id)
        .where(Membership.user_id == reader.id)
    )
    return db.session.scalar(statement.limit(1)) is not None


def object_to(actor: User, organisation: Organisation) -> None:
    """Rank the organisation no more, from now on; audited. Doing it twice changes nothing more.

    Raise NotFound where `actor` is no member of the organisation.
    """
    policies.require_member(actor, organisation)
    values = {"organisation_id": organisation.id, "objected_by_id": actor.id, "objected_at": clock.now()}
    added = insert(Objection).values(values).on_conflict_do_nothing().returning(Objection.organisation_id)
    if db.session.scalar(added) is not None:
        audit.record(db.session, actor, AuditTag.PROFILING_OBJECTED, organisation)
    db.session.commit()


def allow(actor: User, organisation: Organisation) -> None:
    """Take the objection back; audited. Raise NotFound where `actor` is no member of the organisation."""
    policies.require_member(actor, organisation)
    taken = delete(Objection).where(Objection.organisation_id == organisation.id)
    if db.session.scalar(taken.returning(Objection.organisation_id)) is not None:
        audit.record(db.session, actor, AuditTag.PROFILING_ALLOWED, organisation)
    db.session.commit()
