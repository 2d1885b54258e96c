"""What the timer does on its rounds: steps and reminders that are due, places that are free, sides that left.

Rows are taken in batches under locks that other workers pass over, and each batch is one transaction: a
second worker, or a second run, finds nothing left to do.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlalchemy import ColumnElement, Float, exists, func, or_, select

from matchmaker.core import audit, clock, jobs
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db
from matchmaker.introductions import aftermath, approval, capacity, delays, due, gates, notices, timed
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.policies import WITH_SIDES
from matchmaker.introductions.timers import NOBODY_LEFT, REMINDERS, TIMERS
from matchmaker.introductions.workflow import OPEN, Action, Actor, Status
from matchmaker.profiles import members
from matchmaker.profiles import policies as profiles
from matchmaker.profiles.models import Block, Organisation, ProfileStatus

BATCH = 100
Act = Callable[[Introduction], None]


def run() -> None:
    """Do all that is due, then write what each person is told as one mail.

    What ends an introduction goes before what only reminds of it.
    """
    _erase_sides_that_left()
    _end_where_nobody_is_left()
    _end_what_conflicts()
    steps: list[tuple[ColumnElement[bool], Act]] = [
        (due.for_step(*key), partial(timed.take, action=key[1])) for key in TIMERS
    ]
    reminders: list[tuple[ColumnElement[bool], Act]] = [
        (due.for_reminder(*key), partial(timed.remind, reminder=key[1])) for key in reversed(REMINDERS)
    ]
    for condition, act in _with_rows([*steps, *reminders]):
        _drain(condition, act)
    _admit_who_waits()
    aftermath.each_round()
    notices.send_all()


def _with_rows(
    rounds: list[tuple[ColumnElement[bool], Act]],
) -> list[tuple[ColumnElement[bool], Act]]:
    """Return those whose condition holds for some row now: one question in place of twenty, mostly no."""
    asked = select(*(exists().where(condition) for condition, _ in rounds))
    found = db.session.execute(asked).one()
    return [pair for pair, holds in zip(rounds, found, strict=True) if holds]


def _drain(condition: ColumnElement[bool], act: Act) -> None:
    """Act on every row for which the condition holds, which it must no longer do afterwards."""
    failed: set[int] = set()
    while rows := _batch(condition, Introduction.id.not_in(failed)):
        for row in rows:
            if not _attempt(row, act):
                failed.add(row.id)
        db.session.commit()


def _batch(*conditions: ColumnElement[bool]) -> list[Introduction]:
    statement = (
        select(Introduction)
        .where(*conditions)
        .order_by(Introduction.id)
        .limit(BATCH)
        .options(*WITH_SIDES)
        .with_for_update(of=Introduction, key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def _attempt(row: Introduction, act: Act) -> bool:
    """Act on one row; a fault of ours on it is logged and keeps no other from its turn."""
    return aftermath.attempt(partial(act, row), introduction_id=row.id)


def _erase_sides_that_left() -> None:
    left = select(Organisation.id).where(Organisation.status == ProfileStatus.REMOVED)
    side_left = or_(Introduction.requester_id.in_(left), Introduction.counterpart_id.in_(left))
    _drain(side_left & (Introduction.status != Status.CLOSED), partial(timed.take, action=Action.ERASE))
    _drain(
        side_left & (Introduction.status == Status.CLOSED) & Introduction.erased_at.is_(None), _pseudonymise
    )


def _end_where_nobody_is_left() -> None:
    """Close what waits for a side whose last account was switched off; its contact is hidden from then on.

    Some days pass first, in which an admin may take a mistake back.
    """
    second_thoughts = timedelta(days=delays.length(NOBODY_LEFT))
    left = select(Organisation.id).where(members.nobody_left(clock.now() - second_thoughts))
    side_left = or_(Introduction.requester_id.in_(left), Introduction.counterpart_id.in_(left))
    _drain(side_left & (Introduction.status != Status.CLOSED), partial(timed.take, action=Action.ERASE))


def _pseudonymise(row: Introduction) -> None:
    timed.wipe(row)
    audit.record(db.session(), None, AuditTag.INTRODUCTION_EDITED, row, role=Actor.TIMER.value, erased=True)


def _end_what_conflicts() -> None:
    """Close what the counterpart came to shut out after the request: it is asked about no such firm."""
    named = select(Organisation.id).where(func.cardinality(Organisation.conflicts) > 0)
    suspect = Introduction.counterpart_id.in_(named.union(select(Block.organisation_id)))
    last = 0
    while rows := _batch(
        suspect, Introduction.status.in_(OPEN - {Status.INTRODUCED}), Introduction.id > last
    ):
        for row in rows:
            if gates.shuts_out(row.counterpart, row.requester):
                _attempt(row, partial(timed.take, action=Action.BLOCK))
            last = row.id
        db.session.commit()


def _admit_who_waits() -> None:
    waited_for = select(Introduction.counterpart_id).where(Introduction.status == Status.WAITING)
    for counterpart_id in db.session.scalars(waited_for.distinct()).all():
        counterpart, passed = profiles.load(counterpart_id), set[int]()
        while (
            not approval.holds(counterpart, capacity.locked_load(counterpart_id))
            and (row := _first_waiting(counterpart_id, passed)) is not None
        ):
            passed.add(row.id)
            if not approval.hindrances(row):
                _attempt(row, partial(timed.take, action=Action.ADMIT))
            db.session.commit()
        db.session.commit()


def _first_waiting(counterpart_id: int, passed: set[int]) -> Introduction | None:
    """Return whoever came first; of those who came on one day, whoever fits best."""
    came = func.date(Introduction.submitted_at)
    fit = Introduction.snapshot["score"].astext.cast(Float).desc().nulls_last()
    statement = (
        select(Introduction)
        .where(
            Introduction.counterpart_id == counterpart_id,
            Introduction.status == Status.WAITING,
            Introduction.id.not_in(passed),
        )
        .order_by(came, fit, Introduction.id)
        .limit(1)
        .options(*WITH_SIDES)
        .with_for_update(of=Introduction, key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(statement)


@jobs.queue.periodic(cron="*/5 * * * *")
@jobs.job("introductions.let_time_pass", queueing_lock="introductions_let_time_pass")
def let_time_pass(timestamp: int) -> None:
    """Take every step and send every reminder that is due."""
    run()
