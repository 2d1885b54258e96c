"""What staff read: the queue of profiles to check, likely duplicates, the feed of changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import contains_eager

from matchmaker.accounts.models import User
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.paging import Page, paginate
from matchmaker.core.text import fold
from matchmaker.extensions import db
from matchmaker.profiles import values, websites
from matchmaker.profiles.models import Organisation, ProfileReview, ProfileStatus, ReviewState
from matchmaker.taxonomy import Hub

MOST_DUPLICATES = 20


def queue(staff: User, hub: Hub | None, number: int) -> Page[ProfileReview]:
    """Return a page of what waits for staff: own hub first, people before imports, then by age."""
    statement = (
        select(ProfileReview)
        .join(ProfileReview.organisation)
        .where(ProfileReview.state == ReviewState.PENDING, Organisation.status != ProfileStatus.REMOVED)
        .order_by(
            case((Organisation.hub == staff.staff_hub, 0), else_=1),
            Organisation.claimed_at.is_(None),
            ProfileReview.id,
        )
        .options(contains_eager(ProfileReview.organisation))
    )
    if hub is not None:
        statement = statement.where(Organisation.hub == hub)
    return paginate(db.session(), statement, number)


def count(staff: User) -> int:
    """Return how many profiles of the city of `staff` wait for a check."""
    statement = (
        select(func.count())
        .select_from(ProfileReview)
        .join(ProfileReview.organisation)
        .where(
            ProfileReview.state == ReviewState.PENDING,
            Organisation.status != ProfileStatus.REMOVED,
            Organisation.hub == staff.staff_hub,
        )
    )
    return db.session.scalar(statement) or 0


@dataclass(frozen=True)
class Duplicate:
    """An organisation that may be the same as the one under review, and what they share."""

    organisation: Organisation
    shared: tuple[Any, ...]  # lazy strings


def duplicates(organisation: Organisation, proposed: Mapping[str, Any]) -> list[Duplicate]:
    """Return other organisations with the same registration number, website host or folded name.

    Both the live values and the proposed ones count.
    """
    marks = _marks(organisation, proposed)
    same = or_(*(column.in_(wanted) for column, (wanted, _words) in marks.items() if wanted))
    statement = (
        select(Organisation)
        .where(
            Organisation.id != organisation.id,
            Organisation.status.not_in([ProfileStatus.REMOVED, ProfileStatus.DRAFT]),
            same,
        )
        .order_by(Organisation.id)
        .limit(MOST_DUPLICATES)
    )
    return [Duplicate(row, _shared(row, marks)) for row in db.session.scalars(statement)]


def _marks(organisation: Organisation, proposed: Mapping[str, Any]) -> dict[Any, tuple[set[Any], Any]]:
    hosts = {organisation.website_host, websites.host_of(proposed.get("website"))}
    numbers = {organisation.registry_id, proposed.get("registry_id")}
    names = {organisation.sort_key, fold(proposed.get("name") or "")}
    return {
        Organisation.registry_id: (numbers - {None, ""}, _l("the same registration number")),
        Organisation.website_host: (hosts - {None, ""}, _l("the same website")),
        Organisation.sort_key: (names - {""}, _l("the same name")),
    }


def _shared(row: Organisation, marks: Mapping[Any, tuple[set[Any], Any]]) -> tuple[Any, ...]:
    return tuple(words for column, (wanted, words) in marks.items() if getattr(row, column.key) in wanted)


@dataclass(frozen=True)
class Change:
    """One edit of a published profile: each field with its values before and after, where they are public."""

    event: AuditEvent
    organisation: Organisation
    author: User | None
    fields: tuple[tuple[str, Any, Any], ...]
    unshown: tuple[str, ...]  # changed too; what they say is not recorded
    proposed: tuple[str, ...]  # wait for a staff check


def changes(hub: Hub | None, number: int) -> Page[Change]:
    """Return a page of the edits that went live after publication, newest first."""
    statement = (
        select(AuditEvent)
        .join(
            Organisation,
            and_(
                AuditEvent.subject_type == Organisation.__tablename__,
                AuditEvent.subject_id == Organisation.id,
            ),
        )
        .where(
            AuditEvent.tag == AuditTag.PROFILE_EDITED,
            Organisation.status == ProfileStatus.PUBLISHED,
            AuditEvent.at >= Organisation.published_at,
        )
        .order_by(AuditEvent.id.desc())
    )
    if hub is not None:
        statement = statement.where(Organisation.hub == hub)
    page = paginate(db.session(), statement, number)
    return Page(_read(list(page.items)), page.number, page.total, page.per_page)


def _read(events: list[AuditEvent]) -> list[Change]:
    subjects = {event.subject_id for event in events}
    authors = {event.actor_id for event in events if event.actor_id}
    organisations = {
        row.id: row for row in db.session.scalars(select(Organisation).where(Organisation.id.in_(subjects)))
    }
    people = {row.id: row for row in db.session.scalars(select(User).where(User.id.in_(authors)))}
    return [
        _change(event, organisations[event.subject_id], people.get(event.actor_id or 0)) for event in events
    ]


def _change(event: AuditEvent, organisation: Organisation, author: User | None) -> Change:
    recorded: dict[str, Any] = event.data.get("changed", {})
    decoded = tuple(
        (
            name,
            values.from_json(organisation.kind, name, pair[0]),
            values.from_json(organisation.kind, name, pair[1]),
        )
        for name, pair in recorded.items()
        if pair is not None
    )
    unshown = tuple(name for name, pair in recorded.items() if pair is None)
    return Change(event, organisation, author, decoded, unshown, tuple(event.data.get("proposed", ())))
