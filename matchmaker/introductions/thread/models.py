"""Messages between two sides, and reports by which a side opens them to staff."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.introductions.parties import Party

LENGTH = 2000
REASON_LENGTH = 600
ONE_REPORT = "uq_thread_reports_open"


class Message(Model):
    """What somebody wrote to the other side of an introduction, as plain text."""

    __tablename__ = "introduction_messages"
    __table_args__ = (
        CheckConstraint(f"char_length(text) BETWEEN 1 AND {LENGTH}", name="length"),
        Index("ix_introduction_messages_introduction_id_id", "introduction_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    party: Mapped[Party] = mapped_column(coded(Party, name="party"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    author: Mapped[User] = relationship(lazy="raise_on_sql")


class ThreadReport(Model):
    """A side asks staff to read the messages; until it is settled they may."""

    __tablename__ = "thread_reports"
    __table_args__ = (
        CheckConstraint(f"char_length(reason) <= {REASON_LENGTH}", name="length"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_somebody"),
        Index(ONE_REPORT, "introduction_id", unique=True, postgresql_where=text("settled_at IS NULL")),
        Index("ix_thread_reports_introduction_id", "introduction_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id", ondelete="CASCADE"))
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    party: Mapped[Party] = mapped_column(coded(Party, name="party"))
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
