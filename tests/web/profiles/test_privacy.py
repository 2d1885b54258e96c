"""What outsiders find: nothing of drafts, of persons, of who is behind a confidential profile."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core import settings
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.extensions import db
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.taxonomy import Hub, Kind, MembershipRole
from tests import factories
from tests.browser import Browser
from tests.personas import Personas

CARD = {"name": "Canary Person", "email": "canary@secret.example.org", "phone": "+33 1 99 88 77 66"}
CANARIES = ("Canary", "canary@secret", "99 88 77 66", "RivalCanary")
PAGES = ("", "/check", "/edit", "/edit/identity", "/edit/contact", "/members")


@pytest.fixture
def make(app: Flask, personas: Personas) -> Callable[..., int]:
    """Make an organisation of the Paris founder with a contact of canaries; return its id."""

    def organisation(**given: Any) -> int:
        with app.app_context():
            owner = personas.user(personas.paris_founder)
            content = {
                "name": "Air Clair",
                "conflicts": ["RivalCanary"],
                "website": "https://airclair.example.org",
            }
            row = factories.organisation(owner, contact=CARD, **(content | given))
            db.session.commit()
            return row.id

    return organisation


@pytest.mark.parametrize("status", [s for s in ProfileStatus if s is not ProfileStatus.PUBLISHED])
@pytest.mark.parametrize("path", PAGES)
def test_an_unpublished_profile_of_others_is_the_same_404_as_none(
    browser: Callable[..., Browser],
    personas: Personas,
    make: Callable[..., int],
    status: ProfileStatus,
    path: str,
) -> None:
    outsider = browser(personas.outsider)
    found, absent = (
        outsider.get(f"/organisations/{number}{path}") for number in (make(status=status), 987654)
    )
    assert found.status_code == absent.status_code == 404
    assert "Air Clair" not in found.text


@pytest.mark.parametrize("path", PAGES[1:])
def test_the_workshop_of_a_published_profile_is_closed_to_others(
    browser: Callable[..., Browser], personas: Personas, make: Callable[..., int], path: str
) -> None:
    number = make()
    for person in (personas.outsider, personas.paris_staff, personas.valley_staff):
        assert browser(person).get(f"/organisations/{number}{path}").status_code == 404
    assert browser(personas.admin).get(f"/organisations/{number}{path}").status_code == 403


@pytest.mark.parametrize("confidential", [False, True])
def test_no_page_shows_an_outsider_a_person_or_a_conflict(
    browser: Callable[..., Browser], personas: Personas, make: Callable[..., int], confidential: bool
) -> None:
    number = make(confidential=confidential)
    for person in (personas.outsider, personas.valley_investor, personas.admin):
        page = browser(person).get(f"/organisations/{number}")
        assert page.status_code == 200
        for canary in CANARIES:
            assert canary not in page.text


def test_a_confidential_profile_shows_an_outsider_its_teaser_and_nothing_else(
    browser: Callable[..., Browser], personas: Personas, make: Callable[..., int]
) -> None:
    number = make(confidential=True, teaser_en="Sensors for cities.", tagline="By Air Clair")
    page = browser(personas.outsider).get(f"/organisations/{number}")
    assert "Sensors for cities." in page.text
    assert "Confidential startup" in page.text
    assert "Air Clair" not in page.text
    assert "airclair" not in page.text
    assert "We make things that work." not in page.text


def test_staff_read_a_contact_only_by_a_recorded_click(
    app: Flask, browser: Callable[..., Browser], personas: Personas, make: Callable[..., int]
) -> None:
    number = make()
    staff = browser(personas.valley_staff)
    assert "canary@secret" not in staff.get(f"/organisations/{number}").text
    revealed = staff.submit(f"/organisations/{number}", action="/contact")
    assert "canary@secret.example.org" in revealed.text
    with app.app_context():
        event = db.session.scalars(
            select(AuditEvent).where(AuditEvent.tag == AuditTag.CONTACT_REVEALED)
        ).one()
        assert (event.actor_id, event.subject_id) == (personas.valley_staff.id, number)
        assert "canary" not in str(event.data).lower()


def test_nobody_else_gets_a_contact_by_a_hand_made_request(
    browser: Callable[..., Browser], personas: Personas, make: Callable[..., int]
) -> None:
    number = make()
    for person in (personas.outsider, personas.paris_founder, personas.admin):
        answer = browser(person).post(f"/organisations/{number}/contact")
        assert answer.status_code == 403
        assert "canary@secret" not in answer.text


def test_a_delegate_sees_the_profile_but_edits_nothing(
    app: Flask, browser: Callable[..., Browser], personas: Personas, make: Callable[..., int]
) -> None:
    number = make(status=ProfileStatus.DRAFT)
    with app.app_context():
        row = db.session.get_one(Organisation, number)
        factories.membership(row, personas.user(personas.outsider), MembershipRole.DELEGATE)
        db.session.commit()
    delegate = browser(personas.outsider)
    assert delegate.get(f"/organisations/{number}/check").status_code == 200
    assert delegate.get(f"/organisations/{number}/edit/identity").status_code == 403
    for action in ("submit", "pause", "resume", "confirm", "edit/story"):
        assert delegate.post(f"/organisations/{number}/{action}").status_code == 403


def test_signed_out_people_are_led_to_the_log_in(
    browser: Callable[..., Browser], make: Callable[..., int]
) -> None:
    number = make()
    for path in ("/organisations", f"/organisations/{number}", "/review/profiles"):
        answer = browser().get(path, follow_redirects=False)
        assert answer.status_code == 302
        assert "login" in answer.location


def test_imported_profiles_show_to_members_only_when_an_admin_says_so(
    app: Flask, browser: Callable[..., Browser], personas: Personas
) -> None:
    with app.app_context():
        row = factories.organisation(name="Imported", kind=Kind.INVESTOR, hub=Hub.SILICON_VALLEY)
        db.session.commit()
        number = row.id
    outsider = browser(personas.outsider)
    assert outsider.get(f"/organisations/{number}").status_code == 404
    assert "Not yet a member" in browser(personas.valley_staff).get(f"/organisations/{number}").text
    with app.app_context():
        settings.put(db.session(), "show_unclaimed_to_members", True)
        db.session.commit()
    assert "Not yet a member" in outsider.get(f"/organisations/{number}").text


def test_texts_are_shown_as_text(
    browser: Callable[..., Browser], personas: Personas, make: Callable[..., int]
) -> None:
    number = make(description_en="<script>alert(1)</script>", tagline="<b>bold</b>")
    page = browser(personas.outsider).get(f"/organisations/{number}").text
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert "&lt;b&gt;bold" in page


def test_both_languages_are_marked_and_the_readers_own_comes_first(
    browser: Callable[..., Browser], personas: Personas, make: Callable[..., int]
) -> None:
    number = make(description_fr="Bonjour tout le monde", description_en="Hello everybody")
    for language, first, second in (("en", "Hello", "Bonjour"), ("fr", "Bonjour", "Hello")):
        reader = personas.make(f"Reader {language}", locale=language)
        page = browser(reader, language).get(f"/organisations/{number}").text
        assert page.index(first) < page.index(second)
        for lang, words in (("fr", "Bonjour"), ("en", "Hello")):
            text = page.partition(f'<div class="profile-text" lang="{lang}">')[2]
            assert text.startswith(f"<p>{words}")
