"""What the account itself gives to a copy of a person's data, and the words that go with it."""

from collections.abc import Iterator
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import or_, select

from matchmaker.accounts import copies
from matchmaker.accounts.models import Invitation, User
from matchmaker.core.audit import AuditEvent
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db

# Of what an event says besides, only codes: words and numbers may be about others.
_CODES = frozenset({"action", "by", "code", "from", "on", "to"})


@copies.gives
def account(user: User) -> copies.Files:
    """Return the account of `user`, what was mailed to it, and what was done with it."""
    return {
        "read-me.txt": _words(user),
        "account.json": _account(user),
        "e-mails.json": _mails(user),
        "record.json": list(_record(user)),
    }


def _account(user: User) -> dict[str, Any]:
    stated = copies.fields(user, "id", "email", "name", "locale", "time_zone", "role", "staff_hub")
    times = copies.fields(user, "created_at", "confirmed_at")
    invited = select(Invitation).where(Invitation.email == user.email).order_by(Invitation.id)
    return {
        **stated,
        **times,
        "second_factor": user.tf_primary_method is not None,
        "invitations": copies.listed(
            db.session.scalars(invited), "role", "staff_hub", "created_at", "expires_at", "accepted_at"
        ),
    }


def _mails(user: User) -> list[dict[str, Any]]:
    mine = or_(OutgoingMail.user_id == user.id, OutgoingMail.recipient == user.email)
    rows = db.session.scalars(select(OutgoingMail).where(mine).order_by(OutgoingMail.id))
    return copies.listed(rows, "template", "recipient", "locale", "state", "created_at", "sent_at")


def _record(user: User) -> Iterator[dict[str, Any]]:
    """Yield what `user` did, and what others did to the account: they stay unnamed."""
    to_account = (AuditEvent.subject_type == User.__tablename__) & (AuditEvent.subject_id == user.id)
    statement = select(AuditEvent).where(or_(AuditEvent.actor_id == user.id, to_account))
    for event in db.session.scalars(statement.order_by(AuditEvent.id)):
        own = event.actor_id == user.id
        said = {name: value for name, value in event.data.items() if own and name in _CODES}
        told = copies.fields(event, "at", "tag", "actor_role", "subject_type", "subject_id")
        yield told | {"by_you": own} | said


def _words(user: User) -> str:
    with force_locale(user.locale):
        lines = [
            _("This is what Passerelle keeps of you."),
            "",
            *(f"{name} – {what}" for name, what in _contents()),
            "",
            _("Other organisations are named by their number alone, other people not at all."),
            _("Your password is not here: only a form of it that nobody can read is kept."),
            _("Times are in UTC."),
        ]
    return "\n".join(lines) + "\n"


def _contents() -> list[tuple[str, str]]:
    return [
        ("account.json", _("your account")),
        ("e-mails.json", _("which e-mails were sent to you, and when")),
        ("record.json", _("what you did, and what was done to your account")),
        ("notifications.json", _("your notices, and how you want to be told")),
        ("organisations.json", _("the organisations you belong to, with the profiles you may edit")),
        ("organisations/*.csv", _("the same profiles as tables, which can be imported again")),
        ("recommendations.json", _("what you saved or dismissed")),
        ("introductions.json", _("what you asked for, wrote, agreed on and told of")),
    ]
