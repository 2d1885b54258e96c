"""My organisations, and the pages of members and invitations."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from matchmaker.extensions import db
from matchmaker.profiles import policies
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.taxonomy import MembershipRole
from tests import factories
from tests.browser import Browser
from tests.personas import Personas


@pytest.fixture
def team(app: Flask, personas: Personas) -> int:
    """An organisation of the Paris founder with an editor; its id."""
    with app.app_context():
        row = factories.organisation(personas.user(personas.paris_founder), name="Air Clair")
        factories.membership(row, personas.user(personas.valley_founder), MembershipRole.EDITOR)
        db.session.commit()
        return row.id


def role_of(app: Flask, personas: Personas, person: Any, organisation_id: int) -> MembershipRole | None:
    with app.app_context():
        place = policies.membership(personas.user(person), db.session.get_one(Organisation, organisation_id))
        return place.role if place else None


def test_an_invited_colleague_follows_the_mail_signs_in_and_joins(
    app: Flask,
    browser: Callable[..., Browser],
    personas: Personas,
    outbox: Callable[[], list[Any]],
    team: int,
) -> None:
    owner = browser(personas.paris_founder)
    given = {"email": personas.outsider.email, "role": "delegate"}
    answer = owner.submit(f"/organisations/{team}/members", given)
    assert answer.status_code == 200
    (mail,) = outbox()
    assert "Air Clair" not in mail.subject
    found = re.search(r"http://localhost(/organisations/invitation/\S+)", mail.text)
    assert found is not None
    signed_out = browser().get(found[1], follow_redirects=False)
    assert "invitation" in signed_out.location
    stranger = browser(personas.valley_investor).get(found[1])
    assert stranger.status_code == 403
    assert "Air Clair" not in stranger.text
    answer = browser(personas.outsider).submit(found[1], action="/accept")
    assert answer.status_code == 200
    assert role_of(app, personas, personas.outsider, team) is MembershipRole.DELEGATE


def test_an_invitation_also_waits_on_my_organisations(
    app: Flask, browser: Callable[..., Browser], personas: Personas, team: int
) -> None:
    browser(personas.paris_founder).submit(
        f"/organisations/{team}/members", {"email": personas.outsider.email, "role": "editor"}
    )
    invited = browser(personas.outsider)
    assert "Air Clair" in invited.get("/organisations").text
    assert "Air Clair" not in browser(personas.valley_investor).get("/organisations").text
    assert browser(personas.valley_investor).post("/organisations/invitation/1/accept").status_code == 404
    invited.submit("/organisations", action="/accept")
    assert role_of(app, personas, personas.outsider, team) is MembershipRole.EDITOR


def test_a_wrong_address_stays_in_the_form(
    browser: Callable[..., Browser], personas: Personas, team: int
) -> None:
    answer = browser(personas.paris_founder).submit(
        f"/organisations/{team}/members", {"email": "no address", "role": "delegate"}
    )
    assert answer.status_code == 422
    assert 'value="no address"' in answer.text


def test_owners_change_roles_and_remove_and_others_may_not(
    app: Flask, browser: Callable[..., Browser], personas: Personas, team: int
) -> None:
    number = personas.valley_founder.id
    editor = browser(personas.valley_founder)
    assert "/role" not in editor.get(f"/organisations/{team}/members").text
    forged = editor.post(f"/organisations/{team}/members/{number}/role", {"role": "owner"})
    assert forged.status_code == 403
    owner = browser(personas.paris_founder)
    owner.submit(f"/organisations/{team}/members", {"role": "delegate"}, action=f"/{number}/role")
    assert role_of(app, personas, personas.valley_founder, team) is MembershipRole.DELEGATE
    owner.submit(f"/organisations/{team}/members", action=f"/{number}/remove")
    assert role_of(app, personas, personas.valley_founder, team) is None


def test_the_last_owner_is_told_why_leaving_is_refused(
    browser: Callable[..., Browser], personas: Personas, team: int
) -> None:
    answer = browser(personas.paris_founder, "en").post(
        f"/organisations/{team}/members/{personas.paris_founder.id}/remove"
    )
    assert answer.status_code == 409


def test_a_member_leaves(app: Flask, browser: Callable[..., Browser], personas: Personas, team: int) -> None:
    person = personas.valley_founder
    answer = browser(person).submit(f"/organisations/{team}/members", action=f"/{person.id}/remove")
    assert answer.request.path == "/organisations"
    assert role_of(app, personas, person, team) is None


def test_my_organisations_say_where_each_stands(
    app: Flask, browser: Callable[..., Browser], personas: Personas, team: int
) -> None:
    with app.app_context():
        owner = personas.user(personas.valley_founder)
        factories.organisation(owner, name="Draft Firm", status=ProfileStatus.DRAFT)
        factories.organisation(owner, name="Gone Firm", status=ProfileStatus.REMOVED)
        factories.organisation(personas.user(personas.outsider), name="Foreign Firm")
        db.session.commit()
    page = browser(personas.valley_founder).get("/organisations").text
    assert "Air Clair" in page
    assert "Draft Firm" in page
    assert page.count("<meter") == 2
    assert "Gone Firm" not in page
    assert "Foreign Firm" not in page


def test_a_form_from_elsewhere_is_refused(
    browser: Callable[..., Browser], personas: Personas, team: int
) -> None:
    owner = browser(personas.paris_founder)
    answer = owner.client.post(f"/organisations/{team}/members", data={"email": "x@example.org"})
    assert answer.status_code == 400
