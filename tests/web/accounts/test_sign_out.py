"""Log-out ends the session on the server."""

from flask import Flask, url_for

from matchmaker.core.sessions import DatabaseSessions
from tests.personas import Personas
from tests.web.accounts.given import Open, session_cookie


def test_a_copied_cookie_is_dead_after_the_log_out(browser: Open, personas: Personas) -> None:
    opened = browser(personas.outsider)
    thief = browser()
    thief.client.set_cookie("session", session_cookie(opened))
    assert "Sam Outsider" in thief.get("/account").text
    opened.submit("/", action="logout")
    assert thief.get("/account").request.path == "/account/login"
    assert opened.get("/account").request.path == "/account/login"


def test_the_language_that_was_chosen_stays(browser: Open, personas: Personas) -> None:
    opened = browser(personas.outsider)
    opened.post("/language", {"locale": "fr"})
    opened.submit("/", action="logout")
    assert '<html lang="fr">' in opened.get("/").text


def test_a_request_that_ends_after_the_log_out_does_not_bring_the_session_back(
    app: Flask, browser: Open, personas: Personas
) -> None:
    opened = browser(personas.outsider)
    stolen = session_cookie(opened)
    interface = app.session_interface
    assert isinstance(interface, DatabaseSessions)
    slow = app.test_request_context("/account", headers={"Cookie": f"session={stolen}"})
    with slow:
        held = interface.open_session(app, slow.request)
        held["written"] = "late"
    opened.submit("/", action="logout")
    with app.test_request_context("/"):
        interface.save_session(app, held, app.response_class())
    thief = browser()
    thief.client.set_cookie("session", stolen)
    assert thief.get("/account").request.path == "/account/login"


def test_a_link_or_picture_cannot_sign_anybody_out(app: Flask, browser: Open, personas: Personas) -> None:
    opened = browser(personas.outsider)
    with app.test_request_context():
        url = url_for("security.logout")
    assert opened.get(url).status_code == 405
    assert opened.client.post(url).status_code == 400
    assert opened.get("/account").status_code == 200
