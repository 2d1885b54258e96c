"""Who belongs to an organisation, who is invited, and who claims one that was imported."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.profiles.models.organisation import Organisation, OrganisationContact
from matchmaker.taxonomy import MembershipRole


class Membership(Model):
    """A person's place in an organisation."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("organisation_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[MembershipRole] = mapped_column(
        coded(MembershipRole, name="role"), default=MembershipRole.EDITOR
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class MemberInvitation(Model):
    """An owner's invitation of a colleague; the token itself is only in the mail."""

    __tablename__ = "member_invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[MembershipRole] = mapped_column(coded(MembershipRole, name="role"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class ClaimPurpose(StrEnum):
    """What the holder of a link may do with an unclaimed profile."""

    CLAIM = "claim"
    REMOVAL = "removal"


class Claim(Model):
    """A link sent to an address at the firm's own domain, to take over an imported profile or remove it."""

    __tablename__ = "claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[ClaimPurpose] = mapped_column(
        coded(ClaimPurpose, name="purpose"), default=ClaimPurpose.CLAIM
    )
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


_MEMBERS = (
    select(User.name)
    .join(Membership, Membership.user_id == User.id)
    .where(Membership.organisation_id == Organisation.id)
    .correlate(Organisation)
)
_CONTACT = (
    select(OrganisationContact.name)
    .where(OrganisationContact.organisation_id == Organisation.id)
    .correlate(Organisation)
)
# Deferred, as a count or a list of ids needs no names. Where nobody asked for them they are read when they
# are needed: better one more query than a name that shows.
Organisation.people = column_property(
    func.array_cat(func.array(_MEMBERS.scalar_subquery()), func.array(_CONTACT.scalar_subquery())),
    deferred=True,
)
