"""The database refuses what the table of transitions does not know, whoever writes."""

from datetime import UTC, datetime
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import ENTRIES, TRANSITIONS, ClosedReason, Status
from matchmaker.taxonomy import DeclineCode, RejectCode
from tests.integration.introductions.conftest import Scene

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ENDS: tuple[ClosedReason | None, ...] = (None, *ClosedReason)
KNOWN = {(step.target, step.reason) for step in (*ENTRIES.values(), *TRANSITIONS.values()) if step.target}
ASKED = (
    Status.PROPOSED,
    Status.AWAITING_COUNTERPART,
    Status.AWAITING_REQUESTER,
    Status.DEFERRED,
    Status.INTRODUCED,
)
TIMES = ("approved_at", "asked_at", "answered_at", "introduced_at")
AFTER_INTRODUCED = (ClosedReason.CANCELLED, ClosedReason.COMPLETED, ClosedReason.NO_FOLLOW_UP)
ANY_PAST = (ClosedReason.WITHDRAWN, ClosedReason.EXPIRED, ClosedReason.ERASED)


def refused(introduction_id: int, **values: object) -> bool:
    try:
        with db.session.begin_nested():
            db.session.execute(
                update(Introduction).where(Introduction.id == introduction_id).values(**values)
            )
    except IntegrityError:
        return True
    return False


def fitting(status: Status, reason: ClosedReason | None) -> dict[str, object]:
    """The columns that belong to a state."""
    introduced = status is Status.INTRODUCED or reason in AFTER_INTRODUCED
    answered = introduced or reason is ClosedReason.DECLINED or status is Status.AWAITING_REQUESTER
    asked = answered or status in ASKED
    erased = reason is ClosedReason.ERASED
    return {
        "status": status,
        "closed_reason": reason,
        "closed_at": NOW if status is Status.CLOSED else None,
        "approved_at": NOW if asked or status is Status.WAITING else None,
        "asked_at": NOW if asked else None,
        "answered_at": NOW if answered else None,
        "introduced_at": NOW if introduced else None,
        "deferred_until": NOW.date() if status is Status.DEFERRED else None,
        "erased_at": NOW if erased else None,
        "message": "" if erased else "We would like to meet.",
        "reject_code": RejectCode.SPAM if reason is ClosedReason.REJECTED else None,
        "decline_code": DeclineCode.OTHER if reason is ClosedReason.DECLINED else None,
        "staff_note": "Please say more." if status is Status.NEEDS_CHANGES else "",
        "proposed": status in (Status.PROPOSED, Status.AWAITING_REQUESTER),
    }


def test_exactly_the_states_of_the_table_can_be_stored(context: Flask, scene: Scene) -> None:
    row_id = scene.request()
    stored = {pair for pair in product(Status, ENDS) if not refused(row_id, **fitting(*pair))}
    assert stored == KNOWN


@pytest.mark.parametrize("pair", sorted(KNOWN, key=str), ids=str)
def test_what_belongs_to_a_state_stands_in_no_other(
    context: Flask, scene: Scene, pair: tuple[Status, ClosedReason | None]
) -> None:
    row_id = scene.request()
    given: dict[str, object] = {"reject_code": RejectCode.SPAM, "decline_code": DeclineCode.OTHER}
    given |= {"deferred_until": NOW.date()} | dict.fromkeys(("closed_at", *TIMES), NOW)
    free = TIMES if pair[1] in ANY_PAST else ()
    for column, value in given.items():
        values = fitting(*pair)
        values[column] = value if values[column] is None else None
        assert refused(row_id, **values) or column in free, column


def test_times_come_in_the_order_of_the_steps(context: Flask, scene: Scene) -> None:
    row_id = scene.request()
    for end in ANY_PAST:
        for reached in range(len(TIMES) + 1):
            values = fitting(Status.CLOSED, end) | dict.fromkeys(TIMES[:reached], NOW)
            assert not refused(row_id, **values)
        for column in TIMES[1:]:
            assert refused(row_id, **fitting(Status.CLOSED, end) | {column: NOW})


@pytest.mark.parametrize(
    "values",
    [
        {"message": ""},
        {"message": "x" * 601},
        {"decline_text": "words"},
        {"decline_text_shared": True},
        {"status": Status.NEEDS_CHANGES, "staff_note": ""},
        {"deck_url": "http://deck.example"},
        {"deck_url": "javascript:alert(1)//https://"},
        {"override_reason": "They met at an event."},
        {"proposed": True},
        {"erased_at": NOW},
    ],
)
def test_other_rules_of_the_row_hold_too(context: Flask, scene: Scene, values: dict[str, object]) -> None:
    assert refused(scene.request(), **values)


def test_nobody_is_introduced_to_itself(context: Flask, scene: Scene) -> None:
    assert refused(scene.request(), counterpart_id=scene.startup_id)
