"""What notices about meetings say and lead to: the page of the meeting, and its calendar file."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.introductions.inbox_lines import for_side
from matchmaker.introductions.meetings.models import Meeting
from matchmaker.introductions.meetings.policies import SIDES
from matchmaker.introductions.policies import of_members
from matchmaker.notifications.models import Notification
from matchmaker.notifications.ports import Subject
from matchmaker.profiles.policies import Viewer, viewer_of


class MeetingLines:
    """Meetings as members of their sides may see them now."""

    PAGES: ClassVar = {"meetings.show": "meeting_id"}

    def describe(self, reader: User, notices: Sequence[Notification]) -> Mapping[int, Subject]:
        """Return the subjects by the ids of their notices; whoever left the side sees none."""
        viewer = viewer_of(reader)
        statement = (
            select(Meeting)
            .join(Meeting.introduction)
            .where(Meeting.id.in_({notice.subject_id for notice in notices}), of_members(viewer.own))
            .options(contains_eager(Meeting.introduction).options(*SIDES))
        )
        rows = {row.id: row for row in db.session.scalars(statement)}
        return {
            notice.id: _subject(viewer, rows[notice.subject_id])
            for notice in notices
            if notice.subject_id in rows
        }


def _subject(viewer: Viewer, row: Meeting) -> Subject:
    ids = {"introduction_id": row.introduction_id, "meeting_id": row.id}
    about = for_side(viewer, row.introduction).about
    return Subject(about, "meetings.show", ids, "meetings.file" if row.has_file else None)
