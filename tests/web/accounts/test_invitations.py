"""Staff and admins come by invitation: one mail, one link, one account of exactly the role offered."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from matchmaker.core import clock
from matchmaker.core.permissions import Role
from matchmaker.taxonomy import Hub
from tests.browser import Browser
from tests.personas import Personas
from tests.web.accounts.given import AccountOf, Open, Outbox, link

GUEST = "guest@offices.example.org"
ANSWER = {"name": "Gwen Guest", "password": "seven green kettles hum", "time_zone": "Europe/Paris"}


def _invite(opened: Browser, email: str = GUEST, capacity: str = "paris", locale: str = "fr") -> TestResponse:
    data = {"email": email, "capacity": capacity, "locale": locale}
    return opened.submit("/admin/people/invite", data, action="invite")


@pytest.fixture
def invitation(browser: Open, personas: Personas, outbox: Outbox) -> str:
    """The link in the mail of an invitation of Paris staff."""
    assert _invite(browser(personas.admin)).status_code == 200
    return link(outbox()[-1], "/account/invitation/")


def _accept(opened: Browser, url: str, **changes: str) -> TestResponse:
    return opened.submit(url, ANSWER | changes, action=url)


def test_the_invited_open_an_account_and_sign_in_at_once(
    browser: Open, invitation: str, account_of: AccountOf
) -> None:
    opened = browser()
    assert GUEST in opened.get(invitation).text
    _accept(opened, invitation)
    user = account_of(GUEST)
    assert (user.role, user.staff_hub, user.locale) == (Role.STAFF, Hub.PARIS, "fr")
    data = {"email": GUEST, "password": ANSWER["password"]}
    assert "Gwen Guest" in opened.submit("/account/login", data, action="login").text


def test_the_mail_is_in_the_language_chosen_and_names_who_invites(
    invitation: str, outbox: Outbox, personas: Personas
) -> None:
    mail = outbox()[-1]
    assert (mail.recipient, mail.locale) == (GUEST, "fr")
    assert personas.admin.name in mail.text
    assert personas.admin.email not in mail.text


def test_an_admin_is_invited_as_such(
    browser: Open, personas: Personas, outbox: Outbox, account_of: AccountOf
) -> None:
    _invite(browser(personas.admin), capacity="admin", locale="en")
    _accept(browser(), link(outbox()[-1], "/account/invitation/"))
    assert account_of(GUEST).role is Role.ADMIN


def test_looking_at_the_link_does_not_use_it_up(browser: Open, invitation: str) -> None:
    assert [browser().get(invitation).status_code for _ in range(2)] == [200, 200]


def test_it_works_once(browser: Open, invitation: str) -> None:
    _accept(browser(), invitation)
    assert browser().get(invitation).status_code == 404
    assert browser().post(invitation, ANSWER).status_code == 404


def test_it_ends_after_seven_days(browser: Open, invitation: str, account_of: AccountOf) -> None:
    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        assert browser().get(invitation).status_code == 404
        assert browser().post(invitation, ANSWER).status_code == 404
    assert account_of(GUEST) is None


@pytest.mark.parametrize(
    "tampering",
    [
        {"role": "admin"},
        {"staff_hub": "silicon_valley"},
        {"email": "other@example.org"},
        {"capacity": "admin"},
    ],
)
def test_whoever_accepts_cannot_change_role_hub_or_address(
    browser: Open, invitation: str, account_of: AccountOf, tampering: dict[str, str]
) -> None:
    _accept(browser(), invitation, **tampering)
    user = account_of(GUEST)
    assert (user.role, user.staff_hub) == (Role.STAFF, Hub.PARIS)
    assert account_of("other@example.org") is None


def test_a_withdrawn_invitation_opens_nothing(browser: Open, personas: Personas, invitation: str) -> None:
    opened = browser(personas.admin)
    opened.submit("/admin/people", action="revoke")
    assert browser().get(invitation).status_code == 404
    assert GUEST not in opened.get("/admin/people").text


def test_a_second_invitation_ends_the_first(
    browser: Open, personas: Personas, invitation: str, outbox: Outbox
) -> None:
    _invite(browser(personas.admin), capacity="silicon_valley")
    assert browser().get(invitation).status_code == 404
    assert browser().get(link(outbox()[-1], "/account/invitation/")).status_code == 200


def test_who_has_an_account_already_is_not_invited(browser: Open, personas: Personas, outbox: Outbox) -> None:
    answer = _invite(browser(personas.admin), email=personas.outsider.email.upper())
    assert answer.status_code == 422
    assert "already an account" in answer.text
    assert outbox() == []


def test_who_signed_up_meanwhile_keeps_the_account_as_it_is(
    browser: Open, invitation: str, account_of: AccountOf, personas: Personas, app: Flask
) -> None:
    from matchmaker.extensions import db
    from tests import factories

    with app.app_context():
        factories.user(email=GUEST)
        db.session.commit()
    assert browser().post(invitation, ANSWER).status_code == 409
    assert account_of(GUEST).role is Role.MEMBER


def test_a_weak_password_is_refused_and_the_invitation_stays(browser: Open, invitation: str) -> None:
    answer = _accept(browser(), invitation, password="guest@offices.example.org")
    assert answer.status_code == 422
    assert "Gwen Guest" in answer.text
    assert browser().get(invitation).status_code == 200


@pytest.mark.parametrize("capacity", ["member", "", "paris_region"])
def test_only_what_is_offered_can_be_chosen(
    browser: Open, personas: Personas, outbox: Outbox, capacity: str
) -> None:
    assert _invite(browser(personas.admin), capacity=capacity).status_code == 422
    assert outbox() == []


@pytest.mark.parametrize("role", ["outsider", "paris_staff"])
def test_nobody_but_an_admin_invites(browser: Open, personas: Personas, outbox: Outbox, role: str) -> None:
    opened = browser(getattr(personas, role))
    data = {"email": GUEST, "capacity": "admin", "locale": "fr"}
    assert opened.post("/admin/people/invite", data).status_code == 403
    assert outbox() == []
