"""Before `introduced` no contact of either side stands in any page, header or mail; after it, in both."""

from collections.abc import Callable, Iterable

import pytest
from flask import Flask

from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions.workflow import Action
from tests.browser import Browser
from tests.integration.introductions.conftest import CAMILLE, ROBIN, Scene

Open = Callable[..., Browser]
CANARIES = [value for contact in (CAMILLE, ROBIN) for key, value in contact.items() if key != "position"]
NAME, SITE = "Canary Valley Ventures", "canary-valley-ventures.example"
BEFORE: list[tuple[Action, ...]] = [
    (),
    (Action.REQUEST_CHANGES,),
    (Action.REJECT,),
    (Action.WITHDRAW,),
    (Action.APPROVE,),
    (Action.APPROVE, Action.DECLINE),
    (Action.APPROVE, Action.WITHDRAW),
]


def lead(app: Flask, scene: Scene, steps: Iterable[Action]) -> int:
    people = scene.people
    actors = {
        Action.WITHDRAW: people.paris_founder,
        Action.ACCEPT: people.valley_investor,
        Action.DECLINE: people.valley_investor,
    }
    with app.app_context():
        row_id = scene.request()
        for action in steps:
            scene.take(actors.get(action, people.paris_staff), row_id, action)
    return row_id


def answers(scene: Scene, browser: Open, row_id: int) -> Iterable[str]:
    """Every answer that a member or staff gets about the introduction, headers included."""
    people = scene.people
    pair = f"organisation={scene.startup_id}&counterpart={scene.investor_id}"
    paths = {
        people.paris_founder: [f"/introductions/{row_id}", f"/introductions/new?{pair}"],
        people.valley_investor: [f"/introductions/{row_id}", f"/introductions/{row_id}/accept"],
        people.paris_staff: ["/desk", f"/desk/{row_id}"],
        people.outsider: [f"/introductions/{row_id}"],
    }
    for person, own_paths in paths.items():
        reader = browser(person)
        tabs = [f"/introductions?tab={tab}" for tab in ("to_answer", "waiting", "introduced", "closed")]
        for path in (*own_paths, *tabs):
            answer = reader.get(path)
            yield f"{path} {answer.headers} {answer.text}"
        if person == people.valley_investor:
            answer = reader.post(f"/introductions/{row_id}/decline", {"version": "99"})
            yield f"{answer.headers} {answer.text}"


def letters(outbox: Callable[[], list[OutgoingMail]]) -> list[str]:
    return [f"{mail.subject} {mail.text} {mail.message_id}" for mail in outbox()]


@pytest.mark.parametrize("steps", BEFORE, ids=lambda steps: "-".join(steps) or "submitted")
def test_no_contact_leaves_before_the_introduction(
    app: Flask,
    scene: Scene,
    browser: Open,
    outbox: Callable[[], list[OutgoingMail]],
    steps: tuple[Action, ...],
) -> None:
    row_id = lead(app, scene, steps)
    for answer in (*answers(scene, browser, row_id), *letters(outbox)):
        assert not [canary for canary in CANARIES if canary in answer], answer[:120]


def test_both_contacts_reach_both_sides_with_the_introduction(
    app: Flask, scene: Scene, browser: Open, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    row_id = lead(app, scene, (Action.APPROVE, Action.ACCEPT))
    for person in (scene.people.paris_founder, scene.people.valley_investor):
        page = browser(person).get(f"/introductions/{row_id}").text
        assert all(canary in page for canary in CANARIES)
    [to_founder, to_investor] = outbox()[-2:]
    assert ROBIN["email"] in to_founder.text
    assert CAMILLE["email"] not in to_founder.text
    assert CAMILLE["email"] in to_investor.text
    outsider = browser(scene.people.outsider).get(f"/introductions/{row_id}")
    assert not [canary for canary in CANARIES if canary in outsider.text]


def test_a_cancellation_takes_the_contacts_away_again(app: Flask, scene: Scene, browser: Open) -> None:
    row_id = lead(app, scene, (Action.APPROVE, Action.ACCEPT, Action.CANCEL))
    for answer in answers(scene, browser, row_id):
        assert not [canary for canary in CANARIES if canary in answer], answer[:120]


@pytest.mark.parametrize("steps", BEFORE, ids=lambda steps: "-".join(steps) or "submitted")
def test_a_confidential_counterpart_is_named_to_nobody_but_staff_and_itself(
    app: Flask,
    scene: Scene,
    browser: Open,
    outbox: Callable[[], list[OutgoingMail]],
    steps: tuple[Action, ...],
) -> None:
    with app.app_context():
        fund = scene.investor
        fund.confidential, fund.website = True, f"https://{SITE}"
        fund.teaser_en = "A seed fund that looks at city technology."
        db.session.commit()
    row_id = lead(app, scene, steps)
    founder = browser(scene.people.paris_founder)
    pair = f"organisation={scene.startup_id}&counterpart={scene.investor_id}"
    pages = [f"/introductions/{row_id}", "/introductions", f"/introductions/new?{pair}"]
    seen = [founder.get(path).text for path in pages]
    seen += [
        f"{mail.subject} {mail.text}"
        for mail in outbox()
        if mail.recipient == scene.people.paris_founder.email
    ]
    for text in seen:
        assert NAME not in text
        assert SITE not in text
    assert "A seed fund that looks at city technology." in seen[0]


def test_a_confidential_organisation_is_called_by_its_name_while_both_are_introduced(
    app: Flask, scene: Scene, browser: Open
) -> None:
    with app.app_context():
        scene.conceal(scene.investor)
    row_id = lead(app, scene, (Action.APPROVE, Action.ACCEPT))
    page, inbox = f"/introductions/{row_id}", "/introductions?tab=introduced"
    founder = browser(scene.people.paris_founder)
    assert f"{NAME}</h1>" in founder.get(page).text
    assert "Investisseur confidentiel" not in founder.get(page).text
    assert NAME in founder.get(inbox).text
    assert NAME not in founder.get("/directory?kind=investor").text
    with app.app_context():
        scene.take(scene.people.paris_staff, row_id, Action.CANCEL)
    assert NAME not in founder.get(page).text + founder.get("/introductions?tab=closed").text
