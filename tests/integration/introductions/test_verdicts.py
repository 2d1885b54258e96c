"""What the decisions on introductions tell the ranking."""

from enum import StrEnum

import pytest
from flask import Flask

from matchmaker.extensions import db
from matchmaker.introductions import service
from matchmaker.introductions.outcomes.models import Outcome, OutcomeVersion
from matchmaker.introductions.parties import Party
from matchmaker.introductions.snapshot import snapshot_of
from matchmaker.introductions.verdicts import verdict
from matchmaker.introductions.workflow import Action, ClosedReason, Status
from matchmaker.matching import build, examples, ports
from matchmaker.matching.engine import WEIGHTS
from matchmaker.matching.ports import Step, Verdict
from matchmaker.taxonomy import DeclineCode, NeedCode, OutcomeType, RejectCode
from tests.integration.introductions.conftest import MESSAGE, Scene


@pytest.mark.parametrize(
    ("reason", "code", "expected"),
    [
        (ClosedReason.DECLINED, DeclineCode.TICKET, Verdict.REFUSED),
        (ClosedReason.DECLINED, DeclineCode.CAPACITY, None),
        (ClosedReason.DECLINED, DeclineCode.ALREADY_IN_CONTACT, None),
        (ClosedReason.REJECTED, RejectCode.OUT_OF_SCOPE, Verdict.REFUSED),
        (ClosedReason.REJECTED, RejectCode.INCOMPLETE, None),
        (ClosedReason.WITHDRAWN, None, None),
        (ClosedReason.CANCELLED, None, None),
        (ClosedReason.COMPLETED, None, Verdict.WANTED),
    ],
)
def test_an_end_counts_where_its_reason_speaks_of_the_pair(
    reason: ClosedReason, code: StrEnum | None, expected: Verdict | None
) -> None:
    assert verdict(Status.CLOSED, reason, code) is expected


def test_a_draft_says_nothing_and_a_proposal_of_staff_neither() -> None:
    assert verdict(Status.DRAFT) is None
    assert verdict(Status.PROPOSED) is None


def test_matching_is_told_of_each_step_of_an_introduction(context: Flask, scene: Scene) -> None:
    asked = scene.awaiting()
    assert _told() == [(scene.startup_id, scene.investor_id, Verdict.ASKED)]
    scene.take(scene.people.valley_investor, asked, Action.ACCEPT)
    assert _told() == [(scene.startup_id, scene.investor_id, Verdict.WANTED)]


def test_matching_is_told_of_a_no_that_speaks_of_the_pair(context: Flask, scene: Scene) -> None:
    scene.take(scene.people.valley_investor, scene.awaiting(), Action.DECLINE)
    assert _told() == [(scene.startup_id, scene.investor_id, Verdict.REFUSED)]


def test_matching_is_told_the_steps_with_the_pair_as_it_stood_at_the_request(
    context: Flask, scene: Scene
) -> None:
    build.build()
    fit = snapshot_of(scene.startup, scene.investor)
    founder = scene.user(scene.people.paris_founder)
    asked = service.request(founder, scene.startup, scene.investor, NeedCode.FUNDRAISING, MESSAGE, **fit)
    scene.take(scene.people.paris_staff, asked.id, Action.APPROVE)
    scene.take(scene.people.valley_investor, asked.id, Action.DECLINE)
    (history,) = ports.decisions().histories()
    assert [(one.step, one.code) for one in history.steps] == [
        (Step.ASKED, None),
        (Step.APPROVED, None),
        (Step.DECLINED, DeclineCode.STAGE),
    ]
    assert history.model_version == WEIGHTS.version
    assert set(history.parts) == set(WEIGHTS.shares("investor"))
    (example,) = examples.decided()
    assert (example.viewers, example.grade) == ((scene.startup_id, scene.investor_id), 0)
    assert example.parts == history.parts


@pytest.mark.parametrize(
    ("told", "expected"),
    [(OutcomeType.INVESTMENT, Verdict.FRUITFUL), (OutcomeType.NONE, Verdict.WANTED)],
)
def test_an_outcome_as_it_was_told_last_makes_an_introduction_fruitful(
    told: OutcomeType, expected: Verdict, context: Flask, scene: Scene
) -> None:
    outcome = Outcome(introduction_id=scene.introduced())
    db.session.add(outcome)
    db.session.flush()
    teller = scene.user(scene.people.paris_founder)
    for number, type_ in enumerate((OutcomeType.SECOND_MEETING, told), start=1):
        db.session.add(
            OutcomeVersion(
                outcome_id=outcome.id, number=number, type=type_, party=Party.REQUESTER, user_id=teller.id
            )
        )
    db.session.commit()
    assert [verdict for *_, verdict in _told()] == [expected]
    (history,) = ports.decisions().histories()
    assert [(one.step, one.code) for one in history.steps][-1] == (Step.OUTCOME, told)


def _told() -> list[tuple[int, int, Verdict]]:
    found = ports.decisions().decisions()
    return [(one.requester_id, one.counterpart_id, one.verdict) for one in found]
