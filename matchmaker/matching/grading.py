"""What people decided, as grades of pairs: the judgements that a ranking is measured against."""

from collections.abc import Mapping

from sqlalchemy import select

from matchmaker.extensions import db
from matchmaker.matching.models import Mark, Marked
from matchmaker.matching.ports import Verdict, decisions
from matchmaker.taxonomy import DismissReason

Grades = dict[int, dict[int, int]]
"""The grade of each judged pair, by the viewer's id and the other's."""

GRADES: Mapping[Verdict, int] = {
    Verdict.FRUITFUL: 3,
    Verdict.WANTED: 2,
    Verdict.ASKED: 1,
    Verdict.REFUSED: 0,
}
SAVED, DISMISSED = 1, 0

MUTUAL = frozenset({Verdict.FRUITFUL, Verdict.WANTED, Verdict.REFUSED})
"""What says something about the pair, and so judges both sides' lists; a request judges the asking side's."""

SILENT = frozenset({DismissReason.TIMING, DismissReason.ALREADY_IN_CONTACT, DismissReason.OTHER})
"""Reasons that say nothing about how well the two fit."""


def grades() -> Grades:
    """Return every judged pair; what came of an introduction outweighs marks, a later one an earlier."""
    found = _marks()
    for one in sorted(decisions().decisions(), key=lambda decision: decision.decided_at):
        sides = [(one.requester_id, one.counterpart_id)]
        if one.verdict in MUTUAL:
            sides.append((one.counterpart_id, one.requester_id))
        for viewer, other in sides:
            found.setdefault(viewer, {})[other] = GRADES[one.verdict]
    return found


def _marks() -> Grades:
    found: Grades = {}
    columns = (Marked.organisation_id, Marked.other_id, Marked.mark, Marked.reason)
    for viewer, other, mark, reason in db.session.execute(select(*columns)):
        if reason not in SILENT:
            found.setdefault(viewer, {})[other] = SAVED if mark is Mark.SAVED else DISMISSED
    return found
