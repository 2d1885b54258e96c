"""Who may see and who may change a profile; a foreign one is the same 404 as an absent one."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer
from sqlalchemy.orm.interfaces import ORMOption

from matchmaker.accounts.models import User
from matchmaker.core import settings
from matchmaker.core.errors import Forbidden, NotFound
from matchmaker.extensions import db
from matchmaker.profiles.models import Membership, Organisation, ProfileStatus
from matchmaker.taxonomy import MembershipRole

EDITING_ROLES = frozenset({MembershipRole.OWNER, MembershipRole.EDITOR})
WITH_DETAILS: tuple[ORMOption, ...] = (
    selectinload(Organisation.entries),
    joinedload(Organisation.startup),
    joinedload(Organisation.investor),
    joinedload(Organisation.programme),
    undefer(Organisation.people),
)


@dataclass(frozen=True)
class Viewer:
    """What decides how much of a profile a reader sees: the duty of staff, and one's own organisations."""

    is_staff: bool = False
    own: frozenset[int] = frozenset()

    def sees_all_of(self, organisation: Organisation) -> bool:
        """Whether nothing but the contact is kept from this reader."""
        return self.is_staff or organisation.id in self.own


OUTSIDER = Viewer()  # the other side: a member of none of the organisations shown
STAFF = Viewer(is_staff=True)


def viewer_of(user: User) -> Viewer:
    """Return what `user` is as a reader: ask once for a list of profiles, as it costs a query."""
    return Viewer(is_staff=user.is_staff, own=own_ids(user))


def own_ids(user: User) -> frozenset[int]:
    """Return the ids of the organisations `user` belongs to, in whatever role."""
    return frozenset(db.session.scalars(own_id_query(user)))


def own_id_query(user: User) -> Select[int]:
    """Return the statement for the ids of the organisations `user` belongs to, for a condition of another."""
    return select(Membership.organisation_id).where(Membership.user_id == user.id)


def load(organisation_id: int) -> Organisation:
    """Return the organisation with its entries and details, or raise NotFound; asks no rights."""
    statement = select(Organisation).where(Organisation.id == organisation_id).options(*WITH_DETAILS)
    organisation = db.session.scalar(statement)
    if organisation is None:
        raise NotFound
    return organisation


def organisations_of(user: User) -> list[Organisation]:
    """Return the organisations `user` belongs to, by name, with entries and details; removed ones are out."""
    statement = (
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.user_id == user.id, Organisation.status != ProfileStatus.REMOVED)
        .order_by(Organisation.sort_key, Organisation.id)
        .options(*WITH_DETAILS)
    )
    return list(db.session.scalars(statement))


def edited_by(user: User) -> list[Organisation]:
    """Return those of the organisations of `user` that `user` may edit, by name."""
    held = select(Membership.organisation_id).where(
        Membership.user_id == user.id, Membership.role.in_(EDITING_ROLES)
    )
    edited = set(db.session.scalars(held))
    return [row for row in organisations_of(user) if row.id in edited]


def membership(user: User, organisation: Organisation) -> Membership | None:
    """Return the place of `user` in the organisation, or None."""
    return db.session.scalar(
        select(Membership).where(Membership.user_id == user.id, Membership.organisation_id == organisation.id)
    )


def may_edit(place: Membership | None) -> bool:
    """Return whether the holder of `place` may edit the profile; None stands for a person without one."""
    return place is not None and place.role in EDITING_ROLES


def require_editor(user: User, organisation: Organisation) -> Membership:
    """Return the place of `user`, or raise NotFound for a stranger and Forbidden for a delegate."""
    return _require(user, organisation, EDITING_ROLES)


def require_owner(user: User, organisation: Organisation) -> Membership:
    """Return the place of `user`, or raise NotFound for a stranger and Forbidden for who is no owner."""
    return _require(user, organisation, frozenset({MembershipRole.OWNER}))


def require_member(user: User, organisation: Organisation) -> Membership:
    """Return the place of `user`, or raise NotFound for a stranger."""
    return _require(user, organisation, frozenset(MembershipRole))


def _require(user: User, organisation: Organisation, roles: frozenset[MembershipRole]) -> Membership:
    place = membership(user, organisation)
    if place is None or organisation.status is ProfileStatus.REMOVED:
        raise NotFound
    if place.role not in roles:
        raise Forbidden
    return place


def owned(user: User, organisation_id: int) -> Organisation:
    """Return an organisation of which `user` is an owner; NotFound, or Forbidden for its other members."""
    organisation = load(organisation_id)
    require_owner(user, organisation)
    return organisation


def editable(user: User, organisation_id: int) -> Organisation:
    """Return an organisation that `user` may edit; NotFound for strangers, Forbidden for delegates."""
    organisation = load(organisation_id)
    require_editor(user, organisation)
    return organisation


def own(user: User, organisation_id: int) -> Organisation:
    """Return an organisation `user` belongs to in any role, or raise NotFound."""
    organisation = load(organisation_id)
    require_member(user, organisation)
    return organisation


def visible(user: User) -> ColumnElement[bool]:
    """Return the SQL condition on `Organisation` for what `user` may see at all."""
    return and_(
        Organisation.status != ProfileStatus.REMOVED,
        or_(Organisation.id.in_(own_id_query(user)), _shown_to(user)),
    )


def _shown_to(user: User) -> ColumnElement[bool]:
    if user.is_staff or user.is_admin:
        return Organisation.status != ProfileStatus.DRAFT
    published = is_listed()
    if settings.get(db.session(), "show_unclaimed_to_members"):
        return published
    return and_(published, Organisation.claimed_at.is_not(None))


def is_listed() -> ColumnElement[bool]:
    """Return the SQL condition for organisations that others meet now, as `Organisation.is_listed` has it."""
    return and_(Organisation.status == ProfileStatus.PUBLISHED, Organisation.hidden_at.is_(None))


def get_visible(user: User, organisation_id: int) -> Organisation:
    """Return the organisation with entries and details, or raise NotFound where `user` may not see it."""
    statement = (
        select(Organisation).where(Organisation.id == organisation_id, visible(user)).options(*WITH_DETAILS)
    )
    organisation = db.session.scalar(statement)
    if organisation is None:
        raise NotFound
    return organisation
