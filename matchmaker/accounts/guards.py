"""What we do not leave to Flask-Security: where it redirects, what it reads, which links act on a GET."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_security import auth_required
from flask_security.utils import get_message
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts import used_links
from matchmaker.core import permissions, urls
from matchmaker.core.permissions import Permission
from matchmaker.extensions import db

BLUEPRINT = "security"
ACCESS: dict[str, Permission | None] = {
    "security.login": None,
    "security.logout": None,
    "security.register": None,
    "security.send_confirmation": None,
    "security.confirm_email": None,
    "security.forgot_password": None,
    "security.reset_password": None,
    "security.change_email_confirm": None,
    "security.two_factor_token_validation": None,
    "security.verify": Permission.ACCOUNT,
    "security.change_password": Permission.ACCOUNT,
    "security.change_email": Permission.ACCOUNT,
    "security.two_factor_setup": Permission.ACCOUNT,
    "security.two_factor_setup_validate": Permission.ACCOUNT,
}
# The library always registers these; without a second method and codes by mail they have no use.
CLOSED = ("security.two_factor_rescue", "security.tf_select")
CONFIRMED_BY_HAND = {
    "security.confirm_email": (_l("Confirm your address"), used_links.is_confirmed),
    "security.change_email_confirm": (_l("Use your new address"), used_links.is_in_use),
}


def to_sign_in(*_mechanisms: object) -> ResponseReturnValue:
    """Lead the signed-out to the log-in page, and from there back to the page they asked for."""
    flash(*get_message("UNAUTHENTICATED"))
    wanted = urls.safe_target(request.full_path.rstrip("?")) if request.method == "GET" else "/"
    return redirect(url_for("security.login", next=None if wanted == "/" else wanted))


def by_hand(
    view: Callable[..., Any], title: object, is_done: Callable[[str], bool]
) -> Callable[..., ResponseReturnValue]:
    """Return `view` behind a button: programs that open the links of a mail in advance confirm nothing.

    Whoever opens a link that has served is told so.
    """

    @wraps(view)
    def asked(token: str) -> ResponseReturnValue:
        if is_done(token):
            return _confirmed_before()
        if request.method == "POST":
            answer: ResponseReturnValue = view(token)
            return answer
        return render_template("security/confirm_by_hand.html", title=title)

    return asked


def _confirmed_before() -> ResponseReturnValue:
    if current_user.is_authenticated:
        flash(_("This address is already confirmed."), "info")
        return redirect("/")
    flash(*get_message("ALREADY_CONFIRMED"))
    return redirect(url_for("security.login"))


def once(view: Callable[[], Any]) -> Callable[[], ResponseReturnValue]:
    """Return the sign-up `view` so that a button pressed twice answers twice the same, for one account."""

    @wraps(view)
    def signed_up() -> ResponseReturnValue:
        try:
            answer: ResponseReturnValue = view()
        except IntegrityError:
            db.session.rollback()
            answer = redirect(url_for("security.login"))
        return answer

    return signed_up


def for_the_signed_out(view: Callable[[], Any]) -> Callable[[], ResponseReturnValue]:
    """Return `view`, which would end the session of whoever is signed in, so that it does not."""

    def asked() -> ResponseReturnValue:
        if current_user.is_authenticated:
            return redirect("/")
        answer: ResponseReturnValue = view()
        return answer

    return asked


def recently(view: Callable[..., Any]) -> Callable[..., ResponseReturnValue]:
    """Return `view` behind the password again, where whoever is signed in last entered it long ago."""
    guarded: Callable[..., ResponseReturnValue] = auth_required(
        "session",
        within=lambda: current_app.config["SECURITY_FRESHNESS"],
        grace=lambda: current_app.config["SECURITY_FRESHNESS_GRACE_PERIOD"],
    )(view)
    return guarded


def _refuse_json() -> None:
    """The limits count what a form names, so the library must read nothing else."""
    if request.blueprint == BLUEPRINT and request.is_json:
        abort(415)


def _stay_here(response: Response) -> Response:
    """Let no redirect of the library leave this site, whatever it took `next` for."""
    if request.blueprint == BLUEPRINT and response.location is not None:
        response.location = urls.safe_target(response.location)
    return response


def _closed(**_values: Any) -> ResponseReturnValue:
    abort(404)


def init_app(app: Flask) -> None:
    """Guard the library's endpoints; call after Flask-Security is bound."""
    login_manager: Any = app.login_manager  # type: ignore[attr-defined]  # flask-login puts it there
    login_manager.unauthorized_callback = to_sign_in
    app.extensions["security"].unauthn_handler(to_sign_in)
    app.before_request(_refuse_json)
    app.after_request(_stay_here)
    app.add_url_rule(
        "/account/change-email/<token>", endpoint="security.change_email_confirm", methods=["POST"]
    )
    for endpoint, (title, is_done) in CONFIRMED_BY_HAND.items():
        app.view_functions[endpoint] = by_hand(app.view_functions[endpoint], title, is_done)
    app.view_functions["security.register"] = once(app.view_functions["security.register"])
    code = "security.two_factor_token_validation"
    app.view_functions[code] = for_the_signed_out(app.view_functions[code])
    for endpoint in CLOSED:
        app.view_functions[endpoint] = _closed
    permissions.declare(app, ACCESS | dict.fromkeys(CLOSED))
