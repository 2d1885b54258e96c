"""Whoever signs in reads at once what waits for them, and nothing that is a matter for others."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.introductions.workflow import Action
from matchmaker.profiles.models import ProfileReview, ProfileStatus, ReviewKind
from matchmaker.taxonomy import Hub
from tests import factories
from tests.browser import Browser
from tests.integration.introductions.conftest import Scene, scene
from tests.integration.introductions.meeting import START, accept, offered, propose
from tests.personas import Person

__all__ = ["scene"]
Read = Callable[[Person], str]
NOTHING = "Nothing at the moment."


@pytest.fixture
def read(browser: Callable[..., Browser]) -> Read:
    """The start page as a person reads it in English."""

    def page(person: Person) -> str:
        opened = browser(person)
        opened.post("/language", {"locale": "en", "next": "/"})
        return opened.get("/").text

    return page


def test_a_newcomer_is_led_to_describe_an_organisation(scene: Scene, read: Read) -> None:
    page = read(scene.people.outsider)
    assert "You do not belong to an organisation yet." in page
    assert 'href="/organisations/new"' in page
    assert "How an introduction comes about" in page


def test_a_draft_is_to_be_finished_and_a_published_profile_leads_to_recommendations(
    app: Flask, scene: Scene, read: Read
) -> None:
    people = scene.people
    with app.app_context():
        factories.organisation(
            people.user(people.paris_founder), name="Second Nest", status=ProfileStatus.DRAFT
        )
        db.session.commit()
    page = read(people.paris_founder)
    assert "Finish the profile of Second Nest and submit it" in page
    assert "Recommendations for Capteurs Canari" in page
    assert "Recommendations for Second Nest" not in page
    assert "Second Nest" not in read(people.valley_investor)


def test_a_request_waits_for_staff_of_its_city_then_for_whoever_is_asked(
    app: Flask, scene: Scene, read: Read
) -> None:
    people = scene.people
    with app.app_context():
        row_id = scene.request()
    page = read(people.paris_staff)
    assert "1 request of your city to decide" in page
    assert "(the first by " in page
    assert NOTHING in read(people.valley_staff)
    assert NOTHING in read(people.valley_investor)
    with app.app_context():
        scene.take(people.paris_staff, row_id, Action.APPROVE)
    assert NOTHING in read(people.paris_staff)
    assert "1 introduction waits for your answer" in read(people.valley_investor)
    assert NOTHING in read(people.paris_founder)


def test_staff_with_a_stake_do_not_count_their_own_request(app: Flask, scene: Scene, read: Read) -> None:
    people = scene.people
    with app.app_context():
        factories.membership(scene.startup, people.user(people.paris_staff))
        scene.request()
    assert "of your city to decide" not in read(people.paris_staff)


def test_a_proposed_meeting_waits_for_the_other_side_and_an_agreed_one_is_told_to_both(
    app: Flask, scene: Scene, read: Read
) -> None:
    people = scene.people
    choose = "Choose a time for the meeting with Capteurs Canari"
    with clock.at(START):
        with app.app_context():
            row_id = scene.introduced()
            meeting_id, slot = propose(scene, row_id), offered(scene, row_id)[0]
        assert choose in read(people.valley_investor)
        assert "Choose a time" not in read(people.paris_founder)
        with app.app_context():
            accept(scene, meeting_id, slot)
        page = read(people.valley_investor)
        assert choose not in page
        assert "Your next meetings" in page
        assert "Canary Valley Ventures, March" in read(people.paris_founder)


def test_profiles_to_check_are_counted_for_staff_of_their_city(app: Flask, scene: Scene, read: Read) -> None:
    people = scene.people
    with app.app_context():
        author = people.user(people.paris_founder)
        row = factories.organisation(author, hub=Hub.PARIS, status=ProfileStatus.SUBMITTED)
        db.session.flush()
        kind = ReviewKind.FIRST_PUBLICATION
        db.session.add(ProfileReview(organisation_id=row.id, kind=kind, requested_by_id=author.id))
        db.session.commit()
    assert "1 profile of your city to check" in read(people.paris_staff)
    assert NOTHING in read(people.valley_staff)


def test_an_admin_is_asked_who_runs_the_service_until_it_is_stated(scene: Scene, read: Read) -> None:
    assert 'href="/admin/imprint"' in read(scene.people.admin)


def test_the_start_page_names_the_time_that_staff_have_as_an_admin_set_it(
    scene: Scene, browser: Callable[..., Browser]
) -> None:
    assert "answer within 3 working days" in browser().get("/").text
    admin = browser(scene.people.admin)
    admin.submit("/admin/timing", {"delay_escalation": "1"}, action="/admin/timing")
    assert "answer within 1 working day." in browser().get("/").text
