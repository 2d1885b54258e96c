"""More like this, less like this: said, taken back, and forgotten with whom they name.

A wish is about a sort of counterpart and what one organisation wants to read first. It says nothing about
how well two suit each other: one may like a fund and still want fewer of its sort, or ask for more like one
that turned out to be too big. So it is no example to learn from, as saves and dismissals are: the weights of
everybody do not move by it, and it does not count twice for who said it.
"""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, exists, or_, select
from sqlalchemy.dialects.postgresql import insert

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock, jobs
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.extensions import db
from matchmaker.matching import objections, service
from matchmaker.matching.order_models import Wish, Wished
from matchmaker.profiles import policies
from matchmaker.profiles.models import Organisation, ProfileStatus

KEPT = 10
"""Wishes that an organisation may have; with one more the oldest goes."""

NOT_RANKED = _l("One of the two organisations does not take part in recommendations.")


def may_wish(organisation: Organisation, other: Organisation) -> bool:
    """Return whether a wish that names `other` could move a list of `organisation`."""
    meets = other.id != organisation.id and other.kind in service.kinds_for(organisation)
    return meets and not {organisation.id, other.id} & objections.objecting_ids()


def wish(actor: User, organisation: Organisation, other_id: int, what: Wish) -> None:
    """Want more, or less, like the other organisation, whatever was said of it before; audited.

    Raise NotFound where `actor` is no member or may not see the other, Conflict where one of the two objects
    to being ranked, Invalid where the other's kind is not met.
    """
    policies.require_member(actor, organisation)
    other = policies.get_visible(actor, other_id)
    if not may_wish(organisation, other):
        raise Conflict(NOT_RANKED) if {organisation.id, other.id} & objections.objecting_ids() else Invalid
    # Of two wishes at once the second waits here, so that neither overlooks the other in counting.
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    values = {"wish": what, "wished_at": clock.now()}
    statement = insert(Wished).values(organisation_id=organisation.id, other_id=other.id, **values)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["organisation_id", "other_id"], set_=values)
    )
    gone = _drop_oldest(organisation)
    audit.record(
        db.session, actor, AuditTag.MATCH_WISHED, organisation, other=other.id, wish=what, dropped=gone
    )
    db.session.commit()


def unwish(actor: User, organisation: Organisation, other_id: int) -> None:
    """Take a wish back; audited. Nothing happens where there is none; NotFound for who is no member."""
    policies.require_member(actor, organisation)
    taken = delete(Wished).where(Wished.organisation_id == organisation.id, Wished.other_id == other_id)
    if db.session.scalar(taken.returning(Wished.id)) is not None:
        audit.record(db.session, actor, AuditTag.MATCH_UNWISHED, organisation, other=other_id)
    db.session.commit()


def _drop_oldest(organisation: Organisation) -> Sequence[int]:
    own = select(Wished.id).where(Wished.organisation_id == organisation.id)
    newest = own.order_by(Wished.wished_at.desc(), Wished.id.desc()).limit(KEPT)
    dropped = delete(Wished).where(Wished.organisation_id == organisation.id, Wished.id.not_in(newest))
    return sorted(db.session.scalars(dropped.returning(Wished.other_id)))


@jobs.queue.periodic(cron="29 3 * * *")
@jobs.job("matching.forget_wishes", queueing_lock="matching.forget_wishes")
def forget_wishes(timestamp: int) -> None:
    """Erase each night the wishes of and about organisations that were removed; until then they move nothing.

    Whose row goes takes its wishes along at once, by the database.
    """
    sides = or_(Organisation.id == Wished.organisation_id, Organisation.id == Wished.other_id)
    db.session.execute(
        delete(Wished).where(exists().where(sides, Organisation.status == ProfileStatus.REMOVED))
    )
    db.session.commit()
