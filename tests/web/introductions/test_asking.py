"""Where a profile offers to ask for an introduction."""

import shutil
from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.core import settings
from matchmaker.extensions import db
from matchmaker.introductions import service
from matchmaker.introductions.workflow import Action
from matchmaker.matching import build, marks, served
from matchmaker.profiles import service as profiles
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import Hub, Kind, NeedCode, RejectCode
from tests import factories
from tests.browser import Browser
from tests.integration.introductions.conftest import Scene
from tests.personas import Person


def other(app: Flask, scene: Scene, kind: Kind, hub: Hub, *, claimed: bool = True) -> int:
    with app.app_context():
        settings.put(db.session(), "show_unclaimed_to_members", True)
        owners = [scene.user(scene.people.make("Other Owner"))] if claimed else []
        row = factories.organisation(*owners, kind=kind, hub=hub, name="The Other")
        db.session.commit()
        return row.id


def offered(scene: Scene, founder: Browser, counterpart: int) -> bool:
    page = founder.get(f"/organisations/{counterpart}")
    assert page.status_code == 200
    return f"/introductions/new?organisation={scene.startup_id}&amp;counterpart={counterpart}" in page.text


def test_an_imported_organisation_that_members_see_may_be_asked(
    app: Flask, scene: Scene, english: Callable[[Person], Browser]
) -> None:
    unclaimed = other(app, scene, Kind.INVESTOR, Hub.SILICON_VALLEY, claimed=False)
    founder = english(scene.people.paris_founder)
    assert offered(scene, founder, scene.investor_id)
    assert offered(scene, founder, unclaimed)


@pytest.mark.parametrize("kind", [Kind.INVESTOR, Kind.STARTUP])
def test_nobody_of_the_own_city_is_offered(
    app: Flask, scene: Scene, english: Callable[[Person], Browser], kind: Kind
) -> None:
    neighbour = other(app, scene, kind, Hub.PARIS)
    assert not offered(scene, english(scene.people.paris_founder), neighbour)


@pytest.fixture
def places(app: Flask, scene: Scene) -> list[str]:
    """Every page that offers the startup to ask the investor: profile, list, pair and what it saved."""
    shutil.rmtree(app.config["SNAPSHOT_DIR"], ignore_errors=True)
    served.init_app(app)
    with app.app_context():
        marks.save(scene.user(scene.people.paris_founder), scene.startup, scene.investor_id)
        build.build()
    pages = ("recommendations?kind=investor", f"recommendations/{scene.investor_id}", "shortlist")
    own = [f"/organisations/{scene.startup_id}/{page}" for page in pages]
    return [f"/organisations/{scene.investor_id}", *own]


def test_while_a_pair_rests_every_page_says_why_and_until_when_and_offers_no_request(
    app: Flask, scene: Scene, english: Callable[[Person], Browser], places: list[str]
) -> None:
    founder = english(scene.people.paris_founder)
    link = f"/introductions/new?organisation={scene.startup_id}&amp;counterpart={scene.investor_id}"
    assert [link in founder.get(place).text for place in places] == [True] * 4
    with app.app_context():
        asked = scene.awaiting()
        draft = scene.draft()
    assert [link in founder.get(place).text for place in places] == [False] * 4
    with app.app_context():
        scene.take(scene.people.valley_investor, asked, Action.DECLINE)
    for place in places:
        page = founder.get(place).text
        assert "They declined an earlier introduction. You can ask again from" in page
        assert f"/introductions/{asked}" in page
        assert link not in page
    preview = founder.get(f"/introductions/{draft}/preview").text
    assert "This cannot be sent now: They declined an earlier introduction." in preview
    assert f"/introductions/{draft}/send" not in preview


def test_the_side_that_declined_reads_that_it_did(
    app: Flask, scene: Scene, english: Callable[[Person], Browser]
) -> None:
    with app.app_context():
        asked = scene.awaiting()
        scene.take(scene.people.valley_investor, asked, Action.DECLINE)
    page = english(scene.people.valley_investor).get(f"/organisations/{scene.startup_id}").text
    assert "Your organisation declined an earlier introduction." in page


