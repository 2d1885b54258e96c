"""Admins see staff and admins, and switch accounts off and on."""

import pytest
from flask import Flask

from tests.personas import Personas
from tests.web.accounts.given import Open, Outbox


def test_the_page_lists_staff_and_admins_but_no_members(browser: Open, personas: Personas) -> None:
    for person in (personas.outsider, personas.paris_staff, personas.valley_staff):
        assert person.id
    page = browser(personas.admin).get("/admin/people").text
    assert "Claude Guichet" in page
    assert "Taylor Officer" in page
    assert "Sam Outsider" not in page


def test_whoever_is_switched_off_is_out_at_once_and_stays_out(browser: Open, personas: Personas) -> None:
    from tests.personas import PASSWORD

    at_work = browser(personas.paris_staff)
    browser(personas.admin).post(f"/admin/people/{personas.paris_staff.id}/deactivate")
    assert at_work.get("/account").request.path == "/account/login"
    data = {"email": personas.paris_staff.email, "password": PASSWORD}
    assert browser().submit("/account/login", data, action="login").status_code == 422


def test_no_mail_for_a_new_password_goes_to_a_switched_off_account(
    browser: Open, personas: Personas, outbox: Outbox
) -> None:
    browser(personas.admin).post(f"/admin/people/{personas.paris_staff.id}/deactivate")
    browser().submit("/account/reset", {"email": personas.paris_staff.email}, action="reset")
    assert outbox() == []


def test_switched_on_again_a_person_signs_in_anew_and_old_sessions_stay_dead(
    browser: Open, personas: Personas
) -> None:
    admin, before = browser(personas.admin), browser(personas.paris_staff)
    for step in ("deactivate", "reactivate"):
        admin.post(f"/admin/people/{personas.paris_staff.id}/{step}")
    assert before.get("/account").request.path == "/account/login"
    assert browser(personas.paris_staff).get("/account").request.path == "/account"


def test_an_admin_cannot_switch_off_the_own_account(browser: Open, personas: Personas) -> None:
    admin = browser(personas.admin)
    assert admin.post(f"/admin/people/{personas.admin.id}/deactivate").status_code == 409
    assert admin.get("/account").request.path == "/account"


def test_an_account_that_does_not_exist_is_not_found(browser: Open, personas: Personas) -> None:
    admin = browser(personas.admin)
    for url in ("/admin/people/987654/deactivate", "/admin/people/invitations/987654/revoke"):
        assert admin.post(url).status_code == 404


@pytest.mark.parametrize("role", ["outsider", "paris_staff"])
def test_nobody_but_an_admin_switches_anybody_off(browser: Open, personas: Personas, role: str) -> None:
    opened = browser(getattr(personas, role))
    assert opened.post(f"/admin/people/{personas.valley_staff.id}/deactivate").status_code == 403
    assert browser(personas.valley_staff).get("/account").request.path == "/account"


def test_each_step_is_on_record(app: Flask, browser: Open, personas: Personas) -> None:
    from matchmaker.core.audit import AuditEvent
    from matchmaker.extensions import db

    admin = browser(personas.admin)
    for step in ("deactivate", "deactivate", "reactivate"):
        admin.post(f"/admin/people/{personas.paris_staff.id}/{step}")
    with app.app_context():
        written = db.session.scalars(
            db.select(AuditEvent)
            .where(AuditEvent.subject_id == personas.paris_staff.id, AuditEvent.actor_id == personas.admin.id)
            .order_by(AuditEvent.id)
        ).all()
        assert [str(event.tag) for event in written] == ["account:deactivated", "account:reactivated"]
