"""Many things to tell one person, as the lines of one mail."""

from dataclasses import dataclass
from operator import itemgetter

from flask_babel import lazy_gettext as _l

from matchmaker.accounts.models import User
from matchmaker.introductions.letters import FOR_STAFF
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.sides import side_of
from matchmaker.profiles.policies import OUTSIDER, STAFF, own_ids
from matchmaker.profiles.teaser import Face, face

# What a mail of its own would say, as the heading over a list. Most pressing first.
HEADINGS: dict[str, object] = {
    "asked": _l("You are asked whether you want to be introduced to:"),
    "reminder": _l("These still wait for your answer:"),
    "escalated": _l("Nobody has decided on these in time; staff of both cities may:"),
    "did_you_meet": _l("You were introduced some time ago. Please say whether you met:"),
    "outcome_asked": _l("You were introduced some time ago. Please say what came of it:"),
    "did_it_take_place": _l("The time of these meetings is over. Please say whether you met:"),
    "meeting_lapsed": _l("Nobody chose one of the times proposed for a meeting, and they have passed:"),
    "admitted": _l("These left the queue; the other side has been asked:"),
    "unavailable": _l("These introductions are not available and were closed:"),
    "unanswered": _l("Nobody decided on these requests in time, for which we apologise; they are closed:"),
    "unanswered_desk": _l("Nobody decided on these in time; they are closed, and the requesters were told:"),
    "expired": _l("These requests expired without an answer:"),
    "no_follow_up": _l("We heard of no meeting here, so these introductions are closed:"),
    "completed": _l("These introductions have run their course and are closed:"),
    "erased": _l("These ended because the other organisation left the service:"),
}


@dataclass(frozen=True)
class Line:
    """One introduction: both faces as the reader may see them, and the page that shows it."""

    endpoint: str
    introduction_id: int
    own: str
    other: Face


@dataclass(frozen=True)
class Group:
    """What there is to say under one heading."""

    heading: object
    lines: tuple[Line, ...]


def grouped(reader: User, told: list[tuple[Introduction, str]]) -> list[Group]:
    """Return what the reader is told, one group for each kind of news, each introduction once in it."""
    own = own_ids(reader)
    groups = []
    for template, heading in HEADINGS.items():
        rows = {row.id: row for row, kind in told if kind == template}
        if rows:
            lines = tuple(_line(own, row, template) for _, row in sorted(rows.items(), key=itemgetter(0)))
            groups.append(Group(heading, lines))
    return groups


def _line(own: frozenset[int], row: Introduction, template: str) -> Line:
    if template in FOR_STAFF:
        return Line("desk.decision", row.id, face(row.requester, STAFF).title, face(row.counterpart, STAFF))
    mine, other = row.seen_from(side_of(own, row))
    return Line("introductions.show", row.id, mine.name, face(other, OUTSIDER))
