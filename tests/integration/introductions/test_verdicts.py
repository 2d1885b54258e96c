"""What the decisions on introductions tell the ranking."""

from enum import StrEnum

import pytest
from flask import Flask

from matchmaker.introductions.verdicts import verdict
from matchmaker.introductions.workflow import Action, ClosedReason, Status
from matchmaker.matching import ports
from matchmaker.matching.ports import Verdict
from matchmaker.taxonomy import DeclineCode, RejectCode
from tests.integration.introductions.conftest import Scene


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


def _told() -> list[tuple[int, int, Verdict]]:
    found = ports.decisions().decisions()
    return [(one.requester_id, one.counterpart_id, one.verdict) for one in found]
