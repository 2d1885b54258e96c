"""A code of an authenticator app beside the password, for whoever wants it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from matchmaker.core import clock
from tests.browser import Browser, forms_of
from tests.personas import PASSWORD, Person, Personas
from tests.web.accounts.given import AccountOf, Open, session_cookie


def _key(page: TestResponse) -> str:
    shown = re.search(r'class="setup-key">([^<]+)<', page.text)
    assert shown is not None
    return shown[1].replace("-", "").replace(" ", "")


Protected = tuple[Person, Any]


@pytest.fixture
def protected(app: Flask, browser: Open, personas: Personas) -> Protected:
    """A member of staff who switched the second factor on; returns the person and the app's key."""
    opened = browser(personas.valley_staff, language="en")
    page = opened.submit("/account/tf-setup", {"setup": "authenticator"}, action="tf-setup")
    key = app.extensions["security"].totp_factory._totp(key=_key(page), format="base32")
    fields = _last_form(page)
    answer = opened.client.post(
        fields[0],
        data=fields[1] | {"code": key.generate(time=clock.now() - timedelta(seconds=30)).token},
        follow_redirects=True,
    )
    assert "From now on we ask for a code" in answer.text
    return personas.valley_staff, key


def _last_form(page: TestResponse) -> tuple[str, dict[str, Any]]:
    return next(form for form in forms_of(page.text) if "/tf-setup/" in form[0])


def _password(opened: Browser, person: Person) -> TestResponse:
    return opened.submit("/account/login", {"email": person.email, "password": PASSWORD}, action="login")


def test_the_password_alone_does_not_sign_in_any_more(browser: Open, protected: Protected) -> None:
    person, _ = protected
    opened = browser()
    assert _password(opened, person).request.path == "/account/tf-validate"
    assert opened.get("/account").request.path == "/account/login"


def test_password_and_code_sign_in(browser: Open, protected: Protected) -> None:
    person, key = protected
    opened = browser()
    _password(opened, person)
    before = session_cookie(opened)
    code = key.generate(time=clock.now()).token
    opened.submit("/account/tf-validate", {"code": code}, action="tf-validate")
    assert opened.get("/account").request.path == "/account"
    assert session_cookie(opened) != before


def test_a_code_works_once(browser: Open, protected: Protected) -> None:
    person, key = protected
    code = key.generate(time=clock.now()).token
    for signed_in in (True, False):
        opened = browser()
        _password(opened, person)
        opened.submit("/account/tf-validate", {"code": code}, action="tf-validate")
        assert (opened.get("/account").request.path == "/account") is signed_in


def test_codes_cannot_be_tried_one_after_the_other(browser: Open, protected: Protected) -> None:
    person, _ = protected
    opened = browser()
    _password(opened, person)
    answers = [
        opened.submit("/account/tf-validate", {"code": f"{number:06}"}, action="tf-validate").status_code
        for number in range(11)
    ]
    assert answers == [422] * 10 + [429]


@pytest.mark.parametrize("url", ["/account/tf-rescue", "/account/tf-select"])
def test_there_is_no_way_around_it_by_mail(browser: Open, protected: Protected, url: str) -> None:
    person, _ = protected
    opened = browser()
    _password(opened, person)
    assert opened.get(url).status_code == 404
    assert opened.post(url, {"help_setup": "email"}).status_code == 404


def test_the_secret_is_not_readable_in_the_database(protected: Protected, account_of: AccountOf) -> None:
    person, key = protected
    assert key.base32_key not in account_of(person.email).tf_totp_secret


def test_changing_it_asks_for_the_password_again_after_half_an_hour(
    browser: Open, personas: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    import flask_security.utils

    opened = browser(personas.admin)
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(flask_security.utils, "naive_utcnow", lambda: later.replace(tzinfo=None))
    assert opened.get("/account/tf-setup").request.path == "/account/verify"
    assert opened.get("/account/change-email").request.path == "/account/verify"


def test_a_link_to_the_page_of_codes_signs_nobody_out(browser: Open, personas: Personas) -> None:
    reader = browser(personas.outsider)
    reader.get("/account/tf-validate")
    assert reader.get("/account", follow_redirects=False).status_code == 200
