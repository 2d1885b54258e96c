"""A running service with the demonstration, and Debian's Chromium to visit it with."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from matchmaker.embedded.postgres import EmbeddedPostgres
from matchmaker.extensions import db
from tests.conftest import own_database
from tests.e2e.service import Service
from tests.e2e.visitor import Visitor

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def service(server: EmbeddedPostgres, demonstration: Flask) -> Iterator[Service]:
    """The service on a copy of the demonstration; tests use own accounts or leave the others as found."""
    instance = Path(tempfile.mkdtemp(prefix="e2e-"))
    shutil.copytree(demonstration.config["SNAPSHOT_DIR"], instance / "snapshots")
    with demonstration.app_context():
        db.engine.dispose()  # as long as somebody is connected it cannot be copied
    with own_database(server, demonstration.config["DATABASE_URL"]) as url:
        running = Service(url, instance)
        running.start()
        yield running
        running.stop()
    shutil.rmtree(instance)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, as no browser comes with the requirements."""
    program = shutil.which("chromium")
    assert program, "The browser tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser, service: Service) -> Iterator[Callable[..., Visitor]]:
    """Make people with browsers: `visitor("fr")`; afterwards none of them has met a fault."""
    made: list[Visitor] = []

    def make(language: str, **options: object) -> Visitor:
        made.append(Visitor(chromium, service, language, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()
    assert [fault for one in made for fault in one.faults] == []
