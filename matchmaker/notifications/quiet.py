"""Hours in which no mail should ring, and the hour of the daily summary, by the clock of the reader."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SUMMARY_AT = 8  # o'clock: before the day's work, in the reader's own city
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class QuietHours:
    """From `start` to `end` o'clock, over midnight where `end` is the smaller, and 0 to 23 each.

    Equal hours would be none at all: that is what None in the place of a `QuietHours` says.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start <= 23 and 0 <= self.end <= 23 and self.start != self.end):
            raise ValueError("quiet hours are two different hours from 0 to 23")

    def cover(self, hour: int) -> bool:
        """Return whether the whole hour that begins at `hour` o'clock is quiet."""
        if self.start < self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


def parse(text: str) -> QuietHours | None:
    """Return the hours that an operator wrote as `22-7`, or None for `none`; ValueError for all else."""
    if text == "none":
        return None
    start, _, end = text.partition("-")
    return QuietHours(int(start), int(end))


def release(moment: datetime, zone: str, quiet: QuietHours | None) -> datetime:
    """Return `moment`, or where it is quiet in `zone` the moment at which the quiet hours end, in UTC.

    In the night whose clocks leave that hour out, the end is the moment at which they do.
    """
    local = moment.astimezone(ZoneInfo(zone))
    if quiet is None or not quiet.cover(local.hour):
        return moment.astimezone(UTC)
    day = local.date() if local.hour < quiet.end else local.date() + _DAY
    return _at(day, quiet.end, zone)


def next_summary(moment: datetime, zone: str, quiet: QuietHours | None) -> datetime:
    """Return when the next daily summary after `moment` goes: at SUMMARY_AT, or when quiet hours then end."""
    today = moment.astimezone(ZoneInfo(zone)).date()
    days = (today - _DAY, today, today + _DAY, today + 2 * _DAY)
    planned = (release(_at(day, SUMMARY_AT, zone), zone, quiet) for day in days)
    return next(due for due in planned if due > moment)


def _at(day: date, hour: int, zone: str) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)
