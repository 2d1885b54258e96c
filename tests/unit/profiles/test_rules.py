"""What may be saved, and in which words the rest is refused."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.profiles import contact_rules, registry, rules
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import Currency, District, Hub, NeedCode, Sector, SubSector

TODAY = date(2026, 5, 4)
BASE = {"name": "Firm", "hub": Hub.PARIS}


def split(current: dict[str, Any], given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    hub = given.get("hub") or current["hub"]
    return rules.split(current, rules.tidy(given, hub), TODAY)


def test_a_siren_is_kept_as_nine_digits_and_its_check_digit_is_checked() -> None:
    assert split(BASE, {"registry_id": "732 829 320"})[0] == {"registry_id": "732829320"}
    assert split(BASE, {"registry_id": "732 829 321"})[0] == {}
    assert set(split(BASE, {"registry_id": "73282932000074"})[1]) == {"registry_id"}


def test_an_ein_is_asked_for_in_silicon_valley() -> None:
    valley = BASE | {"hub": Hub.SILICON_VALLEY}
    assert split(valley, {"registry_id": "123456789"})[0] == {"registry_id": "12-3456789"}
    assert set(split(valley, {"registry_id": "732 829 32"})[1]) == {"registry_id"}


@given(st.integers(0, 10**8 - 1))
def test_exactly_one_last_digit_makes_a_siren(stem: int) -> None:
    valid = [digit for digit in range(10) if registry.is_valid(f"{stem:08d}{digit}", Hub.PARIS)]
    assert len(valid) == 1


def test_what_is_right_is_kept_beside_what_is_wrong() -> None:
    kept, faults = split(BASE, {"tagline": "Clean air", "website": "javascript:alert(1)"})
    assert kept == {"tagline": "Clean air"}
    assert set(faults) == {"website"}


@pytest.mark.parametrize(
    "site",
    [
        "javascript:alert(1)",
        "https://user:pw@example.org",
        "https://nodots",
        "ftp://example.org",
        "https://exa mple.org",
        "https://example.org:port",
        "https://[::1",
        'https://a.org/"onclick="x',
    ],
)
def test_what_is_no_web_address_is_refused(site: str) -> None:
    assert set(split(BASE, {"website": site})[1]) == {"website"}


def test_a_site_without_scheme_gets_https() -> None:
    assert split(BASE, {"website": "example.org"})[0] == {"website": "https://example.org"}


def test_a_range_upside_down_keeps_neither_end_and_speaks_at_the_second() -> None:
    given = {"round_min": Decimal(2), "round_max": Decimal(1), "currency": Currency.EUR, "trl": 4}
    kept, faults = split(BASE, given)
    assert kept == {"currency": Currency.EUR, "trl": 4}
    assert set(faults) == {"round_max"}


def test_a_range_upside_down_against_what_is_stored_speaks_where_something_was_given() -> None:
    stored = BASE | {"round_max": Decimal(1), "currency": Currency.EUR}
    kept, faults = split(stored, {"round_min": Decimal(2)})
    assert kept == {}
    assert set(faults) == {"round_min"}


def test_an_amount_needs_a_currency() -> None:
    kept, faults = split(BASE, {"round_min": Decimal(5), "currency": None})
    assert kept == {}
    assert set(faults) == {"currency"}


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), Decimal(-1), Decimal(10) ** 13])
def test_what_is_no_amount_is_refused(amount: Decimal) -> None:
    given = {"round_min": amount, "round_max": Decimal(9), "currency": Currency.EUR}
    assert "round_min" in split(BASE, given)[1]


def test_a_long_text_is_refused_with_its_length_and_never_cut() -> None:
    kept, faults = split(BASE, {"description_fr": "é" * 5001})
    assert kept == {}
    assert "5001" in str(faults["description_fr"][0])
    assert split(BASE, {"description_fr": "é" * 5000})[0] == {"description_fr": "é" * 5000}


def test_control_signs_go_and_lines_stay() -> None:
    given = {"description_en": "one\x00\r\ntwo", "name": "Fi\x00rm\n\u202eX", "needs": _need("a\x1bb")}
    kept, _faults = split(BASE, given)
    assert kept == {"description_en": "one\ntwo", "name": "Firm X", "needs": _need("ab")}


def _need(text: str) -> tuple[Entry, ...]:
    return (Entry(NeedCode.HIRING, text=text),)


def test_a_fourth_sector_is_refused() -> None:
    assert set(split(BASE, {"sectors": list(Sector)[:4]})[1]) == {"sectors"}


def test_a_finer_field_needs_its_sector() -> None:
    given = {"sectors": [Sector.WATER], "sub_sectors": [SubSector.AI_DATA_VISION]}
    kept, faults = split(BASE, given)
    assert kept == {"sectors": [Sector.WATER]}
    assert set(faults) == {"sub_sectors"}


def test_a_place_lies_in_the_hub() -> None:
    assert set(split(BASE, {"district": District.PALO_ALTO})[1]) == {"district"}


def test_a_teaser_that_names_the_firm_is_refused_only_while_confidential() -> None:
    given = {"teaser_en": "Firm measures air", "confidential": True}
    assert set(split(BASE, given)[1]) == {"teaser_en"}
    assert split(BASE, given | {"confidential": False})[1] == {}


def test_old_faults_are_not_held_against_new_values() -> None:
    stored = BASE | {"description_en": "x" * 6000}
    assert split(stored, {"tagline": "New"}) == ({"tagline": "New"}, {})


@pytest.mark.parametrize("address", ["a@example.org", "prénom@example.org", "a.b+c@sub.exämple.fr"])
def test_addresses_that_mail_takes(address: str) -> None:
    assert contact_rules.is_email(address) is ("é" not in address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@b",
        "a@@b.org",
        ".a@b.org",
        "a..b@c.org",
        "a b@c.org",
        "a@b.org\nBcc: x@y.org",
        "<a@b.org>",
        "a@-b.org",
        "a@b..org",
        "x" * 65 + "@b.org",
        "a@" + "b" * 64 + ".org",
    ],
)
def test_addresses_that_no_mail_reaches(address: str) -> None:
    assert not contact_rules.is_email(address)


def test_a_contact_is_tidied_and_checked_by_field() -> None:
    tidied, faults = contact_rules.checked({"name": " Ada \n", "phone": "call me", "time_zone": "Mars/Base"})
    assert tidied["name"] == "Ada"
    assert set(faults) == {"phone", "time_zone"}
