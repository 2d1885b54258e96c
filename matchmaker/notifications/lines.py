"""Notices in words: the heading of their mail, and what they are about as far as the reader may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.core import mail
from matchmaker.notifications.models import Notification
from matchmaker.notifications.ports import Subject, subjects_of
from matchmaker.taxonomy import NoticeType


@dataclass(frozen=True)
class Line:
    """One notice for one reader; without a `subject` the reader may not see what it was about."""

    id: int
    type: NoticeType
    at: datetime
    unread: bool
    heading: str
    subject: Subject | None

    @property
    def about(self) -> str:
        """What it is about, empty where the heading says all that may be said."""
        return self.subject.about if self.subject else ""


def lines(reader: User, notices: Sequence[Notification]) -> list[Line]:
    """Return a line for each notice, in the same order and in the language under way.

    Costs as many questions to the database as there are kinds of subjects, whatever the number of notices.
    """
    subjects = _subjects(reader, notices)
    return [_line(notice, subjects.get(notice.id)) for notice in notices]


def by_type(told: Iterable[Line]) -> list[tuple[NoticeType, list[Line]]]:
    """Return the lines under their types, types in their own order and lines in the order given."""
    order = list(NoticeType)
    arranged = sorted(told, key=lambda line: order.index(line.type))
    return [(type, list(group)) for type, group in groupby(arranged, key=lambda line: line.type)]


def _subjects(reader: User, notices: Sequence[Notification]) -> dict[int, Subject]:
    found: dict[int, Subject] = {}
    for table in {notice.subject_type for notice in notices}:
        if provider := subjects_of(table):
            found |= provider.describe(reader, [row for row in notices if row.subject_type == table])
    return found


def _line(notice: Notification, subject: Subject | None) -> Line:
    heading = mail.heading(notice.template) if subject else _("Something that is no longer available to you")
    return Line(
        id=notice.id,
        type=notice.type,
        at=notice.created_at,
        unread=notice.read_at is None,
        heading=heading,
        subject=subject,
    )
