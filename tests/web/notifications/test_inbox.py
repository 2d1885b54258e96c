"""The list of notices: one's own, and of what one may still see."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, event, select, update

from matchmaker.extensions import db
from matchmaker.introductions.workflow import Action
from matchmaker.notifications.models import Notification
from matchmaker.notifications.service import notify
from matchmaker.profiles.models import Membership
from matchmaker.taxonomy import NoticeType
from tests import factories
from tests.browser import Browser
from tests.integration.introductions.conftest import CAMILLE, Scene, scene
from tests.personas import Person

__all__ = ["scene"]
Open = Callable[..., Browser]


@pytest.fixture
def asked(app: Flask, scene: Scene) -> int:
    """A request that staff approved: the investor is asked for an answer."""
    with app.app_context():
        return scene.awaiting()


def _notice_of(app: Flask, person: Person) -> int:
    with app.app_context():
        return db.session.scalars(
            select(Notification.id).where(Notification.user_id == person.id).order_by(Notification.id)
        ).one()


def test_the_header_counts_what_is_unread(browser: Open, scene: Scene, asked: int) -> None:
    page = browser(scene.people.valley_investor).get("/").text
    assert 'class="unread">1<' in page
    assert 'class="unread"' not in browser(scene.people.outsider).get("/").text
    assert 'href="/notifications"' not in browser().get("/").text


def test_the_list_says_what_happened_and_leads_there(
    browser: Open, app: Flask, scene: Scene, asked: int
) -> None:
    reader = browser(scene.people.valley_investor)
    page = reader.get("/notifications").text
    assert "An organisation of the other city asks to be introduced to you" in page
    assert "Canary Valley Ventures and Capteurs Canari" in page
    number = _notice_of(app, scene.people.valley_investor)
    answer = reader.get(f"/notifications/{number}", follow_redirects=False)
    assert answer.location == f"/introductions/{asked}"


def test_opening_a_notice_marks_it_as_read(browser: Open, app: Flask, scene: Scene, asked: int) -> None:
    reader = browser(scene.people.valley_investor)
    reader.get(f"/notifications/{_notice_of(app, scene.people.valley_investor)}")
    assert 'class="unread"' not in reader.get("/notifications").text


def test_who_follows_the_mail_to_the_page_has_read_the_notice(
    browser: Open, scene: Scene, asked: int
) -> None:
    reader = browser(scene.people.valley_investor)
    assert 'class="unread"' not in reader.get(f"/introductions/{asked}").text
    assert 'class="unread"' not in reader.get("/notifications").text


def test_looking_at_somebody_elses_page_reads_nothing(browser: Open, scene: Scene, asked: int) -> None:
    browser(scene.people.outsider).get(f"/introductions/{asked}")
    assert 'class="unread">1<' in browser(scene.people.valley_investor).get("/").text


def test_all_are_marked_as_read_by_a_button(browser: Open, scene: Scene, asked: int) -> None:
    reader = browser(scene.people.valley_investor)
    page = reader.submit("/notifications", action="/notifications/read")
    assert "All notices are marked as read." in page.text
    assert 'class="unread"' not in page.text
    assert reader.client.get("/notifications/read").status_code == 405
    assert reader.client.post("/notifications/read").status_code == 400  # without the token of the form


def test_a_notice_of_somebody_else_is_the_same_404_as_none(
    browser: Open, app: Flask, scene: Scene, asked: int
) -> None:
    stranger = browser(scene.people.outsider)
    number = _notice_of(app, scene.people.valley_investor)
    assert stranger.get(f"/notifications/{number}").status_code == 404
    assert stranger.get(f"/notifications/{number + 999}").status_code == 404
    with app.app_context():
        assert db.session.get_one(Notification, number).read_at is None
    assert "Canari" not in stranger.get("/notifications").text


def test_the_signed_out_are_led_to_the_log_in(browser: Open) -> None:
    for path in ("/notifications", "/notifications/1", "/notifications/preferences"):
        assert "/account/login" in browser().get(path, follow_redirects=False).location


def test_a_confidential_side_shows_its_teaser_and_nothing_more(
    browser: Open, app: Flask, scene: Scene
) -> None:
    with app.app_context():
        scene.conceal(scene.startup)
        scene.awaiting()
    page = browser(scene.people.valley_investor).get("/notifications").text
    assert "Confidential startup" in page
    assert "Canari<" not in page
    assert "Capteurs" not in page


def test_before_the_introduction_no_person_of_the_other_side_is_named(
    browser: Open, scene: Scene, asked: int
) -> None:
    page = browser(scene.people.valley_investor).get("/notifications").text
    assert not [word for word in CAMILLE.values() if word in page]


def test_who_left_an_organisation_reads_a_neutral_line(
    browser: Open, app: Flask, scene: Scene, asked: int
) -> None:
    person = scene.people.valley_investor
    with app.app_context():
        db.session.execute(delete(Membership).where(Membership.user_id == person.id))
        db.session.commit()
    reader = browser(person)
    page = reader.get("/notifications").text
    assert "Something that is no longer available to you" in page
    assert "Canari" not in page
    assert "introduced" not in page
    answer = reader.get(f"/notifications/{_notice_of(app, person)}")
    assert "What this notice was about is no longer available to you." in answer.text


def test_staff_are_led_to_the_desk_and_read_a_neutral_line_once_they_have_a_tie(
    browser: Open, app: Flask, scene: Scene
) -> None:
    with app.app_context():
        number = scene.request()
    staff = browser(scene.people.paris_staff, "en")
    notice = _notice_of(app, scene.people.paris_staff)
    assert staff.get(f"/notifications/{notice}", follow_redirects=False).location == f"/desk/{number}"
    with app.app_context():
        factories.membership(scene.investor, scene.user(scene.people.paris_staff))
        db.session.commit()
    page = staff.get("/notifications").text
    assert "Capteurs Canari" not in page


def test_a_deleted_subject_leaves_a_neutral_line(browser: Open, app: Flask, scene: Scene) -> None:
    person = scene.people.outsider
    with app.app_context():
        notify(scene.user(person), NoticeType.INTRODUCTION_MESSAGE, "profiles/approved", scene.startup)
        db.session.execute(update(Notification).values(subject_id=999))
        db.session.commit()
    assert "no longer available" in browser(person).get("/notifications").text


def test_a_page_of_the_list_costs_as_many_questions_for_one_notice_as_for_twenty(
    browser: Open, app: Flask, scene: Scene, asked: int
) -> None:
    person = scene.people.valley_investor
    reader = browser(person)
    reader.get("/notifications")

    def asked_for_the_list() -> int:
        statements: list[str] = []

        def listen(*given: object) -> None:
            statements.append(str(given[2]))

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", listen)
        reader.get("/notifications")
        event.remove(engine, "before_cursor_execute", listen)
        return len(statements)

    few = asked_for_the_list()
    with app.app_context():
        row = scene.introduction(asked)
        for _ in range(19):
            notify(scene.user(person), NoticeType.INTRODUCTION_MESSAGE, "introductions/asked", row)
        db.session.commit()
    assert asked_for_the_list() == few


def test_a_long_list_has_pages_and_a_count_that_stops(browser: Open, app: Flask, scene: Scene) -> None:
    person = scene.people.paris_founder
    with app.app_context():
        for _ in range(120):
            notify(scene.user(person), NoticeType.INTRODUCTION_MESSAGE, "profiles/approved", scene.startup)
        db.session.commit()
    page = browser(person).get("/notifications?page=2")
    assert "99+" in page.text
    assert "page=3" in page.text


def test_the_notice_of_an_introduction_stays_what_each_side_may_know(
    browser: Open, app: Flask, scene: Scene, asked: int
) -> None:
    with app.app_context():
        scene.take(scene.people.valley_investor, asked, Action.ACCEPT)
    page = browser(scene.people.valley_investor).get("/notifications").text
    assert "You are introduced" in page
    assert CAMILLE["email"] not in page
