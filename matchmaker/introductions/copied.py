"""What a person asked for, wrote, agreed on and told of, in a copy of the person's data.

How an introduction stands is not a person's: it is left to the page of those who still belong to a side.
"""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from matchmaker.accounts import copies
from matchmaker.accounts.models import User
from matchmaker.extensions import Model, db
from matchmaker.introductions.meetings.models import CalendarFeed, Meeting
from matchmaker.introductions.models import Introduction, Notice
from matchmaker.introductions.outcomes.models import Outcome, OutcomeVersion
from matchmaker.introductions.thread.models import Message, ThreadReport

_OUTCOME = ("type", "amount", "currency", "jobs_paris", "jobs_silicon_valley", "text", "created_at")
_REQUEST = ("id", "requester_id", "counterpart_id", "purpose", "need", "message", "deck_url", "created_at")


@copies.gives
def introductions(user: User) -> copies.Files:
    """Return what `user` asked, wrote and told, and the meetings of `user`."""
    return {
        "introductions.json": {
            "requests": _by(user, Introduction, "requested_by_id", *_REQUEST),
            "messages": _by(user, Message, "author_id", "introduction_id", "text", "created_at"),
            "reports": _by(user, ThreadReport, "reported_by_id", "introduction_id", "reason", "created_at"),
            "meetings": _meetings(user),
            "outcomes": _outcomes(user),
            "notices_to_come": _by(user, Notice, "user_id", "introduction_id", "template", "created_at"),
            "calendar_address": _by(user, CalendarFeed, "user_id", "created_at"),
        }
    }


def _by(user: User, model: type[Model], person: str, *names: str) -> list[dict[str, Any]]:
    statement = select(model).filter_by(**{person: user.id}).order_by(*model.__mapper__.primary_key)
    return copies.listed(db.session.scalars(statement), *names)


def _meetings(user: User) -> list[dict[str, Any]]:
    statement = (
        select(Meeting)
        .where(or_(Meeting.organiser_id == user.id, Meeting.attendee_id == user.id))
        .order_by(Meeting.id)
        .options(selectinload(Meeting.slots))
    )
    return [_meeting(row, row.organiser_id == user.id) for row in db.session.scalars(statement)]


def _meeting(row: Meeting, organised: bool) -> dict[str, Any]:
    """Return a meeting; words, link and slots are those of whoever organises it."""
    told = copies.fields(row, "introduction_id", "minutes", "created_at", "starts_at", "ends_at")
    if organised:
        told |= copies.fields(row, "note", "video_url") | {"slots": [slot.starts_at for slot in row.slots]}
    return told | {"organised_by_you": organised}


def _outcomes(user: User) -> list[dict[str, Any]]:
    statement = (
        select(OutcomeVersion, Outcome.introduction_id)
        .join(Outcome, Outcome.id == OutcomeVersion.outcome_id)
        .where(OutcomeVersion.user_id == user.id)
        .order_by(OutcomeVersion.id)
    )
    return [
        {"introduction_id": introduction_id} | copies.fields(row, *_OUTCOME)
        for row, introduction_id in db.session.execute(statement)
    ]
