"""What has stood still for longer than it should, as SQL, and who owes the next step."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_

from matchmaker.core import clock
from matchmaker.introductions import calendars, delays, followup
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.timers import REMINDERS, TIMERS, Delay, Reminder
from matchmaker.introductions.workflow import Action, Status
from matchmaker.taxonomy import Hub

# From when on a state counts as stalled: its own reminder, or half of the time that it may last.
_BY_REMINDER: Mapping[Status, Reminder] = {
    Status.PROPOSED: Reminder.FIRST,
    Status.AWAITING_COUNTERPART: Reminder.FIRST,
    Status.AWAITING_REQUESTER: Reminder.FIRST,
    Status.INTRODUCED: Reminder.DID_YOU_MEET,
}
_BY_HALF: Mapping[Status, Delay] = {
    status: TIMERS[status, Action.EXPIRE] for status in (Status.NEEDS_CHANGES, Status.WAITING)
}
OWED = frozenset({Status.SUBMITTED, Status.NEEDS_CHANGES, *_BY_REMINDER})
"""States in which somebody owes a step and can be nudged; in the others the service acts by itself."""


def condition() -> ColumnElement[bool]:
    """Return the SQL condition for introductions that have stalled."""
    lasting = {
        status: delays.length(REMINDERS[status, reminder]) for status, reminder in _BY_REMINDER.items()
    }
    lasting |= {status: delays.length(delay) // 2 for status, delay in _BY_HALF.items()}
    stood = [_stood(status, days) for status, days in lasting.items()]
    return or_(_undecided(), *stood)


def _undecided() -> ColumnElement[bool]:
    days, now = delays.decided_within(), clock.now()
    late = [
        and_(Introduction.hub == hub, Introduction.submitted_at <= calendars.cutoff(now, days, hub))
        for hub in Hub
    ]
    return and_(Introduction.status == Status.SUBMITTED, or_(*late))


def _stood(status: Status, days: int) -> ColumnElement[bool]:
    since = Introduction.entered_at <= clock.now() - timedelta(days=days)
    found = and_(Introduction.status == status, since)
    return and_(found, followup.nothing_followed()) if status is Status.INTRODUCED else found
