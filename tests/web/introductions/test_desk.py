"""The desk as staff use it through a day, and what members never see of it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from matchmaker.accounts import service as accounts
from matchmaker.core import clock
from matchmaker.core.locale import reading_as
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.introductions.desk import figures, tables
from matchmaker.introductions.desk.figures import Period
from matchmaker.introductions.desk.tables import Share
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action, Status
from matchmaker.matching import build, served
from matchmaker.taxonomy import Hub, Kind
from tests import factories
from tests.browser import Browser
from tests.integration.introductions.conftest import MESSAGE, Scene
from tests.personas import Person

Open = Callable[[Person], Browser]
SECRET_NOTE = "The founder told us on the phone that they are in a hurry."
POSTS = ("take", "release", "hand-over", "notes", "co-review", "co-review/answer", "suggest")


def requested(app: Flask, scene: Scene) -> int:
    with app.app_context():
        return scene.request()


def aged(app: Flask, row_id: int, days: int) -> None:
    """Let the present state have begun so many days ago."""
    with app.app_context():
        row = db.session.get_one(Introduction, row_id)
        row.entered_at = row.submitted_at = row.created_at = clock.now() - timedelta(days=days)
        db.session.commit()


@pytest.fixture
def second(scene: Scene) -> Person:
    return scene.people.make("Second Officer", Role.STAFF, Hub.PARIS)


def test_a_matter_is_taken_handed_over_and_given_back(
    app: Flask, scene: Scene, english: Open, second: Person, outbox: Callable[[], list]
) -> None:
    row_id = requested(app, scene)
    staff, colleague = english(scene.people.paris_staff), english(scene.people.valley_staff)
    assert "You have this in hand" in staff.submit(f"/desk/{row_id}", action="/take").text
    assert "Capteurs Canari" in staff.get("/desk?owner=mine").text
    assert "Nothing waits here" in staff.get("/desk?owner=nobody").text
    offered = [line for line in staff.get(f"/desk/{row_id}").text.splitlines() if "<option" in line]
    early = [line for line in offered if "may not decide before" in line]
    assert early == [line for line in offered if "Silicon Valley" in line] != []
    given = staff.submit(
        f"/desk/{row_id}", {"colleague": str(scene.people.valley_staff.id)}, action="/hand-over"
    )
    assert "Your colleague has this in hand now" in given.text
    assert re.search("Staff of Silicon Valley[^<]* may decide from", given.text)
    assert outbox()[-1].recipient == scene.people.valley_staff.email
    assert "You have this in hand" in colleague.get(f"/desk/{row_id}").text
    colleague.submit(f"/desk/{row_id}", action="/release")
    assert "Nobody has this in hand" in staff.get(f"/desk/{row_id}").text


def test_who_comes_second_reads_who_was_faster(
    app: Flask, scene: Scene, english: Open, second: Person
) -> None:
    row_id = requested(app, scene)
    english(second).submit(f"/desk/{row_id}", action="/take")
    late = english(scene.people.paris_staff).post(f"/desk/{row_id}/take", {"version": "1"})
    assert late.status_code == 409
    assert "Second Officer has this in hand by now" in late.text


def test_a_matter_cannot_be_handed_over_past_its_new_owner_nor_to_a_stranger(
    app: Flask, scene: Scene, english: Open, second: Person
) -> None:
    row_id = requested(app, scene)
    staff = english(scene.people.paris_staff)
    english(second).submit(f"/desk/{row_id}", action="/take")
    stale = {"version": "1", "owner": "", "colleague": str(scene.people.valley_staff.id)}
    assert staff.post(f"/desk/{row_id}/hand-over", stale).status_code == 409
    for person in (scene.people.outsider, scene.people.admin, scene.people.paris_founder):
        refused = staff.post(
            f"/desk/{row_id}/hand-over", stale | {"owner": str(second.id), "colleague": str(person.id)}
        )
        assert refused.status_code == 422


def test_what_a_colleague_who_left_had_in_hand_is_without_an_owner(
    app: Flask, scene: Scene, english: Open, second: Person
) -> None:
    row_id = requested(app, scene)
    english(second).submit(f"/desk/{row_id}", action="/take")
    staff = english(scene.people.paris_staff)
    assert "Nothing waits here" in staff.get("/desk?owner=nobody").text
    with app.app_context():
        accounts.deactivate(None, second.id)
    assert "who had it has left" in staff.get("/desk?owner=nobody").text
    assert "You have this in hand" in staff.submit(f"/desk/{row_id}", action="/take").text


def test_notes_are_read_by_staff_and_by_no_member(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context():
        row_id = scene.introduced()
    english(scene.people.paris_staff).submit(f"/desk/{row_id}", {"text": SECRET_NOTE}, action="/notes")
    shown = english(scene.people.valley_staff).get(f"/desk/{row_id}").text
    assert SECRET_NOTE in shown
    assert "Claude Guichet" in shown
    for person in (scene.people.paris_founder, scene.people.valley_investor):
        reader = english(person)
        for page in (f"/introductions/{row_id}", "/introductions", "/notifications"):
            assert SECRET_NOTE not in reader.get(page).text


def test_an_empty_note_is_sent_back_and_a_long_one_keeps_its_words(
    app: Flask, scene: Scene, english: Open
) -> None:
    row_id = requested(app, scene)
    staff = english(scene.people.paris_staff)
    assert staff.post(f"/desk/{row_id}/notes", {"version": "1", "text": " "}).status_code == 422
    long = staff.post(f"/desk/{row_id}/notes", {"version": "1", "text": "kept words " * 300})
    assert long.status_code == 422
    assert "kept words" in long.text


def test_the_other_city_is_asked_answers_and_never_holds_the_decision_up(
    app: Flask, scene: Scene, english: Open
) -> None:
    row_id = requested(app, scene)
    paris, valley = english(scene.people.paris_staff), english(scene.people.valley_staff)
    assert "The other city is asked" in paris.submit(f"/desk/{row_id}", action="/co-review").text
    twice = paris.post(f"/desk/{row_id}/co-review", {"version": "1"})
    assert twice.status_code == 409
    own = paris.post(f"/desk/{row_id}/co-review/answer", {"version": "1", "opinion": "agrees"})
    assert own.status_code == 403
    silent = valley.submit(f"/desk/{row_id}", {"opinion": "doubts"}, action="/co-review/answer")
    assert silent.status_code == 422
    said = {"opinion": "doubts", "opinion_note": "They raised last month."}
    assert valley.submit(f"/desk/{row_id}", said, action="/co-review/answer").status_code == 200
    assert "They raised last month." in paris.get(f"/desk/{row_id}").text
    assert paris.submit(f"/desk/{row_id}", action="/approve").status_code == 200
    late = paris.post(f"/desk/{row_id}/co-review", {"version": "2"})
    assert late.status_code == 409


def test_only_what_stands_still_is_reminded_of_and_once_in_three_days(
    app: Flask, scene: Scene, english: Open, outbox: Callable[[], list]
) -> None:
    with app.app_context():
        row_id = scene.awaiting()
    staff = english(scene.people.paris_staff)
    chosen = {"introduction": str(row_id), "next": "/desk?status=open"}
    before = len(outbox())
    assert "Nobody was reminded on 1" in staff.post("/desk/nudge", chosen).text
    aged(app, row_id, 5)
    assert "Reminded on 1 introduction" in staff.post("/desk/nudge", chosen).text
    assert [mail.recipient for mail in outbox()[before:]] == [scene.people.valley_investor.email]
    assert "Nobody was reminded on 1" in staff.post("/desk/nudge", chosen).text
    with app.app_context():
        row = scene.introduction(row_id)
        assert row.nudged_at is not None
        row.nudged_at -= timedelta(days=3)
        db.session.commit()
    assert "Reminded on 1 introduction" in staff.post("/desk/nudge", chosen).text
    assert len(outbox()) == before + 2


def test_another_counterpart_is_suggested_with_a_link_to_a_request(
    app: Flask, scene: Scene, english: Open, outbox: Callable[[], list]
) -> None:
    with app.app_context():
        owner = scene.user(scene.people.outsider)
        other = factories.organisation(
            owner, name="Pier Nine Capital", kind=Kind.INVESTOR, hub=Hub.SILICON_VALLEY
        ).id
        db.session.commit()
        build.build()
        served.init_app(app)
        row_id = scene.request()
    staff = english(scene.people.paris_staff)
    assert "Pier Nine Capital" in staff.get(f"/desk/{row_id}").text
    done = staff.submit(f"/desk/{row_id}", {"organisation": str(other)}, action="/suggest")
    assert "The requester is told" in done.text
    again = staff.post(f"/desk/{row_id}/suggest", {"version": "1", "organisation": str(other)})
    assert again.status_code == 409
    told = outbox()[-1]
    assert told.recipient == scene.people.paris_founder.email
    assert f"counterpart={other}" in told.text.replace("&amp;", "&")
    founder = english(scene.people.paris_founder)
    notices = founder.get("/notifications").text
    assert "Pier Nine Capital" in notices
    begun = f"/introductions/new?organisation={scene.startup_id}&counterpart={other}&like={row_id}"
    assert MESSAGE in founder.get(begun).text
    assert MESSAGE not in english(scene.people.outsider).get(begun).text


def test_the_queue_and_the_board_show_what_their_filters_say(app: Flask, scene: Scene, english: Open) -> None:
    row_id = requested(app, scene)
    staff = english(scene.people.paris_staff)
    for query in ("", "?status=open", "?need=fundraising", "?order=age", "?owner=nobody"):
        assert "Capteurs Canari" in staff.get(f"/desk{query}").text, query
    for query in ("?status=introduced", "?need=hiring", "?owner=mine", "?hub=silicon_valley", "?stalled=1"):
        assert "Capteurs Canari" not in staff.get(f"/desk{query}").text, query
    board = staff.get("/desk/board").text
    assert f"/desk/{row_id}" in board
    assert "Capteurs Canari" not in staff.get("/desk/board?need=hiring").text


def test_drafts_are_on_no_page_of_the_desk(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context():
        scene.draft()
    staff = english(scene.people.paris_staff)
    for page in ("/desk?status=draft&hub=all", "/desk?status=open&hub=all", "/desk/board?hub=all"):
        assert "Capteurs Canari" not in staff.get(page).text


def test_members_and_admins_have_no_desk_and_staff_with_a_tie_none_for_their_own(
    app: Flask, scene: Scene, english: Open, second: Person
) -> None:
    row_id = requested(app, scene)
    with app.app_context():
        factories.membership(scene.startup, scene.user(second))
        db.session.commit()
    for person in (scene.people.outsider, scene.people.paris_founder, scene.people.admin, second):
        reader = english(person)
        for path in POSTS:
            answer = reader.post(f"/desk/{row_id}/{path}", {"version": "1", "text": "x", "organisation": "1"})
            assert answer.status_code == 403, (person, path)
    for page in ("/desk/board", "/desk/numbers", "/desk/numbers.csv"):
        assert english(scene.people.outsider).get(page).status_code == 403
    aged(app, row_id, 30)
    tied = english(second)
    assert "Nobody was reminded on 1" in tied.post("/desk/nudge", {"introduction": str(row_id)}).text
    with app.app_context():
        scene.introduction(row_id).assigned_to_id = scene.people.valley_staff.id
        db.session.commit()
    for path in ("/desk?hub=all", "/desk/board?hub=all"):
        page = tied.get(path).text
        assert "Conflict of interest: you belong to one side" in page
        assert "A matter of your own organisation, Capteurs Canari" in page
        assert scene.people.valley_staff.name not in page
        assert "Canary Valley Ventures" not in page


def test_staff_read_that_a_profile_is_hidden_and_not_that_it_is_unpublished(
    app: Flask, scene: Scene, english: Open
) -> None:
    with app.app_context():
        row_id = scene.request()
        fund = scene.investor
        fund.stale_reminded_at = fund.hidden_at = clock.now()
        db.session.commit()
    page = english(scene.people.paris_staff).get(f"/desk/{row_id}").text
    assert "The counterpart’s profile is hidden until its members confirm it." in page
    assert "profiles is not published." not in page


def test_a_conflict_is_named_to_staff(app: Flask, scene: Scene, english: Open) -> None:
    row_id = requested(app, scene)
    with app.app_context():
        scene.investor.conflicts = ["Capteurs Canari"]
        db.session.commit()
    page = english(scene.people.paris_staff).get(f"/desk/{row_id}").text
    assert "Canary Valley Ventures names Capteurs Canari as a conflict of interest." in page


def test_the_numbers_follow_from_what_happened(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context():
        scene.introduced()
        declined = scene.awaiting(*scene.another_startup())
        scene.take(scene.people.valley_investor, declined, Action.DECLINE)
        scene.request(*scene.another_startup())
        found = figures.reached(Period())
        assert (found.sent, found.approved, found.asked, found.introduced) == (3, 2, 2, 1)
        assert figures.states(Period())[Status.SUBMITTED] == 1
        assert [tuple(row)[3:] for row in figures.answers(Period())] == [(1, 1, 0)]
        assert figures.hours_in_states(Period())[Status.SUBMITTED][0] == 2
        assert figures.decided_in_time(Period()) == (2, 2)
        assert {row[1]: row[4] for row in figures.load(Period())}[scene.people.paris_staff.email] == 2
        assert figures.reached(Period(hub=Hub.SILICON_VALLEY)).sent == 0
        assert figures.reached(Period(last=clock.today() - timedelta(days=2))).sent == 0
    staff = english(scene.people.paris_staff)
    page = staff.get("/desk/numbers").text
    assert "How far introductions came" in page
    assert "<td>33%</td>" in page
    lines = staff.get("/desk/numbers.csv").text.splitlines()
    assert "funnel,Sent,Introductions,3" in lines
    assert "funnel,Introduced,Of those sent,0.333" in lines
    assert "acceptance,Paris region to Silicon Valley: Investor,Accepted,1" in lines


def test_numbers_are_written_as_their_reader_writes_them(app: Flask) -> None:
    cells = (1234, 2.5, Share(1 / 3), None)
    told = {}
    for locale in ("fr", "en"):
        with app.test_request_context(), reading_as(locale, "UTC"):
            told[locale] = [tables.shown(cell) for cell in cells]
    assert told["en"] == ["1,234", "2.5", "33%", "–"]
    assert told["fr"] == ["1\u202f234", "2,5", "33\xa0%", "–"]


def test_notes_are_never_changed_and_go_with_the_words_of_an_erased_side(
    app: Flask, scene: Scene, english: Open
) -> None:
    row_id = requested(app, scene)
    staff, valley = english(scene.people.paris_staff), english(scene.people.valley_staff)
    staff.submit(f"/desk/{row_id}", {"text": SECRET_NOTE}, action="/notes")
    staff.submit(f"/desk/{row_id}", action="/co-review")
    said = {"opinion": "doubts", "opinion_note": "They raised last month."}
    valley.submit(f"/desk/{row_id}", said, action="/co-review/answer")
    with app.app_context():
        for attack in ("UPDATE desk_notes SET text = 'never said'", "DELETE FROM desk_notes"):
            with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
                connection.execute(text(attack))
        scene.by_timer(row_id, Action.ERASE)
        assert db.session.scalar(text("SELECT count(*) FROM desk_notes")) == 0
        assert db.session.scalars(text("SELECT note FROM co_reviews")).all() == [""]
    page = staff.get(f"/desk/{row_id}").text
    assert SECRET_NOTE not in page
    assert "They raised last month." not in page
