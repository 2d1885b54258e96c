"""French and English: of the browser, else chosen, and the choice sticks."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.core.urls import safe_target
from matchmaker.extensions import db
from tests.browser import Browser
from tests.personas import Personas

Open = Callable[..., Browser]
FRENCH = '<html lang="fr">'
ENGLISH = '<html lang="en">'


@pytest.mark.parametrize(
    ("accepted", "answered"),
    [
        ("fr-FR,fr;q=0.9", FRENCH),
        ("en-US,en", ENGLISH),
        ("de", ENGLISH),
        ("de, fr;q=0.5, en;q=0.3", FRENCH),
        ("", ENGLISH),
    ],
)
def test_the_browser_decides_for_a_newcomer(app: Flask, accepted: str, answered: str) -> None:
    assert answered in app.test_client().get("/", headers={"Accept-Language": accepted}).text


def test_the_switch_sticks_and_leads_back(browser: Open) -> None:
    opened = browser(language="en")
    page = opened.post("/language", {"locale": "fr", "next": "/account/login"})
    assert page.request.path == "/account/login"
    assert FRENCH in page.text
    assert FRENCH in opened.get("/").text


def test_the_switch_of_a_signed_in_person_changes_the_account(
    browser: Open, personas: Personas, app: Flask
) -> None:
    person = personas.valley_investor
    browser(person).post("/language", {"locale": "fr"})
    with app.app_context():
        assert personas.user(person).locale == "fr"
        db.session.rollback()
    assert FRENCH in browser(person, language="en").get("/").text


def test_an_unknown_language_changes_nothing(browser: Open) -> None:
    opened = browser(language="en")
    opened.post("/language", {"locale": "xx"})
    assert ENGLISH in opened.get("/").text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.com",
        "//evil.com",
        "///evil.com",
        "/\\evil.com",
        "\\\\evil.com",
        "http:///evil.com",
        "/\tevil.com\n",
        "javascript:alert(1)",
        " /profile",
        "",
        None,
        "evil",
        "/ok\\..\\evil",
    ],
)
def test_no_redirect_leads_elsewhere(target: str | None) -> None:
    assert safe_target(target) == "/"


@pytest.mark.parametrize(
    "target", ["/", "/directory?q=eau&page=2", "/organisations/3/recommendations", "/a//b"]
)
def test_a_path_of_this_site_is_kept(target: str) -> None:
    assert safe_target(target, "/elsewhere") == target


def test_from_a_form_with_faults_the_switch_leads_to_the_same_form(browser: Open) -> None:
    refused = browser().submit("/account/register", {"name": ""}, action="register")
    assert refused.status_code == 422
    assert 'name="next" value="/account/register?"' in refused.text


def test_from_an_address_that_only_takes_forms_it_leads_to_the_front_page(
    browser: Open, personas: Personas
) -> None:
    missing = browser(personas.paris_founder).post("/organisations/999/submit")
    assert missing.status_code == 404
    assert 'name="next" value="/"' in missing.text
