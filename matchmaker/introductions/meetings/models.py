"""The tables of meetings, which repeat the rules of `workflow` as named constraints."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, literal_column
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.introductions.meetings.workflow import WITH_A_TIME, Status
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.parties import Party

MOST_SLOTS = 5
LENGTHS = (30, 45, 60)  # minutes
NOTE_LENGTH = 500
LINK_LENGTH = 300
ONE_PLACE = "uq_meeting_seats_one_place"

_TIMED = ", ".join(f"'{status}'" for status in sorted(WITH_A_TIME))


class Meeting(Model):
    """A meeting of the two sides of an introduction, from the first proposal to its end.

    `party` is the side whose slots are on the table, by the hand of `organiser_id`, who brings the video
    link; `attendee_id` is whoever accepted for the other side. `round` counts the proposals, `sequence` what
    calendars were told. A cancelled meeting keeps the time it had, if any.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint(
            f"status = 'cancelled' OR (starts_at IS NOT NULL) = (status IN ({_TIMED}))",
            name="time_once_accepted",
        ),
        CheckConstraint(
            "(starts_at IS NULL) = (ends_at IS NULL) AND (starts_at IS NULL) = (attendee_id IS NULL)",
            name="time_and_attendee_together",
        ),
        CheckConstraint("starts_at < ends_at", name="ends_after_it_starts"),
        CheckConstraint("(status = 'no_show') = (missed_by IS NOT NULL)", name="missed_by_a_side"),
        CheckConstraint(f"minutes IN ({', '.join(map(str, LENGTHS))})", name="minutes"),
        CheckConstraint("left(video_url, 8) = 'https://'", name="video_over_https"),
        CheckConstraint(f"char_length(note) <= {NOTE_LENGTH}", name="note_length"),
        Index("ix_meetings_introduction_id", "introduction_id"),
        Index("ix_meetings_status_starts_at", "status", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id", ondelete="CASCADE"))
    status: Mapped[Status] = mapped_column(coded(Status, name="status"), default=Status.PROPOSED)
    party: Mapped[Party] = mapped_column(coded(Party, name="party"))
    organiser_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    attendee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    minutes: Mapped[int]
    video_url: Mapped[str | None] = mapped_column(String(LINK_LENGTH))
    note: Mapped[str] = mapped_column(Text, default="")
    round: Mapped[int] = mapped_column(default=1)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]  # when both sides were asked whether it took place
    missed_by: Mapped[Party | None] = mapped_column(coded(Party, name="missed_by"))
    uid: Mapped[str] = mapped_column(String(200), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads it as is)

    introduction: Mapped[Introduction] = relationship(lazy="raise_on_sql")
    slots: Mapped[list["Slot"]] = relationship(
        lazy="raise_on_sql", order_by="(Slot.round, Slot.starts_at)", cascade="all, delete-orphan"
    )

    @property
    def offered(self) -> list["Slot"]:
        """The slots of the proposal on the table, earliest first."""
        return [slot for slot in self.slots if slot.round == self.round]

    @property
    def has_begun(self) -> bool:
        """Whether its time has come."""
        return self.starts_at is not None and self.starts_at <= clock.now()

    @property
    def has_file(self) -> bool:
        """Whether a calendar may take it: agreed, not over, and its sides still share contacts."""
        ahead = self.status is Status.SCHEDULED and self.ends_at is not None and self.ends_at > clock.now()
        return ahead and self.introduction.shares_contacts


class Slot(Model):
    """A moment that one side proposed, in one of the rounds of proposals."""

    __tablename__ = "meeting_slots"
    __table_args__ = (
        UniqueConstraint("meeting_id", "round", "position"),
        UniqueConstraint("meeting_id", "round", "starts_at"),
        CheckConstraint(f"position BETWEEN 1 AND {MOST_SLOTS}", name="at_most_five"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    round: Mapped[int]
    position: Mapped[int]
    starts_at: Mapped[datetime]


class Seat(Model):
    """A person's time that an accepted meeting takes: nobody sits in two at once."""

    __tablename__ = "meeting_seats"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_it_starts"),
        # Ranges of one number stand in for equality, which the index knows for ranges only.
        ExcludeConstraint(
            (literal_column("int4range(user_id, user_id, '[]')"), "&&"),
            (literal_column("tstzrange(starts_at, ends_at)"), "&&"),
            name=ONE_PLACE,
            using="gist",
        ),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class CalendarFeed(Model):
    """The private address at which a person's calendar reads the person's meetings; its token is not kept."""

    __tablename__ = "calendar_feeds"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
