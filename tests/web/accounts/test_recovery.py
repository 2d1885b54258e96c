"""A forgotten password: a mail, a link that works once, and every session ended."""

import time
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from matchmaker.core import clock
from tests.browser import Browser
from tests.personas import PASSWORD, Personas
from tests.web.accounts.given import Open, Outbox, link, visible

NEW = "quiet rivers carry copper"


def _ask(opened: Browser, email: str) -> TestResponse:
    return opened.submit("/account/reset", {"email": email}, action="reset")


@pytest.fixture
def reset_link(browser: Open, personas: Personas, outbox: Outbox) -> str:
    _ask(browser(), personas.outsider.email)
    return link(outbox()[-1], "/account/reset/")


def test_the_link_sets_a_new_password_and_signs_out_everywhere(
    browser: Open, personas: Personas, reset_link: str, outbox: Outbox
) -> None:
    elsewhere = browser(personas.outsider)
    opened = browser()
    answer = opened.submit(reset_link, {"password": NEW}, action=reset_link)
    assert "Your new password is set" in answer.text
    assert elsewhere.get("/account").request.path == "/account/login"
    for password, works in ((PASSWORD, False), (NEW, True)):
        data = {"email": personas.outsider.email, "password": password}
        assert ("Sign out" in browser().submit("/account/login", data, action="login").text) is works
    assert outbox()[-1].template == "accounts/password_changed"


def test_the_link_works_once(browser: Open, reset_link: str) -> None:
    browser().submit(reset_link, {"password": NEW}, action=reset_link)
    assert "or was used before" in browser().get(reset_link).text


def test_the_link_ends_after_two_hours(
    browser: Open, reset_link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(hours=2, minutes=1)
    monkeypatch.setattr(time, "time", later.timestamp)
    page = browser().get(reset_link)
    assert "This link was valid for 2 hours" in page.text


def test_a_made_up_link_opens_nothing(browser: Open, reset_link: str) -> None:
    page = browser().get(reset_link[:-3] + "abc")
    assert page.request.path == "/account/reset"
    assert "does not work" in page.text


def test_nobody_learns_whether_an_address_has_an_account(
    browser: Open, personas: Personas, outbox: Outbox
) -> None:
    shown = []
    for email in (personas.outsider.email, "nobody@people.example.org"):
        answer = _ask(browser(), email)
        shown.append(visible(answer, email))
    assert shown[0] == shown[1]
    assert [mail.recipient for mail in outbox()] == [personas.outsider.email]


def test_the_mail_speaks_the_language_of_the_account_whoever_asks(
    browser: Open, personas: Personas, outbox: Outbox
) -> None:
    _ask(browser(language="en"), personas.paris_founder.email)
    assert outbox()[-1].locale == "fr"


def test_the_link_leads_to_the_configured_host_whatever_host_the_request_named(
    browser: Open, personas: Personas, outbox: Outbox
) -> None:
    opened = browser()
    opened.headers["X-Forwarded-Host"] = "evil.example"
    _ask(opened, personas.outsider.email)
    assert "evil.example" not in outbox()[-1].text
    assert "http://localhost/account/reset/" in outbox()[-1].text
