"""Who is told of a message: the other side, as a line of its daily summary unless it chose otherwise."""

from functools import partial
from typing import Any

from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.introductions import letters, standing
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.thread.models import Message
from matchmaker.introductions.workflow import Actor
from matchmaker.notifications import service as notifications
from matchmaker.notifications.models import Notification
from matchmaker.taxonomy import NoticeType

TEMPLATE = "introductions/message"


def of_message(introduction: Introduction, message: Message) -> None:
    """Tell the correspondent of the other side and those of it who have written here."""
    party = message.party.other
    wrote = select(Message.author_id).where(
        Message.introduction_id == introduction.id, Message.party == party
    )
    organisation = standing.organisation_of(introduction, party)
    for reader in standing.listeners(organisation, db.session.scalars(wrote.distinct()).all()):
        if not _waits_for_summary(reader, introduction):
            context = partial(_context, reader, introduction, message)
            notifications.notify(reader, NoticeType.INTRODUCTION_MESSAGE, TEMPLATE, introduction, context)


def _context(reader: User, introduction: Introduction, message: Message) -> dict[str, Any]:
    other = standing.name_across(reader, introduction, message.party.other)
    return {"introduction": introduction, "other": other, "text": message.text}


def of_report(introduction: Introduction) -> None:
    """Tell staff of the requester's hub that a side asks them to read."""
    for reader in letters.readers(introduction, Actor.STAFF.value, "reported"):
        letters.at_once(reader, "reported", introduction)


def _waits_for_summary(reader: User, introduction: Introduction) -> bool:
    """Several messages of one day are one line of the summary."""
    waiting = select(Notification.id).where(
        Notification.user_id == reader.id,
        Notification.type == NoticeType.INTRODUCTION_MESSAGE,
        Notification.subject_type == Introduction.__tablename__,
        Notification.subject_id == introduction.id,
        Notification.due_at.is_not(None),
    )
    return bool(db.session.scalar(select(waiting.exists())))
