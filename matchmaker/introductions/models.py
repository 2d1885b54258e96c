"""The table of introductions, which repeats the rules of `workflow` as named constraints."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.introductions.workflow import FIRST, Actor, ClosedReason, Status
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import DeclineCode, Hub, NeedCode, RejectCode

MESSAGE_LENGTH = 600
ONE_OPEN = "uq_introductions_open_pair"


class Introduction(Model):
    """One request of `requester` to meet `counterpart`, from the first submission to its end.

    `hub` is the requester's: its staff decide. `approved_at` set means that the counterpart has been told.
    `snapshot` keeps the score and its parts as they stood at the request, by `model_version`.
    """

    __tablename__ = "introductions"
    __table_args__ = (
        CheckConstraint("requester_id <> counterpart_id", name="two_organisations"),
        CheckConstraint(f"message <> '' AND char_length(message) <= {MESSAGE_LENGTH}", name="message_length"),
        CheckConstraint("(status = 'closed') = (closed_reason IS NOT NULL)", name="closed_with_a_reason"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_at_a_time"),
        CheckConstraint(
            "coalesce(closed_reason = 'rejected', false) = (reject_code IS NOT NULL)",
            name="rejected_with_a_code",
        ),
        CheckConstraint(
            "coalesce(closed_reason = 'declined', false) = (decline_code IS NOT NULL)",
            name="declined_with_a_code",
        ),
        CheckConstraint(
            "coalesce(closed_reason = 'declined', false) OR (decline_text = '' AND NOT decline_text_shared)",
            name="decline_text_only_when_declined",
        ),
        CheckConstraint("status <> 'needs_changes' OR staff_note <> ''", name="changes_with_a_note"),
        # Withdrawn is the one end that is reached from both sides of the approval.
        CheckConstraint(
            "coalesce(closed_reason = 'withdrawn', false) OR (approved_at IS NOT NULL) = "
            "(status IN ('awaiting_counterpart', 'introduced') "
            "OR coalesce(closed_reason IN ('declined', 'cancelled'), false))",
            name="approved_before_the_counterpart",
        ),
        CheckConstraint(
            "(answered_at IS NOT NULL) = "
            "(status = 'introduced' OR coalesce(closed_reason IN ('declined', 'cancelled'), false))",
            name="answered_at_a_time",
        ),
        CheckConstraint(
            "(introduced_at IS NOT NULL) = "
            "(status = 'introduced' OR coalesce(closed_reason = 'cancelled', false))",
            name="introduced_at_a_time",
        ),
        Index(
            ONE_OPEN,
            text("least(requester_id, counterpart_id)"),
            text("greatest(requester_id, counterpart_id)"),
            unique=True,
            postgresql_where=text("status <> 'closed'"),
        ),
        Index("ix_introductions_requester_id_status", "requester_id", "status"),
        Index("ix_introductions_counterpart_id_status", "counterpart_id", "status"),
        Index("ix_introductions_status_submitted_at", "status", "submitted_at"),
        Index("ix_introductions_counterpart_id_introduced_at", "counterpart_id", "introduced_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    requester_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    counterpart_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    hub: Mapped[Hub] = mapped_column(coded(Hub, name="hub"))
    need: Mapped[NeedCode] = mapped_column(coded(NeedCode, name="need"))
    message: Mapped[str] = mapped_column(Text)
    model_version: Mapped[str | None] = mapped_column(String(80))
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))

    status: Mapped[Status] = mapped_column(coded(Status, name="status"), default=FIRST)
    closed_reason: Mapped[ClosedReason | None] = mapped_column(coded(ClosedReason, name="closed_reason"))
    reject_code: Mapped[RejectCode | None] = mapped_column(coded(RejectCode, name="reject_code"))
    decline_code: Mapped[DeclineCode | None] = mapped_column(coded(DeclineCode, name="decline_code"))
    decline_text: Mapped[str] = mapped_column(Text, default="")
    decline_text_shared: Mapped[bool] = mapped_column(default=False)
    staff_note: Mapped[str] = mapped_column(Text, default="")

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)
    approved_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    introduced_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads it as is)

    requester: Mapped[Organisation] = relationship(foreign_keys=[requester_id], lazy="raise_on_sql")
    counterpart: Mapped[Organisation] = relationship(foreign_keys=[counterpart_id], lazy="raise_on_sql")
    requested_by: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def has_reached_counterpart(self) -> bool:
        """Whether the counterpart has been told of the request."""
        return self.approved_at is not None

    def seen_from(self, side: Actor) -> tuple[Organisation, Organisation]:
        """Return the organisation on `side`, requester or counterpart, and the one across from it."""
        if side is Actor.COUNTERPART:
            return self.counterpart, self.requester
        return self.requester, self.counterpart
