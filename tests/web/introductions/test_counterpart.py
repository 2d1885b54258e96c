"""What the counterpart may do beside yes and no, and what staff may write."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core import clock
from matchmaker.core.errors import Conflict
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions import blocking
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action, ClosedReason, Status
from tests.browser import Browser
from tests.integration.introductions.conftest import MESSAGE, Scene, status_of

Open = Callable[..., Browser]
Outbox = Callable[[], list[OutgoingMail]]


def test_an_answer_is_put_off_to_a_day_and_both_sides_see_it(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context():
        row_id = scene.awaiting()
    investor = english(scene.people.valley_investor)
    day = clock.today() + timedelta(days=30)
    page = investor.submit(f"/introductions/{row_id}", {"until": day.isoformat()}, action="/defer")
    assert "To be asked again on" in page.text
    assert (
        "The other side will answer later"
        in english(scene.people.paris_founder).get(f"/introductions/{row_id}").text
    )
    assert investor.submit(f"/introductions/{row_id}", action="/accept").status_code == 200
    with app.app_context():
        assert status_of(row_id) is Status.INTRODUCED


@pytest.mark.parametrize("days", [-1, 0, 200, None])
def test_a_day_past_or_too_far_away_is_refused(
    app: Flask, scene: Scene, english: Open, days: int | None
) -> None:
    with app.app_context():
        row_id = scene.awaiting()
    day = "" if days is None else (clock.today("America/Los_Angeles") + timedelta(days=days)).isoformat()
    page = english(scene.people.valley_investor).submit(
        f"/introductions/{row_id}", {"until": day}, action="/defer"
    )
    assert page.status_code == 422
    with app.app_context():
        assert status_of(row_id) is Status.AWAITING_COUNTERPART


def test_that_the_two_know_each_other_stays_with_the_side_that_says_so(
    app: Flask, scene: Scene, english: Open, outbox: Outbox
) -> None:
    with app.app_context():
        row_id = scene.awaiting()
    investor = english(scene.people.valley_investor)
    own = investor.submit(
        f"/introductions/{row_id}", {"decline_code": "already_in_contact"}, action="/decline"
    )
    assert "We are already in contact" in own.text
    page = english(scene.people.paris_founder).get(f"/introductions/{row_id}").text
    assert "already in contact" not in page
    assert "Another reason" in page
    assert "déjà en contact" not in outbox()[-1].text
    assert "Une autre raison" in outbox()[-1].text


def test_a_block_ends_the_introduction_and_the_requester_hears_not_available(
    app: Flask, scene: Scene, english: Open, outbox: Outbox
) -> None:
    with app.app_context():
        scene.conceal(scene.startup)
        row_id = scene.awaiting()
    investor = english(scene.people.valley_investor)
    assert investor.submit(f"/introductions/{row_id}", action="/block").status_code == 200
    assert (outbox()[-1].template, outbox()[-1].recipient) == (
        "introductions/unavailable",
        scene.people.paris_founder.email,
    )
    page = english(scene.people.paris_founder).get(f"/introductions/{row_id}").text
    assert "lock" not in page.partition("<main")[2].partition("</main>")[0].replace("blockquote", "")
    assert "This organisation is not available for an introduction at the moment." in page
    assert "The service, by itself" in page.rpartition("Closed: not available")[2]
    with app.app_context():
        assert scene.introduction(row_id).closed_reason is ClosedReason.WITHDRAWN
        with pytest.raises(Conflict) as refused:
            scene.request()
        assert "not available" in str(refused.value)
        db.session.rollback()
        blocking.lift(scene.user(scene.people.valley_investor), scene.investor, scene.startup)
        assert scene.request()


def test_a_block_takes_the_contacts_away_again(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context():
        row_id = scene.introduced()
    founder = english(scene.people.paris_founder)
    assert "robin@canary-valley.example" in founder.get(f"/introductions/{row_id}").text
    english(scene.people.valley_investor).submit(f"/introductions/{row_id}", action="/block")
    assert "robin@canary-valley.example" not in founder.get(f"/introductions/{row_id}").text


def test_a_block_also_ends_what_the_counterpart_never_heard_of(
    app: Flask, scene: Scene, outbox: Outbox
) -> None:
    with app.app_context():
        row_id = scene.request()
        blocking.block(scene.user(scene.people.valley_investor), scene.investor, scene.startup)
        assert status_of(row_id) is Status.CLOSED


def test_staff_propose_and_both_sides_must_accept(app: Flask, scene: Scene, english: Open) -> None:
    staff = english(scene.people.paris_staff)
    found = staff.get("/desk/propose?q=capteurs")
    assert f"first={scene.startup_id}" in found.text
    address = f"/desk/propose?first={scene.startup_id}&second={scene.investor_id}"
    typed = {"purpose": "event", "need": "fundraising", "message": MESSAGE}
    assert staff.submit(address, {**typed, "message": ""}, action="/propose").status_code == 422
    page = staff.submit(address, typed, action="/propose")
    assert "Both sides have been asked" in page.text
    founder, investor = english(scene.people.paris_founder), english(scene.people.valley_investor)
    for person in (founder, investor):
        assert "It is your turn" in person.get("/introductions").text
        assert "canary-" not in person.get("/introductions/1").text
    investor.submit("/introductions/1", action="/accept")
    done = founder.submit("/introductions/1", action="/agree")
    assert "robin@canary-valley.example" in done.text
    assert staff.submit(address, typed, action="/propose").status_code == 409


def test_staff_lift_a_rest_with_a_reason_only(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context():
        scene.take(scene.people.valley_investor, scene.awaiting(), Action.DECLINE)
    staff = english(scene.people.paris_staff)
    address = f"/desk/propose?first={scene.startup_id}&second={scene.investor_id}"
    typed = {"purpose": "event", "need": "fundraising", "message": MESSAGE}
    refused = staff.submit(address, typed, action="/propose")
    assert refused.status_code == 409
    assert MESSAGE in refused.text
    reason = "They met at the fair and both asked for it."
    assert reason in staff.submit(address, {**typed, "override_reason": reason}, action="/propose").text
    for person in (scene.people.paris_founder, scene.people.valley_investor):
        assert reason not in english(person).get("/introductions/2").text


def test_what_staff_edit_is_confirmed_by_the_requester_before_it_goes_on(
    app: Flask, scene: Scene, english: Open
) -> None:
    with app.app_context():
        row_id = scene.request()
    staff, founder = english(scene.people.paris_staff), english(scene.people.paris_founder)
    words = {"edited_message": "We pilot with Camille in Montreuil.", "edit_note": "Shorter reads better."}
    masked = staff.submit(f"/desk/{row_id}", words, action="/edit")
    assert masked.status_code == 422
    assert "We pilot with […] in Montreuil." in masked.text
    words["edited_message"] = "We pilot in Montreuil."
    assert staff.submit(f"/desk/{row_id}", words, action="/edit").status_code == 200
    page = founder.get(f"/introductions/{row_id}").text
    assert "Shorter reads better." in page
    assert "We pilot in Montreuil." in page
    founder.submit(f"/introductions/{row_id}", action="/resubmit")
    with app.app_context():
        row = db.session.scalars(select(Introduction)).one()
        assert (row.status, row.message) == (Status.SUBMITTED, "We pilot in Montreuil.")


def test_a_firm_is_blocked_before_it_asks_and_the_block_can_be_lifted(
    app: Flask, scene: Scene, english: Open
) -> None:
    investor = english(scene.people.valley_investor)
    assert (
        f"/blocks?organisation={scene.startup_id}" in investor.get(f"/organisations/{scene.startup_id}").text
    )
    pair = f"/{scene.investor_id}/{scene.startup_id}"
    asked = investor.submit(f"/blocks?organisation={scene.startup_id}", action=pair)
    assert "Lift the block on Capteurs Canari" in asked.text
    founder = english(scene.people.paris_founder)
    asking = f"/introductions/new?organisation={scene.startup_id}&counterpart={scene.investor_id}"
    assert "not available" in founder.get(asking).text
    assert founder.post(f"/blocks{pair}").status_code == 404
    assert founder.post(f"/blocks{pair}/lift").status_code == 404
    assert "Nobody is blocked" in investor.submit("/blocks", action=f"{pair}/lift").text
    assert "not available" not in founder.get(asking).text
