"""Whoever signs in reads at once what waits for them, and nothing that is a matter for others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from matchmaker.accounts import copies as accounts_copies
from matchmaker.accounts import service as accounts
from matchmaker.core import clock, jobs, settings
from matchmaker.core.mail import MailState, enqueue
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.introductions.workflow import Action
from matchmaker.matching import served, snapshots
from matchmaker.matching.storage import storage
from matchmaker.profiles.imports import service as imports
from matchmaker.profiles.models import ProfileReview, ProfileStatus, ReviewKind
from matchmaker.taxonomy import Hub, Kind, Sector
from tests import factories
from tests.browser import Browser
from tests.integration.introductions.conftest import Scene, scene
from tests.integration.introductions.meeting import START, accept, offered, propose
from tests.personas import Person
from tests.web.matching.conftest import Shores, shores

__all__ = ["scene", "shores"]
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


def test_matches_are_those_that_may_be_asked_now_and_weak_ones_are_left_out(
    app: Flask, shores: Shores, scene: Scene, read: Read
) -> None:
    founder = scene.people.paris_founder
    with app.app_context():
        factories.organisation(
            scene.people.user(scene.people.valley_investor),
            kind=Kind.INVESTOR,
            hub=Hub.SILICON_VALLEY,
            name="Bone Fund",
            description_en="Surgeons who mend bones.",
            sectors=[Sector.HEALTH_MEDTECH],
        )
        db.session.commit()
    page = read(founder)
    assert "Whom Tri Malin could meet" in page
    assert "Loop Fund" in page
    assert "Bone Fund" not in page
    scene.startup_id, scene.investor_id = shores.startup, shores.fund
    with app.app_context():
        scene.request()
    page = read(founder)
    assert "Whom Tri Malin could meet" in page
    assert "Loop Fund" not in page


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


def test_an_admin_reads_what_is_wrong_and_what_only_an_admin_can_do(
    app: Flask, scene: Scene, read: Read
) -> None:
    people = scene.people
    with app.app_context():
        snapshots.withdraw(storage())
        served.init_app(app)
    page = read(people.admin)
    assert "The worker shows no sign of life" in page
    assert "No sign of life" in page
    assert "The index is being built." in page
    assert "None waits to be sent" in page
    assert 'href="/admin/rates"' in page
    assert 'href="/account/tf-setup"' in page
    assert "could not be sent" not in page
    assert "jobs of the last seven days failed" not in page
    assert "without an answer" not in page
    assert "nobody decides on requests there" not in page


def test_what_an_admin_did_waits_no_more_and_faults_are_counted(app: Flask, scene: Scene, read: Read) -> None:
    people = scene.people
    with app.app_context():
        admin = people.user(people.admin)
        admin.tf_primary_method = "authenticator"
        people.user(people.paris_staff).active = False
        settings.put(db.session(), "exchange_rates", [{"base": "EUR"}])
        accounts.invite(admin, "late@example.org", Role.ADMIN, None, "en")
        for days in (1, 30):
            mail = enqueue(recipient="a@example.org", locale="en", template="accounts/email_changed")
            mail.state, mail.next_attempt_at = MailState.FAILED, None
            mail.created_at = clock.now() - timedelta(days=days)
        enqueue(
            recipient="b@example.org",
            locale="en",
            template="accounts/email_changed",
            not_before=clock.now() + timedelta(hours=9),
        )
        for number in (1, 2):
            jobs.defer(db.session(), accounts_copies.build, copy_id=number)
        db.session.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name LIKE 'acc%'"))
        db.session.execute(text("UPDATE procrastinate_jobs SET status = 'failed' WHERE status = 'doing'"))
        db.session.commit()
    with clock.at(clock.now() + accounts.VALID_FOR):
        page = read(people.admin)
    assert "1 invitation went by without an answer" in page
    page = read(people.admin)
    assert "1 e-mail of the last seven days could not be sent" in page
    assert "1 goes at a later hour" in page
    assert "2 jobs of the last seven days failed" in page
    assert "Invite programme staff (Paris region" in page
    assert "Invite programme staff (Silicon" not in page
    waiting = page.partition("How the service stands")[0]
    assert [path for path in ("/admin/rates", "tf-setup") if path in waiting] == []
    assert "How the service stands" not in read(people.valley_staff)


def test_a_file_that_was_uploaded_waits_for_whoever_uploaded_it(app: Flask, scene: Scene, read: Read) -> None:
    people = scene.people
    with app.app_context():
        staff = people.user(people.paris_staff)
        imports.upload(staff, "firms.csv", b"name\n", kind=Kind.STARTUP, hub=Hub.PARIS, name="")
    assert "1 file that you uploaded is to be imported or deleted" in read(people.paris_staff)
    assert "that you uploaded" not in read(people.admin)


def test_the_start_page_names_the_time_that_staff_have_as_an_admin_set_it(
    scene: Scene, browser: Callable[..., Browser]
) -> None:
    assert "answer within 3 working days" in browser().get("/").text
    admin = browser(scene.people.admin)
    admin.submit("/admin/timing", {"delay_escalation": "1"}, action="/admin/timing")
    assert "answer within 1 working day." in browser().get("/").text
