"""The audit record as people read it: who may read what, and what narrows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select

from matchmaker.accounts.models import User
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.paging import PER_PAGE, Page
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action
from matchmaker.profiles.policies import own_ids

MOST_IN_A_FILE = 100_000
BATCH = 1000
_ABOUT_ACCOUNTS = frozenset({"account", "setting"})
_SHARED = frozenset({"import", "model"})
_ABOUT_ORGANISATIONS = frozenset(
    {
        *("profile", "member", "contact", "claim", "match", "block", "profiling"),
        *("introduction", "co_review", "desk_note", "message", "thread", "meeting", "calendar", "outcome"),
    }
)
READABLE: Mapping[Role, frozenset[AuditTag]] = {
    Role.MEMBER: frozenset(),
    Role.STAFF: frozenset(tag for tag in AuditTag if tag.partition(":")[0] in _ABOUT_ORGANISATIONS | _SHARED),
    Role.ADMIN: frozenset(tag for tag in AuditTag if tag.partition(":")[0] in _ABOUT_ACCOUNTS | _SHARED),
}
"""What each role reads: staff the work between organisations, admins accounts and settings."""

Entry = Row[AuditEvent, str, str]  # the name and address are None where the service itself acted


@dataclass(frozen=True)
class Filters:
    """What narrows the record; days are those of the reader, both included."""

    tag: AuditTag | None = None
    actor: str = ""
    subject_type: str = ""
    subject_id: int | None = None
    first: date | None = None
    last: date | None = None

    def conditions(self, zone: str) -> list[ColumnElement[bool]]:
        """Return the SQL conditions on `AuditEvent`, and on `User` for who acted."""
        found: list[ColumnElement[bool]] = []
        if self.tag is not None:
            found.append(AuditEvent.tag == self.tag)
        if self.actor:
            named = (func.lower(column).contains(self.actor.lower(), autoescape=True) for column in _NAMES)
            found.append(or_(*named))
        if self.subject_type:
            found.append(AuditEvent.subject_type == self.subject_type)
        if self.subject_id is not None:
            found.append(AuditEvent.subject_id == self.subject_id)
        if self.first is not None:
            found.append(AuditEvent.at >= _start(self.first, zone))
        if self.last is not None:
            found.append(AuditEvent.at < _start(self.last + timedelta(days=1), zone))
        return found


_NAMES = (User.name, User.email)


def page(reader: User, filters: Filters, number: int) -> Page[Entry]:
    """Return a page of what `reader` may read, newest first, each with the name and address of who acted."""
    statement = _entries(reader, filters)
    counted = statement.with_only_columns(func.count()).order_by(None)
    total = db.session.scalar(counted) or 0
    held = min(max(1, number), max(1, -(-total // PER_PAGE)))
    rows = db.session.execute(statement.limit(PER_PAGE).offset((held - 1) * PER_PAGE)).all()
    return Page(rows, held, total)


def every(reader: User, filters: Filters) -> Iterator[Entry]:
    """Yield what `reader` may read, newest first, at most a hundred thousand entries."""
    statement = _entries(reader, filters).limit(MOST_IN_A_FILE)
    yield from db.session.execute(statement.execution_options(yield_per=BATCH))


def _entries(reader: User, filters: Filters) -> Select[AuditEvent, str, str]:
    return (
        select(AuditEvent, User.name, User.email)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .where(*_readable(reader), *filters.conditions(reader.time_zone))
        .order_by(AuditEvent.id.desc())
    )


def _readable(reader: User) -> list[ColumnElement[bool]]:
    """Return the conditions for what `reader` may read.

    Nobody reads of introductions they have a tie to, nor the steps of drafts, which are their writers' alone.
    """
    found: list[ColumnElement[bool]] = [AuditEvent.tag.in_(READABLE[reader.role])]
    own = own_ids(reader)
    if own:
        tied = select(Introduction.id).where(
            or_(Introduction.requester_id.in_(own), Introduction.counterpart_id.in_(own))
        )
        found.append(_about().is_(None) | _about().not_in(tied))
    drafting = and_(
        AuditEvent.tag == AuditTag.INTRODUCTION_TRANSITION,
        AuditEvent.data["action"].astext.in_((Action.COMPOSE.value, Action.DISCARD.value)),
    )
    return [*found, ~drafting]


def _about() -> ColumnElement[Any]:
    """Return the introduction that an event is about, itself or by what hangs on it; NULL for any other."""
    itself = AuditEvent.subject_type == Introduction.__tablename__
    about: ColumnElement[Any] = case(
        (itself, AuditEvent.subject_id), else_=AuditEvent.data["introduction"].as_integer()
    )
    return about


def _start(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
