"""What came of introductions, as far as it says whether two organisations should have met."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from sqlalchemy import func, select

from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import ClosedReason, Status
from matchmaker.matching.ports import Decision, Verdict
from matchmaker.taxonomy import DeclineCode, RejectCode

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
        decided_at = func.coalesce(
            Introduction.closed_at, Introduction.introduced_at, Introduction.submitted_at
        )
        columns = (
            Introduction.requester_id,
            Introduction.counterpart_id,
            Introduction.status,
            Introduction.closed_reason,
            Introduction.reject_code,
            Introduction.decline_code,
            decided_at,
        )
        statement = select(*columns).execution_options(yield_per=1000)
        for requester, counterpart, status, reason, rejected, declined, at in db.session.execute(statement):
            found = verdict(status, reason, rejected or declined)
            if found is not None:
                yield Decision(requester, counterpart, found, at)
