"""What becomes of a person's places when the account is erased: colleagues go on, or all of it goes."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, exists, or_, select, update

from matchmaker.accounts import erasure
from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db
from matchmaker.profiles import members, policies, removals, values
from matchmaker.profiles.models import (
    Claim,
    MemberInvitation,
    Membership,
    Organisation,
    OrganisationContact,
    ProfileStatus,
)
from matchmaker.profiles.teaser import Face, face
from matchmaker.profiles.unnamed import unnamed
from matchmaker.taxonomy import MembershipRole


@erasure.takes_along
def left_behind(user: User, reader: User) -> list[str]:
    """Return the organisations that nobody but `user` belongs to who can sign in, as `reader` may call them.

    A stranger reads neither the name of a confidential one nor that of a draft.
    """
    own = select(Membership.organisation_id).where(Membership.user_id == user.id)
    others = exists().where(
        Membership.organisation_id == Organisation.id,
        Membership.user_id != user.id,
        User.id == Membership.user_id,
        User.active,
    )
    statement = select(Organisation).where(
        Organisation.id.in_(own), Organisation.status != ProfileStatus.REMOVED, ~others
    )
    rows = db.session.scalars(
        statement.order_by(Organisation.sort_key, Organisation.id).options(*policies.WITH_DETAILS)
    )
    viewer = policies.viewer_of(reader)
    return [_called(face(row, viewer), row.status) for row in rows]


def _called(seen: Face, status: ProfileStatus) -> str:
    if status is ProfileStatus.DRAFT and not seen.full:
        return str(_("A profile that is not finished"))
    return seen.title


@erasure.forgets
def leave_organisations(user: User) -> None:
    """End the places of `user`; an organisation that nobody else belongs to is removed.

    Where no owner is left the colleague who stands in becomes one, and is the contact in the person's place.
    """
    own = select(Membership.organisation_id).where(Membership.user_id == user.id)
    rows = select(Organisation).where(Organisation.id.in_(own)).order_by(Organisation.id).with_for_update()
    left = list(db.session.scalars(rows))
    db.session.execute(delete(Membership).where(Membership.user_id == user.id))
    for organisation in left:
        colleague = members.correspondent(organisation)
        if colleague is not None:
            _hand_on(organisation, user, colleague)
        elif organisation.status is not ProfileStatus.REMOVED:
            removals.remove_with_its_people(organisation.id)
    for invited in (MemberInvitation, Claim):
        db.session.execute(delete(invited).where(invited.email == user.email))


def _hand_on(organisation: Organisation, user: User, colleague: User) -> None:
    place = db.session.scalars(
        select(Membership).where(
            Membership.organisation_id == organisation.id, Membership.user_id == colleague.id
        )
    ).one()
    if place.role is not MembershipRole.OWNER:
        before, place.role = place.role, MembershipRole.OWNER
        given: dict[str, Any] = {"member_id": colleague.id, "before": before, "after": place.role}
        audit.record(db.session(), None, AuditTag.MEMBER_ROLE_CHANGED, organisation, **given)
    same = [OrganisationContact.email == user.email]
    if user.name:
        same.append(OrganisationContact.name == user.name)
    db.session.execute(
        update(OrganisationContact)
        .where(OrganisationContact.organisation_id == organisation.id, or_(*same))
        .values(name=colleague.name, email=colleague.email, position="", phone="")
    )
    if user.name:  # for good: nobody would mask it in the texts any more
        changing = policies.load(organisation.id)
        if values.write(changing, unnamed(values.read(changing), changing, [user.name])):
            changing.changed_at = clock.now()
