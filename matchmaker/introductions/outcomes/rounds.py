"""Asking both sides what came of it, 30, 90 and 365 days after they were introduced."""

from datetime import timedelta
from functools import partial

from sqlalchemy import ColumnElement, and_, exists, or_, select

from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.introductions import aftermath, followup, letters, notices
from matchmaker.introductions.models import Introduction, SentReminder
from matchmaker.introductions.outcomes.models import Outcome, OutcomeQuestion
from matchmaker.introductions.policies import WITH_SIDES
from matchmaker.introductions.timers import Reminder
from matchmaker.introductions.workflow import Actor, ClosedReason, Status

ASKED_AFTER = (365, 90, 30)  # days; what is asked late goes before what it makes needless
ASKED = "outcome_asked"
BATCH = 100


@followup.sign
def told() -> ColumnElement[bool]:
    """A side said what came of it: the question whether they met is answered."""
    return exists().where(Outcome.introduction_id == Introduction.id)


@aftermath.on_round
def ask() -> None:
    """Ask about each introduction whose day has come, once for each day, and for the latest day only.

    Where nothing followed by day 30, the question whether they met asks the same: one of the two goes.
    """
    for days in ASKED_AFTER:
        while rows := _due(days):
            for row in rows:
                db.session.add(OutcomeQuestion(introduction_id=row.id, days=days))
                db.session.flush()
                aftermath.attempt(partial(_tell, row), introduction_id=row.id)
            db.session.commit()


def _due(days: int) -> list[Introduction]:
    asked = exists().where(OutcomeQuestion.introduction_id == Introduction.id, OutcomeQuestion.days >= days)
    statement = (
        select(Introduction)
        .where(
            or_(
                Introduction.status == Status.INTRODUCED,
                Introduction.closed_reason == ClosedReason.COMPLETED,
            ),
            Introduction.erased_at.is_(None),
            Introduction.introduced_at <= clock.now() - timedelta(days=days),
            ~asked,
        )
        .order_by(Introduction.id)
        .limit(BATCH)
        .options(*WITH_SIDES)
        .with_for_update(of=Introduction, key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if days == min(ASKED_AFTER):
        statement = statement.where(and_(~followup.nothing_followed(), ~_asked_whether_met()))
    return list(db.session.scalars(statement))


def _asked_whether_met() -> ColumnElement[bool]:
    return exists().where(
        SentReminder.introduction_id == Introduction.id, SentReminder.reminder == Reminder.DID_YOU_MEET
    )


def _tell(introduction: Introduction) -> None:
    for side in (Actor.REQUESTER, Actor.COUNTERPART):
        for reader in letters.readers(introduction, side.value, ASKED):
            notices.later(reader, ASKED, introduction)
