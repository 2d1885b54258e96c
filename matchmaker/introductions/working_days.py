"""Working days of a place: Monday to Friday without its holidays."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


def is_working(day: date, holidays: Container[date] = ()) -> bool:
    """Return whether people work on `day`: Monday to Friday and none of `holidays`."""
    return day.weekday() < SATURDAY and day not in holidays


def add(moment: datetime, days: int, zone: str, holidays: Container[date] = ()) -> datetime:
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


def cutoff(moment: datetime, days: int, zone: str, holidays: Container[date] = ()) -> datetime:
    """Return the latest moment whose `days`-th working day has come by `moment`: the inverse of `add`.

    A query that compares with it finds exactly what is due. Correct to a microsecond but for the local
    hour that a change of clocks skips or repeats.
    """
    local = moment.astimezone(ZoneInfo(zone))
    day, hour = local.date(), local.timetz().replace(tzinfo=None)
    if not is_working(day, holidays):
        day, hour = _next(day, holidays, -1), time.max
    for _ in range(days):
        day = _next(day, holidays, -1)
    return datetime.combine(day, hour, ZoneInfo(zone))


def _next(day: date, holidays: Container[date], step: int = 1) -> date:
    day += timedelta(days=step)
    while not is_working(day, holidays):
        day += timedelta(days=step)
    return day
