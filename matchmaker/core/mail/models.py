"""The mails of the service: one row each, whatever becomes of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model


class MailState(StrEnum):
    """What became of a mail so far."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"  # nowhere to send it to: a newcomer's service without SMTP, where an admin reads it


class OutgoingMail(Model):
    """A mail to one person, rendered in that person's language when it was decided upon.

    `message_id` is made once, so that a repeat of the same mail is known as one. `next_attempt_at` is set
    while the mail waits, `sent_at` once a server took it; `last_error` names no person. `unsubscribe_url`
    is where its reader stops mails of this kind, None for those that nobody can stop. `calendar` is an
    iCalendar object that goes with it.
    """

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint("locale IN ('fr', 'en')", name="locale"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_a_time"),
        CheckConstraint(
            "(state = 'queued') = (next_attempt_at IS NOT NULL)", name="queued_has_a_next_attempt"
        ),
        CheckConstraint("attempts >= 0", name="attempts"),
        Index("ix_mails_state_created_at", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(320), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    locale: Mapped[str] = mapped_column(String(2))
    template: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    unsubscribe_url: Mapped[str | None] = mapped_column(String(500))
    calendar: Mapped[str | None] = mapped_column(Text)
    state: Mapped[MailState] = mapped_column(coded(MailState, name="state"), default=MailState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    next_attempt_at: Mapped[datetime | None] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
