"""`flask --app wsgi demo load`: once, whole, and never in production."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.accounts.models import User
from matchmaker.core.audit import AuditEvent
from matchmaker.core.errors import Conflict
from matchmaker.core.mail import OutgoingMail
from matchmaker.demo import loader
from matchmaker.demo.accounts import ACCOUNTS
from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from matchmaker.profiles.models import Organisation
from tests import factories
from tests.browser import Browser
from tests.personas import PASSWORD, Person

COUNTED = (User, Organisation, Introduction, AuditEvent, OutgoingMail)


def counts(app: Flask) -> list[int]:
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in COUNTED]


def run(app: Flask, password: str = PASSWORD) -> tuple[int, str]:
    answer = app.test_cli_runner().invoke(args=["demo", "load"], env={"DEMO_PASSWORD": password})
    return answer.exit_code, answer.output


def test_it_is_loaded_once_and_its_password_is_made_or_taken_from_the_environment(app: Flask) -> None:
    status, said = run(app, "")
    assert (status, "organisations" in said) == (0, True)
    made = said.rsplit(": ", 1)[1].strip()
    assert len(made) >= 12
    answer = Browser(app).submit("/account/login", {"email": ACCOUNTS[0], "password": made}, action="login")
    assert answer.request.path != "/account/login"

    first = counts(app)
    assert all(first)
    assert run(app, made) == (0, "The demonstration is already loaded.\n")
    assert counts(app) == first
    assert run(app) == (0, "The demonstration is already loaded; its password is new.\n")
    for email in ACCOUNTS:
        Browser(app).sign_in(Person(0, email, ""))


def test_production_refuses(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    status, said = run(app)
    assert status != 0
    assert "production" in said
    assert counts(app) == [0] * len(COUNTED)


def test_a_load_that_fails_halfway_leaves_nothing(app: Flask) -> None:
    with app.app_context():
        factories.user(email="farallon@demo.example.org")  # the last organisation finds its address taken
        db.session.commit()
        with pytest.raises(Conflict):
            loader.load(PASSWORD)
    assert counts(app) == [1, 0, 0, 0, 0]
