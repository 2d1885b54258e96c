"""A notice enters here, in the transaction of the step that causes it, and is read and marked here."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from flask import g
from sqlalchemy import ColumnElement, Select, func, select, update

from matchmaker.accounts.models import User
from matchmaker.core import clock, mail
from matchmaker.core.errors import NotFound
from matchmaker.extensions import Model, db
from matchmaker.notifications import preferences, unsubscribing
from matchmaker.notifications.kinds import is_fixed
from matchmaker.notifications.models import Notification
from matchmaker.notifications.quiet import next_summary, release
from matchmaker.taxonomy import Delivery, NoticeType

MOST_COUNTED = 99  # more are shown as 99+
Context = Callable[[], Mapping[str, Any]]


def notify(reader: User, type: NoticeType, template: str, subject: Model, context: Context = dict) -> None:
    """Tell `reader` of something about `subject`, a flushed row, in the transaction that the caller commits.

    Writes the notice and, where the reader chose so, the mail `templates/mail/<template>.txt`: now, at the
    end of the reader's quiet hours, or as a line of the next daily summary. `context` is what the mail's
    text is made of; it is asked for only where a mail of its own is written. The heading of the notice is
    the mail's subject, which therefore takes no arguments and names nobody.
    """
    if note(reader, type, template, subject):
        write(reader, template, [type], **context())


def note(reader: User, type: NoticeType, template: str, subject: Model) -> bool:
    """Write the notice alone, and return whether the reader wants a mail of it at once.

    For callers who gather what one person is told before they `write` one mail of it.
    """
    chosen, now = preferences.delivery(reader, type), clock.now()
    daily = chosen is Delivery.DAILY
    notice = Notification(
        user_id=reader.id,
        type=type,
        template=template,
        subject_type=subject.__tablename__,
        subject_id=subject.id,  # type: ignore[attr-defined]  # every row that is told of has one
        created_at=now,
        due_at=next_summary(now, reader.time_zone, preferences.quiet_hours(reader)) if daily else None,
    )
    db.session.add(notice)
    return chosen is Delivery.AT_ONCE


def write(reader: User, template: str, types: Collection[NoticeType], **context: Any) -> None:
    """Write a mail about these types: for now, or for the end of the reader's quiet hours.

    Its link stops mails of these types. Where one of them goes at once whatever anybody chose, the mail goes
    now and has no such link.
    """
    fixed = any(is_fixed(type) for type in types)
    quiet = None if fixed else preferences.quiet_hours(reader)
    mail.enqueue(
        recipient=reader.email,
        locale=reader.locale,
        time_zone=reader.time_zone,
        user_id=reader.id,
        template=template,
        not_before=release(clock.now(), reader.time_zone, quiet),
        unsubscribe_url=None if fixed else unsubscribing.url(reader, *types),
        **context,
    )


def listed(reader: User) -> Select[Notification]:
    """Return the statement for the notices of `reader`, newest first."""
    return select(Notification).where(Notification.user_id == reader.id).order_by(Notification.id.desc())


def unread_count(reader: User) -> int:
    """Return how many notices `reader` has not read, at most MOST_COUNTED + 1; asks once in a request."""
    if "unread_notices" not in g:
        some = select(Notification.id).where(_unread(reader)).limit(MOST_COUNTED + 1)
        g.unread_notices = db.session.scalar(select(func.count()).select_from(some.subquery()))
    return int(g.unread_notices)


def open_one(actor: User, notification_id: int) -> Notification:
    """Mark the notice as read and return it; raise NotFound for one that is not the actor's own."""
    notice = db.session.scalar(
        select(Notification).where(Notification.id == notification_id, Notification.user_id == actor.id)
    )
    if notice is None:
        raise NotFound
    _mark(Notification.id == notice.id, Notification.read_at.is_(None))
    db.session.commit()
    return notice


def read_about(actor: User, table: str, row_id: int) -> None:
    """Mark what `actor` was told of this row as read: its page is before them."""
    _mark(_unread(actor), Notification.subject_type == table, Notification.subject_id == row_id)
    db.session.commit()
    g.pop("unread_notices", None)


def read_all(actor: User) -> None:
    """Mark every notice of `actor` as read."""
    _mark(_unread(actor))
    db.session.commit()


def _unread(reader: User) -> ColumnElement[bool]:
    return (Notification.user_id == reader.id) & Notification.read_at.is_(None)


def _mark(*conditions: ColumnElement[bool]) -> None:
    """Mark as read; what was read in the list is no news for the summary."""
    db.session.execute(update(Notification).where(*conditions).values(read_at=clock.now(), due_at=None))
