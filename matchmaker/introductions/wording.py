"""How states, steps and ends of an introduction are told, each side in words of its own."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from matchmaker.introductions import delays
from matchmaker.introductions.contact_traces import Trace
from matchmaker.introductions.workflow import Action, Actor, ClosedReason, Status
from matchmaker.profiles.masking import Kind
from matchmaker.profiles.rules import CONTACT_WORDS

STATUS: dict[Status, object] = {
    Status.DRAFT: _l("Draft"),
    Status.SUBMITTED: _l("With programme staff"),
    Status.NEEDS_CHANGES: _l("Changes asked for"),
    Status.WAITING: _l("Approved, in the queue"),
    Status.PROPOSED: _l("Proposed to both sides"),
    Status.AWAITING_COUNTERPART: _l("Waiting for an answer"),
    Status.AWAITING_REQUESTER: _l("Waiting for the answer of the first side"),
    Status.DEFERRED: _l("Answer put off"),
    Status.INTRODUCED: _l("Introduced"),
    Status.CLOSED: _l("Closed"),
}

CLOSED: dict[ClosedReason, object] = {
    ClosedReason.REJECTED: _l("Rejected by programme staff"),
    ClosedReason.DECLINED: _l("Declined"),
    ClosedReason.WITHDRAWN: _l("Withdrawn"),
    ClosedReason.CANCELLED: _l("Cancelled by programme staff"),
    ClosedReason.UNANSWERED: _l("Left unanswered by programme staff"),
    ClosedReason.EXPIRED: _l("Expired"),
    ClosedReason.NO_FOLLOW_UP: _l("Closed without a meeting"),
    ClosedReason.COMPLETED: _l("Completed"),
    ClosedReason.ERASED: _l("Ended: an organisation left the service"),
}

_YOUR_TURN = _l(
    "It is your turn: accept or decline. Your contact details are not shown to the other side unless both "
    "sides accept."
)

NEXT_STEP: dict[tuple[Status, Actor], object] = {
    (Status.DRAFT, Actor.REQUESTER): _l(
        "Only your organisation sees this draft. Look at the preview and send it when it is ready; "
        "a draft that nobody touches is deleted after a while."
    ),
    (Status.SUBMITTED, Actor.STAFF): _l("Staff decide. The counterpart has not been told yet."),
    (Status.NEEDS_CHANGES, Actor.REQUESTER): _l(
        "It is your turn: programme staff ask you to change the request, then to send it again."
    ),
    (Status.NEEDS_CHANGES, Actor.STAFF): _l("The requester has been asked to change the request."),
    (Status.WAITING, Actor.REQUESTER): _l(
        "Programme staff approved the request. The other side is not taking introductions at the moment: you "
        "are in the queue, and it is asked as soon as it takes one more. You hear of it."
    ),
    (Status.WAITING, Actor.STAFF): _l(
        "Approved. The counterpart is full or paused: it is asked as soon as it has a place, and has not "
        "been told yet."
    ),
    (Status.PROPOSED, Actor.REQUESTER): _YOUR_TURN,
    (Status.PROPOSED, Actor.COUNTERPART): _YOUR_TURN,
    (Status.PROPOSED, Actor.STAFF): _l("Both sides have been asked; neither has answered yet."),
    (Status.AWAITING_COUNTERPART, Actor.REQUESTER): _l("It is the other side’s turn to accept or decline."),
    (Status.AWAITING_COUNTERPART, Actor.COUNTERPART): _YOUR_TURN,
    (Status.AWAITING_COUNTERPART, Actor.STAFF): _l("The counterpart has been asked and has the next step."),
    (Status.AWAITING_REQUESTER, Actor.REQUESTER): _YOUR_TURN,
    (Status.AWAITING_REQUESTER, Actor.COUNTERPART): _l(
        "You accepted. You are introduced as soon as the other side accepts too."
    ),
    (Status.AWAITING_REQUESTER, Actor.STAFF): _l(
        "The counterpart accepted; the requester has the next step."
    ),
    (Status.DEFERRED, Actor.REQUESTER): _l(
        "The other side will answer later. It is asked again on the day it chose."
    ),
    (Status.DEFERRED, Actor.COUNTERPART): _l(
        "You put the answer off: you are asked again on the day you chose, and may answer before."
    ),
    (Status.DEFERRED, Actor.STAFF): _l("The counterpart put its answer off to a day of its choice."),
    (Status.INTRODUCED, Actor.REQUESTER): _l(
        "Both sides see each other’s contact details now. If nobody has written yet, please write first: "
        "you asked for the introduction."
    ),
    (Status.INTRODUCED, Actor.COUNTERPART): _l(
        "Both sides see each other’s contact details now. The requester has been asked to write first."
    ),
    (Status.INTRODUCED, Actor.STAFF): _l("Both sides see each other’s contact details."),
}

STEP: dict[Action, object] = {
    Action.REQUEST: _l("Send to programme staff"),
    Action.DISCARD: _l("Delete the draft"),
    Action.APPROVE: _l("Approve"),
    Action.REQUEST_CHANGES: _l("Ask for changes"),
    Action.EDIT: _l("Edit the message"),
    Action.REJECT: _l("Reject"),
    Action.RESUBMIT: _l("Send again"),
    Action.AGREE: _l("Accept the introduction"),
    Action.ACCEPT: _l("Accept the introduction"),
    Action.DECLINE: _l("Decline"),
    Action.DEFER: _l("Answer later"),
    Action.WITHDRAW: _l("Withdraw the request"),
    Action.COMPLETE: _l("Close as completed"),
    Action.CANCEL: _l("Cancel the introduction"),
    Action.BLOCK: _l("Block this organisation"),
}

DONE: dict[str, object] = {
    Action.COMPOSE: _l("Draft kept"),
    Action.REQUEST: _l("Request sent to programme staff"),
    Action.PROPOSE: _l("Proposed to both sides"),
    Action.DISCARD: _l("Draft deleted"),
    Action.APPROVE: _l("Approved and put before the counterpart"),
    Action.HOLD: _l("Approved; the counterpart is asked as soon as it has a place"),
    Action.REQUEST_CHANGES: _l("Changes asked for"),
    Action.EDIT: _l("Message edited, to be confirmed by the requester"),
    Action.REJECT: _l("Rejected"),
    Action.RESUBMIT: _l("Changed and sent again"),
    Action.ADMIT: _l("A place became free: put before the counterpart"),
    Action.AGREE: _l("Accepted by the requester"),
    Action.ACCEPT: _l("Accepted by the counterpart"),
    Action.DECLINE: _l("Declined"),
    Action.DEFER: _l("Answer put off"),
    Action.RESUME: _l("Put before the counterpart again"),
    Action.WITHDRAW: _l("Withdrawn"),
    Action.COMPLETE: _l("Completed"),
    Action.CANCEL: _l("Cancelled"),
    Action.BLOCK: _l("Closed: not available"),
    Action.LAPSE: _l("Closed: nobody decided in time"),
    Action.EXPIRE: _l("Expired"),
    Action.NO_FOLLOW_UP: _l("Closed without a meeting"),
    Action.ERASE: _l("Ended: an organisation left the service"),
}

TOLD: dict[str, object] = {  # to whoever took the step, where the words of the history would mislead
    Action.APPROVE: _l("Approved. The counterpart is asked now, or as soon as it has a place."),
    Action.AGREE: _l("You accepted the introduction."),
    Action.ACCEPT: _l("You accepted the introduction."),
    Action.BLOCK: _l("You blocked this organisation, and the introduction has ended."),
}

WHO: dict[str, object] = {
    Actor.REQUESTER: _l("Requester"),
    Actor.COUNTERPART: _l("Counterpart"),
    Actor.STAFF: _l("Programme staff"),
    Actor.TIMER: _l("The service, by itself"),
}

LEFT_OUT: dict[Kind, object] = {
    Kind.EMAIL: CONTACT_WORDS["email"],
    Kind.PHONE: CONTACT_WORDS["phone"],
    Kind.URL: _l("a web address"),
    Kind.HANDLE: _l("a name on another service"),
    Kind.NAME: _l("the name of a person"),
    Kind.ORGANISATION: _l("what tells which organisation you are"),
}

TRACES: dict[Trace, object] = {
    Trace.EMAIL: CONTACT_WORDS["email"],
    Trace.PHONE: CONTACT_WORDS["phone"],
    Trace.URL: _l("a web address"),
}


def next_step(status: Status, side: Actor) -> object | None:
    """Return who has the next step, in words of one side, or None where there is none."""
    if (status, side) != (Status.SUBMITTED, Actor.REQUESTER):
        return NEXT_STEP.get((status, side))
    words: str = ngettext(
        "Programme staff of your city read the request now, usually within %(num)d working day. "
        "The other side has not been told yet.",
        "Programme staff of your city read the request now, usually within %(num)d working days. "
        "The other side has not been told yet.",
        delays.decided_within(),
    )
    return words


def state(status: Status, reason: ClosedReason | None) -> object:
    """Return the name of a state, and of its end where it is closed."""
    return CLOSED[reason] if reason else STATUS[status]


_RESTED: dict[Actor, object] = {
    Actor.REQUESTER: _l("They declined an earlier introduction."),
    Actor.COUNTERPART: _l("Your organisation declined an earlier introduction."),
}


def rested(reason: ClosedReason | None, side: Actor) -> object:
    """Return in words of one side why the pair rests."""
    declined = reason is ClosedReason.DECLINED
    return _RESTED[side] if declined else _l("Programme staff turned an earlier request down.")
