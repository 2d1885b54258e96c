"""The introductions of a member's organisations, by who has the next step."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, select

from matchmaker.extensions import db
from matchmaker.introductions.desk import deadlines
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.policies import WITH_SIDES, of_members
from matchmaker.introductions.workflow import OPEN, Status

REQUESTERS_TURN = frozenset({Status.NEEDS_CHANGES, Status.PROPOSED, Status.AWAITING_REQUESTER})
COUNTERPARTS_TURN = frozenset({Status.PROPOSED, Status.AWAITING_COUNTERPART})


class Tab(StrEnum):
    """A tab of the inbox."""

    TO_ANSWER = "to_answer"
    DRAFTS = "drafts"
    WAITING = "waiting"
    INTRODUCED = "introduced"
    CLOSED = "closed"


def listed(tab: Tab, own: frozenset[int]) -> Select[Introduction]:
    """Return the statement for one tab: oldest first what waits for the reader, newest first all else."""
    oldest = (Introduction.submitted_at, Introduction.id)
    newest = (Introduction.submitted_at.desc(), Introduction.id.desc())
    return (
        select(Introduction)
        .where(of_members(own), _condition(tab, own))
        .order_by(*(oldest if tab is Tab.TO_ANSWER else newest))
        .options(*WITH_SIDES)
    )


def counts(own: frozenset[int]) -> dict[Tab, int]:
    """Return how many introductions each tab holds, in one query."""
    statement = select(*(func.count().filter(_condition(tab, own)) for tab in Tab)).where(of_members(own))
    return dict(zip(Tab, db.session.execute(statement).one(), strict=True))


def first_deadline(own: frozenset[int]) -> datetime | None:
    """Return by when the first introduction is to be answered that waits for the members."""
    return deadlines.nearest(of_members(own), _condition(Tab.TO_ANSWER, own))


def _condition(tab: Tab, own: frozenset[int]) -> ColumnElement[bool]:
    asking = Introduction.requester_id.in_(own)
    asked = Introduction.counterpart_id.in_(own)
    mine = (asking & Introduction.status.in_(REQUESTERS_TURN)) | (
        asked & Introduction.status.in_(COUNTERPARTS_TURN)
    )
    if tab is Tab.TO_ANSWER:
        return mine
    if tab is Tab.DRAFTS:
        return asking & (Introduction.status == Status.DRAFT)
    if tab is Tab.WAITING:
        return and_(Introduction.status.in_(OPEN - {Status.INTRODUCED}), ~mine)
    return Introduction.status == (Status.INTRODUCED if tab is Tab.INTRODUCED else Status.CLOSED)
