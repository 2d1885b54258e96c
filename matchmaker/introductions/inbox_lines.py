"""What notices about introductions say and lead to: no more than the page of the introduction shows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.introductions.letters import FOR_STAFF
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.policies import WITH_SIDES, has_tie, of_members
from matchmaker.introductions.sides import side_of
from matchmaker.introductions.workflow import Status
from matchmaker.notifications.models import Notification
from matchmaker.notifications.ports import Subject
from matchmaker.profiles.policies import STAFF, Viewer, viewer_of
from matchmaker.profiles.teaser import face


class IntroductionLines:
    """Introductions as each side and staff may see them now."""

    PAGES: ClassVar = {"introductions.show": "introduction_id", "desk.decision": "introduction_id"}

    def describe(self, reader: User, notices: Sequence[Notification]) -> Mapping[int, Subject]:
        """Return the subjects by the ids of their notices, those for staff by the rights of staff."""
        viewer = viewer_of(reader)
        for_desk = [notice for notice in notices if _is_for_staff(notice)]
        for_sides = [notice for notice in notices if not _is_for_staff(notice)]
        return _on_desk(viewer, for_desk) | _of_sides(viewer, for_sides)


def _is_for_staff(notice: Notification) -> bool:
    return notice.template.removeprefix("introductions/") in FOR_STAFF


def _of_sides(viewer: Viewer, notices: Sequence[Notification]) -> dict[int, Subject]:
    rows = _rows(notices, of_members(viewer.own))
    return {
        notice.id: for_side(viewer, rows[notice.subject_id])
        for notice in notices
        if notice.subject_id in rows
    }


def for_side(viewer: Viewer, row: Introduction) -> Subject:
    """Return an introduction as a member of one of its sides, which must be loaded, may see it now."""
    own, other = row.seen_from(side_of(viewer.own, row))
    # Both members of a pair may be staff too: a side sees the other by its face, whoever reads.
    across = face(other, Viewer(own=viewer.own)).title
    return Subject(_about(own.name, across), "introductions.show", {"introduction_id": row.id})


def _on_desk(viewer: Viewer, notices: Sequence[Notification]) -> dict[int, Subject]:
    if not viewer.is_staff:
        return {}
    found = _rows(notices, Introduction.status != Status.DRAFT)
    rows = {row.id: row for row in found.values() if not has_tie(viewer.own, row)}
    return {notice.id: _for_desk(rows[notice.subject_id]) for notice in notices if notice.subject_id in rows}


def _for_desk(row: Introduction) -> Subject:
    about = _about(face(row.requester, STAFF).title, face(row.counterpart, STAFF).title)
    return Subject(about, "desk.decision", {"introduction_id": row.id})


def _about(one: str, other: str) -> str:
    return str(_("%(one)s and %(other)s", one=one, other=other))


def _rows(notices: Iterable[Notification], condition: ColumnElement[bool]) -> dict[int, Introduction]:
    ids = {notice.subject_id for notice in notices}
    if not ids:
        return {}
    statement = select(Introduction).where(Introduction.id.in_(ids), condition).options(*WITH_SIDES)
    return {row.id: row for row in db.session.scalars(statement)}
