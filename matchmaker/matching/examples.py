"""Decisions as examples to learn from: marks of this feature, introductions through the port."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from matchmaker.extensions import db
from matchmaker.matching import pair_snapshot
from matchmaker.matching.engine.learning import Example
from matchmaker.matching.grading import DISMISSED, GRADES, MUTUAL, SAVED, SILENT
from matchmaker.matching.models import MarkEvent, MarkExample
from matchmaker.matching.ports import History, Step, decisions
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import DeclineCode, DismissReason, Kind, RejectCode

Code = DismissReason | DeclineCode | RejectCode
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reason:
    """How often a code was given with a no."""

    event: MarkEvent | Step
    code: Code
    times: int


@dataclass(frozen=True)
class Tally:
    """How many decisions there are: by what was decided, and by the reason given, the most frequent first."""

    events: Mapping[MarkEvent | Step, int]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    grade: int
    at: datetime
    parts: Mapping[str, float]


def decided() -> list[Example]:
    """Return one example for each decided pair whose parts are known, as it was decided last.

    What came of an introduction outweighs marks and a later one an earlier, as in `grading`. What says
    nothing about the pair is none: an undone mark, "not the right time", a request withdrawn.
    """
    known = _marked()
    for one in sorted(decisions().histories(), key=lambda history: history.decided_at):
        known |= _judged(one)
    return list(_examples({pair: one for pair, one in known.items() if one.parts}))


def tally() -> Tally:
    """Count every decision, undone ones and those that say nothing about the pair too."""
    statement = select(MarkExample.event, MarkExample.reason, func.count())
    marks = db.session.execute(statement.group_by(MarkExample.event, MarkExample.reason))
    counted: Counter[tuple[MarkEvent | Step, StrEnum | None]] = Counter()
    for event, reason, times in marks:
        counted[event, reason] += times
    for one in decisions().histories():
        counted.update((taken.step, taken.code) for taken in one.steps)
    events = Counter[MarkEvent | Step]()
    for (step, _), times in counted.items():
        events[step] += times
    return Tally(events, _reasons(counted))


def _reasons(counted: Mapping[tuple[MarkEvent | Step, StrEnum | None], int]) -> tuple[Reason, ...]:
    found = [Reason(step, code, times) for (step, code), times in counted.items() if isinstance(code, Code)]
    return tuple(sorted(found, key=lambda one: (-one.times, one.event, one.code)))


def _marked() -> dict[Pair, _Judged]:
    """Return what the last mark of each pair says, by who marked whom."""
    known: dict[Pair, _Judged] = {}
    for row in db.session.scalars(select(MarkExample).order_by(MarkExample.id)):
        pair = (row.organisation_id, row.other_id)
        if row.event is MarkEvent.RESTORED or row.reason in SILENT:
            known.pop(pair, None)
            continue
        grade = SAVED if row.event is MarkEvent.SAVED else DISMISSED
        known[pair] = _Judged(grade, row.at, pair_snapshot.values(row.snapshot))
    return known


def _judged(one: History) -> dict[Pair, _Judged]:
    if one.verdict is None:
        return {}
    said = _Judged(GRADES[one.verdict], one.decided_at, one.parts)
    sides = {(one.requester_id, one.counterpart_id): said}
    if one.verdict in MUTUAL:
        sides[one.counterpart_id, one.requester_id] = said
    return sides


def _examples(known: Mapping[Pair, _Judged]) -> Iterator[Example]:
    """Yield what was said of each pair once, be it by one side or for both."""
    kinds = _kinds({one for pair in known for one in pair})
    by_saying: dict[tuple[frozenset[int], int], tuple[_Judged, list[Pair]]] = {}
    for pair, said in known.items():
        by_saying.setdefault((frozenset(pair), id(said)), (said, []))[1].append(pair)
    for said, pairs in by_saying.values():
        viewer, other = pairs[0]
        kind = kinds[other] if kinds[viewer] is Kind.STARTUP else kinds[viewer]
        yield Example(tuple(viewer for viewer, _ in pairs), kind.value, said.grade, said.at, said.parts)


def _kinds(ids: set[int]) -> dict[int, Kind]:
    statement = select(Organisation.id, Organisation.kind).where(Organisation.id.in_(ids))
    return {row.id: row.kind for row in db.session.execute(statement)}
