"""After the introduction, as two people walk through the pages."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.core import clock
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions import notices
from matchmaker.introductions.outcomes.rounds import _tell
from tests.browser import Browser
from tests.integration.introductions.conftest import Scene
from tests.integration.introductions.meeting import START, events_in, offered

Open = Callable[..., Browser]
Outbox = Callable[[], list[OutgoingMail]]


@pytest.fixture
def introduced(app: Flask, scene: Scene) -> int:
    with app.app_context():
        return scene.introduced()


def values(app: Flask, scene: Scene, row_id: int) -> list[str]:
    with app.app_context():
        return [moment.isoformat() for moment in offered(scene, row_id, 4)]


def test_a_meeting_from_the_proposal_to_its_cancellation(
    app: Flask, scene: Scene, english: Open, introduced: int, outbox: Outbox
) -> None:
    people = scene.people
    founder, investor = english(people.paris_founder), english(people.valley_investor)
    base = f"/introductions/{introduced}"
    page = founder.submit(f"{base}/meetings/new", {"slot_1": "", "note": "On sensors."})
    assert page.status_code == 422
    assert "Choose at least one time." in page.text
    assert "On sensors." in page.text

    slots = values(app, scene, introduced)
    sent = founder.submit(
        f"{base}/meetings/new",
        {"slot_1": slots[0], "slot_2": slots[1], "video_url": "https://video.example/room"},
    )
    assert "Your proposal is sent" in sent.text
    assert "It is your turn to choose a time." in investor.get(base).text
    shown = investor.get(f"{base}/meetings/1")
    assert "in Paris" in shown.text
    assert "in California" in shown.text

    done = investor.submit(f"{base}/meetings/1", {"slot": slots[1]}, action="/accept")
    assert "Time accepted" in done.text
    invitation = outbox()[-1].calendar
    assert invitation
    assert events_in(invitation)[0]["DTSTART"].dt.isoformat() == slots[1]

    stale = founder.post(
        f"{base}/meetings/1/move", {"version": "1", "slot_1": slots[2], "minutes": "30", "note": "Sorry."}
    )
    assert stale.status_code == 409
    assert "Sorry." in stale.text
    moved = founder.submit(f"{base}/meetings/1", {"slot_1": slots[2]}, action="/move")
    assert "Other times proposed" in moved.text
    cancelled = investor.submit(f"{base}/meetings/1", action="/cancel")
    assert "Meeting cancelled" in cancelled.text
    assert english(people.outsider).get(f"{base}/meetings/1").status_code == 404


def test_a_calendar_program_reads_the_feed_until_it_is_revoked(
    app: Flask, scene: Scene, english: Open, browser: Open, introduced: int
) -> None:
    founder, investor = english(scene.people.paris_founder), english(scene.people.valley_investor)
    slot = values(app, scene, introduced)[0]
    base = f"/introductions/{introduced}/meetings"
    founder.submit(f"{base}/new", {"slot_1": slot})
    investor.submit(f"{base}/1", {"slot": slot}, action="/accept")
    page = investor.submit("/introductions/calendar", action="/calendar")
    address = page.text.partition('value="http://localhost')[2].partition('"')[0]
    program = browser()
    answer = program.get(address)
    assert answer.mimetype == "text/calendar"
    [event] = events_in(answer.data)
    assert str(event["SUMMARY"]) == "Meeting with Capteurs Canari"
    investor.submit("/introductions/calendar", action="/revoke")
    assert program.get(address).status_code == 404


def test_messages_go_to_and_fro_and_markup_stays_text(scene: Scene, english: Open, introduced: int) -> None:
    founder, investor = english(scene.people.paris_founder), english(scene.people.valley_investor)
    path = f"/introductions/{introduced}/messages"
    founder.submit(path, {"text": "<b>Hello</b>, are you free?"}, action="/messages")
    page = investor.get(path)
    assert "&lt;b&gt;Hello" in page.text
    assert "&lt;b&gt;Hello" in investor.get(f"/introductions/{introduced}").text
    empty = investor.submit(path, {"text": " "}, action="/messages")
    assert empty.status_code == 422
    assert english(scene.people.outsider).get(path).status_code == 404
    staff = english(scene.people.paris_staff)
    assert staff.get(f"/desk/{introduced}/messages").status_code == 404
    investor.submit(path, {"reason": "This is a threat."}, action="/report")
    assert "Read them" in staff.get(f"/desk/{introduced}").text
    assert "&lt;b&gt;Hello" in staff.get(f"/desk/{introduced}/messages").text
    staff.submit(f"/desk/{introduced}/messages", action="/settle")
    assert staff.get(f"/desk/{introduced}/messages").status_code == 404


def test_too_many_messages_are_refused_and_the_text_stays(
    scene: Scene, english: Open, introduced: int
) -> None:
    founder, path = english(scene.people.paris_founder), f"/introductions/{introduced}/messages"
    answers = [founder.submit(path, {"text": f"Word {n}"}, action="/messages") for n in range(21)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert "Word 20" in answers[-1].text


def test_one_click_from_a_mail_says_what_came_of_it(
    app: Flask, scene: Scene, browser: Open, english: Open, introduced: int, outbox: Outbox
) -> None:
    with app.app_context(), clock.at(START):
        _tell(scene.loaded(introduced))
        db.session.commit()
        notices.send_all()
    mail = next(
        mail
        for mail in outbox()
        if mail.recipient == scene.people.valley_investor.email and "/outcomes/" in mail.text
    )
    path = f"/outcomes/{mail.text.partition('/outcomes/')[2].split()[0]}"
    visitor = browser()
    with clock.at(START):
        for _ in range(2):
            page = visitor.get(path)  # opening it, as programs do too, notes nothing
            assert "A customer contract" in page.text
        wrong = visitor.submit(path, {"type": "pilot", "amount": "5", "currency": "EUR"}, action=path)
        assert wrong.status_code == 422
        done = visitor.submit(
            path, {"type": "investment", "amount": "250000", "currency": "USD"}, action=path
        )
        assert "An investment" in done.text
        assert visitor.get(path).status_code == 404
    founder = english(scene.people.paris_founder)
    shown = founder.get(f"/introductions/{introduced}")
    assert "$250,000" in shown.text
    assert "said by the other side" in shown.text
    [noted] = set(re.findall(r"/introductions/\d+/outcomes/\d+", shown.text))
    corrected = founder.submit(noted, {"amount": "200000"})
    assert "$200,000" in corrected.text
    assert "$250,000" in corrected.text


def test_closing_with_an_outcome(scene: Scene, english: Open, introduced: int) -> None:
    founder = english(scene.people.paris_founder)
    path = f"/introductions/{introduced}/outcomes/new"
    closed = founder.submit(path, {"type": "hire", "jobs_paris": "2", "text": "Ours only.", "close": "y"})
    assert "Completed" in closed.text
    investor = english(scene.people.valley_investor)
    assert "Ours only." not in investor.get(f"/introductions/{introduced}/outcomes/1").text
    assert "Ours only." in english(scene.people.paris_staff).get(f"/desk/{introduced}").text
    added = investor.submit(path, {"type": "desk"})
    assert "An office or desk" in added.text
