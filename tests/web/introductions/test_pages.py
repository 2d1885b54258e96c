"""The short path through the pages, as four people walk it."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.core import settings
from matchmaker.extensions import db
from matchmaker.introductions.workflow import Action
from matchmaker.taxonomy import Hub, Kind
from tests import factories
from tests.browser import Browser
from tests.integration.introductions.conftest import MESSAGE, Scene

Open = Callable[..., Browser]
REQUEST = {"purpose": "first_conversation", "need": "fundraising", "message": MESSAGE}


def new_url(scene: Scene) -> str:
    return f"/introductions/new?organisation={scene.startup_id}&counterpart={scene.investor_id}"


def awaiting(app: Flask, scene: Scene) -> int:
    with app.app_context():
        return scene.awaiting()


def requested(app: Flask, scene: Scene) -> int:
    with app.app_context():
        return scene.request()


def test_from_the_request_to_the_contacts(scene: Scene, english: Open) -> None:
    people = scene.people
    founder, staff, investor = (
        english(person) for person in (people.paris_founder, people.paris_staff, people.valley_investor)
    )
    shown = founder.submit(new_url(scene), REQUEST, action="/introductions/new")
    assert MESSAGE in shown.text
    sent = founder.submit(shown.request.path, action="/send")
    assert sent.status_code == 200
    assert "The other side has not been told yet" in sent.text
    assert "Nothing waits for you" in investor.get("/introductions").text

    queue = staff.get("/desk")
    assert "Capteurs Canari" in queue.text
    assert staff.submit("/desk/1", action="/approve").status_code == 200

    inbox = investor.get("/introductions")
    assert "It is your turn" in inbox.text
    answered = investor.submit("/introductions/1", action="/accept")
    assert answered.status_code == 200
    assert "camille@canary-paris.example" in answered.text
    assert "robin@canary-valley.example" in founder.get("/introductions/1").text


def test_a_preview_is_kept_as_a_draft_and_sends_nothing(scene: Scene, english: Open) -> None:
    founder = english(scene.people.paris_founder)
    page = founder.submit(new_url(scene), REQUEST, action="/introductions/new")
    assert page.status_code == 200
    assert page.request.path.endswith("/preview")
    assert "Nothing waits here" in english(scene.people.paris_staff).get("/desk").text
    assert MESSAGE in founder.get(new_url(scene)).text
    assert "Draft" in founder.get("/introductions?tab=drafts").text
    for person in (scene.people.valley_investor, scene.people.paris_staff, scene.people.outsider):
        assert english(person).get(page.request.path).status_code == 404


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Call 06 12 34 56 78", "06 12"),
        ("See www.canari.fr", "canari.fr"),
        ("me@canari.fr", "canari.fr"),
        ("Ask for C a m i l l e", "C a m i l l e"),
        ("camille dot fondatrice", "fondatrice"),
    ],
)
def test_contacts_and_names_are_left_out_of_the_message_and_the_requester_is_told(
    app: Flask, scene: Scene, english: Open, text: str, hidden: str
) -> None:
    founder = english(scene.people.paris_founder)
    typed = {**REQUEST, "message": f"We pilot sensors. {text}"}
    page = founder.submit(new_url(scene), typed, action="/introductions/new")
    assert "We left this out of your message" in page.text
    assert hidden not in page.text
    founder.submit(page.request.path, action="/send")
    with app.app_context():
        row = scene.introduction(1)
        assert hidden not in row.message
        assert "We pilot sensors." in row.message


def test_a_confidential_requester_is_not_named_by_its_own_message(
    app: Flask, scene: Scene, english: Open
) -> None:
    with app.app_context():
        scene.conceal(scene.startup)
    founder = english(scene.people.paris_founder)
    typed = {**REQUEST, "message": "Capteurs-Canari, c a n a r i: we pilot sensors."}
    page = founder.submit(new_url(scene), typed, action="/introductions/new")
    assert "what tells which organisation you are" in page.text
    preview = page.text.partition('class="panel preview"')[2]
    assert "anari" not in preview
    assert "we pilot sensors." in preview


def test_an_unfinished_draft_is_kept_and_a_message_without_words_is_not_sent(
    scene: Scene, english: Open
) -> None:
    founder = english(scene.people.paris_founder)
    kept = founder.submit(
        new_url(scene), {**REQUEST, "message": "", "keep": "1"}, action="/introductions/new"
    )
    assert "Your draft is kept" in kept.text
    founder.submit(new_url(scene), {**REQUEST, "message": "me@canari.fr"}, action="/introductions/new")
    page = founder.get("/introductions/1/preview")
    assert "Please write a few words." in page.text
    assert "/send" not in page.text
    refused = founder.post("/introductions/1/send", {"version": version_in(page.text)})
    assert refused.status_code == 422
    assert "Nothing waits here" in english(scene.people.paris_staff).get("/desk").text


def version_in(page: str) -> str:
    return page.partition('name="version" value="')[2].partition('"')[0]


def test_a_draft_is_deleted_by_its_own_side(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context():
        draft = scene.draft()
    founder = english(scene.people.paris_founder)
    assert "Draft deleted" in founder.submit(f"/introductions/{draft}", action="/discard").text
    assert founder.get(f"/introductions/{draft}").status_code == 404


def test_a_link_without_https_comes_back_with_a_word_why(scene: Scene, english: Open) -> None:
    founder = english(scene.people.paris_founder)
    for address in ("http://deck.example", "javascript:alert(1)", "https://x", "https://a@b.example"):
        page = founder.submit(new_url(scene), {**REQUEST, "deck_url": address}, action="/introductions/new")
        assert page.status_code == 422
        assert 'href="#deck_url"' in page.text


def test_the_deck_shows_to_the_other_side_once_introduced_and_not_before(
    app: Flask, scene: Scene, english: Open
) -> None:
    founder, investor = english(scene.people.paris_founder), english(scene.people.valley_investor)
    deck = "https://deck.example/room"
    shown = founder.submit(new_url(scene), {**REQUEST, "deck_url": deck}, action="/introductions/new")
    founder.submit(shown.request.path, action="/send")
    with app.app_context():
        scene.take(scene.people.paris_staff, 1, Action.APPROVE)
    assert deck in founder.get("/introductions/1").text
    assert deck not in investor.get("/introductions/1").text
    with app.app_context():
        scene.take(scene.people.valley_investor, 1, Action.ACCEPT)
    assert deck in investor.get("/introductions/1").text


def test_an_organisation_has_a_number_of_requests_open_at_once_and_sees_it(
    app: Flask, scene: Scene, english: Open
) -> None:
    with app.app_context():
        settings.put(db.session(), "open_requests_per_organisation", 1)
        other = factories.organisation(
            scene.user(scene.people.outsider), kind=Kind.INVESTOR, hub=Hub.SILICON_VALLEY
        ).id
        db.session.commit()
    founder = english(scene.people.paris_founder)
    asking = f"/introductions/new?organisation={scene.startup_id}&counterpart={other}"
    page = founder.submit(asking, REQUEST, action="/introductions/new")
    with app.app_context():
        scene.request()
    again = founder.get(page.request.path).text
    assert "1 of the 1 requests" in again
    assert "as many requests open" in again
    assert f"{page.request.path.removesuffix('/preview')}/send" not in again
    refused = founder.post(f"{page.request.path.removesuffix('/preview')}/send", {"version": "2"})
    assert refused.status_code == 409
    assert "as many requests open" in refused.text
    assert MESSAGE in refused.text


def test_a_decision_that_comes_too_late_keeps_the_note(app: Flask, scene: Scene, english: Open) -> None:
    row_id = requested(app, scene)
    staff = english(scene.people.paris_staff)
    page = staff.get(f"/desk/{row_id}")
    assert page.status_code == 200
    with app.app_context():
        scene.take(scene.people.paris_staff, row_id, Action.APPROVE)
    late = staff.post(
        f"/desk/{row_id}/changes", {"version": "1", "changes_note": "Please name your pilot city."}
    )
    assert late.status_code == 409
    assert "Please name your pilot city." in late.text
    assert "Nothing was changed by you" in late.text


def test_a_stale_page_keeps_the_note_in_its_form(app: Flask, scene: Scene, english: Open) -> None:
    row_id = requested(app, scene)
    with app.app_context():
        scene.take(scene.people.paris_staff, row_id, Action.REQUEST_CHANGES)
        scene.take(scene.people.paris_founder, row_id, Action.RESUBMIT)
    staff = english(scene.people.paris_staff)
    late = staff.post(f"/desk/{row_id}/changes", {"version": "1", "changes_note": "Say more, please."})
    assert late.status_code == 409
    assert "Say more, please." in late.text
    assert 'name="version" value="3"' in late.text


@pytest.mark.parametrize("version", ["", "none", "1.5", "-1", "9" * 30])
def test_a_mangled_version_is_a_bad_request_not_a_crash(
    app: Flask, scene: Scene, english: Open, version: str
) -> None:
    row_id = awaiting(app, scene)
    answer = english(scene.people.valley_investor).post(
        f"/introductions/{row_id}/accept", {"version": version}
    )
    assert answer.status_code == 422


def test_a_decline_without_a_reason_keeps_what_was_typed(app: Flask, scene: Scene, english: Open) -> None:
    row_id = awaiting(app, scene)
    investor = english(scene.people.valley_investor)
    page = investor.submit(f"/introductions/{row_id}", {"decline_text": "Too early."}, action="/decline")
    assert page.status_code == 422
    assert "Too early." in page.text
    done = investor.submit(f"/introductions/{row_id}", {"decline_code": "stage"}, action="/decline")
    assert done.status_code == 200
    assert (
        "Too early or too late a stage"
        in english(scene.people.paris_founder).get(f"/introductions/{row_id}").text
    )


def test_changes_are_asked_for_made_and_sent_again(app: Flask, scene: Scene, english: Open) -> None:
    row_id = requested(app, scene)
    staff, founder = english(scene.people.paris_staff), english(scene.people.paris_founder)
    staff.submit(f"/desk/{row_id}", {"changes_note": "Name the city, please."}, action="/changes")
    page = founder.get(f"/introductions/{row_id}")
    assert "Name the city, please." in page.text
    sent = founder.submit(
        f"/introductions/{row_id}", {"message": "We pilot in Montreuil."}, action="/resubmit"
    )
    assert "We pilot in Montreuil." in sent.text
    assert "We pilot in Montreuil." in staff.get(f"/desk/{row_id}").text


def test_every_post_asks_for_a_token(app: Flask, scene: Scene, english: Open) -> None:
    row_id = awaiting(app, scene)
    investor = english(scene.people.valley_investor)
    for path in ("accept", "decline", "withdraw", "resubmit"):
        assert investor.client.post(f"/introductions/{row_id}/{path}").status_code == 400


def test_a_get_never_acts(app: Flask, scene: Scene, english: Open) -> None:
    row_id = awaiting(app, scene)
    investor = english(scene.people.valley_investor)
    assert investor.get(f"/introductions/{row_id}/accept").status_code == 405


def test_strangers_find_nothing_and_members_no_desk(app: Flask, scene: Scene, english: Open) -> None:
    row_id = awaiting(app, scene)
    outsider = english(scene.people.outsider)
    assert outsider.get(f"/introductions/{row_id}").status_code == 404
    assert outsider.post(f"/introductions/{row_id}/accept", {"version": "2"}).status_code == 404
    for path in ("/desk", f"/desk/{row_id}"):
        assert outsider.get(path).status_code == 403
    assert english(scene.people.paris_staff).get(f"/introductions/{row_id}").status_code == 404


def test_staff_with_a_tie_see_why_they_cannot_act(app: Flask, scene: Scene, english: Open) -> None:
    from matchmaker.core.permissions import Role
    from matchmaker.extensions import db
    from matchmaker.taxonomy import Hub
    from tests import factories

    tied = scene.people.make("Tied Officer", Role.STAFF, Hub.PARIS)
    with app.app_context():
        factories.membership(scene.investor, scene.user(tied))
        db.session.commit()
    row_id = requested(app, scene)
    desk = english(tied)
    assert "Conflict of interest" in desk.get("/desk").text
    refused = desk.get(f"/desk/{row_id}")
    assert refused.status_code == 403
    assert "a colleague decides" in refused.text


def test_the_pages_speak_french(app: Flask, scene: Scene, browser: Open) -> None:
    awaiting(app, scene)
    page = browser(scene.people.paris_founder, language="fr").get("/introductions?tab=waiting")
    assert 'lang="fr"' in page.text
    assert "Levée de fonds" in page.text
