"""Every form needs the token of its session; nothing is read but forms, nobody is known but by session."""

import pytest
from flask import Flask

from tests.browser import Browser, forms_of
from tests.personas import PASSWORD, Personas
from tests.web.accounts.given import Open

FORMS = [
    "/account/login",
    "/account/logout",
    "/account/register",
    "/account/reset",
    "/account/confirm",
    "/account/change",
    "/account/change-email",
    "/account/verify",
    "/account/tf-setup",
    "/account/tf-validate",
    "/account",
    "/account/copy",
    "/account/copy/file",
    "/admin/people/invite",
    "/admin/people/1/deactivate",
    "/admin/people/1/reactivate",
    "/admin/people/invitations/1/revoke",
    "/account/invitation/abc",
    "/account/confirm/abc",
    "/account/change-email/abc",
    "/account/reset/abc",
]


def _token(opened: Browser) -> str:
    forms = forms_of(opened.get("/account/login").text)
    return next(str(fields["csrf_token"]) for _, fields in forms if "csrf_token" in fields)


@pytest.mark.parametrize("url", FORMS)
def test_without_the_token_there_is_a_page_that_says_so_and_nothing_happens(
    browser: Open, personas: Personas, url: str
) -> None:
    opened = browser(personas.admin)
    answer = opened.client.post(url, data={"email": personas.admin.email, "password": PASSWORD})
    assert answer.status_code == 400
    assert "<h1>" in answer.text
    assert opened.get("/account").request.path == "/account"


def test_the_token_of_another_session_does_not_serve(browser: Open, personas: Personas) -> None:
    token = _token(browser())
    victim = browser()
    victim.get("/account/login")
    answer = victim.client.post(
        "/account/login",
        data={"csrf_token": token, "email": personas.outsider.email, "password": PASSWORD},
    )
    assert answer.status_code == 400


def test_json_is_not_read(browser: Open, personas: Personas) -> None:
    opened = browser()
    token = _token(opened)
    answer = opened.client.post(
        "/account/login?include_auth_token",
        json={"email": personas.outsider.email, "password": PASSWORD},
        headers={"X-CSRFToken": token, "Accept": "application/json"},
    )
    assert answer.status_code == 415
    assert "token" not in (answer.get_json(silent=True) or {})


def test_no_token_in_an_address_or_header_signs_anybody_in(
    app: Flask, browser: Open, personas: Personas
) -> None:
    with app.test_request_context():
        token = str(personas.user(personas.admin).get_auth_token())
    opened = browser()
    assert opened.get(f"/account?auth_token={token}").request.path == "/account/login"
    opened.headers["Authentication-Token"] = token
    assert opened.get("/account").request.path == "/account/login"
