from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core import settings
from matchmaker.core.mail.models import OutgoingMail
from matchmaker.extensions import db
from matchmaker.profiles.models import Membership, Organisation, ProfileStatus
from tests import factories
from tests.browser import Browser
from tests.personas import Personas

Open = Callable[..., Browser]


@pytest.fixture
def firm(app: Flask) -> int:
    """The id of an unclaimed organisation that members may see."""
    with app.app_context():
        settings.put(db.session(), "show_unclaimed_to_members", True)
        found = factories.organisation(
            name="Atelier Fictif", website="https://www.atelier.example", import_source="x"
        )
        db.session.commit()
        return found.id


def link(outbox: Callable[[], list[OutgoingMail]], path: str) -> str:
    """The path of the link in the last mail."""
    text = outbox()[-1].text
    return path + text.split(f"http://localhost{path}")[1].split()[0]


def status(app: Flask, firm: int) -> ProfileStatus:
    with app.app_context():
        return db.session.scalars(select(Organisation.status).where(Organisation.id == firm)).one()


def owners(app: Flask, firm: int) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Membership.user_id).where(Membership.organisation_id == firm)))


def test_a_member_takes_over_by_the_link_from_the_mail(
    app: Flask, browser: Open, personas: Personas, firm: int, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    member = browser(personas.valley_founder)
    page = member.submit(f"/organisations/{firm}/claim", {"email": "boss@atelier.example"})
    assert page.status_code == 200
    assert "on its way" in page.text
    path = link(outbox, "/claims/")
    assert owners(app, firm) == []
    member.get(path)
    assert owners(app, firm) == []  # opening alone changes nothing: scanners open links
    member.submit(path, {})
    assert owners(app, firm) == [personas.valley_founder.id]
    assert member.get(path).status_code == 404


def test_an_address_elsewhere_is_refused_beside_the_field_and_kept(
    browser: Open, personas: Personas, firm: int, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    member = browser(personas.valley_founder)
    before = len(outbox())
    page = member.submit(f"/organisations/{firm}/claim", {"email": "me@gmail.com"})
    assert page.status_code == 422
    assert "own domain" in page.text
    assert 'value="me@gmail.com"' in page.text
    assert len(outbox()) == before


def test_the_answer_is_the_same_whether_an_account_has_the_address(
    browser: Open, personas: Personas, firm: int, app: Flask
) -> None:
    with app.app_context():
        factories.user(email="known@atelier.example")
        db.session.commit()
    member = browser(personas.valley_founder)
    pages = [
        member.submit(f"/organisations/{firm}/claim", {"email": f"{name}@atelier.example"})
        for name in ("known", "unknown")
    ]
    assert pages[0].status_code == pages[1].status_code == 200
    assert all("on its way" in page.text for page in pages)


def test_links_are_not_sent_without_end(
    browser: Open, personas: Personas, firm: int, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    member = browser(personas.valley_founder)
    before = len(outbox())
    answers = [
        member.post(f"/organisations/{firm}/claim", {"email": "boss@atelier.example"}).status_code
        for _ in range(8)
    ]
    assert answers[-1] == 429
    assert len(outbox()) - before <= 3


def test_a_stranger_with_the_link_of_another_finds_nothing(
    browser: Open, personas: Personas, firm: int, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    browser(personas.valley_founder).submit(f"/organisations/{firm}/claim", {"email": "boss@atelier.example"})
    path = link(outbox, "/claims/")
    assert browser(personas.outsider).get(path).status_code == 404
    assert browser().get(path, follow_redirects=False).status_code == 302


def test_the_firm_removes_itself_by_a_link_without_an_account(
    app: Flask, browser: Open, personas: Personas, firm: int, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    page = browser(personas.valley_founder).submit(
        f"/organisations/{firm}/removal", {"email": "boss@atelier.example"}
    )
    assert page.status_code == 200
    path = link(outbox, "/removals/")
    anybody = browser()
    assert "Atelier Fictif" in anybody.get(path).text
    assert status(app, firm) is ProfileStatus.PUBLISHED
    assert anybody.submit(path, {}).status_code == 200
    assert status(app, firm) is ProfileStatus.REMOVED
    assert anybody.get(path).status_code == 404
    assert browser(personas.valley_founder).get(f"/organisations/{firm}").status_code == 404


def test_staff_invite_hand_over_and_remove(
    app: Flask, browser: Open, personas: Personas, firm: int, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    staff = browser(personas.valley_staff)
    url = f"/organisations/{firm}/unclaimed"
    page = staff.submit(url, {"email": "hello@atelier.example", "locale": "fr"}, action="/invitation")
    assert page.status_code == 200
    assert "hello@atelier.example" in page.text
    assert outbox()[-1].locale == "fr"
    page = staff.submit(url, {"email": "hello@gmail.com"}, action="/invitation")
    assert page.status_code == 422
    page = staff.submit(url, {"owner-email": "nobody@people.example.org"}, action="/owner")
    assert page.status_code == 422
    assert "No confirmed account" in page.text
    staff.submit(url, {"owner-email": personas.valley_founder.email}, action="/owner")
    assert owners(app, firm) == [personas.valley_founder.id]
    assert staff.get(url).status_code == 409
    assert staff.post(f"/organisations/{firm}/remove").status_code == 409


def test_staff_remove_in_one_click(app: Flask, browser: Open, personas: Personas, firm: int) -> None:
    staff = browser(personas.valley_staff)
    page = staff.submit(f"/organisations/{firm}/unclaimed", action="/remove")
    assert page.status_code == 200
    assert status(app, firm) is ProfileStatus.REMOVED


def test_members_reach_none_of_the_pages_of_staff(browser: Open, personas: Personas, firm: int) -> None:
    member = browser(personas.outsider)
    assert member.get(f"/organisations/{firm}/unclaimed").status_code == 403
    for action in ("owner", "invitation", "remove"):
        assert member.post(f"/organisations/{firm}/{action}").status_code == 403


def test_what_members_may_not_see_they_cannot_claim(
    app: Flask, browser: Open, personas: Personas, firm: int
) -> None:
    with app.app_context():
        settings.put(db.session(), "show_unclaimed_to_members", False)
        db.session.commit()
    member = browser(personas.outsider)
    for page in ("claim", "removal"):
        assert member.get(f"/organisations/{firm}/{page}").status_code == 404
        assert member.post(f"/organisations/{firm}/{page}", {"email": "a@atelier.example"}).status_code == 404


def test_the_pages_speak_french(browser: Open, personas: Personas, firm: int) -> None:
    page = browser(personas.paris_founder, language="fr").get(f"/organisations/{firm}/claim")
    assert page.status_code == 200
    assert '<html lang="fr">' in page.text


def test_attempts_with_foreign_addresses_do_not_use_up_those_of_the_firm(
    browser: Open, personas: Personas, firm: int
) -> None:
    for number in range(3):
        stranger = browser(personas.make(f"Stranger Number{number}"))
        for _ in range(5):
            answer = stranger.submit(f"/organisations/{firm}/claim", {"email": "me@gmail.com"})
            assert answer.status_code == 422
    founder = browser(personas.paris_founder)
    answer = founder.submit(f"/organisations/{firm}/claim", {"email": "boss@atelier.example"})
    assert answer.status_code == 200
