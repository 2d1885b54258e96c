"""What came of introductions, as far as it says whether two organisations should have met."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import distinct_on

from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.outcomes.models import Outcome, OutcomeVersion
from matchmaker.introductions.workflow import ClosedReason, Status
from matchmaker.matching import pair_snapshot
from matchmaker.matching.ports import Decision, History, Step, Taken, Verdict
from matchmaker.taxonomy import DeclineCode, RejectCode
from matchmaker.taxonomy.outcomes import FRUITFUL

ASKED = frozenset(
    {
        Status.SUBMITTED,
        Status.NEEDS_CHANGES,
        Status.WAITING,
        Status.AWAITING_COUNTERPART,
        Status.DEFERRED,
    }
)
"""States in which the requester wants to meet and the counterpart has not said."""

BOTH_WANTED = frozenset({ClosedReason.COMPLETED, ClosedReason.NO_FOLLOW_UP})

UNFIT: Mapping[ClosedReason, frozenset[StrEnum]] = {
    ClosedReason.REJECTED: frozenset({RejectCode.OUT_OF_SCOPE, RejectCode.NOT_ELIGIBLE, RejectCode.CONFLICT}),
    ClosedReason.DECLINED: frozenset(
        {
            DeclineCode.STAGE,
            DeclineCode.TICKET,
            DeclineCode.SECTOR,
            DeclineCode.GEOGRAPHY,
            DeclineCode.PORTFOLIO_CONFLICT,
            DeclineCode.LANGUAGE,
        }
    ),
}
"""The codes of an end that speak of the pair, not of the day, of the request or of somebody's time."""


def verdict(
    status: Status,
    closed_reason: ClosedReason | None = None,
    code: StrEnum | None = None,
) -> Verdict | None:
    """Return what an introduction says about the pair, or None where it says nothing."""
    if status is Status.INTRODUCED or closed_reason in BOTH_WANTED:
        return Verdict.WANTED
    if closed_reason is not None:
        return Verdict.REFUSED if code in UNFIT.get(closed_reason, ()) else None
    return Verdict.ASKED if status in ASKED else None


class Verdicts:
    """Answers what matching asks about the decisions taken."""

    def decisions(self) -> Iterator[Decision]:
        """Yield what each introduction says about its pair, those that say nothing left out."""
        for one in self.histories():
            if one.verdict is not None:
                yield Decision(one.requester_id, one.counterpart_id, one.verdict, one.decided_at)

    def histories(self) -> Iterator[History]:
        """Yield every introduction but drafts, with the steps that are decisions."""
        outcomes = _outcomes()
        statement = select(*_COLUMNS).where(Introduction.status != Status.DRAFT).order_by(Introduction.id)
        for row in db.session.execute(statement.execution_options(yield_per=1000)):
            yield _history(row, outcomes.get(row.id, ()))


_COLUMNS = (
    Introduction.id,
    Introduction.requester_id,
    Introduction.counterpart_id,
    Introduction.proposed,
    Introduction.status,
    Introduction.closed_reason,
    Introduction.reject_code,
    Introduction.decline_code,
    Introduction.submitted_at,
    Introduction.approved_at,
    Introduction.introduced_at,
    Introduction.closed_at,
    Introduction.model_version,
    Introduction.snapshot,
)


def _outcomes() -> dict[int, list[Taken]]:
    """Return what came of each introduction, as its sides last told it."""
    statement = (
        select(Outcome.introduction_id, OutcomeVersion.type, OutcomeVersion.created_at)
        .join(OutcomeVersion)
        .ext(distinct_on(OutcomeVersion.outcome_id))
        .order_by(OutcomeVersion.outcome_id, OutcomeVersion.number.desc())
    )
    found: dict[int, list[Taken]] = {}
    for introduction_id, type_, at in db.session.execute(statement):
        found.setdefault(introduction_id, []).append(Taken(Step.OUTCOME, at, type_))
    return found


def _history(row: Row[Any], outcomes: Sequence[Taken]) -> History:
    found = verdict(row.status, row.closed_reason, row.reject_code or row.decline_code)
    decided_at = row.closed_at or row.introduced_at or row.submitted_at
    fruits = [one.at for one in outcomes if one.code in FRUITFUL]
    if found is Verdict.WANTED and fruits:
        found, decided_at = Verdict.FRUITFUL, max(fruits)
    return History(
        row.requester_id,
        row.counterpart_id,
        found,
        decided_at,
        (*_steps(row), *outcomes),
        pair_snapshot.values(row.snapshot),
        row.model_version,
    )


def _steps(row: Row[Any]) -> Iterator[Taken]:
    """Yield the steps taken; of a proposal, which staff make, only what the sides answered."""
    if not row.proposed:
        yield Taken(Step.ASKED, row.submitted_at)
        if row.approved_at is not None:
            yield Taken(Step.APPROVED, row.approved_at)
    if row.introduced_at is not None:
        yield Taken(Step.ACCEPTED, row.introduced_at)
    if row.closed_reason is ClosedReason.REJECTED:
        yield Taken(Step.REJECTED, row.closed_at, row.reject_code)
    if row.closed_reason is ClosedReason.DECLINED:
        yield Taken(Step.DECLINED, row.closed_at, row.decline_code)
