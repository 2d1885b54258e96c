"""The application on a real PostgreSQL, one database for each test process, emptied after each test."""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings
from jinja2 import ChoiceLoader, DictLoader
from psycopg import sql
from sqlalchemy import make_url, select

from matchmaker import create_app
from matchmaker.core import jobs
from matchmaker.core.mail.models import OutgoingMail
from matchmaker.demo import loader
from matchmaker.embedded.postgres import EmbeddedPostgres
from matchmaker.extensions import db
from tests.browser import Browser
from tests.emptying import empty_tables
from tests.personas import PASSWORD, Personas
from tests.spreading import pytest_collection_modifyitems, pytest_xdist_make_scheduler

__all__ = ["pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]

# A busy machine takes long over what is quick: no example fails for that.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Iterator[Counter[str]]:
    """Count what a long test goes through: `make soak` prints the counts at its end."""
    counted: Counter[str] = Counter()
    yield counted
    for what, count in counted.items():
        record_property(what, count)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the long tests counted, one line each."""
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if getattr(report, "when", None) == "teardown" and "soak" in report.keywords:
            counts = ", ".join(f"{what} {count}" for what, count in report.user_properties)
            terminalreporter.write_line(f"{report.nodeid}: {counts}")


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    """One server for all test processes of this account; the last one to leave stops it."""
    directory = Path(tempfile.gettempdir()) / f"passerelle-tests-{os.getuid()}"
    with EmbeddedPostgres(directory, fsync=False) as running:
        yield running


@pytest.fixture(scope="session")
def database_url(server: EmbeddedPostgres) -> Iterator[str]:
    """A database of this test process alone."""
    with own_database(server) as url:
        yield url


@contextmanager
def own_database(server: EmbeddedPostgres, like: str = "postgresql:///template1") -> Iterator[str]:
    """Make a database, empty or `like` another to which nobody is connected, and drop it afterwards."""
    name = f"test_{uuid4().hex[:12]}"
    admin = server.url().replace("postgresql+psycopg", "postgresql")
    names = [sql.Identifier(one) for one in (name, str(make_url(like).database))]
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    yield server.url(name)
    with psycopg.connect(admin, autocommit=True) as connection:
        # Without FORCE, which may not end an autovacuum worker; the server waits for that one by itself.
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def application(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The migrated application; tests ask for `app`, which also empties the tables after them."""
    with migrated(database_url, tmp_path_factory.mktemp("snapshots")) as app:
        yield app


@pytest.fixture(scope="session")
def demonstration(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the demonstration, on a database of its own: tests read it or take a copy."""
    with own_database(server) as url, migrated(url, tmp_path_factory.mktemp("snapshots")) as app:
        with app.app_context():
            assert loader.load(PASSWORD)
        yield app


@contextmanager
def migrated(database_url: str, snapshots: Path) -> Iterator[Flask]:
    """The application of the tests on a database that it has brought up to date."""
    app = create_app(
        {
            "TESTING": True,
            "DATABASE_URL": database_url,
            "SECRET_KEY": "a secret of the tests",
            "SECURITY_PASSWORD_SALT": "a salt of the tests",
            "SNAPSHOT_DIR": str(snapshots),
            "MATCHING_LEXICONS": [],  # a dictionary of this machine must not change what tests see
            "BASE_URL": "http://localhost",
            "QUIET_HOURS": "none",  # mails of a test must not depend on the hour at which it runs
        }
    )
    # Tests sign in a thousand times: here a hash may be quick. Runs of the whole service hash as they do.
    app.extensions["security"].pwd_context.update(argon2__memory_cost=64, argon2__rounds=1)
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """The application over empty tables."""
    yield application
    empty_tables(application)


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """An application context for tests of services; not for tests that use a browser."""
    with app.app_context():
        yield app


@pytest.fixture
def plain_mails(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give mails a template `plain`, which says the `subject` and `text` of a test and nothing else."""
    plain = "{% if false %}{% block subject %}{{ subject }}{% endblock %}{% endif %}{{ text }}"
    own = app.jinja_env.loader
    assert own is not None
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([DictLoader({"mail/plain.txt": plain}), own]))


@pytest.fixture
def personas(app: Flask) -> Personas:
    """The people of the tests, by role."""
    return Personas(app)


@pytest.fixture
def browser(app: Flask) -> Callable[..., Browser]:
    """Make a browser: `browser()` signed out, `browser(person)` signed in through the log-in page."""

    def make(person: object | None = None, language: str = "en") -> Browser:
        opened = Browser(app, language)
        if person is not None:
            opened.sign_in(person)
        return opened

    return make


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], None]:
    """Run every job that is due, as the worker does."""

    def work() -> None:
        with app.app_context():
            jobs.run_worker(app, wait=False)

    def run() -> None:
        # In a thread of its own: the worker starts an event loop, and a browser may keep one in this thread.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(work).result()

    return run


@pytest.fixture
def outbox(app: Flask) -> Callable[[], list[OutgoingMail]]:
    """Read the mails written so far, oldest first."""

    def read() -> list[OutgoingMail]:
        with app.app_context():
            mails = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
            db.session.expunge_all()
            return list(mails)

    return read
