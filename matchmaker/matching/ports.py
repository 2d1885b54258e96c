"""What matching asks of features on its right, which provide it when the application is put together."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from flask import Flask, current_app

from matchmaker.profiles.models import Organisation
from matchmaker.profiles.ports import Rest

_PAIR_STATES = "matching.pair_states"
_CAPACITIES = "matching.capacities"
_DECISIONS = "matching.decisions"


class PairStates(Protocol):
    """Knows which introductions of an organisation are open."""

    def open_states(self, organisation: Organisation) -> Mapping[int, StrEnum]:
        """The state of each open introduction that `organisation` knows of, by the other side's id."""

    def rests(self, organisation: Organisation) -> Mapping[int, Rest]:
        """Why and until when it may not ask again, by the other side's id, as far as it knows of it."""


class Capacities(Protocol):
    """Knows who takes no more introductions for now."""

    def full(self) -> Collection[int]:
        """The ids of the organisations that reached their capacity this month, those that take none apart."""

    def introduced(self) -> Mapping[int, int]:
        """How often each organisation with a capacity was introduced this month, those never left out."""

    def asked_since(self, moment: datetime) -> Mapping[int, int]:
        """How many requests each organisation received from `moment` on, those without left out."""


class Verdict(StrEnum):
    """What came of an introduction, as far as it says whether the two should have met."""

    FRUITFUL = "fruitful"
    WANTED = "wanted"
    ASKED = "asked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Decision:
    """What one introduction says about its pair: an outcome, that both wanted it, that one asks, or a no.

    A no counts where its reason speaks of the pair: too early, another sector; not that somebody is full.
    """

    requester_id: int
    counterpart_id: int
    verdict: Verdict
    decided_at: datetime


class Step(StrEnum):
    """A step of an introduction that is somebody's decision about the pair."""

    ASKED = "asked"
    APPROVED = "approved"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Taken:
    """One step as it was taken, with its code: the reason of a no, what came of it."""

    step: Step
    at: datetime
    code: StrEnum | None = None


@dataclass(frozen=True, slots=True)
class History:
    """The steps of one introduction, and the pair as it stood when it was asked for.

    verdict: what it says about the pair by now, None where it says nothing; decided_at: since when; parts:
    values in [0, 1] by name, empty where nothing was ranked; model_version: the weights it was ranked by.
    """

    requester_id: int
    counterpart_id: int
    verdict: Verdict | None
    decided_at: datetime
    steps: tuple[Taken, ...]
    parts: Mapping[str, float] = field(default_factory=dict)
    model_version: str | None = None


class Decisions(Protocol):
    """Knows what was decided about pairs of organisations."""

    def decisions(self) -> Iterable[Decision]:
        """What each introduction says about its pair, those that say nothing left out."""

    def histories(self) -> Iterable[History]:
        """Every introduction that was asked for or proposed, whatever it says."""


class _NoneYet:
    def open_states(self, organisation: Organisation) -> Mapping[int, StrEnum]:
        return {}

    def rests(self, organisation: Organisation) -> Mapping[int, Rest]:
        return {}

    def full(self) -> Collection[int]:
        return ()

    def introduced(self) -> Mapping[int, int]:
        return {}

    def asked_since(self, moment: datetime) -> Mapping[int, int]:
        return {}

    def decisions(self) -> Iterable[Decision]:
        return ()

    def histories(self) -> Iterable[History]:
        return ()


def register_pair_states(app: Flask, provider: PairStates) -> None:
    """Let `provider` answer for the application."""
    app.extensions[_PAIR_STATES] = provider


def pair_states() -> PairStates:
    """Return the application's provider; where none is registered no introduction is open."""
    provider: PairStates = current_app.extensions.get(_PAIR_STATES, _NoneYet())
    return provider


def register_capacities(app: Flask, provider: Capacities) -> None:
    """Let `provider` answer for the application."""
    app.extensions[_CAPACITIES] = provider


def capacities() -> Capacities:
    """Return the application's provider; where none is registered nobody is full."""
    provider: Capacities = current_app.extensions.get(_CAPACITIES, _NoneYet())
    return provider


def register_decisions(app: Flask, provider: Decisions) -> None:
    """Let `provider` answer for the application."""
    app.extensions[_DECISIONS] = provider


def decisions() -> Decisions:
    """Return the application's provider; where none is registered nothing was decided."""
    provider: Decisions = current_app.extensions.get(_DECISIONS, _NoneYet())
    return provider
