"""What a person chose about mails: per type when, and the hours in which none should ring."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from matchmaker.accounts.models import User
from matchmaker.core import audit, mail
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Invalid
from matchmaker.extensions import db
from matchmaker.notifications import unsubscribing
from matchmaker.notifications.kinds import KINDS, is_fixed
from matchmaker.notifications.models import Notification, NotificationHours, NotificationPreference
from matchmaker.notifications.quiet import QuietHours
from matchmaker.taxonomy import Delivery, NoticeType


@dataclass(frozen=True)
class Preferences:
    """What holds for one person."""

    deliveries: Mapping[NoticeType, Delivery]
    quiet: QuietHours | None


def delivery(user: User, type: NoticeType) -> Delivery:
    """Return when a mail tells `user` of this type."""
    if is_fixed(type):
        return KINDS[type].default
    chosen = select(NotificationPreference.delivery).where(
        NotificationPreference.user_id == user.id, NotificationPreference.type == type
    )
    return db.session.scalar(chosen) or KINDS[type].default


def of(user: User) -> Preferences:
    """Return what holds for `user`: what was chosen, else the defaults."""
    defaults = {type: kind.default for type, kind in KINDS.items()}
    chosen = db.session.execute(
        select(NotificationPreference.type, NotificationPreference.delivery).where(
            NotificationPreference.user_id == user.id
        )
    )
    given = {row.type: row.delivery for row in chosen if not is_fixed(row.type)}
    return Preferences(defaults | given, quiet_hours(user))


def quiet_hours(user: User) -> QuietHours | None:
    """Return the quiet hours of `user`, or None where mails may come at any hour."""
    row = db.session.get(NotificationHours, user.id)
    if row is None:
        default: QuietHours | None = current_app.extensions["notifications.quiet_hours"]
        return default
    if row.quiet_from is None or row.quiet_until is None:
        return None
    return QuietHours(row.quiet_from, row.quiet_until)


def save(actor: User, deliveries: Mapping[NoticeType, Delivery], quiet: QuietHours | None) -> None:
    """Store what `actor` chose; raise Invalid for a type that leaves no choice."""
    _store(actor, deliveries)
    hours = insert(NotificationHours).values(
        user_id=actor.id,
        quiet_from=quiet.start if quiet else None,
        quiet_until=quiet.end if quiet else None,
    )
    db.session.execute(
        hours.on_conflict_do_update(
            index_elements=["user_id"],
            set_={"quiet_from": hours.excluded.quiet_from, "quiet_until": hours.excluded.quiet_until},
        )
    )
    _record(actor, deliveries, by="page")
    db.session.commit()


def stop(token: str) -> list[NoticeType]:
    """Stop the mails that a link in one of them is for, and return their types, none for the summary.

    Twice does no more than once. Raise NotFound for a forged link, Invalid for mails that nobody can stop.
    """
    reader, types = unsubscribing.read(token)
    daily = [type for type, delivery in of(reader).deliveries.items() if delivery is Delivery.DAILY]
    deliveries = dict.fromkeys(types or daily, Delivery.NEVER)
    _store(reader, deliveries)
    _record(reader, deliveries, by="link")
    db.session.commit()
    return types


def _store(actor: User, deliveries: Mapping[NoticeType, Delivery]) -> None:
    if any(is_fixed(type) for type in deliveries):
        raise Invalid
    if not deliveries:
        return
    chosen = insert(NotificationPreference).values(
        [{"user_id": actor.id, "type": type, "delivery": delivery} for type, delivery in deliveries.items()]
    )
    db.session.execute(
        chosen.on_conflict_do_update(
            index_elements=["user_id", "type"], set_={"delivery": chosen.excluded.delivery}
        )
    )
    _call_off(actor, [type for type, delivery in deliveries.items() if delivery is Delivery.NEVER])


def _call_off(actor: User, types: list[NoticeType]) -> None:
    """Let nothing of these types go any more that waits for the summary or for the end of quiet hours."""
    mail.call_off(actor.id, [unsubscribing.url(actor, type) for type in types])
    waiting = (Notification.user_id == actor.id, Notification.due_at.is_not(None))
    db.session.execute(update(Notification).where(*waiting, Notification.type.in_(types)).values(due_at=None))


def _record(actor: User, deliveries: Mapping[NoticeType, Delivery], by: str) -> None:
    chosen = {type.value: delivery.value for type, delivery in deliveries.items()}
    audit.record(db.session(), actor, AuditTag.ACCOUNT_UPDATED, actor, notices=chosen, by=by)
