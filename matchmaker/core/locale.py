"""The reader's language and time zone: chosen, else of the account, else of the browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Flask, g, has_request_context, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale, refresh
from flask_babel.speaklater import LazyString
from flask_login import current_user
from markupsafe import escape

from matchmaker.core import translating, urls
from matchmaker.core.permissions import public
from matchmaker.extensions import babel, db

LOCALES = ("fr", "en")
NAMES = {"fr": "Français", "en": "English"}
blueprint = Blueprint("locale", __name__)


def select_locale() -> str:
    """Return the language to answer in: the one chosen, the account's, the browser's, else English."""
    if not has_request_context():
        return "en"  # the command line and jobs, where no reader is known
    chosen = session.get("locale") or (current_user.locale if current_user.is_authenticated else None)
    if chosen in LOCALES:
        return str(chosen)
    return request.accept_languages.best_match(LOCALES) or "en"


def select_timezone() -> str | None:
    """Return the IANA name of the reader's time zone, or None for the default."""
    if "forced_time_zone" in g:
        return str(g.forced_time_zone)
    if not has_request_context():
        return None
    return str(current_user.time_zone) if current_user.is_authenticated else None


def language() -> str:
    """Return the language of the answer under way, `fr` or `en`."""
    locale = get_locale()
    return str(locale.language) if locale else "en"


@contextmanager
def reading_as(locale: str, time_zone: str) -> Iterator[None]:
    """Translate into `locale` and show times of `time_zone` within the block, whoever sent the request."""
    with force_locale(locale):
        g.forced_time_zone = time_zone
        refresh()
        try:
            yield
        finally:
            del g.forced_time_zone
            refresh()


@blueprint.post("/language")
@public
def switch() -> ResponseReturnValue:
    """Keep the language that the reader chose, in the session and in the account."""
    chosen = request.form.get("locale", "")
    if chosen in LOCALES:
        session["locale"] = chosen
        if current_user.is_authenticated:
            current_user.locale = chosen
            db.session.commit()
    return redirect(urls.safe_target(request.form.get("next")))


def init_app(app: Flask) -> None:
    """Bind Babel and the language switch."""
    # A lazy string is text like any other, yet the library calls it safe HTML: escape what it may hold.
    LazyString.__html__ = lambda text: str(escape(str(text)))
    babel.init_app(
        app,
        default_locale="en",
        default_timezone="UTC",
        locale_selector=select_locale,
        timezone_selector=select_timezone,
    )
    translating.init_app(app)
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(language=language, locale_names=NAMES)
    app.after_request(_content_language)


def _content_language(response: Any) -> Any:
    response.headers.setdefault("Content-Language", language())
    response.vary.add("Accept-Language")
    return response
