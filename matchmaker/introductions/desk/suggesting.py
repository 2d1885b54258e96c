"""Another counterpart for a requester, out of its recommendations: a notice with a link to ask."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import selectinload

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict
from matchmaker.extensions import db
from matchmaker.introductions import pairs
from matchmaker.introductions.desk import standing
from matchmaker.introductions.desk.models import Suggestion
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Actor
from matchmaker.matching import service as matching
from matchmaker.matching.served import NotReady
from matchmaker.notifications import service as notifications
from matchmaker.notifications.models import Notification
from matchmaker.notifications.ports import Subject
from matchmaker.profiles import members
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import OUTSIDER, WITH_DETAILS, own_ids
from matchmaker.profiles.teaser import Face, face
from matchmaker.taxonomy import NoticeType

OFFERED = 5
_DETAILS: Any = WITH_DETAILS  # loaders of profiles, typed by SQLAlchemy for the top level only
NOT_RECOMMENDED = _l("This organisation is not, or no longer, recommended to the requester.")
ALREADY = _l("This organisation was suggested to the requester before.")
NOBODY_TO_TELL = _l("Nobody of the requester can be told: no account of its members is active.")


def offered(introduction: Introduction, reader: User) -> list[Face]:
    """Return the best recommendations of the requester of the counterpart's kind, members only.

    Left out are those suggested before, the counterpart itself, and whom the requester could not ask now:
    an introduction is open, or the pair rests. Empty while nothing can be ranked.
    """
    told = {introduction.counterpart_id, *suggested_ids(introduction)}
    rows = [row for row in _recommended(introduction, reader) if row.id not in told and row.is_claimed]
    return [face(row, OUTSIDER) for row in rows[:OFFERED]]


def suggest(actor: User, introduction_id: int, organisation_id: int) -> None:
    """Tell the requester of another organisation it might ask to meet, with a link to a request begun.

    Conflict where it is not recommended, was suggested before, or nobody can be told.
    """
    row = standing.locked(actor, introduction_id)
    found = {one.id: one for one in _recommended(row, actor) if one.is_claimed}
    if organisation_id not in found or organisation_id == row.counterpart_id:
        raise Conflict(NOT_RECOMMENDED)
    reader = members.correspondent(row.requester)
    if reader is None:
        raise Conflict(NOBODY_TO_TELL)
    suggestion = _add(actor, row, organisation_id)
    audit.record(
        db.session(),
        actor,
        AuditTag.INTRODUCTION_SUGGESTED,
        row,
        role=Actor.STAFF.value,
        organisation=organisation_id,
    )
    context = {
        "own": row.requester,
        "other": face(found[organisation_id], OUTSIDER),
        "introduction": row,
    }
    type_, template = NoticeType.REQUEST_DECIDED, "introductions/suggested"
    notifications.notify(reader, type_, template, suggestion, lambda: context)
    db.session.commit()


def suggested_ids(introduction: Introduction) -> set[int]:
    """Return the organisations suggested so far."""
    statement = select(Suggestion.organisation_id).where(Suggestion.introduction_id == introduction.id)
    return set(db.session.scalars(statement))


def suggested(introduction: Introduction) -> list[Face]:
    """Return the organisations suggested so far, as the requester sees them."""
    statement = (
        select(Organisation)
        .join(Suggestion, Suggestion.organisation_id == Organisation.id)
        .where(Suggestion.introduction_id == introduction.id)
        .order_by(Suggestion.id)
        .options(*WITH_DETAILS)
    )
    return [face(row, OUTSIDER) for row in db.session.scalars(statement)]


def _recommended(introduction: Introduction, reader: User) -> list[Organisation]:
    requester, kind = introduction.requester, introduction.counterpart.kind
    try:
        ranked = matching.ranked(requester, kind, reader, limit=4 * OFFERED)
    except NotReady:
        return []
    barred = pairs.closed_to(requester.id)
    found = [one.organisation for one in matching.explained(requester, ranked, reader)]
    return [one for one in found if one.id not in barred]


def _add(actor: User, row: Introduction, organisation_id: int) -> Suggestion:
    adding = insert(Suggestion).values(
        introduction_id=row.id,
        organisation_id=organisation_id,
        suggested_by_id=actor.id,
        created_at=clock.now(),
    )
    added: Suggestion | None = db.session.scalar(adding.on_conflict_do_nothing().returning(Suggestion))
    if added is None:
        raise Conflict(ALREADY)
    return added


class SuggestionLines:
    """Suggestions as notices lead to them: to a request begun on behalf of the requester."""

    PAGES: ClassVar[dict[str, str]] = {}

    def describe(self, reader: User, notices: Sequence[Notification]) -> Mapping[int, Subject]:
        """Return the subjects by the ids of their notices, for members of the requester only."""
        statement = (
            select(Suggestion, Introduction.requester_id)
            .join(Introduction, Introduction.id == Suggestion.introduction_id)
            .where(
                Suggestion.id.in_({notice.subject_id for notice in notices}),
                Introduction.requester_id.in_(own_ids(reader)),
            )
            .options(selectinload(Suggestion.organisation).options(*_DETAILS))
        )
        rows = {suggestion.id: (suggestion, own) for suggestion, own in db.session.execute(statement)}
        return {
            notice.id: _subject(*rows[notice.subject_id]) for notice in notices if notice.subject_id in rows
        }


def _subject(suggestion: Suggestion, requester_id: int) -> Subject:
    values = {
        "organisation": requester_id,
        "counterpart": suggestion.organisation_id,
        "like": suggestion.introduction_id,
    }
    return Subject(face(suggestion.organisation, OUTSIDER).title, "introductions.new", values)
