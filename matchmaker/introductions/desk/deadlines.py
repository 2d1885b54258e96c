"""When the timer, or another city, comes to act on an introduction that nobody moves."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.introductions import calendars, delays
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.timers import REMINDERS, TIMERS, Delay, Reminder, Since, Unit
from matchmaker.introductions.workflow import Status
from matchmaker.taxonomy import Hub

_DECIDE_BY = REMINDERS[Status.SUBMITTED, Reminder.ESCALATION]
_LATEST: dict[Status, Delay] = {
    status: delay for (status, _), delay in TIMERS.items() if delay.since is Since.ENTERED
}


COLUMNS = (
    Introduction.id,
    Introduction.status,
    Introduction.hub,
    Introduction.entered_at,
    Introduction.deferred_until,
)


def of(row: Introduction) -> datetime | None:
    """Return by when somebody should act: the next moment that a delay of `timers` ends; None once closed.

    A request is to be decided until the other city may too, in working days of its own; then until it lapses.
    """
    return at(row.status, row.hub, row.entered_at, row.deferred_until)


def at(status: Status, hub: Hub, entered_at: datetime, deferred_until: date | None) -> datetime | None:
    """Return the same from the columns of a row."""
    if status is Status.DEFERRED and deferred_until is not None:
        return datetime.combine(deferred_until, time(), ZoneInfo(hub.time_zone))
    if status is Status.SUBMITTED and clock.now() < (due := _after(_DECIDE_BY, hub, entered_at)):
        return due
    return _after(_LATEST[status], hub, entered_at) if status in _LATEST else None


def nearest(*conditions: ColumnElement[bool]) -> datetime | None:
    """Return the first deadline of the introductions for which `conditions` hold, None where none has any."""
    rows = db.session.execute(select(*COLUMNS[1:]).where(*conditions)).all()
    return min(filter(None, (at(*row) for row in rows)), default=None)


def _after(delay: Delay, hub: Hub, entered_at: datetime) -> datetime:
    length = delays.length(delay)
    if delay.unit is Unit.WORKING_DAYS:
        return calendars.add(entered_at, length, hub)
    return entered_at + timedelta(days=length)
