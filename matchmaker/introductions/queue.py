"""The desk of programme staff: requests by age, and everything else that is under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.introductions import policies
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.policies import WITH_SIDES, escalates_at
from matchmaker.introductions.workflow import Status
from matchmaker.profiles.policies import STAFF, own_ids
from matchmaker.profiles.teaser import Face, face
from matchmaker.taxonomy import Hub


@dataclass(frozen=True)
class Item:
    """One line of the queue. `tied`: the reader has a stake and may not act; `overdue`: both cities may."""

    introduction: Introduction
    requester: Face
    counterpart: Face
    due: datetime
    overdue: bool
    tied: bool


def listed(status: Status, hub: Hub | None) -> Select[Introduction]:
    """Return the statement for the introductions in a state, of one hub or both, oldest first."""
    statement = select(Introduction).where(Introduction.status == status).options(*WITH_SIDES)
    if hub is not None:
        statement = statement.where(Introduction.hub == hub)
    return statement.order_by(Introduction.submitted_at, Introduction.id)


def items(user: User, introductions: Sequence[Introduction]) -> list[Item]:
    """Return the lines of the queue for introductions whose sides are loaded."""
    own, now = own_ids(user), clock.now()
    return [_item(row, own, now) for row in introductions]


def _item(row: Introduction, own: frozenset[int], now: datetime) -> Item:
    due = escalates_at(row.submitted_at, row.hub)
    return Item(
        introduction=row,
        requester=face(row.requester, STAFF),
        counterpart=face(row.counterpart, STAFF),
        due=due,
        overdue=row.status is Status.SUBMITTED and now >= due,
        tied=policies.has_tie(own, row),
    )
