"""Which mail goes to whom at which step, always in the transaction of the step.

One mail to each side that has something to learn, in its reader's language: whoever took the step is not told
of it, but for the contact that an agreement brings. Where a side is asked for an answer its delegates are
asked too, each by a mail of their own. Subjects name nobody; bodies show the other side by its face, and the
contact once introduced.
"""

from enum import StrEnum

from matchmaker.introductions import letters
from matchmaker.introductions.letters import Send
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.steps import Step
from matchmaker.introductions.timers import Reminder
from matchmaker.introductions.workflow import Action, Actor, Status


class Audience(StrEnum):
    """Whom a mail is for."""

    REQUESTER = Actor.REQUESTER.value
    COUNTERPART = Actor.COUNTERPART.value
    STAFF = Actor.STAFF.value  # those of the requester's hub
    BOTH_HUBS = "both_hubs"


Told = tuple[tuple[Audience, str], ...]
_R, _C, _STAFF, _HUBS = Audience.REQUESTER, Audience.COUNTERPART, Audience.STAFF, Audience.BOTH_HUBS


def _both(template: str) -> Told:
    return (_R, template), (_C, template)


TOLD: dict[Action, Told] = {
    Action.REQUEST: ((_STAFF, "submitted"),),
    Action.PROPOSE: _both("proposed"),
    Action.APPROVE: ((_C, "asked"), (_R, "approved")),
    Action.HOLD: ((_R, "held"),),
    Action.REQUEST_CHANGES: ((_R, "changes_requested"),),
    Action.EDIT: ((_R, "edited"),),
    Action.REJECT: ((_R, "rejected"),),
    Action.RESUBMIT: ((_STAFF, "submitted"),),
    Action.ADMIT: ((_C, "asked"), (_R, "admitted")),
    Action.DECLINE: ((_R, "declined"),),
    Action.DEFER: ((_R, "deferred"),),
    Action.RESUME: ((_C, "asked"),),
    Action.WITHDRAW: ((_C, "withdrawn"), (_R, "withdrawn")),
    Action.COMPLETE: _both("completed"),
    Action.CANCEL: _both("cancelled"),
    Action.BLOCK: ((_R, "unavailable"),),
    Action.LAPSE: ((_R, "unanswered"), (_HUBS, "unanswered_desk")),
    Action.EXPIRE: _both("expired"),
    Action.NO_FOLLOW_UP: _both("no_follow_up"),
    Action.ERASE: _both("erased"),
}
REMINDED: dict[Reminder, Told] = {
    Reminder.ESCALATION: ((_HUBS, "escalated"),),
    Reminder.FIRST: _both("reminder"),
    Reminder.SECOND: _both("reminder"),
    Reminder.DID_YOU_MEET: _both("did_you_meet"),
}


def of_request(introduction: Introduction) -> None:
    """Tell staff of the requester's hub that a request waits."""
    _tell(introduction, TOLD[Action.REQUEST], letters.at_once)


def of_step(step: Step, send: Send = letters.at_once) -> None:
    """Tell whom a step concerns; the timer hands over a `send` that gathers what one person is told."""
    row = step.introduction
    if step.transition.target is Status.INTRODUCED:
        _tell(row, _both("introduced"), send)
    else:
        _tell(row, TOLD.get(step.action, ()), send, but=step.capacity)


def of_reminder(introduction: Introduction, reminder: Reminder, send: Send) -> None:
    """Remind whoever owes the next step, or both sides where it is asked whether they met."""
    _tell(introduction, REMINDED[reminder], send, but=_owes_nothing(introduction))


def _owes_nothing(introduction: Introduction) -> Actor | None:
    if introduction.status is Status.AWAITING_COUNTERPART:
        return Actor.REQUESTER
    return Actor.COUNTERPART if introduction.status is Status.AWAITING_REQUESTER else None


def _tell(introduction: Introduction, told: Told, send: Send, but: Actor | None = None) -> None:
    for audience, template in told:
        unheard = audience is Audience.COUNTERPART and not introduction.has_reached_counterpart
        if unheard or audience.value == but:
            continue
        for reader in letters.readers(introduction, audience.value, template):
            send(reader, template, introduction)
