"""Notices, what people chose about them, and the summaries that went out."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.taxonomy import Delivery, NoticeType


class Notification(Model):
    """One line of a person's list, as codes and ids: its words are made when it is read.

    `template` names the mail whose subject is the heading, the subject columns name the row it is about.
    `due_at` is set while the notice waits for the daily summary.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        CheckConstraint("due_at IS NULL OR read_at IS NULL", name="read_needs_no_summary"),
        Index("ix_notifications_user_id_id", "user_id", "id"),
        Index("ix_notifications_unread", "user_id", postgresql_where=text("read_at IS NULL")),
        Index("ix_notifications_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("ix_notifications_created_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    type: Mapped[NoticeType] = mapped_column(coded(NoticeType, name="type"))
    template: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]


class NotificationPreference(Model):
    """What a person chose for one type; without a row the default of the type holds."""

    __tablename__ = "notification_preferences"
    __table_args__ = (UniqueConstraint("user_id", "type"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    type: Mapped[NoticeType] = mapped_column(coded(NoticeType, name="type"))
    delivery: Mapped[Delivery] = mapped_column(coded(Delivery, name="delivery"))


class NotificationHours(Model):
    """The quiet hours that a person chose, both empty for none; without a row those of the service hold."""

    __tablename__ = "notification_hours"
    __table_args__ = (
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="both_or_none"),
        CheckConstraint("quiet_from <> quiet_until", name="two_hours"),
        CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name="o_clock"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]


class NotificationSummary(Model):
    """A daily summary that went out: one for each person and day of the person's own calendar."""

    __tablename__ = "notification_summaries"
    __table_args__ = (UniqueConstraint("user_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    day: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class LinkPurpose(StrEnum):
    """What the link of a mail lets its reader do without signing in, and so what its subject is."""

    ANSWER = "answer"  # to an introduction that waits for an answer
    OUTCOME = "outcome"  # what came of an introduction
    MEETING = "meeting"  # whether a meeting took place
    PROFILE = "profile"  # that the profile of an organisation is still right


class MailLink(Model):
    """A link in a mail by which one person may do one thing once; the token itself is only in the mail."""

    __tablename__ = "mail_links"
    __table_args__ = (Index("ix_mail_links_expires_at", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[LinkPurpose] = mapped_column(coded(LinkPurpose, name="purpose"))
    subject_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
