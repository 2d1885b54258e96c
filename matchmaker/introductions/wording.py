"""How states, steps and ends of an introduction are told, each side in words of its own."""

from flask_babel import lazy_gettext as _l

from matchmaker.introductions.contact_traces import Trace
from matchmaker.introductions.workflow import Action, Actor, ClosedReason, Status
from matchmaker.profiles.rules import CONTACT_WORDS

STATUS: dict[Status, object] = {
    Status.SUBMITTED: _l("With programme staff"),
    Status.NEEDS_CHANGES: _l("Changes asked for"),
    Status.AWAITING_COUNTERPART: _l("Waiting for an answer"),
    Status.INTRODUCED: _l("Introduced"),
    Status.CLOSED: _l("Closed"),
}

CLOSED: dict[ClosedReason, object] = {
    ClosedReason.REJECTED: _l("Rejected by programme staff"),
    ClosedReason.DECLINED: _l("Declined"),
    ClosedReason.WITHDRAWN: _l("Withdrawn"),
    ClosedReason.CANCELLED: _l("Cancelled by programme staff"),
}

NEXT_STEP: dict[tuple[Status, Actor], object] = {
    (Status.SUBMITTED, Actor.REQUESTER): _l(
        "Programme staff of your city read the request now, usually within three working days. "
        "The other side has not been told yet."
    ),
    (Status.SUBMITTED, Actor.STAFF): _l("Staff decide. The counterpart has not been told yet."),
    (Status.NEEDS_CHANGES, Actor.REQUESTER): _l(
        "It is your turn: programme staff ask you to change the request, then to send it again."
    ),
    (Status.NEEDS_CHANGES, Actor.STAFF): _l("The requester has been asked to change the request."),
    (Status.AWAITING_COUNTERPART, Actor.REQUESTER): _l(
        "Programme staff approved the request. It is the other side’s turn to accept or decline."
    ),
    (Status.AWAITING_COUNTERPART, Actor.COUNTERPART): _l(
        "It is your turn: accept or decline. Your contact details are not shown to the other side "
        "unless you accept."
    ),
    (Status.AWAITING_COUNTERPART, Actor.STAFF): _l("The counterpart has been asked and has the next step."),
    (Status.INTRODUCED, Actor.REQUESTER): _l(
        "Both sides see each other’s contact details now. As you asked for the introduction, please "
        "write first."
    ),
    (Status.INTRODUCED, Actor.COUNTERPART): _l(
        "Both sides see each other’s contact details now. The requester has been asked to write first."
    ),
    (Status.INTRODUCED, Actor.STAFF): _l("Both sides see each other’s contact details."),
}

STEP: dict[Action, object] = {
    Action.APPROVE: _l("Approve"),
    Action.REQUEST_CHANGES: _l("Ask for changes"),
    Action.REJECT: _l("Reject"),
    Action.RESUBMIT: _l("Send again"),
    Action.ACCEPT: _l("Accept the introduction"),
    Action.DECLINE: _l("Decline"),
    Action.WITHDRAW: _l("Withdraw the request"),
    Action.CANCEL: _l("Cancel the introduction"),
}

DONE: dict[str, object] = {
    "request": _l("Request sent to programme staff"),
    Action.APPROVE: _l("Approved and put before the counterpart"),
    Action.REQUEST_CHANGES: _l("Changes asked for"),
    Action.REJECT: _l("Rejected"),
    Action.RESUBMIT: _l("Changed and sent again"),
    Action.ACCEPT: _l("Accepted: both sides are introduced"),
    Action.DECLINE: _l("Declined"),
    Action.WITHDRAW: _l("Withdrawn"),
    Action.CANCEL: _l("Cancelled"),
}

WHO: dict[str, object] = {
    Actor.REQUESTER: _l("Requester"),
    Actor.COUNTERPART: _l("Counterpart"),
    Actor.STAFF: _l("Programme staff"),
}

TRACES: dict[Trace, object] = {
    Trace.EMAIL: CONTACT_WORDS["email"],
    Trace.PHONE: CONTACT_WORDS["phone"],
    Trace.URL: _l("a web address"),
}


def state(status: Status, reason: ClosedReason | None) -> object:
    """Return the name of a state, and of its end where it is closed."""
    return CLOSED[reason] if reason else STATUS[status]
