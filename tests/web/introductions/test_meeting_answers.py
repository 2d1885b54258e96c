"""After the time of a meeting both sides are asked once whether it took place, and answer with one click."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from matchmaker.core import clock
from matchmaker.core.mail import OutgoingMail
from matchmaker.introductions import sweeps
from matchmaker.introductions.meetings import service
from matchmaker.notifications import preferences, summaries
from matchmaker.taxonomy import Delivery, NoticeType
from tests.browser import Browser
from tests.integration.introductions.conftest import Scene
from tests.integration.introductions.meeting import START, accept, events_in, load, offered, propose
from tests.personas import Person

Open = Callable[..., Browser]
Outbox = Callable[[], list[OutgoingMail]]
DAY = timedelta(days=1)
ASK = "introductions/did_it_take_place"


@pytest.fixture
def agreed(app: Flask, scene: Scene) -> tuple[int, datetime]:
    """A meeting that both sides agreed on, and the moment at which it is over."""
    with app.app_context(), clock.at(START):
        row_id = scene.introduced()
        meeting_id, slot = propose(scene, row_id), offered(scene, row_id)[0]
        accept(scene, meeting_id, slot)
        return meeting_id, load(meeting_id).ends_at or START


def round_at(app: Flask, moment: datetime) -> None:
    with app.app_context(), clock.at(moment):
        sweeps.run()


def asked(outbox: Outbox) -> list[OutgoingMail]:
    return [mail for mail in outbox() if mail.template == ASK]


def link_in(mail: OutgoingMail) -> str:
    found = re.search(r"/meetings/[\w-]{20,}", mail.text)
    assert found
    return found[0]


def test_both_sides_are_asked_once_when_the_time_is_over_and_not_before(
    app: Flask, scene: Scene, agreed: tuple[int, datetime], outbox: Outbox
) -> None:
    _, over = agreed
    round_at(app, over - timedelta(minutes=1))
    assert asked(outbox) == []
    for later in (timedelta(minutes=1), DAY, 2 * DAY):
        round_at(app, over + later)
    people = scene.people
    assert {mail.recipient for mail in asked(outbox)} == {
        people.paris_founder.email,
        people.valley_investor.email,
    }
    assert len(asked(outbox)) == 2


def test_one_press_answers_for_both_and_opening_the_link_changes_nothing(
    app: Flask, agreed: tuple[int, datetime], outbox: Outbox, browser: Open
) -> None:
    meeting_id, over = agreed
    round_at(app, over + timedelta(hours=1))
    mine, theirs = map(link_in, asked(outbox))
    program = browser()
    with clock.at(over + DAY):
        assert program.get(theirs).status_code == 200
        with app.app_context():
            assert load(meeting_id).status == "scheduled"
        assert program.submit(theirs, {"answer": "perhaps"}, action=theirs).status_code == 422
        assert program.submit(theirs, {"answer": "held"}, action=theirs).status_code == 200
        assert program.get(theirs).status_code == 404
        assert program.get(mine).status_code == 404  # the other side has spoken
    with app.app_context():
        assert load(meeting_id).status == "held"


def test_who_did_not_come_is_said_from_the_side_of_the_reader(
    app: Flask, scene: Scene, agreed: tuple[int, datetime], outbox: Outbox, browser: Open
) -> None:
    meeting_id, over = agreed
    round_at(app, over + timedelta(hours=1))
    founder = scene.people.paris_founder.email
    [link] = [link_in(mail) for mail in asked(outbox) if mail.recipient == founder]
    with clock.at(over + DAY):
        browser().submit(link, {"answer": "counterpart"}, action=link)
    with app.app_context():
        assert (load(meeting_id).status, load(meeting_id).missed_by) == ("no_show", "counterpart")


def test_nobody_is_asked_of_what_somebody_spoke_of(
    app: Flask, scene: Scene, agreed: tuple[int, datetime], outbox: Outbox
) -> None:
    meeting_id, over = agreed
    with app.app_context(), clock.at(over):
        row = load(meeting_id)
        service.hold(scene.user(scene.people.paris_founder), row, row.version)
    round_at(app, over + DAY)
    assert asked(outbox) == []


def test_the_page_keeps_its_version_while_both_are_asked(app: Flask, agreed: tuple[int, datetime]) -> None:
    meeting_id, over = agreed
    with app.app_context():
        before = load(meeting_id).version
    round_at(app, over + DAY)
    with app.app_context():
        assert load(meeting_id).version == before
        assert load(meeting_id).asked_at is not None


@pytest.mark.parametrize("chosen", [Delivery.DAILY, Delivery.NEVER])
def test_the_calendar_file_reaches_who_wants_no_mail_of_each_meeting(
    app: Flask, scene: Scene, english: Open, outbox: Outbox, chosen: Delivery
) -> None:
    investor = scene.people.valley_investor
    with app.app_context(), clock.at(START):
        preferences.save(scene.user(investor), {NoticeType.MEETING_CHANGED: chosen}, None)
        row_id = scene.introduced()
        meeting_id, slot = propose(scene, row_id), offered(scene, row_id)[0]
        accept(scene, meeting_id, slot)
    assert not [mail for mail in outbox() if mail.recipient == investor.email and mail.calendar]
    file = f"/introductions/{row_id}/meetings/{meeting_id}/calendar.ics"
    assert (file in _summary(app, investor, outbox)) == (chosen is Delivery.DAILY)
    reader = english(investor)
    with clock.at(START):
        assert file in reader.get(f"/introductions/{row_id}/meetings/{meeting_id}").text
        answer = reader.get(file)
    assert answer.mimetype == "text/calendar"
    [event] = events_in(answer.data)
    assert event["DTSTART"].dt == slot
    assert english(scene.people.outsider).get(file).status_code == 404


def _summary(app: Flask, person: Person, outbox: Outbox) -> str:
    with app.app_context(), clock.at(START + DAY):
        summaries.send(person.id)
    return "".join(mail.text for mail in outbox() if mail.template == "notifications/summary")


def test_a_meeting_without_a_time_has_no_file(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context(), clock.at(START):
        row_id = scene.introduced()
        meeting_id = propose(scene, row_id)
    founder = english(scene.people.paris_founder)
    page = f"/introductions/{row_id}/meetings/{meeting_id}"
    assert "calendar.ics" not in founder.get(page).text
    assert founder.get(f"{page}/calendar.ics").status_code == 404


def test_a_meeting_that_is_over_gives_no_file_whether_held_missed_or_untold(
    app: Flask, scene: Scene, english: Open
) -> None:
    with app.app_context(), clock.at(START):
        row_id = scene.introduced()
        meeting_id, slot = propose(scene, row_id), offered(scene, row_id)[0]
        accept(scene, meeting_id, slot)
    founder = english(scene.people.paris_founder)
    page = f"/introductions/{row_id}/meetings/{meeting_id}"
    with clock.at(slot + timedelta(minutes=10)):
        assert "calendar.ics" in founder.get(page).text
        assert founder.get(f"{page}/calendar.ics").status_code == 200
    with clock.at(slot + DAY):
        assert "calendar.ics" not in founder.get(page).text
        assert founder.get(f"{page}/calendar.ics").status_code == 404
        founder.submit(page, action="/held")
        shown = founder.get(page).text
    assert "calendar.ics" not in shown
