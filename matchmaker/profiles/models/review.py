"""What waits for staff, and what was removed for good."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.profiles.models.organisation import Organisation
from matchmaker.taxonomy import Hub, Kind


class ReviewKind(StrEnum):
    """Why staff look at a profile."""

    FIRST_PUBLICATION = "first_publication"
    SENSITIVE_CHANGE = "sensitive_change"


class ReviewState(StrEnum):
    """How a review stands."""

    PENDING = "pending"
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    SUPERSEDED = "superseded"


class ProfileReview(Model):
    """One request for a staff check; `proposed` holds the sensitive fields that wait, by name."""

    __tablename__ = "profile_reviews"
    __table_args__ = (
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided_or_pending"),
        Index(
            "uq_profile_reviews_pending",
            "organisation_id",
            unique=True,
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[ReviewKind] = mapped_column(coded(ReviewKind, name="kind"))
    state: Mapped[ReviewState] = mapped_column(coded(ReviewState, name="state"), default=ReviewState.PENDING)
    proposed: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: an import
    requested_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class Removal(Model):
    """An imported organisation that asked not to be listed; the next import passes it over."""

    __tablename__ = "removals"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(coded(Kind, name="kind"))
    hub: Mapped[Hub] = mapped_column(coded(Hub, name="hub"))
    sort_key: Mapped[str] = mapped_column(String(250), index=True)
    registry_id: Mapped[str | None] = mapped_column(String(40), index=True)
    website_host: Mapped[str | None] = mapped_column(String(260), index=True)
    removed_at: Mapped[datetime] = mapped_column(default=clock.now)
