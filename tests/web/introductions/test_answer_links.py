"""Answering from the mail: a page with buttons, for one person, once, and nothing private on it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core import clock
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions.workflow import Action, Status
from matchmaker.profiles.models import Membership
from matchmaker.taxonomy import MembershipRole
from tests import factories
from tests.browser import Browser
from tests.integration.introductions.conftest import CAMILLE, ROBIN, Scene, status_of
from tests.personas import Person

Open = Callable[..., Browser]
Outbox = Callable[[], list[OutgoingMail]]
Sent = Callable[[Person], str]


@pytest.fixture
def link(outbox: Outbox) -> Sent:
    """The address of the link in the last mail to a person that holds one."""

    def find(person: Person) -> str:
        texts = [mail.text for mail in outbox() if mail.recipient == person.email]
        found = [match[0] for text in texts for match in re.finditer(r"/answers/[\w-]+", text)]
        return found[-1]

    return find


def awaiting(app: Flask, scene: Scene) -> int:
    with app.app_context():
        return scene.awaiting()


def test_opening_the_link_changes_nothing_and_one_press_accepts(
    app: Flask, scene: Scene, browser: Open, link: Sent
) -> None:
    row_id = awaiting(app, scene)
    address, reader = link(scene.people.valley_investor), browser()
    for _ in range(3):
        page = reader.get(address)
        assert page.status_code == 200
    assert "Capteurs Canari" in page.text
    assert reader.get(f"{address}/accept").status_code == 405
    with app.app_context():
        assert status_of(row_id) is Status.AWAITING_COUNTERPART
    done = reader.submit(address, action="/accept")
    assert "Your answer was noted" in done.text
    with app.app_context():
        assert status_of(row_id) is Status.INTRODUCED
    for text in (page.text, done.text):
        assert not [value for value in (CAMILLE["email"], CAMILLE["phone"], ROBIN["phone"]) if value in text]
    assert "log" in reader.get(f"/introductions/{row_id}").request.path


def test_a_link_works_once(app: Flask, scene: Scene, browser: Open, link: Sent) -> None:
    awaiting(app, scene)
    address, reader = link(scene.people.valley_investor), browser()
    page = reader.get(address)
    form = {"version": "2", "csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', page.text)[0]}
    assert reader.client.post(f"{address}/accept", data=form).status_code == 200
    for path in ("/accept", "/decline"):
        assert reader.client.post(f"{address}{path}", data=form).status_code == 404
    assert reader.get(address).status_code == 404


def test_a_decline_by_link_needs_a_reason_and_keeps_what_was_typed(
    app: Flask, scene: Scene, browser: Open, link: Sent
) -> None:
    row_id = awaiting(app, scene)
    address, reader = link(scene.people.valley_investor), browser()
    page = reader.submit(address, {"decline_text": "Too early."}, action="/decline")
    assert page.status_code == 422
    assert "Too early." in page.text
    reader.submit(address, {"decline_code": "stage"}, action="/decline")
    with app.app_context():
        assert status_of(row_id) is Status.CLOSED


@pytest.mark.parametrize("ruin", ["expired", "left", "shut_out", "withdrawn", "forged"])
def test_a_link_that_no_longer_holds_is_a_page_that_does_not_exist(
    app: Flask, scene: Scene, browser: Open, link: Sent, ruin: str
) -> None:
    row_id = awaiting(app, scene)
    people, address = scene.people, link(scene.people.valley_investor)
    with app.app_context():
        if ruin == "left":
            places = select(Membership).where(Membership.organisation_id == scene.investor_id)
            db.session.delete(db.session.scalars(places).one())
        if ruin == "shut_out":
            scene.user(people.valley_investor).active = False
        db.session.commit()
        if ruin == "withdrawn":
            scene.take(people.paris_founder, row_id, Action.WITHDRAW)
    if ruin == "forged":
        address += "x"
    with clock.at(clock.now() + timedelta(days=15 if ruin == "expired" else 0)):
        answer = browser().get(address)
    assert answer.status_code == 404
    assert "Capteurs" not in answer.text


def test_a_delegate_has_a_mail_and_a_link_of_its_own_and_is_shown_as_one(
    app: Flask, scene: Scene, browser: Open, english: Open, link: Sent
) -> None:
    assistant = scene.people.make("Devi Delegate")
    with app.app_context():
        factories.membership(scene.investor, scene.user(assistant), MembershipRole.DELEGATE)
        db.session.commit()
    row_id = awaiting(app, scene)
    assert link(assistant) != link(scene.people.valley_investor)
    browser().submit(link(assistant), action="/accept")
    for person in (scene.people.paris_founder, scene.people.valley_investor):
        page = english(person).get(f"/introductions/{row_id}").text
        assert "by a delegate on its behalf" in page
    assert browser().get(link(scene.people.valley_investor)).status_code == 404


def test_both_sides_of_a_proposal_may_answer_by_link_in_either_order(
    app: Flask, scene: Scene, browser: Open, link: Sent
) -> None:
    people = scene.people
    for order in ((0, 1), (1, 0)):
        with app.app_context():
            row_id = scene.propose()
        sides = (people.paris_founder, people.valley_investor)
        for place in order:
            browser().submit(link(sides[place]), action="/accept")
        with app.app_context():
            assert status_of(row_id) is Status.INTRODUCED
            scene.take(people.paris_staff, row_id, Action.CANCEL)


def test_no_thank_you_to_a_proposal_ends_it(app: Flask, scene: Scene, browser: Open, link: Sent) -> None:
    with app.app_context():
        row_id = scene.propose()
    browser().submit(link(scene.people.paris_founder), {"decline_code": "timing"}, action="/decline")
    with app.app_context():
        assert status_of(row_id) is Status.CLOSED
