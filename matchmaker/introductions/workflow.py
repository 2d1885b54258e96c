"""The life of an introduction as data: who may take which step from which state, and where it leads.

Buttons, rights, tests, the database's CHECKs and the picture in the documentation all follow this table.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """Where an introduction stands."""

    SUBMITTED = "submitted"
    NEEDS_CHANGES = "needs_changes"
    AWAITING_COUNTERPART = "awaiting_counterpart"
    INTRODUCED = "introduced"
    CLOSED = "closed"


class Action(StrEnum):
    """A step that somebody takes."""

    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    REJECT = "reject"
    RESUBMIT = "resubmit"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"


class Actor(StrEnum):
    """The capacity in which a person acts on one introduction."""

    REQUESTER = "requester"
    COUNTERPART = "counterpart"
    STAFF = "staff"


class ClosedReason(StrEnum):
    """Why an introduction is closed."""

    REJECTED = "rejected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class Transition(NamedTuple):
    """Who may take the step, the state it leads to, and the reason where that state is final."""

    actors: frozenset[Actor]
    target: Status
    reason: ClosedReason | None = None


class IllegalStepError(Exception):
    """The table has no such step from this state for these actors."""


_R = frozenset({Actor.REQUESTER})
_C = frozenset({Actor.COUNTERPART})
_S = frozenset({Actor.STAFF})

FIRST = Status.SUBMITTED

TRANSITIONS: dict[tuple[Status, Action], Transition] = {
    (Status.SUBMITTED, Action.APPROVE): Transition(_S, Status.AWAITING_COUNTERPART),
    (Status.SUBMITTED, Action.REQUEST_CHANGES): Transition(_S, Status.NEEDS_CHANGES),
    (Status.SUBMITTED, Action.REJECT): Transition(_S, Status.CLOSED, ClosedReason.REJECTED),
    (Status.SUBMITTED, Action.WITHDRAW): Transition(_R, Status.CLOSED, ClosedReason.WITHDRAWN),
    (Status.NEEDS_CHANGES, Action.RESUBMIT): Transition(_R, Status.SUBMITTED),
    (Status.NEEDS_CHANGES, Action.WITHDRAW): Transition(_R, Status.CLOSED, ClosedReason.WITHDRAWN),
    (Status.AWAITING_COUNTERPART, Action.ACCEPT): Transition(_C, Status.INTRODUCED),
    (Status.AWAITING_COUNTERPART, Action.DECLINE): Transition(_C, Status.CLOSED, ClosedReason.DECLINED),
    (Status.AWAITING_COUNTERPART, Action.WITHDRAW): Transition(
        _R | _S, Status.CLOSED, ClosedReason.WITHDRAWN
    ),
    (Status.INTRODUCED, Action.CANCEL): Transition(_S, Status.CLOSED, ClosedReason.CANCELLED),
}


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
