"""The link in each mail by which its reader stops mails of that kind, without signing in."""

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeSerializer

from matchmaker.accounts.models import User
from matchmaker.core import urls
from matchmaker.core.errors import NotFound
from matchmaker.extensions import db
from matchmaker.taxonomy import NoticeType

_BROKEN = _l("This link is not one of ours. Sign in to choose which e-mails you get.")


def url(reader: User, *types: NoticeType) -> str:
    """Return the absolute address that stops mails of these types, or without any those of the daily summary.

    It bears the person's number and the types under our signature, and works as long as the account does:
    a mail may be read years later.
    """
    token = _signer().dumps([reader.id, *sorted(set(types))])
    return urls.absolute("notifications.unsubscribe", token=token)


def read(token: str) -> tuple[User, list[NoticeType]]:
    """Return whose link it is and which types it stops, none for the summary; NotFound for a forged one."""
    try:
        user_id, *names = _signer().loads(token)
        types = [NoticeType(name) for name in names]
    except (BadSignature, ValueError, TypeError):
        raise NotFound(_BROKEN) from None
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound(_BROKEN)
    return user, types


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="notifications.unsubscribe")
