"""How many introductions an organisation still takes, counted from the introductions themselves.

An organisation's capacity is about what others ask of it: introductions in which it is the counterpart.
A month is the calendar month of its own hub. Nothing here is stored, so no count can go wrong.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select

from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import AT_COUNTERPART
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import Hub

AWAITING_FACTOR = 2  # at most twice the capacity awaits an answer


@dataclass(frozen=True)
class Load:
    """What an organisation takes in a month (None: any number), and what it has taken."""

    capacity: int | None
    introduced: int = 0
    awaiting: int = 0

    @property
    def takes_one_more(self) -> bool:
        """Whether one more may be introduced this month."""
        return self.capacity is None or self.introduced < self.capacity

    @property
    def hears_one_more(self) -> bool:
        """Whether one more may be put before the organisation for an answer."""
        if self.capacity is None:
            return True
        return self.takes_one_more and self.awaiting < AWAITING_FACTOR * self.capacity


def month_of(moment: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return the start of the calendar month around `moment` in the IANA zone, and of the next."""
    local = moment.astimezone(ZoneInfo(zone))
    start = datetime(local.year, local.month, 1, tzinfo=ZoneInfo(zone))
    years, month = divmod(local.month, 12)
    return start, start.replace(year=local.year + years, month=month + 1)


def loads(organisation_ids: Collection[int]) -> dict[int, Load]:
    """Return the load of each organisation by its id, in one query."""
    statement = (
        select(
            Organisation.id,
            Organisation.capacity,
            func.count().filter(this_month()),
            func.count().filter(Introduction.status.in_(AT_COUNTERPART)),
        )
        .outerjoin(Introduction, Introduction.counterpart_id == Organisation.id)
        .where(Organisation.id.in_(organisation_ids))
        .group_by(Organisation.id)
    )
    return {row[0]: Load(*row[1:]) for row in db.session.execute(statement)}


def locked_load(organisation_id: int) -> Load:
    """Return the load of an organisation and keep others from taking a place until the transaction ends.

    Whoever adds to the load asks for this lock first, so the second of two reads what the first wrote.
    """
    db.session.execute(
        select(Organisation.id).where(Organisation.id == organisation_id).with_for_update(key_share=True)
    )
    return loads([organisation_id])[organisation_id]


def this_month() -> ColumnElement[bool]:
    """Return the condition that an introduction was made in the calendar month of its counterpart's hub."""
    now = clock.now()
    return or_(*(and_(Organisation.hub == hub, _introduced_in(hub, now)) for hub in Hub))


def _introduced_in(hub: Hub, moment: datetime) -> ColumnElement[bool]:
    start, end = month_of(moment, hub.time_zone)
    return and_(Introduction.introduced_at >= start, Introduction.introduced_at < end)
