"""The pages of recommendations as a founder uses them."""

import re
from collections.abc import Callable

from tests.browser import Browser
from tests.personas import Personas
from tests.web.matching.conftest import Shores

Open = Callable[..., Browser]
CANARIES = ("canary-", "Hidden Person", "555 0100", "Aardvark", "aardvark")


def _page(shores: Shores, **query: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/organisations/{shores.startup}/recommendations?{asked}"


def test_a_founder_is_led_to_matches_with_the_shared_words_marked(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    page = browser(personas.paris_founder).get("/recommendations")
    assert page.status_code == 200
    assert "Loop Fund" in page.text
    assert re.search(r"<mark>waste", page.text)
    assert "&lt;b&gt;" in page.text or "<b>recycling</b>" not in page.text


def test_the_start_page_names_the_best_matches_and_no_secret(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    page = browser(personas.paris_founder).get("/").text
    assert re.search(rf'href="/organisations/{shores.startup}/recommendations/{shores.fund}">Loop Fund', page)
    assert [canary for canary in CANARIES if canary in page] == []


def test_neither_contacts_nor_a_confidential_name_stand_on_the_pages(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    opened = browser(personas.paris_founder)
    for url in (_page(shores), "/directory", "/directory?q=waste", "/directory?q=aardvark"):
        page = opened.get(url).text.replace("q=aardvark", "").replace('value="aardvark"', "")
        assert [canary for canary in CANARIES if canary in page] == [], url


def test_a_confidential_one_is_shown_by_its_teaser(browser: Open, personas: Personas, shores: Shores) -> None:
    assert "Confidential investor" in browser(personas.valley_founder).get("/directory").text


def test_dismissing_offers_to_undo(browser: Open, personas: Personas, shores: Shores) -> None:
    opened = browser(personas.paris_founder)
    action = f"/{shores.fund}/dismiss"
    gone = opened.submit(_page(shores), {"reason": "ticket"}, action=action)
    assert "Loop Fund" not in gone.text
    back = opened.submit(gone.request.full_path, action=f"/{shores.fund}/restore")
    assert "Loop Fund" in back.text
    assert 'class="alert alert-success" role="status"' in back.text


def test_a_saved_one_stands_on_the_shortlist(browser: Open, personas: Personas, shores: Shores) -> None:
    opened = browser(personas.paris_founder)
    opened.submit(_page(shores), action=f"/{shores.fund}/save")
    assert "Loop Fund" in opened.get(f"/organisations/{shores.startup}/shortlist").text


def test_a_stranger_can_neither_read_nor_mark(browser: Open, personas: Personas, shores: Shores) -> None:
    stranger = browser(personas.outsider)
    assert stranger.get(_page(shores)).status_code == 404
    url = f"/organisations/{shores.startup}/recommendations/{shores.fund}/save"
    assert stranger.post(url).status_code == 404


def test_staff_see_the_recommendations_of_others_but_do_not_act_for_them(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    staff = browser(personas.paris_staff, language="en")
    page = staff.get(_page(shores))
    assert "Loop Fund" in page.text
    assert "/save" not in page.text
    url = f"/organisations/{shores.startup}/recommendations/{shores.fund}/save"
    assert staff.post(url).status_code == 404


def test_filters_and_tabs_narrow_the_list_and_nonsense_in_the_address_does_no_harm(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    opened = browser(personas.paris_founder)
    assert "Loop Fund" not in opened.get(_page(shores, sector="space")).text
    for query in ({"kind": "nobody"}, {"page": "-3"}, {"page": "x"}, {"stage": "%00"}, {"sector": "'--"}):
        assert opened.get(_page(shores, **query)).status_code == 200


def test_the_directory_finds_by_words_of_the_profile(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    opened = browser(personas.valley_founder)
    found = opened.get("/directory?q=packaging").text
    assert "Tri Malin" in found
    assert "Loop Fund" not in found
    assert "Tri Malin" not in opened.get("/directory?kind=investor").text


def test_the_directory_finds_part_of_a_name_but_not_of_a_confidential_one(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    opened = browser(personas.valley_founder)
    assert "Tri Malin" in opened.get("/directory?q=tri+mal").text
    assert "Confidential investor" not in opened.get("/directory?q=aardvark").text
    assert opened.get("/directory?q=%25").status_code == 200


def test_an_edit_shows_in_the_recommendations_at_once(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    from matchmaker.extensions import db
    from matchmaker.profiles.models import Organisation

    opened = browser(personas.paris_founder)
    assert "Rockets" not in opened.get(_page(shores)).text
    with opened.client.application.app_context():
        fund = db.session.get_one(Organisation, shores.fund)
        fund.tagline = "Rockets and waste"
        db.session.commit()
    assert "Rockets" in opened.get(_page(shores)).text


def test_a_pause_and_not_the_filters_is_named_for_an_empty_list(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    opened = browser(personas.paris_founder)
    opened.submit(f"/organisations/{shores.startup}/check", action=f"/{shores.startup}/pause")
    page = opened.get(_page(shores)).text
    assert "Loop Fund" not in page
    assert "est en pause" in page
    assert f"/organisations/{shores.startup}/check#pausing" in page
    assert "Élargissez un filtre" not in page


def test_an_organisation_cannot_save_itself(browser: Open, personas: Personas, shores: Shores) -> None:
    founder = browser(personas.paris_founder)
    answer = founder.post(f"/organisations/{shores.startup}/recommendations/{shores.startup}/save")
    assert answer.status_code == 422
