"""What moves recommendations or takes somebody out of them: attention, objections, wishes, staff."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.matching.pair_columns import OfPair, once_a_pair

REASON_LENGTH = 500


class Impressions(Model):
    """How often an organisation was shown to members on a day; by whom it was seen is not kept."""

    __tablename__ = "impressions"
    __table_args__ = (CheckConstraint("times > 0", name="some"),)

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    times: Mapped[int]


class Objection(Model):
    """An organisation that is not to be ranked, neither for itself nor for others."""

    __tablename__ = "profiling_objections"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    objected_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    objected_at: Mapped[datetime] = mapped_column(default=clock.now)


class Steer(StrEnum):
    """What staff did about a pair."""

    PINNED = "pinned"
    HIDDEN = "hidden"


class Steered(OfPair, Model):
    """A pair that staff pinned for one organisation, or hid from both sides, and why."""

    __tablename__ = "steered_pairs"
    __table_args__ = once_a_pair(
        CheckConstraint(f"char_length(reason) BETWEEN 1 AND {REASON_LENGTH}", name="reason_length")
    )

    steer: Mapped[Steer] = mapped_column(coded(Steer, name="steer"))
    reason: Mapped[str] = mapped_column(Text)
    steered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    steered_at: Mapped[datetime] = mapped_column(default=clock.now)


class Wish(StrEnum):
    """What an organisation wants to see sooner, or later, in its recommendations."""

    MORE = "more"
    LESS = "less"


class Wished(OfPair, Model):
    """An organisation of whose kind another wants more, or less; who said so is in the audit record alone."""

    __tablename__ = "recommendation_wishes"
    __table_args__ = once_a_pair()

    wish: Mapped[Wish] = mapped_column(coded(Wish, name="wish"))
    wished_at: Mapped[datetime] = mapped_column(default=clock.now)
