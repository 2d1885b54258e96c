"""What a person was told, and wishes to be told, in a copy of the person's data."""

from sqlalchemy import select

from matchmaker.accounts import copies
from matchmaker.accounts.models import User
from matchmaker.extensions import Model, db
from matchmaker.notifications.models import (
    MailLink,
    Notification,
    NotificationHours,
    NotificationPreference,
    NotificationSummary,
)

_NOTICE = ("type", "template", "subject_type", "subject_id", "created_at", "read_at", "due_at")
_LINK = ("purpose", "subject_id", "created_at", "expires_at", "used_at")
_LISTS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "notices": (Notification, _NOTICE),
    "choices": (NotificationPreference, ("type", "delivery")),
    "quiet_hours": (NotificationHours, ("quiet_from", "quiet_until")),
    "summaries": (NotificationSummary, ("day", "created_at")),
    "links_in_e_mails": (MailLink, _LINK),
}


@copies.gives
def notices(user: User) -> copies.Files:
    """Return notices, choices and links of `user`."""
    return {
        "notifications.json": {name: _of(user, model, columns) for name, (model, columns) in _LISTS.items()}
    }


def _of(user: User, model: type[Model], columns: tuple[str, ...]) -> list[dict[str, object]]:
    rows = db.session.scalars(
        select(model).filter_by(user_id=user.id).order_by(*model.__mapper__.primary_key)
    )
    return copies.listed(rows, *columns)
