"""What keeps staff from approving a request, and what makes an approved one wait; in words for staff only."""

from flask_babel import lazy_gettext as _l

from matchmaker.core import clock
from matchmaker.introductions import gates
from matchmaker.introductions.capacity import Load
from matchmaker.introductions.models import Introduction
from matchmaker.matching import moments, obstacles
from matchmaker.matching.candidates import candidate
from matchmaker.matching.engine import BARRING, Gate, closed_gates
from matchmaker.profiles import members
from matchmaker.profiles.models import Organisation

NOT_CLAIMED = _l(
    "The counterpart is not a member yet: nobody there can answer. "
    "Invite it to take over its profile; the request waits until then."
)
NOBODY_THERE = _l("Nobody of the counterpart can answer at the moment: no account of its members is active.")
FULL_THIS_MONTH = _l("The counterpart has reached the number of introductions it takes this month.")
FULL_AWAITING = _l("The counterpart already has as many requests awaiting its answer as it takes.")
REQUESTER_HIDDEN = _l("The requester’s profile is hidden until its members confirm it.")
COUNTERPART_HIDDEN = _l("The counterpart’s profile is hidden until its members confirm it.")
REQUESTER_PAUSED = _l("The requester is paused.")
COUNTERPART_PAUSED = _l("The counterpart is paused.")
GATES: dict[Gate, object] = {
    Gate.NOT_PUBLISHED: _l("One of the two profiles is not published."),
    Gate.SAME_ORGANISATION: _l("The two profiles belong to the same organisation."),
    Gate.CONFLICT: _l("One of the two organisations named the other as a conflict of interest."),
    Gate.KIND: _l("Organisations of these two kinds are not introduced to each other."),
    Gate.SAME_HUB: _l("Both organisations are in the same city."),
    Gate.DIRECTION: _l("The programme serves the other direction."),
}


def hindrances(introduction: Introduction) -> list[object]:
    """Return why the request cannot be approved now; empty where it can."""
    requester, counterpart = introduction.requester, introduction.counterpart
    closed = gates.between(requester, counterpart).without(Gate.PAUSED).gates
    hidden = _hidden(requester, counterpart)
    found = [GATES[gate] for gate in closed if gate is not Gate.NOT_PUBLISHED or not hidden] + hidden
    if requester.is_paused(clock.today(requester.hub.time_zone)):
        found.append(REQUESTER_PAUSED)
    if not counterpart.is_claimed:
        found.append(NOT_CLAIMED)
    elif members.correspondent(counterpart) is None:
        found.append(NOBODY_THERE)
    return found


def _hidden(requester: Organisation, counterpart: Organisation) -> list[object]:
    """Return which of two published profiles others do not see; nothing where one is not published at all."""
    if not (requester.is_published and counterpart.is_published):
        return []
    sides = ((requester, REQUESTER_HIDDEN), (counterpart, COUNTERPART_HIDDEN))
    return [words for side, words in sides if side.hidden_at is not None]


def warnings(introduction: Introduction) -> list[object]:
    """Return what the ranking would have kept the two apart for, though a person may ask all the same."""
    pair = candidate(introduction.requester), candidate(introduction.counterpart)
    told = {*BARRING, Gate.FULL}  # as a hindrance, and as why it would wait
    return [obstacles.WORDS[gate] for gate in closed_gates(*pair, moments.now()) if gate not in told]


def holds(counterpart: Organisation, load: Load) -> list[object]:
    """Return why an approved request would wait for the counterpart; empty where it is asked at once."""
    found = []
    if counterpart.is_paused(clock.today(counterpart.hub.time_zone)):
        found.append(COUNTERPART_PAUSED)
    if not load.takes_one_more:
        found.append(FULL_THIS_MONTH)
    elif not load.hears_one_more:
        found.append(FULL_AWAITING)
    return found
