"""The staff desk of profiles."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.profiles import policies, service
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.taxonomy import Hub, Kind, Sector
from tests import factories
from tests.browser import Browser
from tests.personas import Personas

STORY = "We measure the air of cities with sensors on buses, street by street and hour by hour, and share it."


@pytest.fixture
def submitted(app: Flask, personas: Personas) -> Callable[..., int]:
    """Submit a profile; return its review's id."""

    def make(name: str, hub: Hub = Hub.PARIS, ago: int = 0, **given: Any) -> int:
        with app.app_context(), clock.at(clock.now() - timedelta(days=ago)):
            author = personas.user(personas.paris_founder)
            made = service.create(author, Kind.STARTUP, hub, name)
            content = {"description_en": STORY, "sectors": [Sector.CLIMATE_ENERGY]} | given
            saved = service.save(author, made, content, made.version)
            return service.submit(author, saved).id

    return make


def test_the_queue_shows_both_hubs_ones_own_first_and_oldest_first(
    browser: Callable[..., Browser], personas: Personas, submitted: Callable[..., int]
) -> None:
    submitted("Valley Old", Hub.SILICON_VALLEY, ago=5)
    submitted("Paris Old", ago=3)
    submitted("Paris New")
    for staff, order in (
        (personas.paris_staff, ("Paris Old", "Paris New", "Valley Old")),
        (personas.valley_staff, ("Valley Old", "Paris Old", "Paris New")),
    ):
        page = browser(staff).get("/review/profiles").text
        assert sorted(order, key=page.index) == list(order)
    only = browser(personas.paris_staff).get("/review/profiles?hub=silicon_valley").text
    assert "Valley Old" in only
    assert "Paris Old" not in only


def test_staff_approve_and_the_profile_is_there_for_others(
    browser: Callable[..., Browser], personas: Personas, submitted: Callable[..., int]
) -> None:
    number = submitted("Air Clair")
    assert browser(personas.outsider).get("/organisations/1").status_code == 404
    answer = browser(personas.paris_staff).submit(f"/review/profiles/{number}", action="/approve")
    assert answer.status_code == 200
    assert "Air Clair" in browser(personas.outsider).get("/organisations/1").text


def test_the_note_reaches_the_founder_by_mail_and_on_the_page(
    browser: Callable[..., Browser],
    personas: Personas,
    submitted: Callable[..., int],
    outbox: Callable[[], list[Any]],
) -> None:
    number = submitted("Air Clair")
    staff = browser(personas.paris_staff)
    empty = staff.submit(f"/review/profiles/{number}", {"note": " "}, action="/changes")
    assert empty.status_code == 422
    staff.submit(f"/review/profiles/{number}", {"note": "Say who pays."}, action="/changes")
    assert "Say who pays." in browser(personas.paris_founder).get("/organisations/1/check").text
    (mail,) = outbox()
    assert mail.recipient == personas.paris_founder.email
    assert "Say who pays." in mail.text
    assert "Say who pays." not in mail.subject


def test_a_decision_over_an_edited_profile_is_a_conflict_that_keeps_the_note(
    app: Flask, browser: Callable[..., Browser], personas: Personas, submitted: Callable[..., int]
) -> None:
    number = submitted("Air Clair")
    with app.app_context():
        row = policies.load(1)
        service.save(personas.user(personas.paris_founder), row, {"tagline": "New line"}, row.version)
        stale = policies.load(1).version - 1
    staff = browser(personas.paris_staff)
    given = {"note": "My long note", "version": str(stale)}
    answer = staff.post(f"/review/profiles/{number}/changes", given)
    assert answer.status_code == 409
    assert "My long note" in answer.text
    assert "New line" in answer.text
    assert staff.post(f"/review/profiles/{number}/approve", {"version": str(stale)}).status_code == 409


def test_a_decision_that_came_second_is_a_409_that_keeps_the_note(
    browser: Callable[..., Browser], personas: Personas, submitted: Callable[..., int]
) -> None:
    number = submitted("Air Clair")
    browser(personas.paris_staff).submit(f"/review/profiles/{number}", action="/approve")
    late = browser(personas.valley_staff).post(
        f"/review/profiles/{number}/changes", {"note": "My long note", "version": "3"}
    )
    assert late.status_code == 409
    assert "My long note" in late.text


