"""Brands and other names: typed by members, compared with conflicts, not told by a confidential profile."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.extensions import db
from matchmaker.introductions import gates
from matchmaker.matching.engine import Gate
from matchmaker.profiles import known_names, policies
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import Hub, Kind
from tests import factories
from tests.browser import Browser
from tests.personas import Personas

Open = Callable[..., Browser]
BRAND = "Quibblemark"


@pytest.fixture
def firm(app: Flask, personas: Personas) -> int:
    with app.app_context():
        row = factories.organisation(
            personas.user(personas.paris_founder),
            name="Hidden Sensors SAS",
            confidential=True,
            teaser_en="We measure the air of cities.",
        )
        db.session.commit()
        return row.id


def names_of(app: Flask, firm: int) -> list[str]:
    with app.app_context():
        return list(db.session.get_one(Organisation, firm).other_names)


def test_members_type_one_on_each_line_and_only_they_and_staff_read_them(
    app: Flask, browser: Open, personas: Personas, firm: int
) -> None:
    owner = browser(personas.paris_founder, language="en")
    step = f"/organisations/{firm}/edit/identity"
    owner.submit(step, {"other_names": f"{BRAND}\r\n\r\nFormer Air\r\n{BRAND}"})
    assert names_of(app, firm) == [BRAND, "Former Air"]
    assert BRAND in owner.get(step).text
    page = f"/organisations/{firm}"
    assert BRAND in browser(personas.paris_staff).get(page).text
    assert BRAND not in browser(personas.outsider).get(page).text


def test_a_teaser_that_tells_a_brand_is_refused_and_kept_back_where_it_stands(
    app: Flask, browser: Open, personas: Personas, firm: int
) -> None:
    owner = browser(personas.paris_founder)
    owner.post("/language", {"locale": "en", "next": "/"})
    typed = {"other_names": BRAND, "teaser_en": f"{BRAND} measures the air."}
    answer = owner.submit(f"/organisations/{firm}/edit/identity", typed)
    assert answer.status_code == 422
    assert "The teaser gives your name or site away." in answer.text
    with app.app_context():
        row = db.session.get_one(Organisation, firm)
        row.other_names, row.teaser_en = [BRAND], f"We are {BRAND} and measure the air."
        db.session.commit()
    page = browser(personas.outsider).get(f"/organisations/{firm}").text
    assert BRAND not in page
    assert "measure the air" not in page


def test_a_confidential_firm_masks_its_brands_in_messages_and_an_open_one_does_not(
    app: Flask, firm: int
) -> None:
    with app.app_context():
        row = policies.load(firm)
        row.other_names = [BRAND]
        said = f"We make {BRAND}, spelt Q-u-i-b-b-l-e-m-a-r-k."
        assert known_names.of(row).masked(said).text == "We make […], spelt […]."
        row.confidential = False
        assert known_names.of(row).masked(said).text == said


def test_who_names_a_brand_as_a_conflict_is_not_brought_together_with_the_firm(
    app: Flask, personas: Personas, firm: int
) -> None:
    with app.app_context():
        policies.load(firm).other_names = [BRAND]
        fund = factories.organisation(
            personas.user(personas.valley_investor),
            kind=Kind.INVESTOR,
            hub=Hub.SILICON_VALLEY,
            conflicts=["quibble mark"],
        )
        db.session.commit()
        assert Gate.CONFLICT in gates.between(policies.load(firm), policies.load(fund.id)).gates


def test_too_many_names_are_refused(app: Flask, browser: Open, personas: Personas, firm: int) -> None:
    many = "\r\n".join(f"Brand {number}" for number in range(21))
    answer = browser(personas.paris_founder).submit(
        f"/organisations/{firm}/edit/identity", {"other_names": many}
    )
    assert answer.status_code == 422
    assert names_of(app, firm) == []
