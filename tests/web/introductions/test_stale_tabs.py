"""A tab that was left open while others went on: 409, nothing changed, and every word is still there."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.introductions.workflow import Action, Status
from tests.browser import Browser
from tests.integration.introductions.conftest import Scene, status_of

Open = Callable[..., Browser]
WORDS = "Words that took an hour to write."


@pytest.fixture
def row_id(app: Flask, scene: Scene) -> int:
    with app.app_context():
        return scene.request()


def lead(app: Flask, scene: Scene, row_id: int, *steps: Action) -> Status:
    people = scene.people
    actors = {
        Action.ACCEPT: people.valley_investor,
        Action.DEFER: people.valley_investor,
        Action.DECLINE: people.valley_investor,
        Action.WITHDRAW: people.paris_founder,
        Action.RESUBMIT: people.paris_founder,
    }
    with app.app_context():
        for action in steps:
            scene.take(actors.get(action, people.paris_staff), row_id, action)
        return status_of(row_id)


@pytest.mark.parametrize("meanwhile", [Action.DEFER, Action.ACCEPT, Action.WITHDRAW])
@pytest.mark.parametrize("share", [{}, {"share": "y"}], ids=["private", "shared"])
def test_the_reason_of_a_decline_stays(
    app: Flask, scene: Scene, english: Open, row_id: int, meanwhile: Action, share: dict[str, str]
) -> None:
    lead(app, scene, row_id, Action.APPROVE)
    investor = english(scene.people.valley_investor)
    before = lead(app, scene, row_id, meanwhile)
    typed = {"version": "2", "decline_code": "stage", "decline_text": WORDS, **share}
    late = investor.post(f"/introductions/{row_id}/decline", typed)
    assert late.status_code == 409
    assert WORDS in late.text
    assert lead(app, scene, row_id) is before


@pytest.mark.parametrize("meanwhile", [Action.APPROVE, Action.WITHDRAW, Action.REQUEST_CHANGES])
@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("edit", {"edited_message": WORDS, "edit_note": "Shorter."}),
        ("changes", {"changes_note": WORDS}),
        ("reject", {"code": "spam", "reject_note": WORDS}),
    ],
)
def test_what_staff_wrote_stays(
    app: Flask,
    scene: Scene,
    english: Open,
    row_id: int,
    meanwhile: Action,
    path: str,
    typed: dict[str, str],
) -> None:
    staff = english(scene.people.paris_staff)
    before = lead(app, scene, row_id, meanwhile)
    late = staff.post(f"/desk/{row_id}/{path}", {"version": "1", **typed})
    assert late.status_code == 409
    assert WORDS in late.text
    assert lead(app, scene, row_id) is before


@pytest.mark.parametrize("meanwhile", [(Action.RESUBMIT,), (Action.WITHDRAW,)])
def test_the_changed_request_stays(
    app: Flask, scene: Scene, english: Open, row_id: int, meanwhile: tuple[Action, ...]
) -> None:
    lead(app, scene, row_id, Action.REQUEST_CHANGES)
    founder = english(scene.people.paris_founder)
    before = lead(app, scene, row_id, *meanwhile)
    typed = {"version": "2", "purpose": "first_conversation", "need": "fundraising", "message": WORDS}
    late = founder.post(f"/introductions/{row_id}/resubmit", typed)
    assert late.status_code == 409
    assert WORDS in late.text
    assert lead(app, scene, row_id) is before


def test_what_was_written_to_the_other_side_stays_when_the_introduction_ends_meanwhile(
    app: Flask, scene: Scene, english: Open, row_id: int
) -> None:
    lead(app, scene, row_id, Action.APPROVE, Action.ACCEPT)
    founder, base = english(scene.people.paris_founder), f"/introductions/{row_id}"
    moment = re.search(r'<option[^>]* value="([^"]+)"', founder.get(f"{base}/meetings/new").text)
    assert moment is not None
    lead(app, scene, row_id, Action.CANCEL)
    meeting = {"slot_1": moment[1], "minutes": "30", "note": WORDS}
    for path, typed in (("messages", {"text": WORDS}), ("meetings/new", meeting)):
        late = founder.post(f"{base}/{path}", typed)
        assert late.status_code == 409
        assert WORDS in late.text
