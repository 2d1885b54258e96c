"""What the record and the table of introductions say in numbers: derived each time, never incremented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, Subquery, Text, cast, extract, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.extensions import db
from matchmaker.introductions import policies
from matchmaker.introductions.desk import stalled, standing
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.outcomes.models import Outcome, OutcomeVersion
from matchmaker.introductions.workflow import OPEN, Actor, ClosedReason, Status
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import Currency, Hub, Kind, OutcomeType


@dataclass(frozen=True)
class Period:
    """Which introductions count: those of one hub or both, sent from the one day to the other, both included.

    Days are those of the hub, or of Paris where both hubs are asked for.
    """

    hub: Hub | None = None
    first: date | None = None
    last: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the SQL conditions on `Introduction`; drafts never count."""
        found = [Introduction.status != Status.DRAFT]
        if self.hub is not None:
            found.append(Introduction.hub == self.hub)
        if self.first is not None:
            found.append(Introduction.submitted_at >= self._start_of(self.first))
        if self.last is not None:
            found.append(Introduction.submitted_at < self._start_of(self.last + timedelta(days=1)))
        return found

    def _start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo((self.hub or Hub.PARIS).time_zone))


@dataclass(frozen=True)
class CameOf:
    """What outcomes of one type add up to, as they were last told: how many, invested, jobs by city."""

    type: OutcomeType
    number: int
    invested: dict[Currency, Decimal]
    jobs: dict[Hub, int]


def came_of(period: Period) -> list[CameOf]:
    """Return what came of the introductions, by type, types that nobody told left out."""
    latest = (
        select(OutcomeVersion)
        .ext(distinct_on(OutcomeVersion.outcome_id))
        .order_by(OutcomeVersion.outcome_id, OutcomeVersion.number.desc())
        .subquery()
    )
    in_currency = [func.sum(latest.c.amount).filter(latest.c.currency == one) for one in Currency]
    statement = (
        select(
            latest.c.type,
            func.count(),
            func.sum(latest.c.jobs_paris),
            func.sum(latest.c.jobs_silicon_valley),
            *in_currency,
        )
        .join(Outcome, Outcome.id == latest.c.outcome_id)
        .join(Introduction, Introduction.id == Outcome.introduction_id)
        .where(*period.conditions())
        .group_by(latest.c.type)
    )
    found = {row[0]: row for row in db.session.execute(statement)}
    return [
        CameOf(
            one,
            row[1],
            {code: amount or Decimal() for code, amount in zip(Currency, row[4:], strict=True)},
            {Hub.PARIS: row[2], Hub.SILICON_VALLEY: row[3]},
        )
        for one in OutcomeType
        if (row := found.get(one)) is not None
    ]


def reached(period: Period) -> Row[int, int, int, int, int]:
    """Return how many were sent, approved, asked, introduced, and how many had an outcome."""
    fruitful = select(Outcome.introduction_id).where(Outcome.introduction_id == Introduction.id).exists()
    statement = select(
        func.count().label("sent"),
        func.count(Introduction.approved_at).label("approved"),
        func.count(Introduction.asked_at).label("asked"),
        func.count(Introduction.introduced_at).label("introduced"),
        func.count().filter(fruitful).label("outcomes"),
    )
    return db.session.execute(statement.where(*period.conditions())).one()


def states(period: Period) -> dict[Status, int]:
    """Return how many stand in each state now."""
    statement = select(Introduction.status, func.count()).where(*period.conditions())
    return dict(db.session.execute(statement.group_by(Introduction.status)).all())


def hours_in_states(period: Period) -> dict[Status, tuple[int, float]]:
    """Return, for each state that was left, how often, and the median of the hours spent in it."""
    spent = _stretches()
    hours = extract("epoch", spent.c.until - spent.c.at) / 3600
    statement = (
        select(spent.c.state, func.count(), func.percentile_cont(0.5).within_group(hours.asc()))
        .join(Introduction, Introduction.id == spent.c.introduction_id)
        .where(spent.c.until.is_not(None), *period.conditions())
        .group_by(spent.c.state)
    )
    return {Status(state): (count, float(median)) for state, count, median in db.session.execute(statement)}


