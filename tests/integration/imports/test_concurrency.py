"""Two imports at once, on real connections; and what happens without the lock."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.extensions import db
from matchmaker.profiles.imports import landing, matcher
from matchmaker.profiles.imports.limits import COMMAND_LINE
from matchmaker.profiles.imports.run import Order, run
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import Hub, Kind

FILE = "name,hub\n" + "".join(f"Firm {number},paris\n" for number in range(40))


def import_at_once(app: Flask, times: int = 2) -> int:
    """Run the same import `times` times at once and return how many organisations there are."""
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with app.app_context():
                run(io.BytesIO(FILE.encode()), Order(Kind.STARTUP, Hub.PARIS), None, COMMAND_LINE)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Organisation)) or 0


@contextmanager
def both_have_looked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold each import after it looked for what there is, until the other one has looked too or cannot."""
    barrier = threading.Barrier(2)
    look = matcher.Candidates

    class Held(look):  # type: ignore[misc, valid-type]
        def __init__(self, *args: object) -> None:
            super().__init__(*args)
            try:
                barrier.wait(1.5)
            except threading.BrokenBarrierError:
                return

    monkeypatch.setattr(landing, "Candidates", Held)
    yield


def test_two_imports_at_once_land_each_firm_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with both_have_looked(monkeypatch):
        assert import_at_once(app) == 40


def test_without_the_lock_they_land_each_firm_twice(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    unguarded = select(1)
    monkeypatch.setattr(landing, "lock", lambda: unguarded)
    with both_have_looked(monkeypatch):
        assert import_at_once(app) == 80
