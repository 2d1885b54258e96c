"""The page "Why not this one?" and the card of a pair as text."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from matchmaker.extensions import db
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import load
from matchmaker.taxonomy import Currency, Hub, Kind, Sector
from tests import factories
from tests.browser import Browser
from tests.personas import Personas
from tests.web.matching.conftest import Shores

Open = Callable[..., Browser]
pytestmark = pytest.mark.usefixtures("paris_reads_english")
HIDDEN = "This organisation is not available for an introduction at the moment."


def _page(shores: Shores, other: int) -> str:
    return f"/organisations/{shores.startup}/recommendations/{other}"


def _change(app: Flask, organisation_id: int, **values: Any) -> None:
    with app.app_context():
        row = load(organisation_id)
        details = row.investor or row.startup
        for name, value in values.items():
            setattr(row if hasattr(Organisation, name) else details, name, value)
        row.tagline = "changed"  # so that the profile itself is newer
        db.session.commit()


def test_one_that_is_recommended_shows_its_place_and_its_card(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    page = browser(personas.paris_founder).get(_page(shores, shores.fund))
    assert page.status_code == 200
    assert "Number 1 of" in page.text
    assert "<mark>" in page.text
    assert "50 points or more" in page.text


def test_the_profile_of_another_organisation_leads_to_the_page(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    profile = browser(personas.paris_founder).get(f"/organisations/{shores.fund}").text
    assert _page(shores, shores.fund) in profile
    own = browser(personas.paris_founder).get(f"/organisations/{shores.startup}").text
    assert _page(shores, shores.startup) not in own


def test_a_gate_anybody_can_read_off_two_profiles_is_named(
    app: Flask, browser: Open, personas: Personas, shores: Shores
) -> None:
    _change(app, shores.startup, round_min=1_000_000, round_max=2_000_000, currency=Currency.EUR)
    _change(app, shores.fund, cheque_min=9_000_000, cheque_max=20_000_000, currency=Currency.USD)
    page = browser(personas.paris_founder).get(_page(shores, shores.fund)).text
    assert "Why not this one?" in page
    assert "The round sought and the cheques written are too far apart." in page
    assert "points or more" not in page


@pytest.mark.parametrize("hidden", [{"conflicts": ["Tri Malin"]}, {"capacity": 0}])
def test_what_the_other_side_keeps_to_itself_sounds_the_same_to_members_and_is_told_to_staff(
    app: Flask, browser: Open, personas: Personas, shores: Shores, hidden: dict[str, Any]
) -> None:
    _change(app, shores.fund, **hidden)
    page = browser(personas.paris_founder).get(_page(shores, shores.fund)).text
    assert HIDDEN in page
    assert "conflict" not in page
    assert "no place left" not in page
    staff = browser(personas.paris_staff).get(_page(shores, shores.fund)).text
    assert HIDDEN not in staff
    assert "conflict of interest" in staff or "no place left" in staff


def test_of_a_teaser_no_gate_is_named_that_its_hidden_fields_close(
    app: Flask, browser: Open, personas: Personas, shores: Shores
) -> None:
    _change(app, shores.secret, excluded_sectors=[Sector.WASTE_CIRCULAR])
    page = browser(personas.paris_founder).get(_page(shores, shores.secret)).text
    assert HIDDEN in page
    assert "excludes" not in page


def test_a_dismissed_one_says_so(browser: Open, personas: Personas, shores: Shores) -> None:
    opened = browser(personas.paris_founder)
    listed = f"/organisations/{shores.startup}/recommendations"
    opened.submit(listed, {"reason": "ticket"}, action=f"/{shores.fund}/dismiss")
    assert "You dismissed it" in opened.get(_page(shores, shores.fund)).text


def test_one_of_the_own_city_is_told_apart_by_its_city(
    app: Flask, browser: Open, personas: Personas, shores: Shores
) -> None:
    with app.app_context():
        near = factories.organisation(
            personas.user(personas.outsider), kind=Kind.INVESTOR, hub=Hub.PARIS, name="Fonds Voisin"
        ).id
        db.session.commit()
    assert "in the same city" in browser(personas.paris_founder).get(_page(shores, near)).text


def test_strangers_and_the_absent_are_not_found(browser: Open, personas: Personas, shores: Shores) -> None:
    assert browser(personas.outsider).get(_page(shores, shores.fund)).status_code == 404
    assert browser(personas.paris_founder).get(_page(shores, 10**6)).status_code == 404
    assert browser(personas.paris_founder).get(_page(shores, shores.startup)).status_code == 404


@pytest.mark.parametrize(("language", "words"), [("en", "What Tri Malin seeks"), ("fr", "Tri Malin")])
def test_staff_take_the_card_as_text_in_either_language(
    browser: Open, personas: Personas, shores: Shores, language: str, words: str
) -> None:
    answer = browser(personas.paris_staff).get(f"{_page(shores, shores.fund)}/card.txt?lang={language}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert words in answer.text
    assert "waste" in answer.text
    assert not [mark for mark in ("&#", "&amp;", "<", "canary") if mark in answer.text]


def test_members_have_no_export(browser: Open, personas: Personas, shores: Shores) -> None:
    assert browser(personas.paris_founder).get(f"{_page(shores, shores.fund)}/card.txt").status_code == 403


def test_there_is_no_card_of_a_pair_that_is_kept_apart(
    app: Flask, browser: Open, personas: Personas, shores: Shores
) -> None:
    _change(app, shores.fund, capacity=0)
    staff = browser(personas.paris_staff)
    assert staff.get(f"{_page(shores, shores.fund)}/card.txt").status_code == 409
