"""The steps that the timer takes on one introduction, each within the caller's transaction."""

from collections.abc import Callable

from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db
from matchmaker.introductions import aftermath, emails, notices, steps
from matchmaker.introductions.models import Introduction, SentReminder
from matchmaker.introductions.timers import Reminder
from matchmaker.introductions.workflow import Action, Actor


def take(introduction: Introduction, action: Action) -> None:
    """Take the timer's step and note whom to tell; the row must be locked, and the caller commits.

    Raise IllegalStepError where the state knows no such step of the timer.
    """
    step = steps.by_timer(introduction, action)
    if step.transition.target is None:
        steps.finish(step)
        return
    if (prepare := _PREPARED.get(action)) is not None:
        prepare(introduction)
    steps.finish(step)
    emails.of_step(step, notices.later)


def remind(introduction: Introduction, reminder: Reminder) -> None:
    """Write down that the reminder goes now, and note whom to tell; row locked, the caller commits."""
    db.session.add(
        SentReminder(introduction_id=introduction.id, reminder=reminder, entered_at=introduction.entered_at)
    )
    audit.record(
        db.session(),
        None,
        AuditTag.INTRODUCTION_REMINDED,
        introduction,
        role=Actor.TIMER.value,
        reminder=reminder,
        status=introduction.status,
    )
    emails.of_reminder(introduction, reminder, notices.later)


def wipe(introduction: Introduction) -> None:
    """Leave of an introduction what reports count, and no word that anybody wrote."""
    introduction.message = introduction.staff_note = ""
    introduction.decline_text = introduction.override_reason = ""
    introduction.decline_text_shared, introduction.deck_url = False, None
    introduction.erased_at = clock.now()
    aftermath.wiped(introduction)


def _ask(introduction: Introduction) -> None:
    introduction.asked_at = clock.now()


_PREPARED: dict[Action, Callable[[Introduction], None]] = {Action.ADMIT: _ask, Action.ERASE: wipe}
