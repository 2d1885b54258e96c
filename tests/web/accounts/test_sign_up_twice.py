"""A sign-up button pressed twice at once, as impatient people do."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from matchmaker.extensions import db
from tests import factories
from tests.browser import Browser, forms_of
from tests.web.accounts.conftest import NEWCOMER
from tests.web.accounts.given import Open

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def _press_while_another_sign_up_is_under_way(app: Flask, opened: Browser) -> int:
    """Send the form while another transaction holds the address, and let that one end first."""
    forms = forms_of(opened.get("/account/register").text)
    fields = next(fields for action, fields in forms if "register" in action)
    statuses: list[int] = []

    def press() -> None:
        statuses.append(opened.client.post("/account/register", data=fields | NEWCOMER).status_code)

    with app.app_context():
        factories.user(email=NEWCOMER["email"])
        pressed = threading.Thread(target=press)
        pressed.start()
        with db.engine.connect() as watch:
            while not watch.scalar(WAITING):
                assert pressed.is_alive()
        db.session.commit()
        pressed.join()
    return statuses[0]


def test_the_second_press_gets_the_usual_answer(app: Flask, browser: Open) -> None:
    assert _press_while_another_sign_up_is_under_way(app, browser()) == 302


def test_without_the_guard_the_second_press_fails(
    app: Flask, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded: Any = app.view_functions["security.register"]
    monkeypatch.setitem(app.view_functions, "security.register", guarded.__wrapped__)
    assert _press_while_another_sign_up_is_under_way(app, browser()) == 500
