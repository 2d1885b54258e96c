"""A forgotten password: a mail, a link that works once, and every session ended."""

from datetime import timedelta

import pytest

from matchmaker.core import clock
from tests.personas import PASSWORD
from tests.web.accounts.mails import link

NEW = "quiet rivers carry copper"


def _ask(opened, email):
    return opened.submit("/account/reset", {"email": email}, action="reset")


@pytest.fixture
def reset_link(browser, personas, outbox):
    _ask(browser(), personas.outsider.email)
    return link(outbox()[-1], "/account/reset/")


def test_the_link_sets_a_new_password_and_signs_out_everywhere(browser, personas, reset_link, outbox):
    elsewhere = browser(personas.outsider)
    opened = browser()
    answer = opened.submit(reset_link, {"password": NEW}, action=reset_link)
    assert "Your new password is set" in answer.text
    assert elsewhere.get("/account").request.path == "/account/login"
    for password, works in ((PASSWORD, False), (NEW, True)):
        data = {"email": personas.outsider.email, "password": password}
        assert ("Sign out" in browser().submit("/account/login", data, action="login").text) is works
    assert outbox()[-1].template == "accounts/password_changed"


def test_the_link_works_once(browser, reset_link):
    browser().submit(reset_link, {"password": NEW}, action=reset_link)
    assert "or was used before" in browser().get(reset_link).text


def test_the_link_ends_after_two_hours(browser, reset_link, monkeypatch):
    import itsdangerous.timed

    later = clock.now() + timedelta(hours=2, minutes=1)
    monkeypatch.setattr(itsdangerous.timed.time, "time", later.timestamp)
    page = browser().get(reset_link)
    assert "This link was valid for 2 hours" in page.text


def test_a_made_up_link_opens_nothing(browser, reset_link):
    page = browser().get(reset_link[:-3] + "abc")
    assert page.request.path == "/account/reset"
    assert "does not work" in page.text


def test_nobody_learns_whether_an_address_has_an_account(browser, personas, outbox):
    shown = []
    for email in (personas.outsider.email, "nobody@people.example.org"):
        answer = _ask(browser(), email)
        lines = [line for line in answer.text.splitlines() if "csrf" not in line and "nonce" not in line]
        shown.append((answer.status_code, "\n".join(lines).replace(email, "X")))
    assert shown[0] == shown[1]
    assert [mail.recipient for mail in outbox()] == [personas.outsider.email]


def test_the_mail_speaks_the_language_of_the_account_whoever_asks(browser, personas, outbox):
    _ask(browser(language="en"), personas.paris_founder.email)
    assert outbox()[-1].locale == "fr"


def test_the_link_leads_to_the_configured_host_whatever_host_the_request_named(browser, personas, outbox):
    opened = browser()
    opened.headers["X-Forwarded-Host"] = "evil.example"
    _ask(opened, personas.outsider.email)
    assert "evil.example" not in outbox()[-1].text
    assert "http://localhost/account/reset/" in outbox()[-1].text
