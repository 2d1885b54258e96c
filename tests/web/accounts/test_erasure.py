"""Leaving for good, as the person and as an admin on somebody's behalf."""

from collections.abc import Callable

from flask import Flask
from werkzeug.test import TestResponse

from matchmaker.extensions import db
from matchmaker.profiles.models import ProfileStatus
from tests import factories
from tests.browser import Browser, forms_of
from tests.personas import PASSWORD, Personas

Open = Callable[..., Browser]


def test_a_person_erases_the_own_account_by_the_password_and_is_signed_out(
    browser: Open, personas: Personas
) -> None:
    person = browser(personas.outsider, language="en")
    page = person.get("/account").text
    assert "/account/erase" in page
    refused = person.submit("/account/erase", {"password": "not-my-password"}, action="/account/erase")
    assert refused.status_code == 422
    assert "This is not your password." in refused.text
    gone = person.submit("/account/erase", {"password": PASSWORD}, action="/account/erase")
    assert "Your account is erased." in gone.text
    assert person.get("/account").request.path != "/account"


def test_who_leaves_reads_which_organisations_go_too(app: Flask, browser: Open, personas: Personas) -> None:
    with app.app_context():
        owner = personas.user(personas.paris_founder)
        factories.organisation(owner, name="Lonely Nest")
        shared = factories.organisation(owner, name="Shared Roof")
        factories.membership(shared, personas.user(personas.outsider))
        db.session.commit()
    page = browser(personas.paris_founder, language="en").get("/account/erase").text
    assert "Lonely Nest" in page
    assert "Shared Roof" not in page


def confirmed(admin: Browser, shown: TestResponse) -> TestResponse:
    """Press the button of the page that names what goes."""
    assert shown.status_code == 200
    fields = next(fields for action, fields in forms_of(shown.text) if action == "/admin/people/erase")
    return admin.post("/admin/people/erase", fields)


def test_an_admin_reads_first_what_goes_along_but_no_name_that_is_kept_from_others(
    app: Flask, browser: Open, personas: Personas
) -> None:
    with app.app_context():
        owner = personas.user(personas.paris_founder)
        factories.organisation(owner, name="Lonely Nest")
        factories.organisation(owner, name="Secret Lair", confidential=True)
        factories.organisation(owner, name="Early Draft", status=ProfileStatus.DRAFT)
        shared = factories.organisation(owner, name="Shared Roof")
        factories.membership(shared, personas.user(personas.outsider))
        db.session.commit()
    admin, url = browser(personas.admin), "/admin/people/erase"
    shown = admin.submit(url, {"email": personas.paris_founder.email}, action=url)
    assert "Lonely Nest" in shown.text
    assert "Confidential startup" in shown.text
    assert "A profile that is not finished" in shown.text
    assert [name for name in ("Secret Lair", "Early Draft", "Shared Roof") if name in shown.text] == []
    with app.app_context():
        factories.organisation(personas.user(personas.paris_founder), name="Late Nest")
        db.session.commit()
    again = confirmed(admin, shown)  # of what the first page named, not of this one
    assert "Late Nest" in again.text
    assert "The account is erased." in confirmed(admin, again).text


def test_an_admin_erases_whom_the_address_names(browser: Open, personas: Personas) -> None:
    admin = browser(personas.admin, language="en")
    url = "/admin/people/erase"
    nobody = admin.submit(url, {"email": "nobody@example.org"}, action=url)
    assert nobody.status_code == 422
    assert "No account has this address." in nobody.text
    staff = personas.paris_staff
    assert staff.email in admin.get("/admin/people").text
    done = confirmed(admin, admin.submit(url, {"email": staff.email.upper()}, action=url))
    assert "The account is erased." in done.text
    assert staff.email not in admin.get("/admin/people").text
    assert "erased-" not in done.text
    trail = admin.get("/audit").text
    assert "Account: erased" in trail
    assert staff.email not in trail


def test_an_admin_cannot_leave_the_service_without_admins(browser: Open, personas: Personas) -> None:
    admin = browser(personas.admin, language="en")
    assert "/account/erase" not in admin.get("/account").text
    own = admin.submit("/account/erase", {"password": PASSWORD}, action="/account/erase")
    assert own.status_code == 409
    other = admin.submit("/admin/people/erase", {"email": personas.admin.email}, action="/admin/people/erase")
    assert other.status_code == 409


def test_nobody_else_erases_others(browser: Open, personas: Personas) -> None:
    for person in (personas.paris_staff, personas.paris_founder):
        opened = browser(person)
        assert opened.get("/admin/people/erase").status_code == 403
        assert opened.post("/admin/people/erase", {"email": personas.outsider.email}).status_code == 403
