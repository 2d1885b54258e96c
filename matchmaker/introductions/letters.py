"""A mail on one introduction: who reads it for a side, and what stands in it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core import mail
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.introductions import answer_links
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.sides import side_of
from matchmaker.introductions.workflow import Actor
from matchmaker.profiles import members
from matchmaker.profiles.contact import Grounds, reveal
from matchmaker.profiles.models import Membership
from matchmaker.profiles.policies import OUTSIDER, STAFF, own_ids
from matchmaker.profiles.teaser import face

Send = Callable[[User, str, Introduction], object]
ASKING = frozenset({"asked", "proposed", "reminder"})  # mails that want an answer
FOR_STAFF = frozenset({"submitted", "escalated", "unanswered_desk"})


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
    """Write the mail now, in the transaction under way."""
    mail.enqueue(
        recipient=reader.email,
        locale=reader.locale,
        time_zone=reader.time_zone,
        user_id=reader.id,
        template=f"introductions/{template}",
        **context(reader, template, introduction),
    )


def context(reader: User, template: str, introduction: Introduction) -> dict[str, Any]:
    """Return what the mail's text is made of: nothing that this reader may not know at this step."""
    given: dict[str, Any] = {"introduction": introduction}
    if template in FOR_STAFF:
        faces = {"requester": introduction.requester, "counterpart": introduction.counterpart}
        return given | {name: face(side, STAFF) for name, side in faces.items()}
    side = side_of(own_ids(reader), introduction)
    own, other = introduction.seen_from(side)
    given |= {"own": own.name, "other": face(other, OUTSIDER), "side": side}
    if template == "introduced":
        given["contact"] = reveal(reader, other, Grounds.INTRODUCED)
    if template in ASKING:
        given["answer_token"] = answer_links.issue(reader, introduction)
    return given


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
