"""The life of an introduction as data: who may take which step from which state, and where it leads.

Buttons, rights, tests, the database's CHECKs and the picture in the documentation all follow this table.
When the timer takes its steps stands beside it, in `timers`.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """Where an introduction stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_CHANGES = "needs_changes"
    WAITING = "waiting"
    PROPOSED = "proposed"
    AWAITING_COUNTERPART = "awaiting_counterpart"
    AWAITING_REQUESTER = "awaiting_requester"
    DEFERRED = "deferred"
    INTRODUCED = "introduced"
    CLOSED = "closed"


class Action(StrEnum):
    """A step that somebody takes, or the timer."""

    COMPOSE = "compose"
    REQUEST = "request"
    PROPOSE = "propose"
    DISCARD = "discard"
    APPROVE = "approve"
    HOLD = "hold"
    REQUEST_CHANGES = "request_changes"
    EDIT = "edit"
    REJECT = "reject"
    RESUBMIT = "resubmit"
    ADMIT = "admit"
    AGREE = "agree"
    ACCEPT = "accept"
    DECLINE = "decline"
    DEFER = "defer"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    COMPLETE = "complete"
    CANCEL = "cancel"
    BLOCK = "block"
    LAPSE = "lapse"
    EXPIRE = "expire"
    NO_FOLLOW_UP = "no_follow_up"
    ERASE = "erase"


class Actor(StrEnum):
    """The capacity in which somebody acts on one introduction."""

    REQUESTER = "requester"
    COUNTERPART = "counterpart"
    STAFF = "staff"
    TIMER = "timer"


class ClosedReason(StrEnum):
    """Why an introduction is closed."""

    REJECTED = "rejected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    UNANSWERED = "unanswered"
    EXPIRED = "expired"
    NO_FOLLOW_UP = "no_follow_up"
    COMPLETED = "completed"
    ERASED = "erased"


class Transition(NamedTuple):
    """Who may take the step, the state it leads to, and the reason where that state is final.

    A step without a target deletes the introduction: only a draft, which nobody else knows of, ends so.
    """

    actors: frozenset[Actor]
    target: Status | None
    reason: ClosedReason | None = None


class IllegalStepError(Exception):
    """The table has no such step from this state for these actors."""


_R = frozenset({Actor.REQUESTER})
_C = frozenset({Actor.COUNTERPART})
_S = frozenset({Actor.STAFF})
_T = frozenset({Actor.TIMER})


def _closing(actors: frozenset[Actor], reason: ClosedReason) -> Transition:
    return Transition(actors, Status.CLOSED, reason)


_WITHDRAWN, _DECLINED = ClosedReason.WITHDRAWN, ClosedReason.DECLINED
_EXPIRED = _closing(_T, ClosedReason.EXPIRED)

ENTRIES: dict[Action, Transition] = {
    Action.COMPOSE: Transition(_R, Status.DRAFT),
    Action.REQUEST: Transition(_R, Status.SUBMITTED),
    Action.PROPOSE: Transition(_S, Status.PROPOSED),
}
FIRST = Status.SUBMITTED

