"""Trying what a form asks for: a refusal comes back on the form's own page with everything that was typed."""

from collections.abc import Callable

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from matchmaker.core.errors import Conflict, DomainError, Invalid
from matchmaker.core.forms import Form
from matchmaker.core.limits import TooManyAttempts
from matchmaker.extensions import db

Page = Callable[[object | None], str]
"""Renders the page anew, with the refusal in words where there is one."""


def take(
    form: Form, act: Callable[[], object], *, page: Page, then: str, done: object
) -> ResponseReturnValue:
    """Act and lead to the address `then` with the word `done`, or return the page with 422, 409 or 429."""
    refused = attempt(form, act, page=page)
    if refused is not None:
        return refused
    flash(str(done), "success")
    return redirect(then)


def attempt(form: Form, act: Callable[[], object], *, page: Page) -> ResponseReturnValue | None:
    """Act and return None, or return the page with what was typed."""
    if not form.validate_on_submit():
        return page(None), Invalid.status
    try:
        act()
    except (Conflict, Invalid, TooManyAttempts, StaleDataError) as error:
        db.session.rollback()
        refusal: DomainError = Conflict() if isinstance(error, StaleDataError) else error
        return page(refusal.message), refusal.status
    return None
