"""Whose teaser a confidential one is cannot be found out by guesses in one's own profile."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.extensions import db
from matchmaker.introductions import approval
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.policies import WITH_SIDES
from tests.browser import Browser
from tests.personas import Personas
from tests.web.matching.conftest import Shores

Open = Callable[..., Browser]
REQUEST = {
    "purpose": "first_conversation",
    "need": "fundraising",
    "message": "We would like to show you how we sort.",
}
GUESSES = [
    ("contact", {"conflicts": "Aardvark Hidden Capital"}),
    ("contact", {"conflicts": "aardvark-hidden.example.org"}),
    ("identity", {"website": "https://aardvark-hidden.example.org"}),
]


@pytest.mark.parametrize(("step", "guess"), GUESSES)
def test_a_right_guess_changes_nothing_that_the_guesser_sees(
    browser: Open, personas: Personas, shores: Shores, step: str, guess: dict[str, str]
) -> None:
    founder = browser(personas.paris_founder)
    founder.submit(f"/organisations/{shores.startup}/edit/{step}", guess)
    listed = founder.get(f"/organisations/{shores.startup}/recommendations?kind=investor").text
    assert f'href="/organisations/{shores.secret}"' in listed
    pair = f"/introductions/new?organisation={shores.startup}&counterpart={shores.secret}"
    assert founder.get(pair).status_code == 200
    assert "/introductions/new?" in founder.get(f"/organisations/{shores.secret}").text
    assert founder.submit(pair, REQUEST, follow=False).status_code == 302


def test_the_other_side_and_staff_are_still_kept_from_a_conflict(
    app: Flask, browser: Open, personas: Personas, shores: Shores
) -> None:
    founder, investor = browser(personas.paris_founder), browser(personas.valley_investor)
    path = f"/organisations/{shores.secret}/recommendations?kind=startup"
    assert "Tri Malin" in investor.get(path).text
    founder.submit(f"/organisations/{shores.startup}/edit/contact", {"conflicts": "Aardvark Hidden Capital"})
    assert "Tri Malin" not in investor.get(path).text
    asking = f"/introductions/new?organisation={shores.startup}&counterpart={shores.secret}"
    founder.submit(founder.submit(asking, REQUEST).request.path, action="/send")
    with app.app_context():
        row = db.session.scalars(db.select(Introduction).options(*WITH_SIDES)).one()
        assert "conflict of interest" in str(approval.hindrances(row)[0])
