"""What follows from the library's steps: the audit record, the session's id, a word to the old address.

The handlers run within the library's views, whose transaction they join.
"""

from typing import Any
from uuid import uuid4

from flask import Flask
from flask_login import user_logged_in, user_logged_out
from flask_security.signals import (
    change_email_confirmed,
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_confirmed,
    user_registered,
)

from matchmaker.accounts import limits
from matchmaker.accounts.models import User
from matchmaker.core import audit, clock, mail, sessions
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db


def _record(user: User, tag: AuditTag, **data: Any) -> None:
    audit.record(db.session(), user, tag, user, **data)


def _registered(_app: Flask, user: User, **_rest: Any) -> None:
    _record(user, AuditTag.ACCOUNT_REGISTERED)


def _confirmed(_app: Flask, user: User, **_rest: Any) -> None:
    user.confirmed_at = clock.now()  # the library's own time bears no time zone
    _record(user, AuditTag.ACCOUNT_CONFIRMED)


def _authenticated(_app: Flask, user: User, authn_via: list[str] | None = None, **_rest: Any) -> None:
    if authn_via == ["change"]:
        return  # signed in anew after a change of password
    limits.forgive_sign_in()
    _record(user, AuditTag.ACCOUNT_LOGGED_IN)


def _password_changed(_app: Flask, user: User, **_rest: Any) -> None:
    _record(user, AuditTag.ACCOUNT_PASSWORD_CHANGED)


def _password_reset(_app: Flask, user: User, **_rest: Any) -> None:
    if user.confirmed_at is None:
        user.confirmed_at = clock.now()  # the link came by mail, so the address is the person's
    _record(user, AuditTag.ACCOUNT_PASSWORD_CHANGED, by="mail")


def _email_changed(_app: Flask, user: User, old_email: str, **_rest: Any) -> None:
    user.confirmed_at = clock.now()
    user.fs_uniquifier = uuid4().hex  # links that were mailed to the old address end with it
    _record(user, AuditTag.ACCOUNT_EMAIL_CHANGED)
    mail.enqueue(recipient=old_email, locale=user.locale, template="accounts/email_changed", user_id=user.id)


def _second_factor_on(_app: Flask, user: User, **_rest: Any) -> None:
    _record(user, AuditTag.ACCOUNT_SECOND_FACTOR_CHANGED, on=True)


def _second_factor_off(_app: Flask, user: User, **_rest: Any) -> None:
    _record(user, AuditTag.ACCOUNT_SECOND_FACTOR_CHANGED, on=False)


def _signed_in(_app: Flask, **_rest: Any) -> None:
    sessions.renew()


def _signed_out(_app: Flask, **_rest: Any) -> None:
    sessions.end()


HANDLERS = (
    (user_registered, _registered),
    (user_confirmed, _confirmed),
    (user_authenticated, _authenticated),
    (password_changed, _password_changed),
    (password_reset, _password_reset),
    (change_email_confirmed, _email_changed),
    (tf_profile_changed, _second_factor_on),
    (tf_disabled, _second_factor_off),
    (user_logged_in, _signed_in),
    (user_logged_out, _signed_out),
)


def init_app(app: Flask) -> None:
    """Listen to what happens in this application."""
    for signal, handler in HANDLERS:
        signal.connect(handler, app)
