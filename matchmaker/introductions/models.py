"""The table of introductions, which repeats the rules of `workflow` as named constraints."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.introductions import rules
from matchmaker.introductions.rules import DECK_LENGTH, MESSAGE_LENGTH, ONE_DRAFT, ONE_OPEN
from matchmaker.introductions.timers import Reminder
from matchmaker.introductions.workflow import FIRST, Actor, ClosedReason, Status
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import DeclineCode, Hub, NeedCode, Purpose, RejectCode

__all__ = [
    "DECK_LENGTH",
    "MESSAGE_LENGTH",
    "ONE_DRAFT",
    "ONE_OPEN",
    "Introduction",
    "Notice",
    "SentReminder",
]


class Introduction(Model):
    """One request of `requester` to meet `counterpart`, or a proposal of staff to both, until its end.

    `hub` is the requester's: its staff decide. `entered_at` is when the present state began, which the timers
    count from. `asked_at` set means that the counterpart has been told. A draft's message is as typed; from
    the request on it holds no contact. `snapshot` keeps the score and its parts as they stood at the request,
    by `model_version`. `assigned_to` has it in hand at the desk; `nudged_at` is when staff last nudged.
    """

    __tablename__ = "introductions"
    __table_args__ = (*rules.CHECKS, *rules.INDEXES)

    id: Mapped[int] = mapped_column(primary_key=True)
    requester_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    counterpart_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    hub: Mapped[Hub] = mapped_column(coded(Hub, name="hub"))
    proposed: Mapped[bool] = mapped_column(default=False)
    purpose: Mapped[Purpose] = mapped_column(
        coded(Purpose, name="purpose"), default=Purpose.FIRST_CONVERSATION
    )
    need: Mapped[NeedCode] = mapped_column(coded(NeedCode, name="need"))
    message: Mapped[str] = mapped_column(Text)
    deck_url: Mapped[str | None] = mapped_column(String(DECK_LENGTH))
    model_version: Mapped[str | None] = mapped_column(String(80))
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))

    status: Mapped[Status] = mapped_column(coded(Status, name="status"), default=FIRST)
    closed_reason: Mapped[ClosedReason | None] = mapped_column(coded(ClosedReason, name="closed_reason"))
    reject_code: Mapped[RejectCode | None] = mapped_column(coded(RejectCode, name="reject_code"))
    decline_code: Mapped[DeclineCode | None] = mapped_column(coded(DeclineCode, name="decline_code"))
    decline_text: Mapped[str] = mapped_column(Text, default="")
    decline_text_shared: Mapped[bool] = mapped_column(default=False)
    staff_note: Mapped[str] = mapped_column(Text, default="")
    override_reason: Mapped[str] = mapped_column(Text, default="")

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)
    approved_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    deferred_until: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    introduced_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    nudged_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads it as is)

    requester: Mapped[Organisation] = relationship(foreign_keys=[requester_id], lazy="raise_on_sql")
    counterpart: Mapped[Organisation] = relationship(foreign_keys=[counterpart_id], lazy="raise_on_sql")
    requested_by: Mapped[User] = relationship(foreign_keys=[requested_by_id], lazy="raise_on_sql")
    assigned_to: Mapped[User | None] = relationship(foreign_keys=[assigned_to_id], lazy="raise_on_sql")

    def other_id(self, organisation_id: int) -> int:
        """Return the id of the side across from one of the two."""
        return self.counterpart_id if self.requester_id == organisation_id else self.requester_id

    @property
    def has_reached_counterpart(self) -> bool:
        """Whether the counterpart has been told of the request."""
        return self.asked_at is not None

    @property
    def shares_contacts(self) -> bool:
        """Whether both sides may see each other's contact: introduced, and not taken back since."""
        ended_well = self.closed_reason in rules.ENDS_WITH_CONTACTS
        return self.status is Status.INTRODUCED or ended_well

    @property
    def told_decline_code(self) -> DeclineCode | None:
        """The reason of a decline as the other side reads it: that the two know each other stays untold."""
        known = self.decline_code is DeclineCode.ALREADY_IN_CONTACT
        return DeclineCode.OTHER if known else self.decline_code

    def id_of(self, side: Actor) -> int:
        """Return the id of the organisation on `side`, requester or counterpart."""
        return self.counterpart_id if side is Actor.COUNTERPART else self.requester_id

    def seen_from(self, side: Actor) -> tuple[Organisation, Organisation]:
        """Return the organisation on `side`, requester or counterpart, and the one across from it."""
        if side is Actor.COUNTERPART:
            return self.counterpart, self.requester
        return self.requester, self.counterpart


class SentReminder(Model):
    """A reminder that went out, once in each stretch of a state, which `entered_at` names."""

    __tablename__ = "introduction_reminders"
    __table_args__ = (UniqueConstraint("introduction_id", "reminder", "entered_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id", ondelete="CASCADE"))
    reminder: Mapped[Reminder] = mapped_column(coded(Reminder, name="reminder"))
    entered_at: Mapped[datetime]
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)


class Notice(Model):
    """What the timer has to tell a person and has not yet: what one run finds for one person is one mail."""

    __tablename__ = "introduction_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(
        ForeignKey("introductions.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    template: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
