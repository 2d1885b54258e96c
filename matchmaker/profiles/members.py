"""Who belongs to an organisation."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import contains_eager

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.extensions import db
from matchmaker.profiles.models import MemberInvitation, Membership, Organisation
from matchmaker.taxonomy import MembershipRole

# Who speaks for an organisation, owners last.
_STANDS_IN = case(
    (Membership.role == MembershipRole.OWNER, 2), (Membership.role == MembershipRole.EDITOR, 1), else_=0
)


def places_in(organisation: Organisation) -> list[Membership]:
    """Return the places in the organisation with their users, oldest first."""
    statement = (
        select(Membership)
        .join(Membership.user)
        .where(Membership.organisation_id == organisation.id)
        .order_by(Membership.created_at, Membership.id)
        .options(contains_eager(Membership.user))
    )
    return list(db.session.scalars(statement))


def places_of(user: User) -> dict[int, Membership]:
    """Return the places of `user` by organisation id."""
    rows = db.session.scalars(select(Membership).where(Membership.user_id == user.id))
    return {row.organisation_id: row for row in rows}


def correspondent(organisation: Organisation) -> User | None:
    """Return to whom the one mail to this side goes: the oldest active owner, or who stands in for owners.

    Where no owner is active that is the oldest active editor, else delegate; None for an unclaimed one.
    """
    return correspondents([organisation.id]).get(organisation.id)


def keepers(organisation_ids: Iterable[int]) -> dict[int, list[User]]:
    """Return who hears of the profile itself, by organisation id: its active owners, else its active editors.

    The oldest comes first. A delegate, who may not edit, is none of them.
    """
    statement = (
        select(Membership.organisation_id, Membership.role, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.organisation_id.in_(list(organisation_ids)),
            Membership.role.in_((MembershipRole.OWNER, MembershipRole.EDITOR)),
            User.active,
        )
        .order_by(_STANDS_IN.desc(), Membership.created_at, Membership.id)
    )
    found: dict[int, list[User]] = {}
    leading: dict[int, MembershipRole] = {}
    for organisation_id, role, user in db.session.execute(statement):
        if role is leading.setdefault(organisation_id, role):
            found.setdefault(organisation_id, []).append(user)
    return found


def answerers(organisation: Organisation) -> list[User]:
    """Return who is asked for an answer of the organisation: its correspondent first, then its delegates."""
    statement = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id == organisation.id,
            Membership.role == MembershipRole.DELEGATE,
            User.active,
        )
        .order_by(Membership.created_at, Membership.id)
    )
    first = correspondent(organisation)
    found = [*([first] if first else []), *db.session.scalars(statement)]
    return list({user.id: user for user in found}.values())


def correspondents(organisation_ids: Iterable[int]) -> dict[int, User]:
    """Return the correspondent of each organisation that has one, by organisation id."""
    statement = (
        select(Membership.organisation_id, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.organisation_id.in_(list(organisation_ids)),
            User.active,
        )
        .order_by(_STANDS_IN, Membership.created_at.desc(), Membership.id.desc())
    )
    # Owners come last, the oldest of them at the very end, and the last one stays.
    return {row[0]: row[1] for row in db.session.execute(statement)}


def has_left(organisation: Organisation, name: str, email: str) -> bool:
    """Return whether the person so called, or at this address, is known as a member who was shut out since.

    So is whoever it is where nobody of a claimed organisation is left.
    """
    members = select(Membership.user_id).where(Membership.organisation_id == organisation.id)
    active = select(User.id).where(User.id.in_(members), User.active)
    same = or_(User.email == email.lower(), User.name == name)
    gone = select(User.id).where(User.id.in_(members), User.active.is_(False))
    left, nobody = db.session.execute(
        select(exists(gone.where(same)), and_(exists(gone), ~exists(active)))
    ).one()
    return bool(left or nobody)


def nobody_left(since: datetime) -> ColumnElement[bool]:
    """Return the SQL condition for organisations whose last member was switched off no later than `since`."""
    place = Membership.organisation_id == Organisation.id
    active = exists().where(place, User.id == Membership.user_id, User.active)
    lately = exists().where(
        place,
        AuditEvent.tag == AuditTag.ACCOUNT_DEACTIVATED,
        AuditEvent.subject_id == Membership.user_id,
        AuditEvent.at > since,
    )
    return and_(exists().where(place), ~active, ~lately)


def open_invitations(organisation: Organisation) -> list[MemberInvitation]:
    """Return the invitations that may still be accepted, newest first."""
    statement = (
        select(MemberInvitation)
        .where(
            MemberInvitation.organisation_id == organisation.id,
            MemberInvitation.accepted_at.is_(None),
            MemberInvitation.expires_at > clock.now(),
        )
        .order_by(MemberInvitation.id.desc())
    )
    return list(db.session.scalars(statement))


def invitations_for(user: User) -> list[tuple[MemberInvitation, Organisation]]:
    """Return what the person is invited to at an address that they have confirmed as theirs."""
    if user.confirmed_at is None:
        return []
    statement = (
        select(MemberInvitation, Organisation)
        .join(Organisation, Organisation.id == MemberInvitation.organisation_id)
        .where(
            MemberInvitation.email == user.email,
            MemberInvitation.accepted_at.is_(None),
            MemberInvitation.expires_at > clock.now(),
        )
        .order_by(MemberInvitation.id)
    )
    return [(invitation, organisation) for invitation, organisation in db.session.execute(statement)]
