"""The same steps as a naive program takes them: read, decide, write, with no lock and no version.

They show that the races of these tests do occur, and what they break.
"""

from threading import Barrier

from sqlalchemy import func, select, text, update

from matchmaker.extensions import db
from matchmaker.introductions import emails
from matchmaker.introductions.models import ONE_OPEN, Introduction
from matchmaker.introductions.steps import Step
from matchmaker.introductions.workflow import TRANSITIONS, Action, Actor, Status
from tests.integration.introductions.conftest import Scene

OPEN_PAIR_INDEX = text(f"DROP INDEX {ONE_OPEN}")
RESTORED_INDEX = text(
    f"CREATE UNIQUE INDEX {ONE_OPEN} ON introductions "
    "(least(requester_id, counterpart_id), greatest(requester_id, counterpart_id)) "
    "WHERE status NOT IN ('closed', 'draft')"
)


def _write(introduction_id: int, **values: object) -> None:
    db.session.execute(update(Introduction).where(Introduction.id == introduction_id).values(**values))


def approve(scene: Scene, introduction_id: int, both_have_read: Barrier) -> None:
    """Approve after a look at the state."""
    row = scene.introduction(introduction_id)
    assert row.status is Status.SUBMITTED
    db.session.expunge(row)
    both_have_read.wait(timeout=20)
    now = db.session.scalar(select(func.now()))
    _write(introduction_id, status=Status.AWAITING_COUNTERPART, approved_at=now, asked_at=now)
    _mail_both(scene, introduction_id)
    db.session.commit()


def accept(scene: Scene, introduction_id: int, capacity: int, both_have_read: Barrier) -> None:
    """Accept after counting what was introduced."""
    counted = db.session.scalar(
        select(func.count()).where(
            Introduction.counterpart_id == scene.investor_id, Introduction.introduced_at.is_not(None)
        )
    )
    assert (counted or 0) < capacity
    both_have_read.wait(timeout=20)
    now = db.session.scalar(select(func.now()))
    _write(introduction_id, status=Status.INTRODUCED, answered_at=now, introduced_at=now)
    db.session.commit()


def withdraw(scene: Scene, introduction_id: int, both_have_read: Barrier) -> None:
    """Withdraw after a look at the state."""
    row = scene.introduction(introduction_id)
    assert row.status is Status.SUBMITTED
    db.session.expunge(row)
    both_have_read.wait(timeout=20)
    now = db.session.scalar(select(func.now()))
    _write(introduction_id, status=Status.CLOSED, closed_reason="withdrawn", closed_at=now)
    db.session.commit()


def request(row: Introduction, both_have_read: Barrier) -> None:
    """Ask after a look at whether the pair is free."""
    pair = (row.requester_id, row.counterpart_id)
    found = db.session.scalar(
        select(func.count()).where(
            Introduction.requester_id.in_(pair),
            Introduction.counterpart_id.in_(pair),
            Introduction.status != Status.CLOSED,
        )
    )
    assert not found
    both_have_read.wait(timeout=20)
    db.session.add(row)
    db.session.commit()


def _mail_both(scene: Scene, introduction_id: int) -> None:
    from matchmaker.introductions.policies import WITH_SIDES

    statement = select(Introduction).where(Introduction.id == introduction_id).options(*WITH_SIDES)
    row = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    approval = TRANSITIONS[Status.SUBMITTED, Action.APPROVE]
    emails.of_step(Step(row, None, Actor.STAFF, Action.APPROVE, approval))
