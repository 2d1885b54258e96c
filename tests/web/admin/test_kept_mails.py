"""An admin reads the mails of a service without SMTP; nobody else does, and in production nobody at all."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from matchmaker import create_app
from matchmaker.core import mail
from matchmaker.extensions import db
from tests.browser import Browser
from tests.personas import Personas

Browse = Callable[..., Browser]


@pytest.fixture
def written(app: Flask, plain_mails: None) -> Callable[..., None]:
    """Write and commit a mail."""

    def write(**given: Any) -> None:
        with app.app_context():
            values: dict[str, Any] = {
                "recipient": "camille@people.example.org",
                "locale": "fr",
                "subject": "Confirmez votre adresse",
                "text": "Bonjour,\n\nhttp://localhost/account/confirm/abc",
                "template": "plain",
            }
            mail.enqueue(**values | given)
            db.session.commit()

    return write


def test_an_admin_follows_a_link_of_a_kept_mail(
    browser: Browse, personas: Personas, written: Callable[..., None], run_jobs: Callable[[], None]
) -> None:
    written()
    run_jobs()
    admin = browser(personas.admin)
    listed = admin.get("/admin/mails")
    assert "Confirmez votre adresse" in listed.text
    assert "kept here" in listed.text
    shown = admin.get("/admin/mails/1")
    assert '<a href="http://localhost/account/confirm/abc">' in shown.text
    assert "camille@people.example.org" in shown.text


def test_nothing_in_a_mail_becomes_code_of_the_page(
    browser: Browse, personas: Personas, written: Callable[..., None]
) -> None:
    written(subject="<script>1</script>", text="<script>2</script>\n\n<img src=//evil.example.com>")
    admin = browser(personas.admin)
    for url in ("/admin/mails", "/admin/mails/1"):
        page = admin.get(url).text
        assert "<script>1" not in page
        assert "<script>2" not in page
        assert "<img src=//" not in page


def test_the_search_finds_a_part_of_an_address_literally(
    browser: Browse, personas: Personas, written: Callable[..., None]
) -> None:
    written(subject="First")
    written(recipient="robin_x@people.example.org", subject="Second")
    admin = browser(personas.admin)
    assert "Second" in admin.get("/admin/mails?recipient=ROBIN_").text
    assert "First" not in admin.get("/admin/mails?recipient=ROBIN_").text
    assert "There is no such mail" in admin.get("/admin/mails?recipient=%25").text


def test_a_long_list_has_pages_that_keep_the_search(
    browser: Browse, personas: Personas, written: Callable[..., None]
) -> None:
    for number in range(21):
        written(subject=f"Number {number:02}")
    admin = browser(personas.admin)
    first = admin.get("/admin/mails?recipient=camille")
    assert "Number 20" in first.text
    assert "Number 00" not in first.text
    assert "/admin/mails?recipient=camille&amp;page=2" in first.text
    assert "Number 00" in admin.get("/admin/mails?recipient=camille&page=2").text


def test_an_absent_mail_is_not_found(browser: Browse, personas: Personas) -> None:
    assert browser(personas.admin).get("/admin/mails/99").status_code == 404


@pytest.mark.parametrize("url", ["/admin/mails", "/admin/mails/1"])
@pytest.mark.parametrize("role", ["paris_founder", "valley_investor", "paris_staff", "valley_staff"])
def test_nobody_but_an_admin_reads_mails(
    role: str, url: str, browser: Browse, personas: Personas, written: Callable[..., None]
) -> None:
    written()
    answer = browser(getattr(personas, role)).get(url)
    assert answer.status_code == 403
    assert "confirm/abc" not in answer.text


def test_the_signed_out_are_asked_to_sign_in(browser: Browse, written: Callable[..., None]) -> None:
    written()
    answer = browser().get("/admin/mails/1")
    assert "confirm/abc" not in answer.text
    assert 'type="password"' in answer.text


def test_in_production_the_pages_do_not_exist(application: Flask) -> None:
    app = create_app(
        {
            "PRODUCTION": True,
            "DATABASE_URL": application.config["DATABASE_URL"],
            "SECRET_KEY": "a secret",
            "SECURITY_PASSWORD_SALT": "a salt",
            "BASE_URL": "https://localhost",
        }
    )
    paths = {rule.rule for rule in app.url_map.iter_rules()}
    assert not [path for path in paths if path.startswith("/admin/mails")]
    assert "/admin/settings" in paths
    try:
        assert app.test_client().get("/admin/mails").status_code == 404
    finally:
        with app.app_context():
            db.engine.dispose()
