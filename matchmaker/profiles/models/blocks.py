"""Whom an organisation does not want to hear from, chosen on a page of the other, whatever its name."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock
from matchmaker.extensions import Model


class Block(Model):
    """`organisation` does not want to be brought together with `blocked`, which is never told.

    Names of firms that need not be here yet stand in `Organisation.conflicts` instead.
    """

    __tablename__ = "organisation_blocks"
    __table_args__ = (
        UniqueConstraint("organisation_id", "blocked_id"),
        CheckConstraint("organisation_id <> blocked_id", name="two_organisations"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    blocked_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