TRANSITIONS: dict[tuple[Status, Action], Transition] = {
    (Status.DRAFT, Action.REQUEST): Transition(_R, Status.SUBMITTED),
    (Status.DRAFT, Action.DISCARD): Transition(_R | _T, None),
    (Status.DRAFT, Action.ERASE): Transition(_T, None),
    (Status.SUBMITTED, Action.APPROVE): Transition(_S, Status.AWAITING_COUNTERPART),
    (Status.SUBMITTED, Action.HOLD): Transition(_S, Status.WAITING),
    (Status.SUBMITTED, Action.REQUEST_CHANGES): Transition(_S, Status.NEEDS_CHANGES),
    (Status.SUBMITTED, Action.EDIT): Transition(_S, Status.NEEDS_CHANGES),
    (Status.SUBMITTED, Action.REJECT): _closing(_S, ClosedReason.REJECTED),
    (Status.SUBMITTED, Action.WITHDRAW): _closing(_R, _WITHDRAWN),
    (Status.SUBMITTED, Action.LAPSE): _closing(_T, ClosedReason.UNANSWERED),
    (Status.NEEDS_CHANGES, Action.RESUBMIT): Transition(_R, Status.SUBMITTED),
    (Status.NEEDS_CHANGES, Action.WITHDRAW): _closing(_R, _WITHDRAWN),
    (Status.NEEDS_CHANGES, Action.EXPIRE): _EXPIRED,
    (Status.WAITING, Action.ADMIT): Transition(_T, Status.AWAITING_COUNTERPART),
    (Status.WAITING, Action.WITHDRAW): _closing(_R | _S, _WITHDRAWN),
    (Status.WAITING, Action.EXPIRE): _EXPIRED,
    (Status.PROPOSED, Action.AGREE): Transition(_R, Status.AWAITING_COUNTERPART),
    (Status.PROPOSED, Action.ACCEPT): Transition(_C, Status.AWAITING_REQUESTER),
    (Status.PROPOSED, Action.DECLINE): _closing(_C, _DECLINED),
    (Status.PROPOSED, Action.WITHDRAW): _closing(_R | _S, _WITHDRAWN),
    (Status.PROPOSED, Action.EXPIRE): _EXPIRED,
    (Status.AWAITING_COUNTERPART, Action.ACCEPT): Transition(_C, Status.INTRODUCED),
    (Status.AWAITING_COUNTERPART, Action.DECLINE): _closing(_C, _DECLINED),
    (Status.AWAITING_COUNTERPART, Action.DEFER): Transition(_C, Status.DEFERRED),
    (Status.AWAITING_COUNTERPART, Action.WITHDRAW): _closing(_R | _S, _WITHDRAWN),
    (Status.AWAITING_COUNTERPART, Action.EXPIRE): _EXPIRED,
    (Status.AWAITING_REQUESTER, Action.AGREE): Transition(_R, Status.INTRODUCED),
    (Status.AWAITING_REQUESTER, Action.WITHDRAW): _closing(_R | _S, _WITHDRAWN),
    (Status.AWAITING_REQUESTER, Action.EXPIRE): _EXPIRED,
    (Status.DEFERRED, Action.RESUME): Transition(_T, Status.AWAITING_COUNTERPART),
    (Status.DEFERRED, Action.ACCEPT): Transition(_C, Status.INTRODUCED),
    (Status.DEFERRED, Action.DECLINE): _closing(_C, _DECLINED),
    (Status.DEFERRED, Action.WITHDRAW): _closing(_R | _S, _WITHDRAWN),
    (Status.DEFERRED, Action.EXPIRE): _EXPIRED,
    (Status.INTRODUCED, Action.COMPLETE): _closing(_R | _C | _T, ClosedReason.COMPLETED),
    (Status.INTRODUCED, Action.NO_FOLLOW_UP): _closing(_T, ClosedReason.NO_FOLLOW_UP),
    (Status.INTRODUCED, Action.CANCEL): _closing(_S, ClosedReason.CANCELLED),
}
# A block by the counterpart ends what it knows of by its own hand, and by the timer what it never heard of
# or what a name among its conflicts came to fit later.
_UNHEARD = frozenset({Status.SUBMITTED, Status.NEEDS_CHANGES, Status.WAITING})
for _status in Status:
    if _status not in (Status.DRAFT, Status.CLOSED):
        _blocking = _T if _status in _UNHEARD else _C if _status is Status.INTRODUCED else _C | _T
        TRANSITIONS[_status, Action.BLOCK] = _closing(_blocking, _WITHDRAWN)
        TRANSITIONS[_status, Action.ERASE] = _closing(_T, ClosedReason.ERASED)

OPEN = frozenset(Status) - {Status.DRAFT, Status.CLOSED}  # what takes a pair of organisations
AT_COUNTERPART = frozenset({Status.AWAITING_COUNTERPART, Status.PROPOSED})  # it owes an answer


def transition(status: Status, action: Action, actors: Iterable[Actor]) -> tuple[Actor, Transition]:
    """Return the capacity used and the transition, or raise IllegalStepError where the table has none."""
    step = TRANSITIONS.get((status, action))
    held = step.actors.intersection(actors) if step else frozenset()
    if step is None or not held:
        raise IllegalStepError(status, action)
    return min(held), step


def available(status: Status, actors: Iterable[Actor]) -> tuple[Action, ...]:
    """Return the steps that people in these capacities may take now, in the order of `Action`."""
    held = frozenset(actors)
    return tuple(
        action
        for action in Action
        if (step := TRANSITIONS.get((status, action))) is not None and step.actors & held
    )


def ever_available(action: Action, actors: Iterable[Actor]) -> bool:
    """Return whether some state lets people in these capacities take the step."""
    held = frozenset(actors)
    return any(step.actors & held for (_, known), step in TRANSITIONS.items() if known is action)
