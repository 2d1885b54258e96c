"""A new e-mail address takes effect when its owner opens the link, and the old one is told."""

from werkzeug.test import TestResponse

from tests.browser import Browser
from tests.personas import PASSWORD, Personas
from tests.web.accounts.given import AccountOf, Open, Outbox, link, visible

NEW = "sam@elsewhere.example.org"


def _ask(opened: Browser, email: str = NEW) -> TestResponse:
    return opened.submit("/account/change-email", {"email": email}, action="change-email")


def _linked(opened: Browser, outbox: Outbox) -> str:
    """Ask for the new address; the link that was mailed to it."""
    _ask(opened)
    return link(outbox()[-1], "/account/change-email/")


def test_the_new_address_opens_the_account_once_it_is_confirmed(
    browser: Open, personas: Personas, outbox: Outbox
) -> None:
    opened = browser(personas.outsider)
    url = _linked(opened, outbox)
    assert opened.get("/account").status_code == 200
    opened.submit(url, action=url)
    assert (
        "Sign out"
        in browser().submit("/account/login", {"email": NEW, "password": PASSWORD}, action="login").text
    )
    old = {"email": personas.outsider.email, "password": PASSWORD}
    assert browser().submit("/account/login", old, action="login").status_code == 422
    assert [(mail.recipient, mail.template) for mail in outbox()][-1] == (
        personas.outsider.email,
        "accounts/email_changed",
    )


def test_a_link_that_was_used_says_that_the_address_is_confirmed(
    browser: Open, personas: Personas, outbox: Outbox
) -> None:
    opened = browser(personas.outsider)
    url = _linked(opened, outbox)
    opened.submit(url, action=url)
    for again in (browser().get(url), browser().post(url)):
        assert again.request.path == "/account/login"
        assert "This address is already confirmed. You can sign in." in again.text


def test_opening_the_link_alone_changes_nothing(
    browser: Open, personas: Personas, outbox: Outbox, account_of: AccountOf
) -> None:
    assert browser().get(_linked(browser(personas.outsider), outbox)).status_code == 200
    assert account_of(NEW) is None


def test_a_link_mailed_to_the_old_address_before_is_dead_afterwards(
    browser: Open, personas: Personas, outbox: Outbox
) -> None:
    browser().submit("/account/reset", {"email": personas.outsider.email}, action="reset")
    stale = link(outbox()[-1], "/account/reset/")
    opened = browser(personas.outsider)
    url = _linked(opened, outbox)
    opened.submit(url, action=url)
    assert browser().get(stale).request.path == "/account/reset"


def test_an_address_that_has_an_account_gets_the_same_answer_and_no_mail(
    browser: Open, personas: Personas, outbox: Outbox
) -> None:
    opened = browser(personas.outsider)
    shown = []
    for email in (NEW, personas.valley_investor.email):
        answer = _ask(opened, email)
        shown.append(visible(answer, email))
    assert shown[0] == shown[1]
    assert [mail.recipient for mail in outbox()] == [NEW]
