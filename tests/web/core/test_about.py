"""Anybody reads who runs the service, what becomes of personal data, and how accessible it is."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.core import mail
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from tests.browser import Browser
from tests.personas import Personas

Open = Callable[..., Browser]
IMPRINT = "/admin/imprint"
STATED = {
    "operator": "Association des deux rives",
    "address": "1, quai de l'Exemple\r\n75000 Paris",
    "email": "bonjour@deux-rives.example",
    "desk_paris": "paris@deux-rives.example",
    "privacy_fr": "Base légale : l'exécution du service.",
}


@pytest.fixture
def stated(browser: Open, personas: Personas) -> Browser:
    """The admin's browser, once the admin said who runs the service."""
    admin = browser(personas.admin)
    assert "Your settings are saved." in admin.submit(IMPRINT, STATED, action=IMPRINT).text
    return admin


@pytest.mark.parametrize("page", ["legal", "privacy", "accessibility"])
def test_every_page_leads_to_what_the_service_says_of_itself(page: str, browser: Open) -> None:
    visitor = browser()
    assert f'href="/about/{page}"' in visitor.get("/account/register").text
    assert visitor.get(f"/about/{page}").status_code == 200


def test_nothing_is_made_up_where_nothing_is_stated(browser: Open) -> None:
    assert browser().get("/about/legal").text.count("Not stated yet.") == 5


def test_a_visitor_reads_who_runs_the_service(stated: Browser, browser: Open) -> None:
    page = browser().get("/about/legal").text
    assert "Association des deux rives" in page
    assert "1, quai de l&#39;Exemple<br>75000 Paris" in page
    assert 'href="mailto:paris@deux-rives.example"' in page
    assert 'href="mailto:bonjour@deux-rives.example"' in browser().get("/about/accessibility").text


def test_what_the_operator_adds_on_personal_data_is_read_in_either_language(
    stated: Browser, browser: Open
) -> None:
    for language in ("fr", "en"):
        assert "Base légale" in browser(language=language).get("/about/privacy").text


def test_a_mailbox_that_is_none_is_refused_and_nothing_is_stored(browser: Open, personas: Personas) -> None:
    admin = browser(personas.admin)
    answer = admin.submit(IMPRINT, STATED | {"email": "nowhere"}, action=IMPRINT)
    assert answer.status_code == 422
    assert "This is not an e-mail address." in answer.text
    assert "Association des deux rives" not in browser().get("/about/legal").text


def test_the_record_tells_what_was_stated_but_names_nobody(stated: Browser) -> None:
    page = stated.get("/audit").text
    assert "Name of the organisation that runs the service" in page
    assert "Association des deux rives" not in page
    assert "deux-rives.example" not in page


@pytest.mark.parametrize("role", ["paris_founder", "paris_staff"])
def test_nobody_but_an_admin_states_it(role: str, browser: Open, personas: Personas) -> None:
    assert browser(getattr(personas, role)).post(IMPRINT, STATED).status_code == 403


def test_search_engines_are_led_to_public_pages_only(browser: Open) -> None:
    lines = browser().get("/robots.txt").text.splitlines()
    assert lines[-1] == "Disallow: /"
    assert "Allow: /about/" in lines


def test_the_mail_about_a_changed_address_says_where_to_write(
    app: Flask, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    with app.app_context():
        mail.enqueue(recipient="nora@newcomers.example", locale="fr", template="accounts/email_changed")
        db.session.commit()
    assert "/about/legal" in outbox()[-1].text
