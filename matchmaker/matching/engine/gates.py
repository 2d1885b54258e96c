"""Gates: what keeps two organisations apart whatever their texts say.

Each gate is the same from either side. A value that nobody stated never closes one.
"""

from collections.abc import Callable
from enum import StrEnum

from matchmaker.matching.engine.candidates import Candidate

KINDS = ("startup", "investor", "programme")

MEETINGS: frozenset[frozenset[str]] = frozenset(
    {
        frozenset({"startup"}),  # peers
        frozenset({"startup", "investor"}),
        frozenset({"startup", "programme"}),
    }
)
"""The kinds that may meet, whichever of the two looks."""

WAY_OUT = {"paris": "paris_to_sv", "silicon_valley": "sv_to_paris"}
"""The direction in which a firm of each hub lands."""


class Gate(StrEnum):
    """Why two organisations cannot be recommended to each other."""

    NOT_PUBLISHED = "not_published"
    PAUSED = "paused"
    SAME_ORGANISATION = "same_organisation"
    CONFLICT = "conflict"
    KIND = "kind"
    SAME_HUB = "same_hub"
    DIRECTION = "direction"


def closed_gates(a: Candidate, b: Candidate) -> tuple[Gate, ...]:
    """Every gate that closes between `a` and `b`, in the order of `Gate`; empty where they may meet."""
    return tuple(gate for gate, closes in _CLOSES.items() if closes(a, b))


def _not_published(a: Candidate, b: Candidate) -> bool:
    return not (a.published and b.published)


def _paused(a: Candidate, b: Candidate) -> bool:
    return a.paused or b.paused


def _same_organisation(a: Candidate, b: Candidate) -> bool:
    return a.id == b.id or bool(a.proofs & b.proofs)


def _conflict(a: Candidate, b: Candidate) -> bool:
    return bool(a.conflicts & b.names or b.conflicts & a.names)


def _kind(a: Candidate, b: Candidate) -> bool:
    return frozenset({a.kind, b.kind}) not in MEETINGS


def _same_hub(a: Candidate, b: Candidate) -> bool:
    # A programme is judged by the direction it serves, a mentor may sit in either city.
    across = "programme" not in {a.kind, b.kind} and not (a.mentor or b.mentor)
    return across and a.hub == b.hub


def _direction(a: Candidate, b: Candidate) -> bool:
    return _serves_other_way(a, b) or _serves_other_way(b, a)


def _serves_other_way(programme: Candidate, startup: Candidate) -> bool:
    if (programme.kind, startup.kind) != ("programme", "startup"):
        return False
    return programme.direction in WAY_OUT.values() and programme.direction != WAY_OUT.get(startup.hub)


_CLOSES: dict[Gate, Callable[[Candidate, Candidate], bool]] = {
    Gate.NOT_PUBLISHED: _not_published,
    Gate.PAUSED: _paused,
    Gate.SAME_ORGANISATION: _same_organisation,
    Gate.CONFLICT: _conflict,
    Gate.KIND: _kind,
    Gate.SAME_HUB: _same_hub,
    Gate.DIRECTION: _direction,
}
