"""How long the timer waits: the defaults of `timers`, or what an admin chose instead."""

from collections.abc import Mapping

from flask import g

from matchmaker.core import settings
from matchmaker.extensions import db
from matchmaker.introductions.timers import REMINDERS, Delay, Reminder, length_of
from matchmaker.introductions.workflow import Status


def chosen() -> Mapping[str, int]:
    """Return the lengths that were chosen, by name of the delay; read once in each request or job."""
    if "introduction_delays" not in g:
        g.introduction_delays = settings.get(db.session(), "introduction_delays")
    found: Mapping[str, int] = g.introduction_delays
    return found


def length(delay: Delay) -> int:
    """Return the length of a delay in its unit."""
    return length_of(delay, chosen())


def decided_within() -> int:
    """Return for how many working days a request is a matter for staff of its own city alone."""
    return length(REMINDERS[Status.SUBMITTED, Reminder.ESCALATION])
