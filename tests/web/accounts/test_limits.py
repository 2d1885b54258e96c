"""Attempts are limited before a password is hashed, and an office is not locked out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from matchmaker.core import clock
from tests.browser import Browser
from tests.personas import PASSWORD, Personas
from tests.web.accounts.conftest import NEWCOMER
from tests.web.accounts.given import Calls, Open, Outbox, visible


def _counted(real: Callable[..., Any], asked: Calls) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        asked.append(1)
        return real(*args, **kwargs)

    return call


@pytest.fixture
def hashings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Count what the library's hasher is asked to do, and let it do it."""
    hasher = app.extensions["security"].pwd_context
    asked: Calls = []
    for name in ("hash", "verify"):
        monkeypatch.setattr(hasher, name, _counted(getattr(hasher, name), asked))
    return asked


def _sign_in(opened: Browser, email: str, password: str = "not the password at all") -> TestResponse:
    return opened.submit("/account/login", {"email": email, "password": password}, action="login")


def _use_up(opened: Browser, email: str) -> None:
    for _ in range(10):
        assert _sign_in(opened, email).status_code == 422


def test_the_eleventh_guess_at_an_account_is_refused_without_hashing(
    browser: Open, personas: Personas, hashings: Calls
) -> None:
    opened, email = browser(), personas.outsider.email
    _use_up(opened, email)
    assert hashings
    hashings.clear()
    answer = _sign_in(opened, email)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 600
    assert "too many attempts" in answer.text
    assert hashings == []


def test_while_limited_the_right_password_looks_like_a_wrong_one(
    browser: Open, personas: Personas, hashings: Calls
) -> None:
    opened, email = browser(), personas.outsider.email
    _use_up(opened, email)
    hashings.clear()
    shown = []
    for password in ("not the password at all", PASSWORD):
        answer = _sign_in(opened, email, password)
        shown.append(visible(answer))
    assert shown[0] == shown[1]
    assert hashings == []


def test_spelling_the_address_otherwise_does_not_help(browser: Open, personas: Personas) -> None:
    opened, email = browser(), personas.outsider.email
    _use_up(opened, email)
    assert _sign_in(opened, email.upper()).status_code == 429
    assert _sign_in(opened, f"  {email} ").status_code == 429


def test_somebody_else_in_the_same_office_still_signs_in(browser: Open, personas: Personas) -> None:
    _use_up(browser(), personas.outsider.email)
    assert "Sign out" in _sign_in(browser(), personas.valley_investor.email, PASSWORD).text


def test_the_limit_ends_with_its_window(browser: Open, personas: Personas) -> None:
    opened, email = browser(), personas.outsider.email
    start = clock.now()
    with clock.at(start):
        _use_up(opened, email)
        assert _sign_in(opened, email).status_code == 429
    with clock.at(start + timedelta(minutes=10, seconds=1)):
        assert "Sign out" in _sign_in(opened, email, PASSWORD).text


def test_a_success_forgets_the_failures_before_it(browser: Open, personas: Personas) -> None:
    email = personas.outsider.email
    for _ in range(2):
        opened = browser()
        for _ in range(9):
            _sign_in(opened, email)
        assert "Sign out" in _sign_in(opened, email, PASSWORD).text


@pytest.mark.parametrize(("url", "action"), [("/account/reset", "reset"), ("/account/confirm", "confirm")])
def test_nobody_fills_the_mailbox_of_another(
    browser: Open, personas: Personas, signed_up: Browser, outbox: Outbox, url: str, action: str
) -> None:
    email = NEWCOMER["email"] if action == "confirm" else personas.outsider.email
    before = len(outbox())
    answers = [browser().submit(url, {"email": email}, action=action).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert len(outbox()) - before == 5


def test_sign_ups_at_one_address_are_limited_before_hashing(
    browser: Open, personas: Personas, hashings: Calls
) -> None:
    data = NEWCOMER | {"email": personas.outsider.email}
    for _ in range(5):
        browser().submit("/account/register", data, action="register")
    hashings.clear()
    assert browser().submit("/account/register", data, action="register").status_code == 429
    assert hashings == []


def test_sixty_firms_of_one_event_sign_up_behind_one_router(browser: Open) -> None:
    opened = browser()
    answers = [
        opened.submit(
            "/account/register", NEWCOMER | {"email": f"firm{number}@example.org", "password": "short"}
        )
        for number in range(61)
    ]
    assert [answer.status_code for answer in answers] == [422] * 60 + [429]


def test_an_invitation_is_not_guessed_at(browser: Open) -> None:
    opened = browser()
    opened.get("/")
    answers = {opened.post("/account/invitation/guess").status_code for _ in range(60)}
    assert answers == {404}
    assert opened.post("/account/invitation/guess").status_code == 429


def test_switched_off_by_configuration_nothing_is_counted(
    app: Flask, browser: Open, personas: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", False)
    opened = browser()
    assert {_sign_in(opened, personas.outsider.email).status_code for _ in range(12)} == {422}


def test_the_counters_hold_no_address(app: Flask, browser: Open, personas: Personas) -> None:
    from matchmaker.core.limits import RateCounter
    from matchmaker.extensions import db

    _sign_in(browser(), personas.outsider.email)
    with app.app_context():
        keys = db.session.scalars(db.select(RateCounter.key)).all()
    assert keys
    assert not [key for key in keys if "people.example.org" in key]