def answers(period: Period) -> Sequence[Row[Hub, Hub, Kind, int, int, int]]:
    """Return (hub asking, hub asked, kind asked, accepted, declined, expired) of those whose end is known."""
    asking, asked = aliased(Organisation), aliased(Organisation)
    expired = (Introduction.closed_reason == ClosedReason.EXPIRED) & Introduction.answered_at.is_(None)
    counts = (
        func.count(Introduction.introduced_at),
        func.count().filter(Introduction.closed_reason == ClosedReason.DECLINED),
        func.count().filter(expired & Introduction.introduced_at.is_(None)),
    )
    group = (asking.hub, asked.hub, asked.kind)
    statement = (
        select(*group, *counts)
        .join(asking, asking.id == Introduction.requester_id)
        .join(asked, asked.id == Introduction.counterpart_id)
        .where(Introduction.asked_at.is_not(None), *period.conditions())
        .group_by(*group)
        .order_by(*group)
    )
    return db.session.execute(statement).all()


def decided_in_time(period: Period) -> tuple[int, int]:
    """Return how many requests staff answered before the other city could, of how many that are due by now.

    A request that is still open past that day is one of those that were not.
    """
    spent = _stretches()
    statement = (
        select(Introduction.hub, spent.c.at, spent.c.until)
        .join(Introduction, Introduction.id == spent.c.introduction_id)
        .where(spent.c.state == Status.SUBMITTED, *period.conditions())
    )
    now, kept, known = clock.now(), 0, 0
    for hub, since, until in db.session.execute(statement):
        in_time = (until or now) <= policies.escalates_at(since, hub)
        kept += in_time and until is not None
        known += until is not None or not in_time
    return kept, known


def load(period: Period) -> Sequence[Row[str, str, Hub | None, int, int]]:
    """Return (name, e-mail, hub, open matters in hand, steps taken) of each who works at the desk."""
    in_hand = (
        select(Introduction.assigned_to_id.label("user_id"), func.count().label("number"))
        .where(Introduction.status.in_(OPEN))
        .group_by(Introduction.assigned_to_id)
        .subquery()
    )
    steps = _steps_of_staff(period).subquery()
    statement = (
        select(
            User.name,
            User.email,
            User.staff_hub,
            func.coalesce(in_hand.c.number, 0),
            func.coalesce(steps.c.number, 0),
        )
        .outerjoin(in_hand, in_hand.c.user_id == User.id)
        .outerjoin(steps, steps.c.user_id == User.id)
        .where(standing.works_here())
        .order_by(User.staff_hub, User.name, User.id)
    )
    if period.hub is not None:
        statement = statement.where(User.staff_hub == period.hub)
    return db.session.execute(statement).all()


def standing_still(period: Period) -> dict[Status, int]:
    """Return how many have stalled, by state."""
    statement = select(Introduction.status, func.count()).where(stalled.condition(), *period.conditions())
    return dict(db.session.execute(statement.group_by(Introduction.status)).all())


def _steps_of_staff(period: Period) -> Select[int | None, int]:
    return (
        select(AuditEvent.actor_id.label("user_id"), func.count().label("number"))
        .join(Introduction, Introduction.id == AuditEvent.subject_id)
        .where(*_transitions(), AuditEvent.actor_role == Actor.STAFF.value, *period.conditions())
        .group_by(AuditEvent.actor_id)
    )


def _transitions() -> tuple[ColumnElement[bool], ...]:
    return (
        AuditEvent.subject_type == Introduction.__tablename__,
        AuditEvent.tag == AuditTag.INTRODUCTION_TRANSITION,
    )


def _stretches() -> Subquery:
    """Return each stretch of a state out of the record: introduction_id, state, at, until (None: lasting)."""
    following = func.lead(AuditEvent.at).over(partition_by=AuditEvent.subject_id, order_by=AuditEvent.id)
    return (
        select(
            AuditEvent.subject_id.label("introduction_id"),
            cast(AuditEvent.data["to"].astext, Text).label("state"),
            AuditEvent.at,
            following.label("until"),
        )
        .where(*_transitions())
        .subquery()
    )
