"""What came of introductions, in versions that are only added to, and when it was asked for."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.introductions.parties import Party
from matchmaker.taxonomy import Currency, OutcomeType

TEXT_LENGTH = 1000
MOST_JOBS = 10_000


class Outcome(Model):
    """One thing that came of an introduction; what is said about it stands in its versions."""

    __tablename__ = "outcomes"

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(
        ForeignKey("introductions.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    versions: Mapped[list["OutcomeVersion"]] = relationship(
        lazy="raise_on_sql", order_by="OutcomeVersion.number"
    )

    @property
    def latest(self) -> "OutcomeVersion":
        """What holds now."""
        return self.versions[-1]


class OutcomeVersion(Model):
    """An outcome as one side told it at one time; never changed (a trigger refuses it) but to erase words.

    `amount` is an investment's, `jobs_*` are the jobs it made in each city. `text` is for staff and the side
    that wrote it, and for the other side too where it is `text_shared`.
    """

    __tablename__ = "outcome_versions"
    __table_args__ = (
        UniqueConstraint("outcome_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("(amount IS NULL) = (currency IS NULL)", name="amount_in_a_currency"),
        CheckConstraint("amount > 0", name="amount_above_zero"),
        CheckConstraint("amount IS NULL OR type = 'investment'", name="amount_of_an_investment"),
        CheckConstraint(
            f"jobs_paris BETWEEN 0 AND {MOST_JOBS} AND jobs_silicon_valley BETWEEN 0 AND {MOST_JOBS}",
            name="jobs",
        ),
        CheckConstraint("type <> 'none' OR jobs_paris + jobs_silicon_valley = 0", name="no_jobs_of_nothing"),
        CheckConstraint(f"char_length(text) <= {TEXT_LENGTH}", name="text_length"),
        CheckConstraint("text <> '' OR NOT text_shared", name="shares_words_only"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id", ondelete="CASCADE"))
    number: Mapped[int]
    type: Mapped[OutcomeType] = mapped_column(coded(OutcomeType, name="type"))
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    currency: Mapped[Currency | None] = mapped_column(coded(Currency, name="currency"))
    jobs_paris: Mapped[int] = mapped_column(default=0)
    jobs_silicon_valley: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text, default="")
    text_shared: Mapped[bool] = mapped_column(default=False)
    party: Mapped[Party] = mapped_column(coded(Party, name="party"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class OutcomeQuestion(Model):
    """That both sides were asked what came of it, so many days after they were introduced."""

    __tablename__ = "outcome_questions"
    __table_args__ = (UniqueConstraint("introduction_id", "days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id", ondelete="CASCADE"))
    days: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
