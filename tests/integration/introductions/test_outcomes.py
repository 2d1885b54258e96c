"""What came of introductions: told by either side, corrected with history, asked for at its days."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from matchmaker.core import clock
from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions import sweeps
from matchmaker.introductions.desk import figures
from matchmaker.introductions.desk.figures import Period
from matchmaker.introductions.outcomes import policies, service
from matchmaker.introductions.outcomes.models import Outcome, OutcomeVersion
from matchmaker.introductions.outcomes.service import Told
from matchmaker.introductions.parties import Party
from matchmaker.introductions.workflow import Action, ClosedReason
from matchmaker.matching import ports
from matchmaker.matching.ports import Verdict
from matchmaker.taxonomy import Currency, Hub, OutcomeType
from tests.integration.introductions.conftest import Scene, status_of
from tests.integration.introductions.racing import race, winners
from tests.personas import Person

Outbox = Callable[[], list[OutgoingMail]]
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PILOT = Told(OutcomeType.PILOT, jobs_paris=2, text="Confidential so far.")


@pytest.fixture
def begun(scene: Scene, context: Flask) -> Scene:
    return scene


def tell(scene: Scene, row_id: int, person: Person, told: Told = PILOT) -> int:
    return service.note(scene.user(person), scene.loaded(row_id), told).id


def correct(scene: Scene, row_id: int, outcome_id: int, person: Person, number: int, told: Told) -> None:
    service.correct(scene.user(person), scene.loaded(row_id), outcome_id, number, told)


def test_either_side_corrects_and_both_versions_stay(begun: Scene) -> None:
    row_id, people = begun.introduced(), begun.people
    outcome_id = tell(begun, row_id, people.paris_founder)
    investment = Told(OutcomeType.INVESTMENT, Decimal("250000"), Currency.USD, text="Signed.", shared=True)
    correct(begun, row_id, outcome_id, people.valley_investor, 1, investment)
    outcome = policies.get(begun.loaded(row_id), outcome_id)
    assert [row.type for row in outcome.versions] == [OutcomeType.PILOT, OutcomeType.INVESTMENT]
    assert (outcome.latest.amount, outcome.latest.currency) == (Decimal("250000.00"), Currency.USD)
    [counted] = figures.came_of(Period())  # as it was told last, once
    assert (counted.type, counted.number) == (OutcomeType.INVESTMENT, 1)
    assert counted.invested == {Currency.EUR: 0, Currency.USD: Decimal("250000.00")}
    assert counted.jobs == {Hub.PARIS: 0, Hub.SILICON_VALLEY: 0}
    assert figures.came_of(Period(Hub.SILICON_VALLEY)) == []
    texts = {party: [told.text for told in policies.readable(outcome.versions, party)] for party in Party}
    assert texts == {
        Party.REQUESTER: ["Confidential so far.", "Signed."],
        Party.COUNTERPART: ["", "Signed."],
    }
    with pytest.raises(Conflict):
        correct(begun, row_id, outcome_id, people.paris_founder, 1, PILOT)


def test_it_is_told_after_the_end_too_but_not_once_taken_back(begun: Scene) -> None:
    row_id, people = begun.introduced(), begun.people
    begun.take(people.paris_founder, row_id, Action.COMPLETE)
    tell(begun, row_id, people.valley_investor)
    with pytest.raises(NotFound):
        tell(begun, row_id, people.outsider)
    db.session.rollback()
    other = begun.awaiting(*begun.another_startup())
    with pytest.raises(Conflict):
        tell(begun, other, people.valley_investor)


def test_closing_as_completed_carries_the_outcome_or_nothing(begun: Scene) -> None:
    row_id, people = begun.introduced(), begun.people
    founder = begun.user(people.paris_founder)
    with pytest.raises(Conflict):
        service.note_and_close(founder, begun.loaded(row_id), 1, PILOT)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Outcome)) == 0
    row = begun.introduction(row_id)
    service.note_and_close(begun.user(people.paris_founder), begun.loaded(row_id), row.version, PILOT)
    assert begun.introduction(row_id).closed_reason is ClosedReason.COMPLETED
    assert db.session.scalar(select(func.count()).select_from(Outcome)) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"type": OutcomeType.PILOT, "amount": Decimal(5), "currency": Currency.EUR},
        {"type": OutcomeType.INVESTMENT, "amount": Decimal(0), "currency": Currency.EUR},
        {"type": OutcomeType.INVESTMENT, "amount": Decimal("NaN"), "currency": Currency.EUR},
        {"type": OutcomeType.INVESTMENT, "amount": Decimal(5)},
        {"type": OutcomeType.HIRE, "jobs_paris": -1},
        {"type": OutcomeType.HIRE, "jobs_silicon_valley": 10_001},
        {"type": OutcomeType.NONE, "jobs_paris": 1},
        {"type": OutcomeType.HIRE, "text": "x" * 1001},
    ],
)
def test_what_cannot_be_is_refused(begun: Scene, given: dict[str, Any]) -> None:
    row_id = begun.introduced()
    with pytest.raises(Invalid):
        tell(begun, row_id, begun.people.paris_founder, Told(**given))


def test_versions_are_never_changed_but_lose_their_words_with_a_side(begun: Scene) -> None:
    row_id, people = begun.introduced(), begun.people
    tell(begun, row_id, people.paris_founder)
    for change in ("UPDATE outcome_versions SET jobs_paris = 5", "DELETE FROM outcome_versions"):
        with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(change))
    begun.by_timer(row_id, Action.ERASE)
    kept = db.session.execute(select(OutcomeVersion.type, OutcomeVersion.jobs_paris, OutcomeVersion.text))
    assert kept.all() == [(OutcomeType.PILOT, 2, "")]


def test_matching_hears_of_what_bore_fruit_as_it_was_last_told(begun: Scene) -> None:
    row_id, people = begun.introduced(), begun.people
    outcome_id = tell(begun, row_id, people.paris_founder)
    assert [one.verdict for one in ports.decisions().decisions()] == [Verdict.FRUITFUL]
    correct(begun, row_id, outcome_id, people.valley_investor, 1, Told(OutcomeType.NONE))
    assert [one.verdict for one in ports.decisions().decisions()] == [Verdict.WANTED]


def asked(outbox: Outbox, template: str = "outcome_asked") -> list[str]:
    return sorted(mail.recipient for mail in outbox() if mail.template == f"introductions/{template}")


def test_both_sides_are_asked_at_each_day_once(begun: Scene, outbox: Outbox) -> None:
    with clock.at(START):
        row_id = begun.introduced()
        tell(begun, row_id, begun.people.paris_founder)
    for day, mails in ((29, 0), (30.1, 2), (31, 2), (89, 2), (90.1, 4), (365.1, 6), (366, 6)):
        with clock.at(START + day * DAY):
            sweeps.run()
        assert len(asked(outbox)) == mails, day
    assert asked(outbox, "did_you_meet") == []


def test_where_nothing_followed_one_question_goes_and_its_link_answers_it(
    begun: Scene, outbox: Outbox
) -> None:
    with clock.at(START):
        row_id = begun.introduced()
    with clock.at(START + 31 * DAY):
        sweeps.run()
    assert asked(outbox) == []
    assert len(asked(outbox, "did_you_meet")) == 2
    token = token_in(outbox()[-1].text)
    with clock.at(START + 32 * DAY):
        link, user, introduction = policies.by_link(token)
        service.note_by_link(link, user, introduction, Told(OutcomeType.NONE))
        with pytest.raises(NotFound):
            policies.by_link(token)
    with clock.at(START + 60 * DAY):
        sweeps.run()
    assert status_of(row_id) == "introduced"


def token_in(mail: str) -> str:
    return mail.partition("/outcomes/")[2].split()[0]


def test_after_long_silence_only_the_latest_question_goes_in_one_mail(begun: Scene, outbox: Outbox) -> None:
    with clock.at(START):
        for _ in range(2):
            founder, startup_id = begun.another_startup()
            row_id = begun.awaiting(founder, startup_id)
            begun.take(begun.people.valley_investor, row_id, Action.ACCEPT)
    before = len(outbox())
    with clock.at(START + 100 * DAY):
        sweeps.run()
    investor = begun.people.valley_investor.email
    assert [mail.recipient for mail in outbox()[before:]].count(investor) == 1


def test_of_two_corrections_at_once_one_wins(app: Flask, scene: Scene) -> None:
    people = scene.people
    with app.app_context():
        row_id = scene.introduced()
        outcome_id = tell(scene, row_id, people.paris_founder)
    outcomes = race(
        app,
        [
            partial(correct, scene, row_id, outcome_id, person, 1, Told(OutcomeType.CUSTOMER))
            for person in (people.paris_founder, people.valley_investor)
        ],
    )
    assert winners(outcomes) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OutcomeVersion)) == 2
