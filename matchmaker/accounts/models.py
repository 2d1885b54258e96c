"""A person's account, and what hangs on it alone."""

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.core.permissions import Role
from matchmaker.extensions import Model
from matchmaker.taxonomy import Hub


class User(Model, UserMixin):
    """A person who signs in; belongs to organisations through memberships of the profiles feature.

    `fs_uniquifier` is what sessions and mailed links bear instead of the id: a new one ends them all. The
    `tf_` columns hold the second factor, its secret encrypted under SECURITY_TOTP_SECRETS.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("(role = 'staff') = (staff_hub IS NOT NULL)", name="staff_have_a_hub"),
        CheckConstraint("locale IN ('fr', 'en')", name="locale"),
        CheckConstraint("email = lower(email)", name="email_in_lower_case"),
        CheckConstraint(
            "erased_at IS NULL OR (NOT active AND name = '' AND password IS NULL AND tf_totp_secret IS NULL)",
            name="erased_leaves_nobody",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(String(120), default="")
    locale: Mapped[str] = mapped_column(String(2), default="en")
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Paris")
    role: Mapped[Role] = mapped_column(coded(Role, name="role"), default=Role.MEMBER)
    staff_hub: Mapped[Hub | None] = mapped_column(coded(Hub, name="staff_hub"))
    tf_primary_method: Mapped[str | None] = mapped_column(String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(Text)
    tf_last_counter: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    erased_at: Mapped[datetime | None]

    @property
    def is_staff(self) -> bool:
        """Whether the person is programme staff of a hub."""
        return self.role is Role.STAFF

    @property
    def is_admin(self) -> bool:
        """Whether the person configures the service."""
        return self.role is Role.ADMIN


class Invitation(Model):
    """An admin's invitation of a future staff member or admin; the token itself is only in the mail."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("(role = 'staff') = (staff_hub IS NOT NULL)", name="staff_have_a_hub"),
        CheckConstraint("role <> 'member'", name="members_sign_up"),
        CheckConstraint("locale IN ('fr', 'en')", name="locale"),
        CheckConstraint("email = lower(email)", name="email_in_lower_case"),
        CheckConstraint("accepted_at IS NULL OR revoked_at IS NULL", name="accepted_or_revoked"),
        Index(
            "uq_invitations_open_email",
            "email",
            unique=True,
            postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column(coded(Role, name="role"))
    staff_hub: Mapped[Hub | None] = mapped_column(coded(Hub, name="staff_hub"))
    locale: Mapped[str] = mapped_column(String(2), default="en")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    invited_by: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def is_usable(self) -> bool:
        """Whether the link in its mail still opens an account."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > clock.now()


class DataCopy(Model):
    """A copy of what is kept of a person, one at a time: asked for, then built, then deleted.

    `content` is a ZIP file, there from `ready_at` on; from `expires_at` on nobody takes it any more.
    """

    __tablename__ = "data_copies"
    __table_args__ = (
        CheckConstraint(
            "(content IS NULL) = (ready_at IS NULL) AND (ready_at IS NULL) = (expires_at IS NULL)",
            name="ready_with_its_content",
        ),
        CheckConstraint("failed_at IS NULL OR ready_at IS NULL", name="failed_or_ready"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    failed_at: Mapped[datetime | None]

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has yet to build it."""
        return self.ready_at is None and self.failed_at is None

    @property
    def is_usable(self) -> bool:
        """Whether its person may take it now."""
        return self.expires_at is not None and self.expires_at > clock.now()
