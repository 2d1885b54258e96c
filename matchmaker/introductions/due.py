"""Which introductions the timer has to act on now, as SQL conditions over the tables of `timers`."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select

from matchmaker.core import clock
from matchmaker.introductions import calendars, delays, followup
from matchmaker.introductions.models import Introduction, SentReminder
from matchmaker.introductions.timers import REMINDERS, TIMERS, Delay, Reminder, Since, Unit
from matchmaker.introductions.workflow import Action, Status
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import Hub


def for_step(status: Status, action: Action) -> ColumnElement[bool]:
    """Return the condition for introductions whose timed step is due."""
    delay = TIMERS[status, action]
    passed = {
        Since.ENTERED: _since_entered,
        Since.DEFERRED_UNTIL: _deferral_over,
        Since.ASKED_WHETHER_MET: _asked_in_vain,
    }[delay.since]
    return and_(Introduction.status == status, passed(delay))


def for_reminder(status: Status, reminder: Reminder) -> ColumnElement[bool]:
    """Return the condition for introductions to be reminded of, once a stretch and none after a later one."""
    listed = [known for state, known in REMINDERS if state is status]
    later = listed[listed.index(reminder) :]
    condition = and_(
        Introduction.status == status,
        _since_entered(REMINDERS[status, reminder]),
        ~_sent(SentReminder.reminder.in_(later)),
    )
    return and_(condition, followup.nothing_followed()) if reminder is Reminder.DID_YOU_MEET else condition


def _since_entered(delay: Delay) -> ColumnElement[bool]:
    now, length = clock.now(), delays.length(delay)
    if delay.unit is Unit.DAYS:
        return Introduction.entered_at <= now - timedelta(days=length)
    return or_(
        *(
            and_(Introduction.hub == hub, Introduction.entered_at <= calendars.cutoff(now, length, hub))
            for hub in Hub
        )
    )


def _deferral_over(delay: Delay) -> ColumnElement[bool]:
    """The day that the counterpart chose has begun where it is."""
    return or_(
        *(
            and_(
                Introduction.counterpart_id.in_(select(Organisation.id).where(Organisation.hub == hub)),
                Introduction.deferred_until <= clock.today(hub.time_zone),
            )
            for hub in Hub
        )
    )


def _asked_in_vain(delay: Delay) -> ColumnElement[bool]:
    asked = _sent(
        SentReminder.reminder == Reminder.DID_YOU_MEET,
        SentReminder.sent_at <= clock.now() - timedelta(days=delays.length(delay)),
    )
    return and_(asked, followup.nothing_followed())


def _sent(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """A reminder that fits was sent in the present stretch of the introduction's state."""
    return exists().where(
        SentReminder.introduction_id == Introduction.id,
        SentReminder.entered_at == Introduction.entered_at,
        *conditions,
    )
