"""Who may read the messages of an introduction: both sides, and staff while a side asks them to."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.extensions import db
from matchmaker.introductions import policies
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.parties import Party
from matchmaker.introductions.thread.models import Message, ThreadReport
from matchmaker.profiles.policies import own_ids


def readable(introduction: Introduction, party: Party) -> list[Message]:
    """Return what the side may read, oldest first: of the other side nothing once contacts are taken back."""
    statement = (
        select(Message)
        .where(Message.introduction_id == introduction.id)
        .order_by(Message.id)
        .options(joinedload(Message.author))
    )
    if not introduction.shares_contacts:
        statement = statement.where(Message.party == party)
    return list(db.session.scalars(statement))


def open_report(introduction: Introduction) -> ThreadReport | None:
    """Return the report that is not settled yet, or None."""
    statement = select(ThreadReport).where(
        ThreadReport.introduction_id == introduction.id, ThreadReport.settled_at.is_(None)
    )
    return db.session.scalar(statement)


def get_reported(user: User, introduction_id: int) -> tuple[Introduction, ThreadReport]:
    """Return a reported introduction to staff without a tie to either side, or raise NotFound."""
    introduction = policies.get_on_desk(user, introduction_id)
    report = open_report(introduction)
    if report is None or policies.has_tie(own_ids(user), introduction):
        raise NotFound
    return introduction, report
