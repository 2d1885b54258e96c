"""What tables about two organisations have in common: whose view it is, and whom it is about."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column


class OfPair:
    """A row about an organisation in the lists of another; it goes with either of them."""

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)


def once_a_pair(*further: Any) -> tuple[Any, ...]:
    """Return the arguments of a table that holds one row a pair at the most, and `further` ones."""
    return (UniqueConstraint("organisation_id", "other_id"), two_organisations(), *further)


def two_organisations() -> CheckConstraint:
    """Return the rule that nobody makes a pair with itself."""
    return CheckConstraint("organisation_id <> other_id", name="not_itself")
