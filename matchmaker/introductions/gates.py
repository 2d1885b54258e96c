"""Whether two organisations may be introduced at all, by the gates of the matching engine."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from matchmaker.core.errors import Conflict
from matchmaker.matching.candidates import candidate, listed
from matchmaker.matching.engine import Gate, closed_gates
from matchmaker.profiles.models import Organisation

NOT_AVAILABLE = _l("This organisation is not available for an introduction at the moment.")

_TOLD = {
    Gate.SAME_ORGANISATION: _l("These two profiles belong to the same organisation."),
    Gate.KIND: _l("Organisations of these two kinds are not introduced to each other here."),
    Gate.SAME_HUB: _l("Both organisations are in the same city: this service introduces across the ocean."),
    Gate.DIRECTION: _l("This programme serves the other direction."),
}


@dataclass(frozen=True)
class Obstacles:
    """The gates that are closed between two organisations."""

    gates: tuple[Gate, ...]

    def __bool__(self) -> bool:
        return bool(self.gates)

    @property
    def told_to_members(self) -> object:
        """What a member may know: conflicts, pauses and removals of the other side all sound the same."""
        return next((_TOLD[gate] for gate in self.gates if gate in _TOLD), NOT_AVAILABLE)

    @property
    def is_plain(self) -> bool:
        """Whether a gate is closed that anybody can see from both profiles."""
        return any(gate in _TOLD for gate in self.gates)

    def without(self, *ignored: Gate) -> "Obstacles":
        """Return the obstacles but those of the `ignored` gates."""
        return Obstacles(tuple(gate for gate in self.gates if gate not in ignored))

    def refuse(self) -> None:
        """Raise Conflict with what a member may know, where a gate is closed."""
        if self.gates:
            raise Conflict(self.told_to_members)


def between(requester: Organisation, counterpart: Organisation) -> Obstacles:
    """Return what stands between the two, the same from either side; entries and details must be loaded."""
    return Obstacles(closed_gates(candidate(requester), candidate(counterpart)))


def seen_by(requester: Organisation, counterpart: Organisation) -> Obstacles:
    """Return what the requester may know of: a guess at the name of a confidential side tells nothing."""
    return Obstacles(closed_gates(candidate(requester), listed(counterpart)))
