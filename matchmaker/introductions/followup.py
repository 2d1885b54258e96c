"""What shows that an introduction led on: conditions that meetings and outcomes add to."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, true

Sign = Callable[[], ColumnElement[bool]]

_SIGNS: list[Sign] = []


def sign(condition: Sign) -> Sign:
    """Register a SQL condition on `Introduction` that holds where something followed; usable as a decorator.

    An introduction for which one holds is neither asked "did you meet?" nor closed as without follow-up.
    """
    _SIGNS.append(condition)
    return condition


def nothing_followed() -> ColumnElement[bool]:
    """Return the SQL condition for introductions for which no sign holds."""
    return and_(true(), *(~condition() for condition in _SIGNS))
