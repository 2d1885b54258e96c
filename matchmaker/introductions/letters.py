"""A mail on one introduction: who reads it for a side, and what stands in it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core.locale import reading_as
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.introductions import delays, tuning
from matchmaker.introductions.meetings import policies as meetings
from matchmaker.introductions.meetings.wording import two_clocks
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.sides import side_of
from matchmaker.introductions.workflow import Actor
from matchmaker.notifications import mail_links
from matchmaker.notifications import service as notifications
from matchmaker.notifications.models import LinkPurpose
from matchmaker.profiles import members
from matchmaker.profiles.contact import Grounds, reveal
from matchmaker.profiles.models import Membership
from matchmaker.profiles.policies import OUTSIDER, STAFF, own_ids
from matchmaker.profiles.teaser import face
from matchmaker.taxonomy import NoticeType

Send = Callable[[User, str, Introduction], object]
ASKING = frozenset({"asked", "proposed", "reminder"})  # mails that want an answer
TYPES: dict[str, NoticeType] = {
    "submitted": NoticeType.REQUEST_RECEIVED,
    "escalated": NoticeType.REQUEST_OVERDUE,
    "unanswered_desk": NoticeType.REQUEST_OVERDUE,
    "reported": NoticeType.REQUEST_RECEIVED,
    "handed_over": NoticeType.REQUEST_RECEIVED,
    "co_review_asked": NoticeType.REQUEST_RECEIVED,
    "co_review_answered": NoticeType.REQUEST_RECEIVED,
    "nudged_desk": NoticeType.REQUEST_OVERDUE,
    "nudged_changes": NoticeType.REMINDER,
    "asked": NoticeType.ANSWER_ASKED,
    "proposed": NoticeType.ANSWER_ASKED,
    "reminder": NoticeType.REMINDER,
    "approved": NoticeType.REQUEST_DECIDED,
    "held": NoticeType.REQUEST_DECIDED,
    "admitted": NoticeType.REQUEST_DECIDED,
    "changes_requested": NoticeType.REQUEST_DECIDED,
    "edited": NoticeType.REQUEST_DECIDED,
    "rejected": NoticeType.REQUEST_DECIDED,
    "unanswered": NoticeType.REQUEST_DECIDED,
    "declined": NoticeType.REQUEST_ANSWERED,
    "deferred": NoticeType.REQUEST_ANSWERED,
    "unavailable": NoticeType.REQUEST_ANSWERED,
    "introduced": NoticeType.INTRODUCED,
    "did_you_meet": NoticeType.OUTCOME_ASKED,
    "outcome_asked": NoticeType.OUTCOME_ASKED,
    "meeting_lapsed": NoticeType.MEETING_CHANGED,
    "did_it_take_place": NoticeType.MEETING_CHANGED,
    "withdrawn": NoticeType.INTRODUCTION_ENDED,
    "completed": NoticeType.INTRODUCTION_ENDED,
    "cancelled": NoticeType.INTRODUCTION_ENDED,
    "expired": NoticeType.INTRODUCTION_ENDED,
    "no_follow_up": NoticeType.INTRODUCTION_ENDED,
    "erased": NoticeType.INTRODUCTION_ENDED,
}
FOR_STAFF = frozenset(
    {
        *("submitted", "escalated", "unanswered_desk", "reported"),
        *("handed_over", "co_review_asked", "co_review_answered", "nudged_desk"),
    }
)
ABOUT_OUTCOMES = frozenset({"did_you_meet", "outcome_asked"})  # mails with a link to say what came of it


def readers(introduction: Introduction, audience: str, template: str) -> list[User]:
    """Return who reads this mail: the side's correspondent, with its delegates where an answer is wanted.

    For staff, those of the requester's hub, or of both for any other audience, without a tie to either side.
    """
    if audience in (Actor.REQUESTER, Actor.COUNTERPART):
        organisation, _ = introduction.seen_from(Actor(audience))
        found = members.answerers(organisation) if template in ASKING else None
        correspondent = members.correspondent(organisation)
        return found or ([correspondent] if correspondent else [])
    return _staff(introduction, hub_only=audience == Actor.STAFF)


def at_once(reader: User, template: str, introduction: Introduction) -> None:
    """Tell the reader in the transaction under way: in the list, and by mail as the reader chose."""
    if note(reader, template, introduction):
        write(reader, template, introduction)


def note(reader: User, template: str, introduction: Introduction) -> bool:
    """Tell the reader in the list alone, and return whether a mail is wanted at once."""
    return notifications.note(reader, TYPES[template], f"introductions/{template}", introduction)


def write(reader: User, template: str, introduction: Introduction) -> None:
    """Write the mail alone, in the transaction under way."""
    words = context(reader, template, introduction)
    notifications.write(reader, f"introductions/{template}", [TYPES[template]], **words)


def context(reader: User, template: str, introduction: Introduction) -> dict[str, Any]:
    """Return what the mail's text is made of: nothing that this reader may not know at this step."""
    given: dict[str, Any] = {"introduction": introduction, "delays": tuning.lengths(delays.chosen())}
    if template in FOR_STAFF:
        faces = {"requester": introduction.requester, "counterpart": introduction.counterpart}
        return given | {name: face(side, STAFF) for name, side in faces.items()}
    side = side_of(own_ids(reader), introduction)
    own, other = introduction.seen_from(side)
    given |= {"own": own.name, "other": face(other, OUTSIDER), "side": side}
    if template == "introduced":
        given["contact"] = reveal(reader, other, Grounds.INTRODUCED)
    if template in ASKING:
        given["answer_token"] = mail_links.issue(reader, LinkPurpose.ANSWER, introduction.id)
    if template in ABOUT_OUTCOMES:
        given["outcome_token"] = mail_links.issue(reader, LinkPurpose.OUTCOME, introduction.id)
    if template == "did_it_take_place":
        given |= _of_meeting(reader, introduction)
    return given


def _of_meeting(reader: User, introduction: Introduction) -> dict[str, Any]:
    meeting = meetings.latest_asked(introduction)
    assert meeting.starts_at is not None
    with reading_as(reader.locale, reader.time_zone):
        time = two_clocks(meeting.starts_at)
    token = mail_links.issue(reader, LinkPurpose.MEETING, meeting.id)
    return {"meeting": meeting, "time": time, "meeting_token": token}


def _staff(introduction: Introduction, *, hub_only: bool) -> list[User]:
    sides = (introduction.requester_id, introduction.counterpart_id)
    tied = select(Membership.user_id).where(Membership.organisation_id.in_(sides))
    statement = select(User).where(
        User.role == Role.STAFF,
        User.active,
        User.confirmed_at.is_not(None),
        User.id.not_in(tied),
    )
    if hub_only:
        statement = statement.where(User.staff_hub == introduction.hub)
    return list(db.session.scalars(statement.order_by(User.id)))
