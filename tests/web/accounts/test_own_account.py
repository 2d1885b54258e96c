"""Everybody changes the own name, language and time zone."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.browser import Browser
from tests.personas import Personas
from tests.web.accounts.given import AccountOf, Open


def _save(opened: Browser, **changes: str) -> TestResponse:
    data = {"name": "Sam Renamed", "locale": "fr", "time_zone": "America/Los_Angeles"} | changes
    return opened.submit("/account", data, action="/account")


def test_name_language_and_time_zone_are_kept_and_shown(
    browser: Open, personas: Personas, account_of: AccountOf
) -> None:
    opened = browser(personas.outsider)
    page = _save(opened)
    assert '<html lang="fr">' in page.text
    assert "Sam Renamed" in page.text
    user = account_of(personas.outsider.email)
    assert (user.name, user.locale, user.time_zone) == ("Sam Renamed", "fr", "America/Los_Angeles")


@pytest.mark.parametrize("change", [{"name": ""}, {"locale": "de"}, {"time_zone": "Nowhere"}])
def test_what_cannot_be_accepted_changes_nothing(
    browser: Open, personas: Personas, account_of: AccountOf, change: dict[str, str]
) -> None:
    answer = _save(browser(personas.outsider), **change)
    assert answer.status_code == 422
    assert account_of(personas.outsider.email).name == "Sam Outsider"


def test_a_zone_that_the_list_does_not_have_stays_when_something_else_changes(
    app: Flask, browser: Open, personas: Personas, account_of: AccountOf
) -> None:
    from matchmaker.extensions import db

    with app.app_context():
        personas.user(personas.outsider).time_zone = "Pacific/Tahiti"
        db.session.commit()
    browser(personas.outsider).submit("/account", {"name": "Sam Renamed"}, action="/account")
    user = account_of(personas.outsider.email)
    assert (user.name, user.time_zone) == ("Sam Renamed", "Pacific/Tahiti")


@pytest.mark.parametrize("field", ["email", "role", "staff_hub", "active", "id"])
def test_fields_that_the_form_does_not_have_change_nothing(
    browser: Open, personas: Personas, account_of: AccountOf, field: str
) -> None:
    _save(browser(personas.outsider), **{field: "admin"})
    user = account_of(personas.outsider.email)
    assert user is not None
    assert (str(user.role), user.staff_hub, user.active) == ("member", None, True)
