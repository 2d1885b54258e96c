"""Who may work on a matter at the desk: staff of either city without a tie to a side, and nobody else."""

from sqlalchemy import ColumnElement, exists, select

from matchmaker.accounts.models import User
from matchmaker.core.errors import Forbidden, NotFound
from matchmaker.core.permissions import Role
from matchmaker.introductions import policies, steps
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Status
from matchmaker.profiles.models import Membership
from matchmaker.profiles.policies import own_ids


def check(user: User, introduction: Introduction) -> None:
    """Raise NotFound for who is no staff or for a draft, Forbidden for staff with a tie to a side."""
    if not user.is_staff or introduction.status is Status.DRAFT:
        raise NotFound
    if policies.has_tie(own_ids(user), introduction):
        raise Forbidden(steps.OWN)


def locked(user: User, introduction_id: int) -> Introduction:
    """Lock the introduction for a write of `user` beside its workflow; raise as `check` does."""
    row = steps.locked(introduction_id)
    check(user, row)
    return row


def works_here() -> ColumnElement[bool]:
    """Return the SQL condition on `User` for staff who can work now."""
    return (User.role == Role.STAFF) & User.active & User.confirmed_at.is_not(None)


def is_untied(introduction: Introduction) -> ColumnElement[bool]:
    """Return the SQL condition on `User` for who belongs to neither side."""
    sides = (introduction.requester_id, introduction.counterpart_id)
    return ~exists().where(Membership.user_id == User.id, Membership.organisation_id.in_(sides))


def without_owner() -> ColumnElement[bool]:
    """Return the SQL condition on `Introduction` for matters nobody has in hand, or only who has left."""
    there = select(User.id).where(works_here())
    return Introduction.assigned_to_id.is_(None) | Introduction.assigned_to_id.not_in(there)
