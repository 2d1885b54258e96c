"""Working days, Monday to Friday, of a place."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


def is_working(day: date, holidays: Collection[date] = ()) -> bool:
    """Return whether people work on `day`: Monday to Friday and none of `holidays`."""
    return day.weekday() < SATURDAY and day not in holidays


def add(moment: datetime, days: int, zone: str, holidays: Collection[date] = ()) -> datetime:
    """Return the moment `days` working days later, at the same local time of the IANA zone `zone`.

    What comes in outside working days counts from midnight of the next one.
    """
    local = moment.astimezone(ZoneInfo(zone))
    day, hour = local.date(), local.timetz().replace(tzinfo=None)
    if not is_working(day, holidays):
        day, hour = _next(day, holidays), time()
    for _ in range(days):
        day = _next(day, holidays)
    return datetime.combine(day, hour, ZoneInfo(zone))


def _next(day: date, holidays: Collection[date]) -> date:
    day += timedelta(days=1)
    while not is_working(day, holidays):
        day += timedelta(days=1)
    return day
