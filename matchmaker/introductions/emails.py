"""Which mail goes to whom at which step, always in the transaction of the step.

One mail to each side that has something to learn, to its correspondent and in that person's language: whoever
took the step is not told of it. Staff hear of a request when it comes to their desk, the counterpart from the
approval on. Subjects name nobody; bodies show the other side by its face, and the contact once introduced.
"""

from typing import Any

from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core import mail
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Actor
from matchmaker.profiles import members
from matchmaker.profiles.contact import Grounds, reveal
from matchmaker.profiles.models import Membership, Organisation
from matchmaker.profiles.policies import OUTSIDER, STAFF
from matchmaker.profiles.teaser import face


def submitted(introduction: Introduction) -> None:
    """Tell each staff member of the requester's hub, but those with a tie, that a request waits."""
    for officer in _staff(introduction):
        _send(
            officer,
            "submitted",
            introduction,
            requester=face(introduction.requester, STAFF),
            counterpart=face(introduction.counterpart, STAFF),
        )


def approved(introduction: Introduction) -> None:
    """Ask the counterpart for its answer, and tell the requester that it has been asked."""
    _to_side(introduction, Actor.COUNTERPART, "asked")
    _to_side(introduction, Actor.REQUESTER, "approved")


def changes_requested(introduction: Introduction) -> None:
    """Tell the requester what to change."""
    _to_side(introduction, Actor.REQUESTER, "changes_requested")


def rejected(introduction: Introduction) -> None:
    """Tell the requester why; the counterpart has never heard of the request."""
    _to_side(introduction, Actor.REQUESTER, "rejected")


def introduced(introduction: Introduction) -> None:
    """Give each side the contact of the other."""
    _to_side(introduction, Actor.REQUESTER, "introduced")
    _to_side(introduction, Actor.COUNTERPART, "introduced")


def declined(introduction: Introduction) -> None:
    """Tell the requester, with the counterpart's words where it shares them."""
    _to_side(introduction, Actor.REQUESTER, "declined")


def withdrawn(introduction: Introduction, by: Actor) -> None:
    """Tell a counterpart that has been asked, and the requester where staff withdrew the request."""
    if introduction.has_reached_counterpart:
        _to_side(introduction, Actor.COUNTERPART, "withdrawn", by=by)
    if by is not Actor.REQUESTER:
        _to_side(introduction, Actor.REQUESTER, "withdrawn", by=by)


def cancelled(introduction: Introduction) -> None:
    """Tell both sides that staff ended the introduction."""
    _to_side(introduction, Actor.REQUESTER, "cancelled")
    _to_side(introduction, Actor.COUNTERPART, "cancelled")


def _to_side(introduction: Introduction, side: Actor, template: str, **context: Any) -> None:
    own, other = introduction.seen_from(side)
    if (reader := members.correspondent(own)) is None:
        return
    if template == "introduced":
        context["contact"] = reveal(reader, other, Grounds.INTRODUCED)
    _send(reader, template, introduction, own=own.name, other=face(other, OUTSIDER), **context)


def _send(reader: User, template: str, introduction: Introduction, **context: Any) -> None:
    mail.enqueue(
        recipient=reader.email,
        locale=reader.locale,
        time_zone=reader.time_zone,
        user_id=reader.id,
        template=f"introductions/{template}",
        introduction=introduction,
        **context,
    )


def _staff(introduction: Introduction) -> list[User]:
    sides: tuple[Organisation, ...] = (introduction.requester, introduction.counterpart)
    tied = select(Membership.user_id).where(Membership.organisation_id.in_([side.id for side in sides]))
    statement = select(User).where(
        User.role == Role.STAFF,
        User.staff_hub == introduction.hub,
        User.active,
        User.confirmed_at.is_not(None),
        User.id.not_in(tied),
    )
    return list(db.session.scalars(statement.order_by(User.id)))
