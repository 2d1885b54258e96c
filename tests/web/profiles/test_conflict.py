"""Two people edit the same profile."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from matchmaker.extensions import db
from matchmaker.profiles import policies, values
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import MembershipRole, NeedCode
from tests import factories
from tests.browser import Browser, forms_of
from tests.personas import Personas


@pytest.fixture
def shared(app: Flask, personas: Personas) -> int:
    """A published profile that two people may edit; its id."""
    with app.app_context():
        owner, colleague = personas.user(personas.paris_founder), personas.user(personas.outsider)
        row = factories.organisation(
            owner, name="Air Clair", tagline="First words", contact={"email": "a@b.org"}
        )
        factories.membership(row, colleague, MembershipRole.EDITOR)
        db.session.commit()
        return row.id


def opened(page: str, action: str) -> dict[str, Any]:
    """Return the fields of the form that leads to `action`, as they stand."""
    return next(fields for target, fields in forms_of(page) if target.endswith(action))


def read(app: Flask, organisation_id: int) -> dict[str, Any]:
    with app.app_context():
        return values.read(policies.load(organisation_id))


def test_the_second_sees_both_versions_keeps_what_was_typed_and_may_save_it_over(
    app: Flask, browser: Callable[..., Browser], personas: Personas, shared: int
) -> None:
    url = f"/organisations/{shared}/edit/identity"
    first, second = browser(personas.paris_founder), browser(personas.outsider)
    late = opened(second.get(url).text, "/edit/identity")
    first.submit(url, {"tagline": "Words of the first"})
    late |= {"tagline": "Words of the second"}
    answer = second.post(url, late)
    assert answer.status_code == 409
    table = answer.text.partition("conflict-table")[2].partition("</table>")[0]
    assert "Words of the first" in table
    assert "Words of the second" in table
    again = opened(answer.text, "/edit/identity")
    assert again["tagline"] == "Words of the second"
    assert read(app, shared)["tagline"] == "Words of the first"
    assert second.post(url, again).status_code == 200
    assert read(app, shared)["tagline"] == "Words of the second"


def test_only_fields_that_truly_differ_are_compared(
    app: Flask, browser: Callable[..., Browser], personas: Personas, shared: int
) -> None:
    url = f"/organisations/{shared}/edit/story"
    first, second = browser(personas.paris_founder), browser(personas.outsider)
    second.submit(url, {"description_fr": "Première ligne\r\nDeuxième ligne"})
    late = opened(second.get(url).text, "/edit/story")
    first.submit(url, {"description_en": "Words of the first"})
    as_sent = late["description_fr"].replace("\n", "\r\n")  # browsers send line ends like this
    answer = second.post(url, late | {"description_fr": as_sent})
    table = answer.text.partition("conflict-table")[2].partition("</table>")[0]
    assert "Words of the first" in table
    assert "Deuxième ligne" not in table


def test_a_conflict_over_needs_keeps_every_row(
    app: Flask, browser: Callable[..., Browser], personas: Personas, shared: int
) -> None:
    url = f"/organisations/{shared}/edit/needs"
    first, second = browser(personas.paris_founder), browser(personas.outsider)
    late = opened(second.get(url).text, "/edit/needs")
    first.submit(url, {"needs-hiring-chosen": "y", "needs-hiring-text": "Engineers"})
    answer = second.post(url, late | {"needs-mentor-chosen": "y", "needs-mentor-text": "A coach"})
    assert answer.status_code == 409
    assert "Engineers" in answer.text
    again = opened(answer.text, "/edit/needs")
    assert again["needs-mentor-text"] == "A coach"
    second.post(url, again)
    assert read(app, shared)["needs"] == (Entry(NeedCode.MENTOR, text="A coach"),)


def test_a_conflict_over_the_contact_shows_both_to_the_members(
    app: Flask, browser: Callable[..., Browser], personas: Personas, shared: int
) -> None:
    url = f"/organisations/{shared}/edit/contact"
    first, second = browser(personas.paris_founder), browser(personas.outsider)
    late = opened(second.get(url).text, "/edit/contact")
    first.submit(url, {"contact_name": "Camille"})
    answer = second.post(url, late | {"contact_name": "Sam"})
    assert answer.status_code == 409
    assert "Camille" in answer.text
    assert 'value="Sam"' in answer.text


def test_a_form_without_its_version_saves_nothing(
    app: Flask, browser: Callable[..., Browser], personas: Personas, shared: int
) -> None:
    url = f"/organisations/{shared}/edit/identity"
    person = browser(personas.paris_founder)
    fields = opened(person.get(url).text, "/edit/identity") | {"tagline": "Sneaked in"}
    del fields["version"]
    assert person.post(url, fields).status_code == 409
    with app.app_context():
        assert db.session.get_one(Organisation, shared).tagline == "First words"


@pytest.mark.parametrize("version", ["", "abc", "-1", "999999999999999999999", "٣"])
def test_a_tampered_version_saves_nothing(
    app: Flask, browser: Callable[..., Browser], personas: Personas, shared: int, version: str
) -> None:
    url = f"/organisations/{shared}/edit/identity"
    person = browser(personas.paris_founder)
    fields = opened(person.get(url).text, "/edit/identity")
    answer = person.post(url, fields | {"version": version, "tagline": "Sneaked in"})
    assert answer.status_code == 409
    with app.app_context():
        assert db.session.get_one(Organisation, shared).tagline == "First words"
