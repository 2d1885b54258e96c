"""What an organisation made of its recommendations."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.taxonomy import DismissReason


class Mark(StrEnum):
    """What members think of a recommendation."""

    SAVED = "saved"
    DISMISSED = "dismissed"


class Marked(Model):
    """A recommendation that an organisation saved or dismissed, as ranked by which weights."""

    __tablename__ = "marked_recommendations"
    __table_args__ = (
        UniqueConstraint("organisation_id", "other_id"),
        CheckConstraint("organisation_id <> other_id", name="not_itself"),
        CheckConstraint("reason IS NULL OR mark = 'dismissed'", name="reason_of_a_dismissal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    mark: Mapped[Mark] = mapped_column(coded(Mark, name="mark"))
    reason: Mapped[DismissReason | None] = mapped_column(coded(DismissReason, name="reason"))
    model_version: Mapped[str] = mapped_column(String(40))
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    marked_at: Mapped[datetime] = mapped_column(default=clock.now)
