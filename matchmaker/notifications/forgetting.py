"""What a person was told, and wished to be told, goes with the account."""

from sqlalchemy import delete

from matchmaker.accounts import erasure
from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.notifications.models import (
    MailLink,
    Notification,
    NotificationHours,
    NotificationPreference,
    NotificationSummary,
)


@erasure.forgets
def forget_notices(user: User) -> None:
    """Delete notices, choices and links of `user`."""
    for model in (MailLink, Notification, NotificationPreference, NotificationSummary, NotificationHours):
        db.session.execute(delete(model).where(model.user_id == user.id))
