"""A stale profile as its members, the other side and staff meet it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete

from matchmaker.core import clock
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.matching import build
from matchmaker.profiles import asking_again
from matchmaker.profiles.models import Membership, Organisation
from matchmaker.taxonomy import MembershipRole
from tests import factories
from tests.browser import Browser
from tests.integration.notifications.conftest import run
from tests.personas import Personas
from tests.web.matching.conftest import Shores, shores

__all__ = ["shores"]
Open = Callable[..., Browser]
Outbox = Callable[[], list[OutgoingMail]]
FUND = "Loop Fund"


def age(app: Flask, number: int, days: int) -> None:
    """Let the last word on the profile be so many days old, and the nightly job run."""
    with app.app_context():
        row = db.session.get_one(Organisation, number)
        row.published_at = row.claimed_at = clock.now() - timedelta(days=days)
        row.confirmed_on = clock.today() - timedelta(days=days)
        db.session.commit()
        run(asking_again.ask_again)


@pytest.fixture
def reminded(app: Flask, shores: Shores) -> Shores:
    """The fund was reminded today."""
    age(app, shores.fund, 200)
    return shores


@pytest.fixture
def hidden(app: Flask, shores: Shores) -> Shores:
    """The fund was reminded a fortnight ago, and is hidden since last night."""
    with app.app_context(), clock.at(clock.now() - timedelta(days=14)):
        age(app, shores.fund, 200)
    with app.app_context():
        run(asking_again.ask_again)
    return shores


def test_the_notice_leads_to_a_page_whose_button_alone_confirms(
    app: Flask, browser: Open, personas: Personas, reminded: Shores
) -> None:
    member = browser(personas.valley_investor)
    assert "Please confirm that your profile is still right" in member.get("/notifications").text
    page = f"/organisations/{reminded.fund}/still-right"
    assert "Is this profile still right?" in member.get(page).text
    with app.app_context():
        assert db.session.get_one(Organisation, reminded.fund).confirmed_on != clock.today()
    answer = member.submit(page, action="/confirm")
    assert "The profile is marked as current." in answer.text
    assert "Please confirm this profile" not in answer.text


def link_in(outbox: Outbox) -> str:
    texts = [mail.text for mail in outbox() if mail.template == "profiles/stale"]
    return str(re.findall(r"/still-right/[\w-]+", texts[-1])[-1])


def test_the_link_of_the_mail_confirms_with_one_press_and_opening_it_does_nothing(
    app: Flask, browser: Open, hidden: Shores, outbox: Outbox
) -> None:
    link, program = link_in(outbox), browser()

    def confirmed() -> bool:
        with app.app_context():
            return db.session.get_one(Organisation, hidden.fund).confirmed_on == clock.today()

    assert "Others do not see it until you confirm" in program.get(link).text
    assert not confirmed()
    assert "marked as current" in program.submit(link, action=link).text
    assert confirmed()
    assert program.get(link).status_code == 404


def test_the_link_of_somebody_who_left_confirms_nothing(
    app: Flask, browser: Open, personas: Personas, hidden: Shores, outbox: Outbox
) -> None:
    link = link_in(outbox)
    with app.app_context():
        db.session.execute(delete(Membership).where(Membership.user_id == personas.valley_investor.id))
        db.session.commit()
    assert browser().get(link).status_code == 404


def test_until_it_is_hidden_members_read_when_it_will_be_and_others_see_it(
    browser: Open, personas: Personas, reminded: Shores
) -> None:
    for path in ("", "/check"):
        page = browser(personas.valley_investor).get(f"/organisations/{reminded.fund}{path}").text
        assert "Please confirm this profile" in page
    seen = browser(personas.paris_founder).get(f"/organisations/{reminded.fund}")
    assert seen.status_code == 200
    assert "Please confirm this profile" not in seen.text


@pytest.mark.parametrize("reindexed", [False, True])
def test_while_it_is_hidden_the_other_side_finds_it_nowhere(
    app: Flask, browser: Open, personas: Personas, hidden: Shores, reindexed: bool
) -> None:
    if reindexed:
        with app.app_context():
            build.build()
    other = browser(personas.paris_founder)
    own = f"/organisations/{hidden.startup}"
    for path in (
        *("/directory", "/directory?q=recycling", "/directory?q=loop"),
        *(f"{own}/recommendations?kind=investor", f"{own}/recommendations?kind=startup"),
    ):
        answer = other.get(path)
        assert answer.status_code == 200, path
        assert FUND not in answer.text, path
    for path in (
        f"/organisations/{hidden.fund}",
        f"{own}/recommendations/{hidden.fund}",
        f"/introductions/new?organisation={hidden.startup}&counterpart={hidden.fund}",
    ):
        absent = other.get(path.replace(str(hidden.fund), "98765"))
        answer = other.get(path)
        assert answer.status_code == absent.status_code == 404, path
        assert FUND not in answer.text


def test_a_confirmation_brings_it_back_at_once(browser: Open, personas: Personas, hidden: Shores) -> None:
    other, member = browser(personas.paris_founder), browser(personas.valley_investor)
    recommendations = f"/organisations/{hidden.startup}/recommendations?kind=investor"
    assert FUND not in other.get(recommendations).text
    answer = member.submit(f"/organisations/{hidden.fund}/still-right", action="/confirm")
    assert "Others see the profile again." in answer.text
    for path in (recommendations, "/directory?q=recycling", f"/organisations/{hidden.fund}"):
        assert FUND in other.get(path).text, path


def test_members_read_why_it_is_hidden_and_delegates_who_may_change_that(
    app: Flask, browser: Open, personas: Personas, hidden: Shores
) -> None:
    with app.app_context():
        row = db.session.get_one(Organisation, hidden.fund)
        factories.membership(row, personas.user(personas.outsider), MembershipRole.DELEGATE)
        db.session.commit()
    for path in ("", "/check"):
        address = f"/organisations/{hidden.fund}{path}"
        assert "it has been hidden since" in browser(personas.valley_investor).get(address).text
        assert "Owners and editors of the organisation can confirm it." in (
            browser(personas.outsider).get(address).text
        )
    member = browser(personas.valley_investor)
    assert "Stale, hidden" in member.get("/organisations").text
    own = member.get(f"/organisations/{hidden.fund}/recommendations")
    assert "Recommendations appear again then." in own.text
    asked = member.get(f"/introductions/new?organisation={hidden.fund}&counterpart={hidden.startup}")
    assert "hidden until you confirm" in asked.text


def test_the_page_is_for_owners_and_editors_alone(
    app: Flask, browser: Open, personas: Personas, hidden: Shores
) -> None:
    page = f"/organisations/{hidden.fund}/still-right"
    assert browser(personas.paris_founder).get(page).status_code == 404
    with app.app_context():
        row = db.session.get_one(Organisation, hidden.fund)
        factories.membership(row, personas.user(personas.outsider), MembershipRole.DELEGATE)
        db.session.commit()
    assert browser(personas.outsider).get(page).status_code == 403


def test_staff_see_that_it_is_stale_in_their_lists(browser: Open, personas: Personas, hidden: Shores) -> None:
    staff = browser(personas.valley_staff)
    page = staff.get("/directory").text
    assert FUND in page
    assert page.count("stale, hidden") == 1
    assert "Stale, hidden" in staff.get(f"/organisations/{hidden.fund}").text
