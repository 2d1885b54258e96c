"""What staff write beside an introduction; no member ever sees a word of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import Hub

NOTE_LENGTH = 2000


class Opinion(StrEnum):
    """What the other city says when it is asked for a second look."""

    AGREES = "agrees"
    DOUBTS = "doubts"


class DeskNote(Model):
    """A note for staff; never changed (a trigger refuses it), gone only with the introduction's words."""

    __tablename__ = "desk_notes"
    __table_args__ = (CheckConstraint(f"char_length(text) BETWEEN 1 AND {NOTE_LENGTH}", name="length"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(
        ForeignKey("introductions.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    author: Mapped[User] = relationship(lazy="raise_on_sql")


class CoReview(Model):
    """A second look that staff of `hub` are asked for; one at a time is open, none holds a decision up."""

    __tablename__ = "co_reviews"
    __table_args__ = (
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)",
            name="answered_by_somebody",
        ),
        CheckConstraint("answer IS NOT NULL OR note = ''", name="note_with_an_answer"),
        Index("uq_co_reviews_open", "introduction_id", unique=True, postgresql_where=text("answer IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(
        ForeignKey("introductions.id", ondelete="CASCADE"), index=True
    )
    hub: Mapped[Hub] = mapped_column(coded(Hub, name="hub"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[Opinion | None] = mapped_column(coded(Opinion, name="answer"))
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id], lazy="raise_on_sql")
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id], lazy="raise_on_sql")


class Suggestion(Model):
    """Another counterpart that staff suggested to the requester of an introduction."""

    __tablename__ = "introduction_suggestions"
    __table_args__ = (UniqueConstraint("introduction_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    suggested_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    suggested_by: Mapped[User] = relationship(lazy="raise_on_sql")
