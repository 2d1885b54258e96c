"""When the timer takes its steps and reminds people: data beside the table of transitions.

Every delay counts from the moment an introduction entered its state (`entered_at`), but for those that
have a start of their own, which `Since` names. An admin may set each one by its name.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from matchmaker.introductions.workflow import Action, Status


class Unit(StrEnum):
    """What a delay is counted in: calendar days, or working days of the requester's city."""

    DAYS = "days"
    WORKING_DAYS = "working_days"


class Since(StrEnum):
    """From which moment a delay counts."""

    ENTERED = "entered"
    DEFERRED_UNTIL = "deferred_until"  # the date that the counterpart chose
    ASKED_WHETHER_MET = "asked_whether_met"  # the reminder `Reminder.DID_YOU_MEET`


class Reminder(StrEnum):
    """A mail that goes once in each stretch of a state, and changes nothing."""

    ESCALATION = "escalation"
    FIRST = "first"
    SECOND = "second"
    DID_YOU_MEET = "did_you_meet"


class Delay(NamedTuple):
    """How long, from when; `name` is what a setting calls it."""

    name: str
    length: int
    unit: Unit = Unit.DAYS
    since: Since = Since.ENTERED


TIMERS: dict[tuple[Status, Action], Delay] = {
    (Status.DRAFT, Action.DISCARD): Delay("draft_deleted", 30),
    (Status.SUBMITTED, Action.LAPSE): Delay("submitted_unanswered", 15, Unit.WORKING_DAYS),
    (Status.NEEDS_CHANGES, Action.EXPIRE): Delay("needs_changes_expires", 14),
    (Status.WAITING, Action.EXPIRE): Delay("waiting_expires", 60),
    (Status.PROPOSED, Action.EXPIRE): Delay("answer_expires", 14),
    (Status.AWAITING_COUNTERPART, Action.EXPIRE): Delay("answer_expires", 14),
    (Status.AWAITING_REQUESTER, Action.EXPIRE): Delay("answer_expires", 14),
    (Status.DEFERRED, Action.RESUME): Delay("deferral_ends", 0, since=Since.DEFERRED_UNTIL),
    (Status.DEFERRED, Action.EXPIRE): Delay("deferred_expires", 180),
    (Status.INTRODUCED, Action.NO_FOLLOW_UP): Delay("no_follow_up", 14, since=Since.ASKED_WHETHER_MET),
    (Status.INTRODUCED, Action.COMPLETE): Delay("introduced_ends", 400),
}

REMINDERS: dict[tuple[Status, Reminder], Delay] = {
    (Status.SUBMITTED, Reminder.ESCALATION): Delay("escalation", 3, Unit.WORKING_DAYS),
    (Status.PROPOSED, Reminder.FIRST): Delay("first_reminder", 4),
    (Status.PROPOSED, Reminder.SECOND): Delay("second_reminder", 9),
    (Status.AWAITING_COUNTERPART, Reminder.FIRST): Delay("first_reminder", 4),
    (Status.AWAITING_COUNTERPART, Reminder.SECOND): Delay("second_reminder", 9),
    (Status.AWAITING_REQUESTER, Reminder.FIRST): Delay("first_reminder", 4),
    (Status.AWAITING_REQUESTER, Reminder.SECOND): Delay("second_reminder", 9),
    (Status.INTRODUCED, Reminder.DID_YOU_MEET): Delay("did_you_meet", 30),
}

# No step of the table alone: what ends where nobody of a side is left, from when its last account was shut.
NOBODY_LEFT = Delay("nobody_left", 3)

# Without a clock: the first of those who wait is admitted as soon as the counterpart has a place.
AS_SOON_AS_POSSIBLE = frozenset({(Status.WAITING, Action.ADMIT)})


def length_of(delay: Delay, chosen: Mapping[str, int]) -> int:
    """Return the delay in its unit: what an admin chose under its name, else the default."""
    return chosen.get(delay.name, delay.length)


def delays() -> dict[str, Delay]:
    """Return every delay that may be chosen, by name, in the order of the tables."""
    listed = [*TIMERS.values(), *REMINDERS.values(), NOBODY_LEFT]
    return {delay.name: delay for delay in listed if delay.since is not Since.DEFERRED_UNTIL}
