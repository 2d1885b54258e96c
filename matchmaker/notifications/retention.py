"""How long notices are kept."""

from datetime import timedelta

from sqlalchemy import delete

from matchmaker.core import clock, jobs
from matchmaker.extensions import db
from matchmaker.notifications.models import MailLink, Notification, NotificationSummary

READ_KEPT_FOR = timedelta(days=180)
UNREAD_KEPT_FOR = timedelta(days=400)  # as long as an introduction lives


@jobs.queue.periodic(cron="47 3 * * *")
@jobs.job("notifications.delete_old", queueing_lock="delete_old_notifications")
def delete_old(timestamp: int) -> None:
    """Delete what was read long ago, what nobody ever read, the record of old summaries, and dead links."""
    now = clock.now()
    read = Notification.read_at.is_not(None) & (Notification.created_at <= now - READ_KEPT_FOR)
    forgotten = Notification.created_at <= now - UNREAD_KEPT_FOR
    db.session.execute(delete(Notification).where(read | forgotten))
    db.session.execute(
        delete(NotificationSummary).where(NotificationSummary.created_at <= now - READ_KEPT_FOR)
    )
    db.session.execute(delete(MailLink).where(MailLink.expires_at <= now))
    db.session.commit()
