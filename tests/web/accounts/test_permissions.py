"""Who reaches which endpoint of accounts: a table, and nothing that the table forgets."""

import pytest
from flask import Flask

from matchmaker.core.permissions import GRANTS, Permission, Role
from tests.personas import Personas
from tests.web.accounts.given import Open

PUBLIC = {
    "security.login": "/account/login",
    "security.logout": None,
    "security.register": "/account/register",
    "security.send_confirmation": "/account/confirm",
    "security.confirm_email": "/account/confirm/abc",
    "security.forgot_password": "/account/reset",
    "security.reset_password": "/account/reset/abc",
    "security.change_email_confirm": "/account/change-email/abc",
    "security.two_factor_token_validation": "/account/tf-validate",
    "security.two_factor_rescue": "/account/tf-rescue",
    "security.tf_select": "/account/tf-select",
    "accounts.accept": "/account/invitation/abc",
}
OWN = {
    "security.verify": "/account/verify",
    "security.change_password": "/account/change",
    "security.change_email": "/account/change-email",
    "security.two_factor_setup": "/account/tf-setup",
    "security.two_factor_setup_validate": "/account/tf-setup/abc",
    "accounts.account": "/account",
    "accounts.erase_own": "/account/erase",
    "copies.show": "/account/copy",
    "copies.ask": "/account/copy",
    "copies.take": "/account/copy/file",
}
ADMIN = {
    "accounts.people": "/admin/people",
    "accounts.invite": "/admin/people/invite",
    "accounts.erase": "/admin/people/erase",
    "accounts.revoke": "/admin/people/invitations/1/revoke",
    "accounts.deactivate": "/admin/people/1/deactivate",
    "accounts.reactivate": "/admin/people/1/reactivate",
}


def test_the_table_names_every_endpoint_of_accounts_and_no_other(app: Flask) -> None:
    there = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in ("security", "accounts", "copies")
    }
    assert there == set(PUBLIC) | set(OWN) | set(ADMIN)


@pytest.mark.parametrize("url", [url for url in PUBLIC.values() if url])
def test_public_pages_do_not_ask_for_a_log_in(browser: Open, url: str) -> None:
    answer = browser().get(url, follow_redirects=False)
    assert answer.status_code in (200, 302, 404)
    assert "next=" not in (answer.location or "")


@pytest.mark.parametrize("url", [*OWN.values(), *ADMIN.values()])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_signed_out_are_led_to_the_log_in(browser: Open, url: str, method: str) -> None:
    opened = browser()
    answer = opened.get(url, follow_redirects=False) if method == "get" else opened.post(url, follow=False)
    assert answer.status_code in (302, 405)
    if answer.status_code == 302:
        assert answer.location.startswith("/account/login")


@pytest.mark.parametrize("role", ["outsider", "paris_staff", "valley_staff"])
def test_pages_of_admins_are_forbidden_to_everybody_else(
    browser: Open, personas: Personas, role: str
) -> None:
    opened = browser(getattr(personas, role))
    answers = {url: (opened.get(url).status_code, opened.post(url).status_code) for url in ADMIN.values()}
    assert {status for pair in answers.values() for status in pair} <= {403, 405}


@pytest.mark.parametrize("role", ["outsider", "paris_staff", "admin"])
def test_the_own_account_is_open_to_every_role(browser: Open, personas: Personas, role: str) -> None:
    opened = browser(getattr(personas, role))
    for url in OWN.values():
        assert opened.get(url).status_code in (200, 405)


def test_an_admin_does_not_act_for_staff_and_staff_do_not_act_for_admins() -> None:
    staff_only = {Permission.PROFILE_REVIEW, Permission.INTRODUCTION_DECIDE}
    admin_only = {Permission.ACCOUNT_INVITE, Permission.SETTING_EDIT, Permission.MAIL_READ}
    assert not staff_only & GRANTS[Role.ADMIN]
    assert not admin_only & GRANTS[Role.STAFF]
    assert not (staff_only | admin_only) & GRANTS[Role.MEMBER]
    assert Permission.INTRODUCTION_ANSWER not in GRANTS[Role.ADMIN]
