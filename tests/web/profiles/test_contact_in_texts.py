"""An e-mail or a phone number in a text of the profile reaches the other side no sooner than a contact."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.extensions import db
from matchmaker.matching import build, served
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import NeedCode
from tests import factories
from tests.browser import Browser
from tests.personas import Personas

Open = Callable[..., Browser]
EMAIL, PHONE = "jane.canary@firm.example", "+1 628 555 0123"
PEOPLE = "Ask Quillfeather or J o r d a n, or meet us: https://book.example/jq, LinkedIn: jq-sorts."


@pytest.fixture
def talkative(app: Flask, personas: Personas) -> int:
    """A profile as a file may bring it, with contact data in every text."""
    with app.app_context():
        words = f"We sort waste. Write to {EMAIL} or call {PHONE}. {PEOPLE}"
        made = factories.organisation(
            personas.user(personas.valley_founder),
            name="Talkative",
            tagline=words,
            description_en=words,
            needs_text=words,
            business_model=words,
            offers=(Entry(NeedCode.HIRING, text=words),),
            website="https://talkative.example",
            contact={"name": "Jill Quillfeather"},
        ).id
        db.session.commit()
        build.build()
        served.init_app(app)
    return made


def test_others_read_the_text_without_it(browser: Open, personas: Personas, talkative: int) -> None:
    outsider = browser(personas.outsider)
    for path in (f"/organisations/{talkative}", "/directory", "/directory?q=waste"):
        page = outsider.get(path).text
        assert "We sort waste. Write to […] or call […]. Ask […] or […], or meet us: […] […]" in page
        assert not [told for told in (EMAIL, PHONE, "uillfeather", "J o r d", "book.", "jq-") if told in page]
    assert "https://talkative.example" in outsider.get(f"/organisations/{talkative}").text
    for words in ("jane", "canary", "628", "quillfeather", "jordan", "jq"):
        assert "Talkative" not in outsider.get(f"/directory?q={words}").text


def test_its_own_people_and_staff_read_it_whole(browser: Open, personas: Personas, talkative: int) -> None:
    for person in (personas.valley_founder, personas.paris_staff):
        page = browser(person).get(f"/organisations/{talkative}").text
        assert EMAIL in page
        assert "Ask Quillfeather" in page


def test_a_firm_called_like_its_founder_is_read_by_its_name(
    browser: Open, app: Flask, personas: Personas
) -> None:
    with app.app_context():
        row = factories.organisation(
            personas.user(personas.valley_founder),
            name="Quillfeather Sorters",
            website="https://www.quillfeather.example.com/welcome",
            description_en="Quillfeather sorts waste: quillfeather.example.com. "
            "Ask Jill Quillfeather, or Jill.",
            contact={"name": "Jill Quillfeather"},
        )
        db.session.commit()
        path = f"/organisations/{row.id}"
    page = browser(personas.outsider).get(path).text
    assert "Quillfeather sorts waste: quillfeather.example.com. Ask […], or […]." in page


def test_nobody_writes_it_into_a_profile(browser: Open, personas: Personas, talkative: int) -> None:
    typed = {"description_en": f"Call {PHONE}, or write to {EMAIL}, about our waste sorters."}
    owner = browser(personas.valley_founder)
    answer = owner.submit(f"/organisations/{talkative}/edit/story", typed)
    assert answer.status_code == 422
    assert "Please leave out a phone number" in answer.text
    assert typed["description_en"] in answer.text
    assert "about our waste sorters" not in owner.get(f"/organisations/{talkative}").text


def test_a_draft_cannot_be_named_like_a_link_for_the_mails_of_its_invitations(
    browser: Open, personas: Personas
) -> None:
    fields = {"name": "Your account is closed: https://evil.example", "kind": "startup", "hub": "paris"}
    answer = browser(personas.outsider).submit("/organisations/new", fields, action="/new")
    assert answer.status_code == 422
    assert "Give the legal name" in answer.text
