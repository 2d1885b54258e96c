"""The named steps of `create_app`, in the order in which it takes them."""

import atexit
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config as environment
from matchmaker import about, cli, home
from matchmaker.core import discretion, headers, urls
from matchmaker.core import error_pages as pages
from matchmaker.core import locale as locales
from matchmaker.core import permissions as access
from matchmaker.extensions import bootstrap, csrf, db, migrate


def configured(overrides: Mapping[str, Any]) -> Flask:
    """Return the bare application with the environment's configuration and `overrides` over it."""
    app = Flask("matchmaker")
    app.config.from_mapping(environment.from_environment() | dict(overrides))
    return app


def logging(app: Flask) -> None:
    """Log one line an event, as JSON in production."""
    renderer = (
        structlog.processors.JSONRenderer() if app.config["PRODUCTION"] else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            renderer,
        ]
    )


def database(app: Flask) -> None:
    """Bind SQLAlchemy to DATABASE_URL, or to an embedded PostgreSQL of this instance."""
    app.config["SQLALCHEMY_DATABASE_URI"] = _driver_url(app.config["DATABASE_URL"] or _embedded_url(app))
    # Sessions and rate counters take a connection beside the one of the request.
    options = {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 20, "hide_parameters": True}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    with app.app_context():
        discretion.init_engine(db.engine)
    migrate.init_app(app, db, directory=str(Path(app.root_path).parent / "migrations"))


def _driver_url(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else url


def _embedded_url(app: Flask) -> str:
    from matchmaker.embedded.postgres import EmbeddedPostgres

    server = EmbeddedPostgres(Path(app.config["INSTANCE_DIR"]))
    server.start_or_join()
    atexit.register(server.release)
    return server.url()


def proxies(app: Flask) -> None:
    """Believe the forwarded headers of as many proxies as are ours."""
    if count := app.config["TRUSTED_PROXIES"]:
        behind = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = behind  # type: ignore[method-assign]  # as Flask documents it


def addresses(app: Flask) -> None:
    """Take only numbers in addresses that a row can have."""
    urls.init_app(app)


def permissions(app: Flask) -> None:
    """Check each request against what its endpoint declares."""
    access.init_app(app)


def locale(app: Flask) -> None:
    """Answer in the reader's language."""
    locales.init_app(app)


def sessions(app: Flask) -> None:
    """Keep sessions in the database."""
    from matchmaker.core import sessions as stored

    stored.init_app(app)


def protection(app: Flask) -> None:
    """Check CSRF tokens and rates, and set the security headers."""
    from matchmaker.core import limits

    csrf.init_app(app)
    limits.init_app(app)
    headers.init_app(app)


def mail(app: Flask) -> None:
    """Send mails by SMTP, or outside production keep them for an admin to read."""
    from matchmaker.core import mail as mails

    mails.init_app(app)


def look(app: Flask) -> None:
    """Serve Bootstrap and our theme from here, and give templates our filters."""
    from matchmaker.core import presentation

    app.config.update(BOOTSTRAP_SERVE_LOCAL=True)
    bootstrap.init_app(app)
    access.declare(app, {"bootstrap.static": None})
    presentation.init_app(app)


def accounts(app: Flask) -> None:
    """Bind sign-up, log-in and recovery."""
    from matchmaker import accounts as feature

    feature.init_app(app)


def notifications(app: Flask) -> None:
    """Bind the list of notices and the mails that people choose."""
    from matchmaker import notifications as feature

    feature.init_app(app)


def features(app: Flask) -> None:
    """Register the features, in the order in which they may import one another."""
    from matchmaker import admin, demo, introductions, matching, profiles

    home.init_app(app)
    about.init_app(app)
    for feature in (profiles, matching, introductions, admin, demo):
        feature.init_app(app)


def ports(app: Flask) -> None:
    """Give features on the left what only features on the right can provide."""
    from matchmaker.introductions.desk.suggesting import SuggestionLines
    from matchmaker.introductions.fullness import Fullness
    from matchmaker.introductions.inbox_lines import IntroductionLines
    from matchmaker.introductions.meetings.lines import MeetingLines
    from matchmaker.introductions.pairs import Introductions
    from matchmaker.introductions.verdicts import Verdicts
    from matchmaker.matching.ports import register_capacities, register_decisions, register_pair_states
    from matchmaker.notifications.ports import register_subjects
    from matchmaker.profiles.notices import Imports, OwnProfiles
    from matchmaker.profiles.ports import register_introduced_pairs

    register_subjects(app, "introductions", IntroductionLines(), IntroductionLines.PAGES)
    register_subjects(app, "meetings", MeetingLines(), MeetingLines.PAGES)
    register_subjects(app, "organisations", OwnProfiles(), OwnProfiles.PAGES)
    register_subjects(app, "introduction_suggestions", SuggestionLines(), SuggestionLines.PAGES)
    register_subjects(app, "import_files", Imports(), Imports.PAGES)
    register_introduced_pairs(app, Introductions())
    register_pair_states(app, Introductions())
    register_decisions(app, Verdicts())
    register_capacities(app, Fullness())


def commands(app: Flask) -> None:
    """Register the command line."""
    cli.init_app(app)


def error_pages(app: Flask) -> None:
    """Answer every error with a page in the reader's language."""
    pages.init_app(app)


def deny_by_default(app: Flask) -> None:
    """Refuse to start while an endpoint does not declare who may call it."""
    access.check_all_declared(app)


STEPS = (
    logging,
    database,
    proxies,
    addresses,
    permissions,
    locale,
    sessions,
    protection,
    mail,
    look,
    accounts,
    notifications,
    features,
    ports,
    commands,
    error_pages,
    deny_by_default,
)
