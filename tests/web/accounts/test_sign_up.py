"""Sign-up: from the form over the mail to the first log-in, and nothing for those who guess addresses."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from tests.browser import Browser
from tests.personas import Personas
from tests.web.accounts.conftest import NEWCOMER
from tests.web.accounts.given import AccountOf, Open, Outbox, link, visible


def _sign_up(opened: Browser, **changes: str) -> TestResponse:
    return opened.submit("/account/register", NEWCOMER | changes, action="register")


def test_a_newcomer_signs_up_confirms_the_address_and_signs_in(browser: Open, outbox: Outbox) -> None:
    opened = browser()
    answer = _sign_up(opened)
    assert "We have sent an e-mail to nora@newcomers.example.org" in answer.text
    url = link(outbox()[-1], "/account/confirm/")
    assert "Your address is confirmed" in opened.submit(url, action=url).text
    signed_in = opened.submit("/account/login", NEWCOMER, action="login")
    assert "Sign out" in signed_in.text
    assert "Nora Newcomer" in signed_in.text


def test_before_the_address_is_confirmed_nobody_signs_in(signed_up: Browser) -> None:
    answer = signed_up.submit("/account/login", NEWCOMER, action="login")
    assert answer.status_code == 422
    assert "Sign out" not in answer.text


def test_a_program_that_opens_the_link_in_advance_confirms_nothing(
    signed_up: Browser, outbox: Outbox, account_of: AccountOf, browser: Open
) -> None:
    browser().get(link(outbox()[-1], "/account/confirm/"))
    assert account_of(NEWCOMER["email"]).confirmed_at is None


@pytest.mark.parametrize("days", [0, 3])  # the link itself works for two
def test_a_link_that_was_used_leads_to_the_log_in_and_says_why(
    signed_up: Browser, outbox: Outbox, browser: Open, days: int
) -> None:
    url = link(outbox()[-1], "/account/confirm/")
    signed_up.submit(url, action=url)
    with clock.at(clock.now() + timedelta(days=days)):
        for again in (browser().get(url), signed_up.post(url)):
            assert again.request.path == "/account/login"
            assert "This address is already confirmed. You can sign in." in again.text
        signed_up.submit("/account/login", NEWCOMER, action="login")
        assert "This address is already confirmed." in signed_up.get(url).text
        assert signed_up.get(url).request.path == "/"


def test_a_link_of_an_account_that_was_switched_off_tells_nothing(
    signed_up: Browser, outbox: Outbox, browser: Open, app: Flask
) -> None:
    url = link(outbox()[-1], "/account/confirm/")
    signed_up.submit(url, action=url)
    with app.app_context():
        db.session.execute(update(User).values(active=False))
        db.session.commit()
    assert "already confirmed." not in browser().get(url).text


@pytest.mark.parametrize("forged", ["abc", "WyJhIiwiYiJd.abc.def"])
def test_a_link_that_we_did_not_make_tells_nothing(browser: Open, forged: str) -> None:
    for url in (f"/account/confirm/{forged}", f"/account/change-email/{forged}"):
        answer = browser().submit(url, action=url)
        assert "This link does not work." in answer.text
        assert "is already confirmed." not in answer.text


def test_an_address_that_has_an_account_gets_the_same_answer(
    browser: Open, personas: Personas, outbox: Outbox
) -> None:
    known = personas.paris_founder.email
    answers = [
        visible(_sign_up(browser(), email=email)) for email in ("nobody@people.example.org", known.upper())
    ]
    shown = [text.replace("nobody@people.example.org", "X").replace(known, "X") for _, _, text in answers]
    assert answers[0][:2] == answers[1][:2]
    assert shown[0] == shown[1]


def test_the_owner_of_an_address_that_has_an_account_is_told_by_mail_in_the_own_language(
    browser: Open, personas: Personas, outbox: Outbox
) -> None:
    _sign_up(browser(), email=personas.paris_founder.email)
    mail = outbox()[-1]
    assert (mail.recipient, mail.locale) == (personas.paris_founder.email, "fr")
    assert link(mail, "/account/reset/")


def test_a_password_that_fails_says_so_whether_the_address_has_an_account_or_not(
    browser: Open, personas: Personas
) -> None:
    for email in ("nobody@people.example.org", personas.paris_founder.email):
        answer = _sign_up(browser(), email=email, password="short")
        assert answer.status_code == 422
        assert "12 to 128 characters" in answer.text
        assert "already" not in answer.text.replace("I have an account already", "")


def test_who_registered_a_stranger_s_address_first_loses_it_to_the_stranger(
    browser: Open, outbox: Outbox
) -> None:
    _sign_up(browser(), password="the intruder chose these words")
    owner = browser()
    _sign_up(owner)
    mail = outbox()[-1]
    assert "/account/confirm/" not in mail.text
    url = link(mail, "/account/reset/")
    owner.submit(url, {"password": "the owner chose other words"}, action=url)
    intruder = {"email": NEWCOMER["email"], "password": "the intruder chose these words"}
    assert browser().submit("/account/login", intruder, action="login").status_code == 422
    rightful = {"email": NEWCOMER["email"], "password": "the owner chose other words"}
    assert "Sign out" in browser().submit("/account/login", rightful, action="login").text


@pytest.mark.parametrize("field", ["role", "staff_hub", "active", "confirmed_at", "locale", "id"])
def test_fields_that_the_form_does_not_have_change_nothing(
    browser: Open, account_of: AccountOf, field: str
) -> None:
    _sign_up(browser(), **{field: "admin"})
    user = account_of(NEWCOMER["email"])
    assert (user.role, user.staff_hub, user.confirmed_at) == (Role.MEMBER, None, None)
    assert user.locale == "en"


def test_the_account_speaks_the_language_of_the_page_it_was_made_on(
    browser: Open, account_of: AccountOf, outbox: Outbox
) -> None:
    _sign_up(browser(language="fr"))
    assert account_of(NEWCOMER["email"]).locale == "fr"
    assert outbox()[-1].locale == "fr"


def test_an_address_is_stored_in_lower_case_and_found_however_it_is_typed(
    browser: Open, outbox: Outbox
) -> None:
    opened = browser()
    _sign_up(opened, email="Nora@Newcomers.Example.ORG")
    url = link(outbox()[-1], "/account/confirm/")
    opened.submit(url, action=url)
    answer = opened.submit(
        "/account/login", NEWCOMER | {"email": "NORA@newcomers.example.org"}, action="login"
    )
    assert "Sign out" in answer.text


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"email": "no address"}, "does not look like an e-mail address"),
        ({"email": ""}, "Please enter your e-mail address"),
        ({"name": "  "}, "Please enter your name"),
        ({"name": "n" * 121}, "120 characters"),
        ({"time_zone": "Mars/Olympus"}, "Not a valid choice"),
        ({"password": "nora@newcomers.example.org"}, "too easy to guess"),
        ({"password": "password12345"}, "too easy to guess"),
        ({"password": "x" * 200}, "12 to 128 characters"),
    ],
)
def test_what_cannot_be_accepted_is_said_and_what_was_typed_stays(
    browser: Open, account_of: AccountOf, changes: dict[str, str], fault: str
) -> None:
    answer = _sign_up(browser(), **changes)
    assert answer.status_code == 422
    assert answer.text.count(fault) == 2  # in the summary, and at its field
    kept = next(value for name, value in NEWCOMER.items() if name not in changes and name != "password")
    assert kept in answer.text
    assert account_of(NEWCOMER["email"]) is None


def test_the_mail_that_confirms_can_be_asked_for_again_and_nobody_learns_who_waits(
    signed_up: Browser, browser: Open, personas: Personas, outbox: Outbox
) -> None:
    pages = []
    for email in (NEWCOMER["email"], personas.outsider.email, "nobody@people.example.org"):
        answer = browser().submit("/account/confirm", {"email": email}, action="confirm")
        pages.append(visible(answer)[2].replace(email, "X"))
    assert pages[0] == pages[1] == pages[2]
    assert [mail.recipient for mail in outbox()] == [NEWCOMER["email"]] * 2


@pytest.mark.parametrize("address", ["é@example.com", "ſ@example.com", "İ@example.com"])
def test_an_address_that_no_mail_of_ours_can_reach_is_refused_in_words(browser: Open, address: str) -> None:
    fields = {"email": address, "name": "Noor", "password": "seven green kettles hum"}
    answer = browser().submit("/account/register", fields)
    assert answer.status_code == 422
    assert "does not look like an e-mail address" in answer.text
