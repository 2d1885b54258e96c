"""The hours in which people of two places can talk: local hours of both, joined moment by moment.

Hours are taken in each place's own clock on the day in question and compared as moments, so they are right in
the weeks when the two cities are eight hours apart, and on the nights when a clock changes.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Interval = tuple[datetime, datetime]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """When somebody can talk, from `opens` to `closes` by the clocks of the IANA zone `zone`.

    Raises ValueError where `closes` is not after `opens`.
    """

    zone: str
    opens: time
    closes: time
    holidays: Container[date] = ()

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise ValueError("hours end after they begin")

    def on(self, day: date) -> Interval:
        """Return the hours of the local `day` as two moments in UTC."""
        return self._moment(day, self.opens), self._moment(day, self.closes)

    def works(self, day: date) -> bool:
        """Return whether people meet there on `day`: Monday to Friday without holidays."""
        return day.weekday() < 5 and day not in self.holidays

    def _moment(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, ZoneInfo(self.zone)).astimezone(UTC)


def overlap(day: date, here: Hours, there: Hours) -> Interval | None:
    """Return when hours of `here` on its local `day` meet hours of `there`, None where they do not.

    The other side may have another date by then; both must work on theirs.
    """
    if not here.works(day):
        return None
    opens, closes = here.on(day)
    for other_day in (day - DAY, day, day + DAY):
        if not there.works(other_day):
            continue
        begins, ends = there.on(other_day)
        first, last = max(opens, begins), min(closes, ends)
        if first < last:
            return first, last
    return None


def slots(
    days: Iterable[date], here: Hours, there: Hours, length: timedelta, *, step: timedelta
) -> Iterator[datetime]:
    """Yield the moments, in UTC, at which a meeting of `length` fits into the overlap of each day."""
    for day in days:
        joint = overlap(day, here, there)
        if joint is None:
            continue
        start, ends = joint
        while start + length <= ends:
            yield start
            start += step


def gap(moment: datetime, one: str, other: str) -> timedelta:
    """Return how far the clocks of `one` are ahead of those of `other` at `moment`."""
    ahead = moment.astimezone(ZoneInfo(one)).utcoffset()
    behind = moment.astimezone(ZoneInfo(other)).utcoffset()
    assert ahead is not None
    assert behind is not None
    return ahead - behind
