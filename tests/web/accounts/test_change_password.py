"""The signed-in change their password; every other session ends, this one goes on under a new id."""

from flask import Flask
from werkzeug.test import TestResponse

from tests.browser import Browser
from tests.personas import PASSWORD, Personas
from tests.web.accounts.given import Open, Outbox, session_cookie

NEW = "quiet rivers carry copper"


def _change(opened: Browser, present: str = PASSWORD, new: str = NEW) -> TestResponse:
    return opened.submit("/account/change", {"password": present, "new_password": new}, action="change")


def test_this_session_goes_on_under_a_new_id_and_all_others_end(
    browser: Open, personas: Personas, outbox: Outbox
) -> None:
    here, elsewhere = browser(personas.outsider), browser(personas.outsider)
    before = session_cookie(here)
    answer = _change(here)
    assert "signed out everywhere else" in answer.text
    assert here.get("/account").status_code == 200
    assert session_cookie(here) != before
    assert elsewhere.get("/account").request.path == "/account/login"
    assert outbox()[-1].recipient == personas.outsider.email


def test_the_present_password_is_asked_for(browser: Open, personas: Personas) -> None:
    answer = _change(browser(personas.outsider), present="not the present one")
    assert answer.status_code == 422
    assert "not your current password" in answer.text


def test_a_new_password_is_as_strong_as_at_sign_up(browser: Open, personas: Personas) -> None:
    answer = _change(browser(personas.outsider), new=personas.outsider.email)
    assert answer.status_code == 422
    assert "too easy to guess" in answer.text


def test_the_change_is_on_record(app: Flask, browser: Open, personas: Personas) -> None:
    from matchmaker.core.audit import AuditEvent, AuditTag
    from matchmaker.extensions import db

    _change(browser(personas.outsider))
    with app.app_context():
        event = db.session.scalars(db.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event is not None
        assert (event.tag, event.actor_id) == (AuditTag.ACCOUNT_PASSWORD_CHANGED, personas.outsider.id)