def test_a_request_that_staff_turned_down_stays_untold_to_the_other_side(
    app: Flask, scene: Scene, english: Callable[[Person], Browser]
) -> None:
    with app.app_context():
        row = scene.introduction(scene.request())
        staff = scene.user(scene.people.paris_staff)
        service.reject(staff, row, row.version, RejectCode.OUT_OF_SCOPE)
    told = "Programme staff turned an earlier request down."
    assert told in english(scene.people.paris_founder).get(f"/organisations/{scene.investor_id}").text
    page = english(scene.people.valley_investor).get(f"/organisations/{scene.startup_id}").text
    assert told not in page
    assert "ask again" not in page


def test_the_preview_of_a_request_that_left_leads_to_its_page(
    app: Flask, scene: Scene, english: Callable[[Person], Browser]
) -> None:
    with app.app_context():
        sent = scene.request()
    page = english(scene.people.paris_founder).get(f"/introductions/{sent}/preview")
    assert page.request.path == f"/introductions/{sent}"


def test_what_another_organisation_wrote_bears_its_language(
    app: Flask, scene: Scene, english: Callable[[Person], Browser]
) -> None:
    words = {
        "needs_text": "Districts pour nos essais",
        "needs": [Entry(NeedCode.CITY_TESTBED, text="Three streets")],
    }
    with app.app_context():
        founder = scene.user(scene.people.paris_founder)
        profiles.save(founder, scene.startup, words, scene.startup.version)
        asked = scene.awaiting()
    investor = english(scene.people.valley_investor)
    profile = investor.get(f"/organisations/{scene.startup_id}").text
    shown = investor.get(f"/introductions/{asked}").text
    assert '<div lang="en"><p>Three streets</p></div>' in profile
    assert '<div class="profile-words" lang="en"><p>Districts' in profile
    assert '<span lang="en">Three streets</span>' in shown
    assert '<div lang="en"><p>Districts' in shown


def test_who_is_asked_reads_how_well_both_fit_in_words_of_either_side(
    app: Flask, scene: Scene, english: Callable[[Person], Browser], places: list[str]
) -> None:
    with app.app_context():
        founder, investor = (
            scene.user(person) for person in (scene.people.paris_founder, scene.people.valley_investor)
        )
        own, other = scene.startup, scene.investor
        profiles.save(founder, own, {"offers_text": "Sensors for wastewater pipes"}, own.version)
        profiles.save(investor, other, {"needs_text": "Teams that measure wastewater"}, other.version)
        build.build()
        asked = scene.awaiting()
    page = english(scene.people.valley_investor).get(f"/introductions/{asked}").text
    assert "How well you fit" in page
    assert "<mark>wastewater</mark>" in page
    assert "How well you fit" not in english(scene.people.paris_founder).get(f"/introductions/{asked}").text


def test_who_cannot_ask_now_reads_why_and_is_led_to_the_own_profile_instead_of_a_form(
    app: Flask, scene: Scene, english: Callable[[Person], Browser]
) -> None:
    url = f"/introductions/new?organisation={scene.startup_id}&counterpart={scene.investor_id}"
    founder = english(scene.people.paris_founder)
    assert 'name="message"' in founder.get(url).text
    with app.app_context():
        profiles.pause(scene.user(scene.people.paris_founder), scene.startup, None, None)
    page = founder.get(url)
    assert page.status_code == 409
    assert "Your own organisation is paused: resume it first." in page.text
    assert 'name="message"' not in page.text
    assert f'href="/organisations/{scene.startup_id}/check"' in page.text


def test_words_of_a_draft_are_not_lost_while_nothing_can_be_asked(
    app: Flask, scene: Scene, english: Callable[[Person], Browser]
) -> None:
    with app.app_context():
        scene.draft()
        profiles.pause(scene.user(scene.people.paris_founder), scene.startup, None, None)
    url = f"/introductions/new?organisation={scene.startup_id}&counterpart={scene.investor_id}"
    assert "first partner in the Bay Area" in english(scene.people.paris_founder).get(url).text
