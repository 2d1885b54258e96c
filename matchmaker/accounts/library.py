"""The parts of Flask-Security that we replace, and its start."""

from typing import Any, cast
from uuid import uuid4

from flask import Flask, render_template
from flask_security import PasswordUtil, RoleMixin, Security, SQLAlchemyUserDatastore, Totp, UserMixin
from flask_security.utils import get_message
from flask_wtf import FlaskForm

from matchmaker.accounts import settings, sign_in_forms
from matchmaker.accounts.emails import AccountMails
from matchmaker.accounts.models import User
from matchmaker.accounts.passwords import is_guessable
from matchmaker.accounts.texts import LibraryTexts
from matchmaker.extensions import db


class AccountStore(SQLAlchemyUserDatastore):
    """Accounts with one role each: the library's table of roles is never asked."""

    def __init__(self) -> None:
        super().__init__(db, User, RoleMixin)

    def create_user(self, **kwargs: Any) -> User:
        """Add an account that is not confirmed yet; `password` is hashed already."""
        user = User(**({"active": True, "fs_uniquifier": uuid4().hex} | kwargs))
        db.session.add(user)
        return user


class Passwords(PasswordUtil):
    """The library's checks of a new password, and ours of what is easy to guess."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """Return the faults, or None, and the password in its normal form."""
        faults, normal = super().validate(password, is_register, **kwargs)
        if not faults and is_guessable(normal, _personal(kwargs)):
            faults = [get_message("PASSWORD_TOO_SIMPLE")[0]]
        return faults, normal


def _personal(known: dict[str, Any]) -> list[str]:
    user = known.get("user")
    values = [user.email, user.name] if user else [known.get("email"), known.get("name")]
    return [value for value in values if value]


class OneTimeCodes(Totp):
    """Codes of an authenticator app, each of which works once."""

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Return the number of the last code that was accepted."""
        return cast("User", user).tf_last_counter

    def set_last_counter(self, user: UserMixin, tmatch: Any) -> None:
        """Remember the number of the code that was just accepted; the library's views commit it."""
        cast("User", user).tf_last_counter = tmatch.counter


def render(template: str, **context: Any) -> str | tuple[str, int]:
    """Render a page of the library; one that shows a form with faults says so by its status, 422."""
    page = render_template(template, **context)
    faulty = any(value.errors for value in context.values() if isinstance(value, FlaskForm))
    return (page, 422) if faulty else page


def init_app(app: Flask) -> None:
    """Start Flask-Security with our settings, forms, mails and texts."""
    app.config.update(settings.prefixed())
    security = Security(mail_util_cls=AccountMails, password_util_cls=Passwords, totp_cls=OneTimeCodes)
    security.init_app(app, AccountStore(), render_template=render, **sign_in_forms.LIBRARY_FORMS)
    texts = LibraryTexts(app)
    security.i18n_domain = texts
    app.jinja_env.globals["_fsdomain"] = texts.gettext
    security.want_json(lambda _request: False)
    app.login_manager._request_callback = None  # type: ignore[attr-defined]  # a session, never a token
