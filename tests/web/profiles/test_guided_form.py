"""The guided form, step by step, in both languages."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.profiles import policies, service, values
from matchmaker.profiles.models import Organisation, OrganisationContact, ProfileStatus
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import Currency, Direction, Hub, Kind, NeedCode, Sector, Stage, Urgency
from tests.browser import Browser
from tests.personas import Personas

STEPS = ("identity", "story", "needs", "details", "contact")
STORY = "Nous mesurons l’air des villes avec des capteurs posés sur les bus, rue par rue et heure par heure."


@pytest.fixture
def founder(browser: Callable[..., Browser], personas: Personas) -> Browser:
    return browser(personas.paris_founder)


@pytest.fixture
def draft(app: Flask, personas: Personas) -> Callable[..., int]:
    """Make a draft of the Paris founder; return its id."""

    def make(kind: Kind = Kind.STARTUP, **given: Any) -> int:
        with app.app_context():
            author = personas.user(personas.paris_founder)
            made = service.create(author, kind, Hub.PARIS, "Air Clair")
            service.save(author, made, given, made.version)
            return made.id

    return make


@pytest.fixture
def stored(app: Flask) -> Callable[[int], dict[str, Any]]:
    """Read a profile's values."""

    def read(organisation_id: int) -> dict[str, Any]:
        with app.app_context():
            return values.read(policies.load(organisation_id))

    return read


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_opens_in_the_readers_language_and_says_where_it_stands(
    app: Flask, browser: Callable[..., Browser], personas: Personas, step: str, kind: Kind, language: str
) -> None:
    author = personas.make(f"Founder {language}", locale=language)
    with app.app_context():
        number = service.create(personas.user(author), kind, Hub.PARIS, "Air Clair").id
    page = browser(author, language).get(f"/organisations/{number}/edit/{step}")
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert page.text.count('aria-current="step"') == 1
    assert page.text.count("<h1") == 1


def test_a_new_profile_walks_through_all_steps_to_the_staff(
    founder: Browser, app: Flask, stored: Callable[[int], dict[str, Any]]
) -> None:
    page = founder.submit("/organisations/new", {"name": "Air Clair", "kind": "startup", "hub": "paris"})
    assert page.request.path == "/organisations/1/edit/identity"
    page = founder.submit("/organisations/1/edit/identity", {"website": "airclair.example.org"})
    assert page.request.path == "/organisations/1/edit/story"
    given: dict[str, Any] = {"description_fr": STORY, "sectors": ["climate_energy"], "themes": ["pollution"]}
    page = founder.submit("/organisations/1/edit/story", given)
    need = {"needs-pilot_customer-chosen": "y", "needs-pilot_customer-urgency": "now"}
    need |= {"needs-pilot_customer-direction": "paris_to_sv", "needs-pilot_customer-text": "Une ville."}
    page = founder.submit("/organisations/1/edit/needs", need)
    details = {"stage": "seed", "round_min": "1,5 M", "round_max": "2 000 000", "currency": "EUR"}
    page = founder.submit("/organisations/1/edit/details", details | {"regulated": "no", "trl": "7"})
    page = founder.submit("/organisations/1/edit/contact", {"contact_name": "Camille", "capacity": "4"})
    assert page.request.path == "/organisations/1/check"
    page = founder.submit("/organisations/1/check", action="/submit")
    assert page.status_code == 200
    read = stored(1)
    assert read["needs"] == (
        Entry(NeedCode.PILOT_CUSTOMER, Direction.PARIS_TO_SV, Urgency.NOW, "Une ville."),
    )
    assert (read["stage"], read["round_min"], read["round_max"]) == (Stage.SEED, 1_500_000, 2_000_000)
    assert (read["currency"], read["regulated"], read["trl"]) == (Currency.EUR, False, 7)
    assert (read["capacity"], read["website"]) == (4, "https://airclair.example.org")
    with app.app_context():
        assert db.session.get_one(Organisation, 1).status.value == "submitted"


def test_what_is_right_is_saved_and_what_is_wrong_stays_on_the_page(
    founder: Browser, draft: Callable[..., int], stored: Callable[[int], dict[str, Any]]
) -> None:
    number = draft()
    page = founder.submit(
        f"/organisations/{number}/edit/identity", {"tagline": "L’air, mesuré", "registry_id": "123 456 789"}
    )
    assert page.status_code == 422
    assert "123 456 789" in page.text
    assert "neuf chiffres" in page.text or "nine digits" in page.text
    assert stored(number)["tagline"] == "L’air, mesuré"
    assert stored(number)["registry_id"] is None


def test_after_a_correction_the_same_page_saves_without_a_conflict(
    founder: Browser, draft: Callable[..., int], stored: Callable[[int], dict[str, Any]]
) -> None:
    number = draft()
    url = f"/organisations/{number}/edit/details"
    page = founder.submit(url, {"founded": "2019", "trl": "many"})
    assert page.status_code == 422
    assert 'value="many"' in page.text
    corrected = fields_of(page.text, "version") | {"founded": "2019", "trl": "6"}
    assert founder.post(url, corrected).status_code == 200
    assert (stored(number)["founded"], stored(number)["trl"]) == (2019, 6)


def fields_of(page: str, name: str) -> dict[str, str]:
    """Return the hidden field `name` of a page."""
    from tests.browser import forms_of

    return next({name: fields[name]} for _, fields in forms_of(page) if name in fields)


