"""`next` leads to pages of this site, whatever is written into it."""

from urllib.parse import quote

import pytest

from tests.personas import PASSWORD, Personas
from tests.web.accounts.given import Open

TRAPS = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "http:///evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "\t//evil.example",
    "/\n/evil.example",
    " //evil.example",
    "%2F%2Fevil.example",
    "/%09/evil.example",
    "http://localhost@evil.example/",
    "//localhost:evil.example",
    "evil.example",
    "/..//evil.example\\@",
]


def _stays(location: str) -> None:
    assert location.startswith("/"), location
    assert not location.startswith(("//", "/\\")), location
    assert not set(location) & set("\\\t\n\r "), location


@pytest.mark.parametrize("trap", TRAPS)
def test_a_log_in_never_leads_off_the_site(browser: Open, personas: Personas, trap: str) -> None:
    opened = browser()
    data = {"email": personas.outsider.email, "password": PASSWORD}
    by_address = opened.submit(f"/account/login?next={quote(trap)}", data, action="login", follow=False)
    assert by_address.status_code == 302
    _stays(by_address.location)
    by_form = browser().submit("/account/login", data | {"next": trap}, action="login", follow=False)
    assert by_form.status_code == 302
    _stays(by_form.location)
    straight = browser().post(f"/account/login?next={quote(trap)}", data | {"next": trap}, follow=False)
    _stays(straight.location)


@pytest.mark.parametrize("trap", TRAPS)
def test_neither_do_the_other_forms_of_accounts(browser: Open, personas: Personas, trap: str) -> None:
    opened = browser(personas.outsider)
    again = opened.post(
        f"/account/verify?next={quote(trap)}", {"password": PASSWORD, "next": trap}, follow=False
    )
    _stays(again.location)
    out = opened.post(f"/account/logout?next={quote(trap)}", {"next": trap}, follow=False)
    _stays(out.location)
    up = opened.post(
        f"/account/register?next={quote(trap)}",
        {
            "name": "N",
            "email": "n@people.example.org",
            "password": "seven green kettles hum",
            "time_zone": "UTC",
            "next": trap,
        },
        follow=False,
    )
    if up.location is not None:
        _stays(up.location)


def test_a_page_of_this_site_is_led_to(browser: Open, personas: Personas) -> None:
    data = {"email": personas.outsider.email, "password": PASSWORD}
    answer = browser().submit("/account/login?next=/account%3Fa%3D1", data, action="login", follow=False)
    assert answer.location == "/account?a=1"
