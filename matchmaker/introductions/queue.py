"""The desk of programme staff: what is under way, by deadline or age, and as a board of all states."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.paging import Page, paginate, slice_page
from matchmaker.extensions import db
from matchmaker.introductions import policies
from matchmaker.introductions.desk import deadlines, stalled, standing
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.policies import WITH_SIDES, escalates_at
from matchmaker.introductions.workflow import OPEN, Status
from matchmaker.profiles.policies import STAFF, own_ids
from matchmaker.profiles.teaser import Face, face
from matchmaker.taxonomy import Hub, NeedCode

SHOWN_IN_A_COLUMN = 8
STATES = tuple(status for status in Status if status is not Status.DRAFT)  # a draft is its writer's alone
_NEVER = datetime.max.replace(tzinfo=UTC)


class Owner(StrEnum):
    """Whose matters are shown."""

    ALL = "all"
    MINE = "mine"
    NOBODY = "nobody"


class Order(StrEnum):
    """What comes first: the nearest deadline, or what was sent first."""

    DEADLINE = "deadline"
    AGE = "age"


@dataclass(frozen=True)
class Filters:
    """What narrows the queue; None leaves it open. Without a state, all that are open are shown."""

    status: Status | None = None
    hub: Hub | None = None
    need: NeedCode | None = None
    owner: Owner = Owner.ALL
    order: Order = Order.DEADLINE
    stalled: bool = False

    def conditions(self, reader: User) -> list[ColumnElement[bool]]:
        """Return the SQL conditions on `Introduction` for what `reader` asked to see."""
        status = Introduction.status
        found = [status == self.status if self.status in STATES else status.in_(OPEN)]
        if self.hub is not None:
            found.append(Introduction.hub == self.hub)
        if self.need is not None:
            found.append(Introduction.need == self.need)
        if self.owner is Owner.MINE:
            found.append(Introduction.assigned_to_id == reader.id)
        if self.owner is Owner.NOBODY:
            found.append(standing.without_owner())
        if self.stalled:
            found.append(stalled.condition())
        return found


@dataclass(frozen=True)
class Item:
    """One line of the queue. `tied`: the reader has a stake and may not act; `overdue`: both cities may.

    Of a tied one a page shows no more than `own`, the names of the reader's organisations in it.
    `deadline`: by when somebody should act, None once closed; `owner`: who has it in hand, and works here.
    """

    introduction: Introduction
    requester: Face
    counterpart: Face
    due: datetime
    deadline: datetime | None
    overdue: bool
    tied: bool
    own: str
    owner: User | None


@dataclass(frozen=True)
class Column:
    """One state of the board: how many there are, and those that are due first."""

    status: Status
    count: int
    items: list[Item]


def page(reader: User, filters: Filters, number: int) -> Page[Introduction]:
    """Return a page of introductions with their sides; the closed stand in order of age alone."""
    if filters.order is Order.AGE or filters.status is Status.CLOSED:
        statement = select(Introduction).where(*filters.conditions(reader)).options(*_LOADED)
        return paginate(db.session(), statement.order_by(Introduction.submitted_at, Introduction.id), number)
    ids = slice_page(_by_deadline(reader, filters), number)
    return Page(_load(ids.items), ids.number, ids.total)


def undecided(reader: User) -> tuple[int, datetime | None]:
    """Return how many requests of the reader's city the reader may decide, and by when the first one."""
    own = own_ids(reader)
    waiting = (
        Introduction.status == Status.SUBMITTED,
        Introduction.hub == reader.staff_hub,
        Introduction.requester_id.not_in(own),
        Introduction.counterpart_id.not_in(own),
    )
    count = db.session.scalar(select(func.count()).select_from(Introduction).where(*waiting)) or 0
    return count, deadlines.nearest(*waiting)


def board(reader: User, filters: Filters) -> list[Column]:
    """Return a column for each state but drafts, each with its count and its first few by deadline."""
    everything = replace(filters, status=None)
    narrowed = everything.conditions(reader)[1:]
    counting = select(Introduction.status, func.count()).where(Introduction.status.in_(STATES), *narrowed)
    counts: dict[Status, int] = dict(db.session.execute(counting.group_by(Introduction.status)).all())
    return [
        Column(status, counts.get(status, 0), _first(reader, replace(filters, status=status)))
        for status in STATES
    ]


def items(user: User, introductions: Sequence[Introduction]) -> list[Item]:
    """Return the lines of the queue for introductions whose sides and owner are loaded."""
    own, now = own_ids(user), clock.now()
    return [_item(row, own, now) for row in introductions]


_LOADED: tuple[Any, ...] = (*WITH_SIDES, joinedload(Introduction.assigned_to))


def _by_deadline(reader: User, filters: Filters) -> list[int]:
    rows = db.session.execute(select(*deadlines.COLUMNS).where(*filters.conditions(reader))).all()
    keyed = [(deadlines.at(*row[1:]) or _NEVER, row[0]) for row in rows]
    return [introduction_id for _, introduction_id in sorted(keyed)]


def _first(reader: User, filters: Filters) -> list[Item]:
    if filters.status is Status.CLOSED:
        latest = select(Introduction.id).where(*filters.conditions(reader))
        ordered = latest.order_by(Introduction.closed_at.desc(), Introduction.id.desc())
        ids = list(db.session.scalars(ordered.limit(SHOWN_IN_A_COLUMN)))
    else:
        ids = _by_deadline(reader, filters)[:SHOWN_IN_A_COLUMN]
    return items(reader, _load(ids))


def _load(ids: Sequence[int]) -> list[Introduction]:
    statement = select(Introduction).where(Introduction.id.in_(ids)).options(*_LOADED)
    found = {row.id: row for row in db.session.scalars(statement).unique()}
    return [found[one] for one in ids if one in found]


def _item(row: Introduction, own: frozenset[int], now: datetime) -> Item:
    due = escalates_at(row.submitted_at, row.hub)
    owner = row.assigned_to
    sides = (row.requester, row.counterpart)
    return Item(
        introduction=row,
        requester=face(row.requester, STAFF),
        counterpart=face(row.counterpart, STAFF),
        due=due,
        deadline=deadlines.of(row),
        overdue=row.status is Status.SUBMITTED and now >= due,
        tied=policies.has_tie(own, row),
        own=", ".join(side.name for side in sides if side.id in own),
        owner=owner if owner is not None and owner.active and owner.is_staff else None,
    )
