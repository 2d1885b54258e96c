"""The page on which staff see both versions of the weights, and choose."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.extensions import db
from matchmaker.matching import published, versions
from matchmaker.matching.engine import WEIGHTS
from matchmaker.matching.models import LearntModel
from tests.browser import Browser
from tests.integration.matching.decided import decide, market
from tests.personas import Personas

Open = Callable[..., Browser]
URL = "/weights"
LEARNT = f"{WEIGHTS.version}+1"


@pytest.fixture
def candidate(app: Flask) -> None:
    """A version that waits, with what its replay found."""
    figures = {"current": 0.7, "candidate": 0.75, "gain": 0.05, "low": 0.01, "high": 0.09, "viewers": 40}
    weights = {**published.plain(WEIGHTS), "version": LEARNT}
    weights["by_kind"]["investor"] = {**WEIGHTS.by_kind["investor"], "fit": 0.3, "ticket": 0.26}
    metrics = {"against": WEIGHTS.version, "decisions": 240, "ndcg": figures, "auc": figures, "better": True}
    with app.app_context():
        row = LearntModel(
            version=LEARNT, base=WEIGHTS.version, weights=weights, metrics=metrics, examples=800
        )
        db.session.add(row)
        db.session.commit()


def _states(app: Flask) -> list[str]:
    with app.app_context():
        return [row.state.value for row in db.session.scalars(select(LearntModel))]


@pytest.mark.parametrize("person", ["paris_founder", "valley_investor", "outsider"])
def test_members_neither_see_the_weights_nor_change_them(
    person: str, app: Flask, browser: Open, personas: Personas, candidate: None
) -> None:
    member = browser(getattr(personas, person))
    assert member.get(URL).status_code == 403
    assert URL not in member.get("/directory").text
    for step in ("publish", "rollback"):
        answer = member.post(f"{URL}/{step}", {"version": LEARNT, "serves": WEIGHTS.version})
        assert answer.status_code == 403
    assert _states(app) == ["candidate"]


@pytest.mark.parametrize("person", ["paris_staff", "valley_staff", "admin"])
def test_staff_and_admins_find_the_page_from_every_page(
    person: str, browser: Open, personas: Personas
) -> None:
    opened = browser(getattr(personas, person))
    assert f'href="{URL}"' in opened.get("/directory").text
    page = opened.get(URL)
    assert page.status_code == 200
    assert WEIGHTS.version in page.text


def test_the_page_shows_both_versions_the_figures_and_the_reasons_given(
    app: Flask, browser: Open, personas: Personas, candidate: None
) -> None:
    with app.app_context():
        decide(market(3, 8), 7)
        refused = len([1 for one in _reasons() if one == "ticket"])
    page = browser(personas.valley_staff).get(URL)
    for words in ("Weights side by side", "0.700", "0.750", "+0.050", "+0.010 to +0.090", "-20.0", "+20.0"):
        assert words in page.text, words
    assert f"The amount does not fit: {refused} times (dismissals)" in page.text
    assert "The replay shows that it ranks better." in page.text


def _reasons() -> list[str]:
    from matchmaker.matching.models import MarkExample

    return [str(reason) for reason in db.session.scalars(select(MarkExample.reason)) if reason]


def test_staff_publish_a_version_and_roll_it_back(
    app: Flask, browser: Open, personas: Personas, candidate: None
) -> None:
    staff = browser(personas.valley_staff)
    page = staff.submit(URL, {}, action=f"{URL}/publish")
    assert f"Version {LEARNT} serves from now on." in page.text
    with app.app_context():
        assert published.now_and_weights()[1].version == LEARNT
    page = staff.submit(URL, {}, action=f"{URL}/rollback")
    assert f"Version {LEARNT} serves no more." in page.text
    with app.app_context():
        assert published.now_and_weights()[1] is WEIGHTS
    assert f"Publish version {LEARNT}" in page.text, "it can be published again"


def test_whoever_comes_second_reads_that_nothing_was_changed(
    app: Flask, browser: Open, personas: Personas, candidate: None
) -> None:
    staff = browser(personas.valley_staff)
    staff.get(URL)
    with app.app_context():
        versions.publish(personas.user(personas.paris_staff), LEARNT, instead_of=WEIGHTS.version)
    answer = staff.post(f"{URL}/publish", {"version": LEARNT, "serves": WEIGHTS.version})
    assert answer.status_code == 409
    assert "Nothing was changed by you" in answer.text
    assert _states(app) == ["published"]


@pytest.mark.parametrize("step", ["publish", "rollback"])
def test_a_form_from_elsewhere_changes_nothing(
    step: str, app: Flask, browser: Open, personas: Personas, candidate: None
) -> None:
    staff = browser(personas.valley_staff)
    answer = staff.client.post(f"{URL}/{step}", data={"version": LEARNT, "serves": WEIGHTS.version})
    assert answer.status_code == 400
    assert _states(app) == ["candidate"]


def test_the_page_of_a_service_without_decisions_says_so(browser: Open, personas: Personas) -> None:
    page = browser(personas.valley_staff).get(URL).text
    assert "The documented weights" in page
    assert "No version waits to be published." in page
    assert "Nobody has decided anything yet." in page
