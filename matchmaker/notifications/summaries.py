"""The daily summary: one mail a day for each person who has something to read, at their own hour."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from matchmaker.accounts.models import User
from matchmaker.core import clock, jobs, mail
from matchmaker.core.locale import reading_as
from matchmaker.extensions import db
from matchmaker.notifications import preferences, unsubscribing
from matchmaker.notifications.lines import by_type, lines
from matchmaker.notifications.models import Notification, NotificationSummary
from matchmaker.notifications.quiet import release

MOST_LINES = 50  # a longer mail is not read; the rest is in the application


@jobs.queue.periodic(cron="*/10 * * * *")
@jobs.job("notifications.find_due_summaries", queueing_lock="find_due_summaries")
def find_due(timestamp: int) -> None:
    """Enqueue the summary of each person for whom one is due: one job each, so that none holds up another."""
    due = select(Notification.user_id).where(Notification.due_at <= clock.now()).distinct()
    for user_id in db.session.scalars(due.order_by(Notification.user_id)).all():
        jobs.defer(db.session(), send, queueing_lock=f"summary-{user_id}", user_id=user_id)
    db.session.commit()


@jobs.job("notifications.send_summary")
def send(user_id: int) -> None:
    """Write the mail with all that waits for the person, unless today's went already or the hours are quiet.

    After a downtime everything is in one mail. Two workers at once write one: the row of the day is unique,
    and the second waits until the first has committed it.
    """
    user = db.session.get(User, user_id)
    if user is None or _is_quiet(user) or not _claim_today(user):
        return
    notices = _taken(user)
    if not (user.active and _write(user, notices)):
        db.session.execute(delete(NotificationSummary).where(_today(user)))
    db.session.commit()


def _is_quiet(user: User) -> bool:
    now = clock.now()
    return release(now, user.time_zone, preferences.quiet_hours(user)) > now


def _claim_today(user: User) -> bool:
    row = insert(NotificationSummary).values(
        user_id=user.id, day=clock.today(user.time_zone), created_at=clock.now()
    )
    first = row.on_conflict_do_nothing(index_elements=["user_id", "day"]).returning(NotificationSummary.id)
    return db.session.scalar(first) is not None


def _today(user: User) -> ColumnElement[bool]:
    return (NotificationSummary.user_id == user.id) & (NotificationSummary.day == clock.today(user.time_zone))


def _taken(user: User) -> Sequence[Notification]:
    """Return what waits for the summary, oldest first, and let it wait no more."""
    waiting = (
        update(Notification)
        .where(Notification.user_id == user.id, Notification.due_at.is_not(None))
        .values(due_at=None)
        .returning(Notification)
    )
    return sorted(db.session.scalars(waiting), key=lambda notice: notice.id)


def _write(user: User, notices: Sequence[Notification]) -> bool:
    """Write the mail and return True, or False where nothing is left that the person may see."""
    with reading_as(user.locale, user.time_zone):
        told = [line for line in lines(user, notices) if line.subject]
    if not told:
        return False
    mail.enqueue(
        recipient=user.email,
        locale=user.locale,
        time_zone=user.time_zone,
        user_id=user.id,
        template="notifications/summary",
        unsubscribe_url=unsubscribing.url(user),
        groups=by_type(told[:MOST_LINES]),
        more=max(0, len(told) - MOST_LINES),
    )
    return True
