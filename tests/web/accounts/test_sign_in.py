"""Log-in: a new session id each time, one answer for every failure, no cookie that outlives the session."""

from flask import Flask
from werkzeug.test import TestResponse

from tests.browser import Browser
from tests.personas import PASSWORD, Personas
from tests.web.accounts.given import Open, session_cookie, visible


def _sign_in(opened: Browser, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    data = {"email": email, "password": password, **more}
    return opened.submit("/account/login", data, action="login")


def test_the_session_has_another_id_after_the_log_in_and_the_old_one_opens_nothing(
    browser: Open, personas: Personas
) -> None:
    opened = browser()
    opened.get("/account/login")
    before = session_cookie(opened)
    _sign_in(opened, personas.outsider.email)
    assert session_cookie(opened) != before
    fixed = browser()
    fixed.client.set_cookie("session", before)
    assert fixed.get("/account").request.path == "/account/login"


def test_an_id_that_somebody_made_up_is_not_taken(browser: Open, personas: Personas) -> None:
    opened = browser()
    opened.client.set_cookie("session", "chosen-by-an-attacker")
    _sign_in(opened, personas.outsider.email)
    assert session_cookie(opened) != "chosen-by-an-attacker"


def test_a_wrong_password_and_an_unknown_address_look_the_same(browser: Open, personas: Personas) -> None:
    shown = []
    for email in (personas.outsider.email, "nobody@people.example.org"):
        answer = _sign_in(browser(), email, "not the password at all")
        shown.append(visible(answer, email))
    assert shown[0] == shown[1]
    assert shown[0][0] == 422


def test_nothing_but_the_session_cookie_is_set_and_scripts_cannot_read_it(
    browser: Open, personas: Personas
) -> None:
    opened = browser()
    answer = opened.submit(
        "/account/login",
        {"email": personas.outsider.email, "password": PASSWORD, "remember": "y"},
        action="login",
        follow=False,
    )
    cookies = answer.headers.getlist("Set-Cookie")
    assert [cookie.split("=")[0] for cookie in cookies] == ["session"]
    assert "HttpOnly" in cookies[0]
    assert "SameSite=Lax" in cookies[0]


def test_the_table_of_sessions_does_not_hold_what_the_cookie_says(
    app: Flask, browser: Open, personas: Personas
) -> None:
    from matchmaker.core.sessions import StoredSession
    from matchmaker.extensions import db

    opened = browser(personas.outsider)
    with app.app_context():
        ids = db.session.scalars(db.select(StoredSession.session_id)).all()
    assert ids
    assert session_cookie(opened) not in ids


def test_the_signed_out_are_led_to_the_page_they_asked_for(browser: Open, personas: Personas) -> None:
    opened = browser()
    page = opened.get("/account?from=mail")
    assert page.request.path == "/account/login"
    answer = opened.submit(
        page.request.full_path, {"email": personas.outsider.email, "password": PASSWORD}, action="login"
    )
    assert (answer.request.path, answer.status_code) == ("/account", 200)


def test_an_account_without_a_password_cannot_be_signed_in_to(
    app: Flask, browser: Open, personas: Personas
) -> None:
    with app.app_context():
        from matchmaker.extensions import db

        personas.user(personas.outsider).password = None
        db.session.commit()
    assert _sign_in(browser(), personas.outsider.email, "anything goes here").status_code == 422


def test_a_signed_in_page_is_not_kept_by_caches(browser: Open, personas: Personas) -> None:
    assert "no-store" in browser(personas.outsider).get("/account").headers["Cache-Control"]
    assert "no-store" in browser().get("/account/login").headers["Cache-Control"]
