"""Who may see an introduction, and in which capacity a person acts on it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.errors import NotFound
from matchmaker.extensions import db
from matchmaker.introductions import calendars, delays
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Actor, Status
from matchmaker.profiles.policies import WITH_DETAILS, own_ids
from matchmaker.taxonomy import Hub

_DETAILS: Any = WITH_DETAILS  # loaders of profiles, typed by SQLAlchemy for the top level only
WITH_SIDES: tuple[ORMOption, ...] = (
    selectinload(Introduction.requester).options(*_DETAILS),
    selectinload(Introduction.counterpart).options(*_DETAILS),
    joinedload(Introduction.requested_by),
)


def has_tie(own: frozenset[int], introduction: Introduction) -> bool:
    """Whether a person of the organisations `own` has a stake in the introduction."""
    return bool(own & {introduction.requester_id, introduction.counterpart_id})


def escalates_at(submitted_at: datetime, hub: Hub) -> datetime:
    """Return when a request of `hub` is open to staff of the other hub too."""
    return calendars.add(submitted_at, delays.decided_within(), hub)


def is_in_reach(user: User, introduction: Introduction) -> bool:
    """Whether the introduction is a matter for this staff member's hub by now.

    What staff propose is one of both cities from the start: there is nothing to decide before it is asked.
    """
    if introduction.proposed or user.staff_hub is introduction.hub:
        return True
    return clock.now() >= escalates_at(introduction.submitted_at, introduction.hub)


def capacities(user: User, introduction: Introduction) -> frozenset[Actor]:
    """Return the capacities in which `user` may act on the introduction, none for a stranger.

    Staff who belong to either organisation are no staff here: nobody decides for their own. A draft is a
    matter for its own organisation alone.
    """
    own = own_ids(user)
    held = set()
    if introduction.requester_id in own:
        held.add(Actor.REQUESTER)
    if introduction.counterpart_id in own and introduction.has_reached_counterpart:
        held.add(Actor.COUNTERPART)
    private = introduction.status is Status.DRAFT
    if user.is_staff and not private and not has_tie(own, introduction) and is_in_reach(user, introduction):
        held.add(Actor.STAFF)
    return frozenset(held)


def of_members(own: frozenset[int]) -> ColumnElement[bool]:
    """Return the SQL condition for what members of the organisations `own` may know of."""
    return or_(
        Introduction.requester_id.in_(own),
        and_(Introduction.counterpart_id.in_(own), Introduction.asked_at.is_not(None)),
    )


def get_own(user: User, introduction_id: int) -> Introduction:
    """Return an introduction that `user` may know of as a member of a side, or raise NotFound."""
    return _loaded(introduction_id, of_members(own_ids(user)))


def get_on_desk(user: User, introduction_id: int) -> Introduction:
    """Return any introduction but a draft to staff of either hub, or raise NotFound."""
    if not user.is_staff:
        raise NotFound
    return _loaded(introduction_id, Introduction.status != Status.DRAFT)


def _loaded(introduction_id: int, *conditions: ColumnElement[bool]) -> Introduction:
    statement = (
        select(Introduction)
        .where(Introduction.id == introduction_id, *conditions)
        .options(*WITH_SIDES)
        .execution_options(populate_existing=True)
    )
    introduction = db.session.scalar(statement)
    if introduction is None:
        raise NotFound
    return introduction
