"""The life of a meeting as data: who may take which step from which state, and where it leads."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """Where a meeting stands."""

    PROPOSED = "proposed"
    SCHEDULED = "scheduled"
    HELD = "held"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """A step that somebody takes, or the timer."""

    PROPOSE = "propose"
    ACCEPT = "accept"
    MOVE = "move"
    CANCEL = "cancel"
    HOLD = "hold"
    MISS = "miss"
    LAPSE = "lapse"


class Actor(StrEnum):
    """The capacity in which somebody acts on one meeting."""

    PROPOSER = "proposer"  # the side whose slots are on the table, or were when one was accepted
    INVITED = "invited"
    TIMER = "timer"


class When(StrEnum):
    """On which side of its beginning a scheduled meeting must be for a step."""

    ANY = "any"
    BEFORE = "before"
    AFTER = "after"


class Transition(NamedTuple):
    """Who may take the step, the state it leads to, and when it may be taken."""

    actors: frozenset[Actor]
    target: Status
    when: When = When.ANY


class IllegalStepError(Exception):
    """The table has no such step from this state for these actors."""


_P = frozenset({Actor.PROPOSER})
_I = frozenset({Actor.INVITED})
_T = frozenset({Actor.TIMER})
_EITHER = _P | _I

ENTRIES: dict[Action, Transition] = {Action.PROPOSE: Transition(_P, Status.PROPOSED)}

TRANSITIONS: dict[tuple[Status, Action], Transition] = {
    (Status.PROPOSED, Action.ACCEPT): Transition(_I, Status.SCHEDULED),
    (Status.PROPOSED, Action.MOVE): Transition(_EITHER, Status.PROPOSED),
    (Status.PROPOSED, Action.CANCEL): Transition(_EITHER | _T, Status.CANCELLED),
    (Status.PROPOSED, Action.LAPSE): Transition(_T, Status.CANCELLED),
    (Status.SCHEDULED, Action.MOVE): Transition(_EITHER, Status.PROPOSED),
    (Status.SCHEDULED, Action.CANCEL): Transition(_EITHER | _T, Status.CANCELLED, When.BEFORE),
    (Status.SCHEDULED, Action.HOLD): Transition(_EITHER, Status.HELD, When.AFTER),
    (Status.SCHEDULED, Action.MISS): Transition(_EITHER, Status.NO_SHOW, When.AFTER),
    (Status.NO_SHOW, Action.HOLD): Transition(_EITHER, Status.HELD),
    (Status.NO_SHOW, Action.MOVE): Transition(_EITHER, Status.PROPOSED),
}

OPEN = frozenset({Status.PROPOSED, Status.SCHEDULED})
WITH_A_TIME = frozenset({Status.SCHEDULED, Status.HELD, Status.NO_SHOW})


def transition(
    status: Status, action: Action, actors: Iterable[Actor], *, begun: bool = False
) -> tuple[Actor, Transition]:
    """Return the capacity used and the transition, or raise IllegalStepError where the table has none.

    `begun` tells whether the time of a scheduled meeting has come.
    """
    step = TRANSITIONS.get((status, action))
    held = step.actors.intersection(actors) if step else frozenset()
    if step is None or not held or not _in_time(step, begun):
        raise IllegalStepError(status, action)
    return min(held), step


def available(status: Status, actors: Iterable[Actor], *, begun: bool = False) -> tuple[Action, ...]:
    """Return the steps that people in these capacities may take now, in the order of `Action`."""
    held = frozenset(actors)
    return tuple(
        action
        for action in Action
        if (step := TRANSITIONS.get((status, action))) and step.actors & held and _in_time(step, begun)
    )


def _in_time(step: Transition, begun: bool) -> bool:
    return step.when is When.ANY or (step.when is When.AFTER) == begun
