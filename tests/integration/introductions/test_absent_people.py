"""Where a person leaves, colleagues go on; where nobody is left, no contact shows and all of it ends."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, g

from matchmaker.accounts import service as accounts
from matchmaker.core import clock, settings
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions import sheet, sweeps
from matchmaker.introductions.workflow import ClosedReason, Status
from matchmaker.profiles.contact import ContactCard
from matchmaker.taxonomy import MembershipRole
from tests import factories
from tests.integration.introductions.conftest import CAMILLE, Scene, status_of

Outbox = Callable[[], list[OutgoingMail]]
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def begun(scene: Scene, context: Flask) -> Scene:
    return scene


def contact_seen(scene: Scene, row_id: int) -> ContactCard | None:
    """The contact of the startup as the investor's page shows it."""
    investor = scene.user(scene.people.valley_investor)
    return sheet.sheet(investor, scene.loaded(row_id)).other_card


def shut_out(scene: Scene) -> None:
    accounts.deactivate(None, scene.people.paris_founder.id)


def round_after(days: float) -> None:
    with clock.at(START + days * DAY):
        sweeps.run()


@pytest.mark.parametrize("role", [MembershipRole.EDITOR, MembershipRole.DELEGATE])
def test_a_colleague_takes_over_from_whoever_left(begun: Scene, outbox: Outbox, role: MembershipRole) -> None:
    colleague = begun.user(begun.people.make("Colette Confrere"))
    factories.membership(begun.startup, colleague, role)
    founder = begun.user(begun.people.paris_founder)
    with clock.at(START):
        row_id = begun.introduced()
        founder.name = CAMILLE["name"]  # the contact is the founder in person
        db.session.commit()
        assert (card := contact_seen(begun, row_id))
        assert card.email == CAMILLE["email"]
        shut_out(begun)
    assert (card := contact_seen(begun, row_id))
    assert (card.name, card.email, card.phone) == (colleague.name, colleague.email, "")
    before = len(outbox())
    round_after(30.1)
    assert colleague.email in {mail.recipient for mail in outbox()[before:]}
    assert status_of(row_id) is Status.INTRODUCED


def test_the_contact_of_a_side_without_anybody_is_hidden_at_once_and_all_of_it_ends_after_some_days(
    begun: Scene, outbox: Outbox
) -> None:
    with clock.at(START):
        row_id = begun.introduced()
        asked = begun.request(*begun.another_startup())
        shut_out(begun)
    assert (card := contact_seen(begun, row_id))
    assert (card.name, card.email, card.phone, card.position) == ("", "", "", "")
    round_after(2.9)
    assert status_of(row_id) is Status.INTRODUCED
    before = len(outbox())
    round_after(3.1)
    row = begun.introduction(row_id)
    assert (row.status, row.closed_reason, row.message) == (Status.CLOSED, ClosedReason.ERASED, "")
    assert contact_seen(begun, row_id) is None
    told = [mail.recipient for mail in outbox()[before:] if mail.template == "introductions/erased"]
    assert told == [begun.people.valley_investor.email]
    assert status_of(asked) is Status.SUBMITTED  # another startup's


def test_an_admin_chooses_how_long_that_waits(begun: Scene) -> None:
    with clock.at(START):
        row_id = begun.introduced()
        shut_out(begun)
        settings.put(db.session(), "introduction_delays", {"nobody_left": 10})
        db.session.commit()
    g.pop("introduction_delays", None)
    round_after(9.9)
    assert status_of(row_id) is Status.INTRODUCED
    round_after(10.1)
    assert begun.introduction(row_id).closed_reason is ClosedReason.ERASED


def test_an_account_switched_on_again_in_time_goes_on_as_before(begun: Scene) -> None:
    with clock.at(START):
        row_id = begun.introduced()
        shut_out(begun)
    with clock.at(START + DAY):
        accounts.reactivate(None, begun.people.paris_founder.id)
    round_after(3.1)
    assert status_of(row_id) is Status.INTRODUCED
    assert (card := contact_seen(begun, row_id))
    assert card.email == CAMILLE["email"]


def test_what_waits_for_the_answer_of_a_side_without_anybody_ends_too(begun: Scene) -> None:
    with clock.at(START):
        row_id = begun.awaiting()
        accounts.deactivate(None, begun.people.valley_investor.id)
    round_after(3.1)
    assert begun.introduction(row_id).closed_reason is ClosedReason.ERASED