@pytest.mark.parametrize(
    ("step", "field", "typed"),
    [
        ("story", "description_fr", "é" * 5001),
        ("identity", "tagline", "x" * 201),
        ("needs", "needs-hiring-text", "y" * 1001),
        ("details", "round_min", "beaucoup"),
        ("contact", "contact_email", "pas une adresse"),
        ("contact", "paused_from", "demain"),
        ("contact", "capacity", "-1"),
    ],
)
def test_nothing_typed_is_lost_or_cut(
    founder: Browser, draft: Callable[..., int], step: str, field: str, typed: str
) -> None:
    number = draft()
    page = founder.submit(f"/organisations/{number}/edit/{step}", {field: typed})
    assert page.status_code == 422
    assert typed in page.text
    assert page.text.count('id="error-summary"') == 1


def test_unticking_takes_a_need_away_and_a_text_without_a_tick_counts(
    founder: Browser, draft: Callable[..., int], stored: Callable[[int], dict[str, Any]]
) -> None:
    number = draft(needs=(Entry(NeedCode.HIRING, text="Two engineers"),))
    url = f"/organisations/{number}/edit/needs"
    page = founder.get(url)
    fields = fields_of(page.text, "version") | {"needs-hiring-text": "Two engineers"}
    founder.post(url, fields | {"offers-mentor-text": "An hour a month"})
    assert stored(number)["needs"] == ()
    assert stored(number)["offers"] == (Entry(NeedCode.MENTOR, text="An hour a month"),)


def test_control_signs_are_cleaned(
    founder: Browser, draft: Callable[..., int], stored: Callable[[int], dict[str, Any]]
) -> None:
    number = draft()
    founder.submit(f"/organisations/{number}/edit/story", {"description_fr": "Un\x00 deux\x1b\r\ntrois"})
    assert stored(number)["description_fr"] == "Un deux\ntrois"


def test_amounts_come_back_as_they_are_stored(founder: Browser, draft: Callable[..., int]) -> None:
    number = draft(round_min=Decimal("1500000"), currency=Currency.EUR)
    page = founder.get(f"/organisations/{number}/edit/details")
    assert 'value="1500000"' in page.text


def test_the_check_page_says_what_is_missing_and_what_helps_most(
    founder: Browser, draft: Callable[..., int]
) -> None:
    number = draft()
    page = founder.get(f"/organisations/{number}/check")
    assert f"/organisations/{number}/edit/story" in page.text
    assert "/submit" not in page.text
    refused = founder.post(f"/organisations/{number}/submit")
    assert refused.status_code == 422


def test_the_preview_of_a_confidential_profile_shows_the_teaser_only(
    founder: Browser, draft: Callable[..., int]
) -> None:
    number = draft(
        confidential=True,
        teaser_fr="Des capteurs pour la ville.",
        description_fr=STORY,
        sectors=[Sector.MOBILITY],
    )
    preview = founder.get(f"/organisations/{number}/check").text.partition('class="preview-frame"')[2]
    assert "Des capteurs pour la ville." in preview
    assert "Air Clair" not in preview
    assert STORY not in preview


def test_contact_fields_are_saved_from_the_fifth_step(
    founder: Browser, draft: Callable[..., int], app: Flask
) -> None:
    number = draft()
    given = {
        "contact_email": "camille@example.org",
        "contact_phone": "+33 1 23 45 67 89",
        "conflicts": "A\r\nB",
    }
    founder.submit(f"/organisations/{number}/edit/contact", given)
    with app.app_context():
        row = db.session.scalars(select(OrganisationContact)).one()
        assert (row.email, row.phone) == ("camille@example.org", "+33 1 23 45 67 89")
        assert db.session.get_one(Organisation, number).conflicts == ["A", "B"]


def test_a_pause_is_set_and_ended_on_the_check_page(
    app: Flask, founder: Browser, draft: Callable[..., int], stored: Callable[[int], dict[str, Any]]
) -> None:
    number = draft()
    url = f"/organisations/{number}/check"
    assert "/pause" not in founder.get(url).text  # nobody is brought to a draft
    with app.app_context():
        row = db.session.get_one(Organisation, number)
        row.status, row.published_at = ProfileStatus.PUBLISHED, clock.now()
        db.session.commit()
    wrong = founder.submit(url, {"paused_from": "2030-02-01", "paused_until": "2030-01-01"}, action="/pause")
    assert wrong.status_code == 422
    assert "2030-02-01" in wrong.text
    founder.submit(url, {"paused_from": "2030-01-01", "paused_until": "2030-02-01"}, action="/pause")
    assert stored(number)["paused_until"].isoformat() == "2030-02-01"
    founder.post("/language", {"locale": "en", "next": "/"})
    assert "Pause from January 1, 2030" in founder.get("/organisations").text
    founder.submit(url, action="/resume")
    assert stored(number)["paused_from"] is None
    pages = (url, "/organisations", "/introductions")
    assert not [page for page in pages if "Paused until you resume" in founder.get(page).text]
    founder.submit(url, {"paused_from": "", "paused_until": ""}, action="/pause")
    assert [page for page in pages if "Paused until you resume" in founder.get(page).text] == list(pages)


def test_amounts_begin_in_the_currency_of_the_city_and_forms_are_those_of_the_country(
    founder: Browser, draft: Callable[..., int]
) -> None:
    page = founder.get(f"/organisations/{draft()}/edit/details").text
    assert '<option selected value="EUR">' in page
    in_france, in_america = (
        page.split(f'<select class="form-select" id="entity_{hub}"')[1].split("</select>")[0]
        for hub in ("paris", "silicon_valley")
    )
    assert 'value="sas"' in in_france
    assert 'value="sas"' not in in_america
    assert 'value="llc"' in in_america
    assert 'value="llc"' not in in_france