def test_a_sensitive_change_shows_before_and_after(
    app: Flask, browser: Callable[..., Browser], personas: Personas
) -> None:
    with app.app_context():
        author = personas.user(personas.paris_founder)
        row = factories.organisation(author, name="Old Name")
        db.session.commit()
        service.save(author, row, {"name": "New Name", "tagline": "Live at once"}, row.version)
    staff = browser(personas.paris_staff)
    assert "Old Name" in browser(personas.outsider).get("/organisations/1").text
    page = staff.get("/review/profiles/1").text
    table = page.partition("before-after")[2].partition("</table>")[0]
    assert table.index("Old Name") < table.index("New Name")
    staff.submit("/review/profiles/1", action="/approve")
    shown = browser(personas.outsider).get("/organisations/1").text
    assert "New Name" in shown
    assert "Live at once" in shown


def test_likely_duplicates_are_named_with_what_they_share(
    app: Flask, browser: Callable[..., Browser], personas: Personas, submitted: Callable[..., int]
) -> None:
    with app.app_context():
        factories.organisation(name="AIR CLAIR")
        factories.organisation(name="Other", registry_id="732829320")
        factories.organisation(name="Third", website="http://www.airclair.example.org/fr")
        factories.organisation(name="Unrelated")
        db.session.commit()
    number = submitted("Air Clair", registry_id="732829320", website="https://airclair.example.org")
    page = browser(personas.paris_staff).get(f"/review/profiles/{number}").text
    warning = page.partition('aria-labelledby="duplicates"')[2].partition("</section>")[0]
    for name in ("AIR CLAIR", "Other", "Third"):
        assert name in warning
    assert "Unrelated" not in warning


def test_edits_of_published_profiles_show_in_the_feed_and_drafts_do_not(
    app: Flask, browser: Callable[..., Browser], personas: Personas
) -> None:
    with app.app_context():
        author = personas.user(personas.paris_founder)
        row = factories.organisation(author, name="Air Clair", tagline="Old line")
        draft = factories.organisation(author, name="Hidden Draft", status=ProfileStatus.DRAFT)
        db.session.commit()
        service.save(author, draft, {"tagline": "Draft words"}, draft.version)
        row = service.save(author, row, {"tagline": "New line", "conflicts": ["RivalCanary"]}, row.version)
        service.save_contact(author, row, {"email": "canary@example.org"})
    page = browser(personas.valley_staff).get("/review/changes").text
    assert "Old line" in page
    assert "New line" in page
    for hidden in ("Hidden Draft", "Draft words", "canary@example.org", "RivalCanary"):
        assert hidden not in page


def test_the_feed_has_pages(app: Flask, browser: Callable[..., Browser], personas: Personas) -> None:
    with app.app_context():
        author = personas.user(personas.paris_founder)
        row = factories.organisation(author, name="Air Clair")
        db.session.commit()
        for number in range(25):
            row = service.save(author, row, {"tagline": f"Line {number}."}, row.version)
    staff = browser(personas.paris_staff)
    assert "Line 24." in staff.get("/review/changes").text
    assert "Line 1." in staff.get("/review/changes?page=2").text
    assert staff.get("/review/changes?page=nonsense").status_code == 200


@pytest.mark.parametrize("path", ["/review/profiles", "/review/changes", "/review/profiles/1"])
def test_the_desk_is_for_staff(
    browser: Callable[..., Browser], personas: Personas, submitted: Callable[..., int], path: str
) -> None:
    submitted("Air Clair")
    for person in (personas.paris_founder, personas.outsider, personas.admin):
        assert browser(person).get(path).status_code == 403


def test_staff_do_not_check_their_own_organisation(
    app: Flask, browser: Callable[..., Browser], personas: Personas, submitted: Callable[..., int]
) -> None:
    number = submitted("Air Clair")
    with app.app_context():
        factories.membership(db.session.get_one(Organisation, 1), personas.user(personas.paris_staff))
        db.session.commit()
    staff = browser(personas.paris_staff)
    assert staff.get(f"/review/profiles/{number}").status_code == 403
    assert staff.post(f"/review/profiles/{number}/approve", {"version": "3"}).status_code == 403
