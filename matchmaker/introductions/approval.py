"""What keeps staff from putting a request before the counterpart, in words for staff only."""

from flask_babel import lazy_gettext as _l

from matchmaker.introductions import gates
from matchmaker.introductions.capacity import Load
from matchmaker.introductions.models import Introduction
from matchmaker.matching.engine import Gate
from matchmaker.profiles import members

NOT_CLAIMED = _l(
    "The counterpart is not a member yet: nobody there can answer. "
    "Invite it to take over its profile; the request waits until then."
)
NOBODY_THERE = _l("Nobody of the counterpart can answer at the moment: no account of its owners is active.")
FULL_THIS_MONTH = _l("The counterpart has reached the number of introductions it takes this month.")
FULL_AWAITING = _l("The counterpart already has as many requests awaiting its answer as it takes.")
GATES: dict[Gate, object] = {
    Gate.NOT_PUBLISHED: _l("One of the two profiles is not published."),
    Gate.PAUSED: _l("One of the two organisations is paused."),
    Gate.SAME_ORGANISATION: _l("The two profiles belong to the same organisation."),
    Gate.CONFLICT: _l("One of the two organisations named the other as a conflict of interest."),
    Gate.KIND: _l("Organisations of these two kinds are not introduced to each other."),
    Gate.SAME_HUB: _l("Both organisations are in the same city."),
    Gate.DIRECTION: _l("The programme serves the other direction."),
}


def hindrances(introduction: Introduction, load: Load) -> list[object]:
    """Return why the request cannot be approved now, given the counterpart's load; empty where it can."""
    found = [GATES[gate] for gate in gates.between(introduction.requester, introduction.counterpart).gates]
    if not introduction.counterpart.is_claimed:
        found.append(NOT_CLAIMED)
    elif members.correspondent(introduction.counterpart) is None:
        found.append(NOBODY_THERE)
    if not load.takes_one_more:
        found.append(FULL_THIS_MONTH)
    elif not load.hears_one_more:
        found.append(FULL_AWAITING)
    return found
