"""Whether two organisations may be introduced at all: the gates of the matching engine, and blocks."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from matchmaker.core.errors import Conflict
from matchmaker.extensions import db
from matchmaker.matching import moments
from matchmaker.matching.candidates import candidate, listed
from matchmaker.matching.engine import BARRING, Candidate, Gate, closed_gates
from matchmaker.profiles.models import Block, Organisation

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
    return _with_blocks(_barring(candidate(requester), candidate(counterpart)), requester, counterpart)


def seen_by(requester: Organisation, counterpart: Organisation) -> Obstacles:
    """Return what the requester may know of: a guess at the name of a confidential side tells nothing."""
    return _with_blocks(_barring(candidate(requester), listed(counterpart)), requester, counterpart)


def are_blocked(one_id: int, other_id: int) -> bool:
    """Return whether one of the two organisations blocked the other."""
    pair = (one_id, other_id)
    found = select(Block.id).where(Block.organisation_id.in_(pair), Block.blocked_id.in_(pair))
    return bool(db.session.scalar(select(found.exists())))


def shuts_out(own: Organisation, other: Organisation) -> bool:
    """Return whether `own` blocked `other` or named it as a conflict; a guess at a hidden name does not."""
    blocked = select(Block.id).where(Block.organisation_id == own.id, Block.blocked_id == other.id)
    named = candidate(own).conflicts & listed(other).names
    return bool(named) or bool(db.session.scalar(select(blocked.exists())))


def _barring(requester: Candidate, counterpart: Candidate) -> tuple[Gate, ...]:
    """The closed gates past which nobody may ask; the others are told to staff, see `approval.warnings`."""
    found = closed_gates(requester, counterpart, moments.today())
    return tuple(gate for gate in found if gate in BARRING)


def _with_blocks(gates: tuple[Gate, ...], one: Organisation, other: Organisation) -> Obstacles:
    blocked = are_blocked(one.id, other.id) and Gate.CONFLICT not in gates
    return Obstacles((*gates, Gate.CONFLICT) if blocked else gates)
