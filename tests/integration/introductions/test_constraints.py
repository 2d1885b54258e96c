"""The database refuses what the table of transitions does not know, whoever writes."""

from datetime import UTC, datetime
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import FIRST, TRANSITIONS, ClosedReason, Status
from matchmaker.taxonomy import DeclineCode, RejectCode
from tests.integration.introductions.conftest import Scene

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ENDS: tuple[ClosedReason | None, ...] = (None, *ClosedReason)
KNOWN = {(FIRST, None)} | {(step.target, step.reason) for step in TRANSITIONS.values()}


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
    reached = status in (Status.AWAITING_COUNTERPART, Status.INTRODUCED) or reason in (
        ClosedReason.DECLINED,
        ClosedReason.CANCELLED,
    )
    introduced = status is Status.INTRODUCED or reason is ClosedReason.CANCELLED
    answered = introduced or reason is ClosedReason.DECLINED
    return {
        "status": status,
        "closed_reason": reason,
        "closed_at": NOW if status is Status.CLOSED else None,
        "approved_at": NOW if reached else None,
        "answered_at": NOW if answered else None,
        "introduced_at": NOW if introduced else None,
        "reject_code": RejectCode.SPAM if reason is ClosedReason.REJECTED else None,
        "decline_code": DeclineCode.OTHER if reason is ClosedReason.DECLINED else None,
        "staff_note": "Please say more." if status is Status.NEEDS_CHANGES else "",
    }


def test_exactly_the_states_of_the_table_can_be_stored(context: Flask, scene: Scene) -> None:
    row_id = scene.request()
    stored = {pair for pair in product(Status, ENDS) if not refused(row_id, **fitting(*pair))}
    assert stored == KNOWN


@pytest.mark.parametrize("pair", sorted(KNOWN, key=str), ids=str)
@pytest.mark.parametrize(
    "column", ["closed_at", "answered_at", "introduced_at", "reject_code", "decline_code"]
)
def test_what_belongs_to_a_state_stands_in_no_other(
    context: Flask, scene: Scene, pair: tuple[Status, ClosedReason | None], column: str
) -> None:
    row_id = scene.request()
    values = fitting(*pair)
    codes = {"reject_code": RejectCode.SPAM, "decline_code": DeclineCode.OTHER}
    values[column] = codes.get(column, NOW) if values[column] is None else None
    assert refused(row_id, **values)


def test_an_approval_has_its_time_except_where_the_request_was_withdrawn(
    context: Flask, scene: Scene
) -> None:
    row_id = scene.request()
    for pair in KNOWN:
        values = fitting(*pair)
        values["approved_at"] = NOW if values["approved_at"] is None else None
        assert refused(row_id, **values) == (pair[1] is not ClosedReason.WITHDRAWN)


@pytest.mark.parametrize(
    "values",
    [
        {"message": ""},
        {"message": "x" * 601},
        {"decline_text": "words"},
        {"decline_text_shared": True},
        {"status": Status.NEEDS_CHANGES, "staff_note": ""},
    ],
)
def test_other_rules_of_the_row_hold_too(context: Flask, scene: Scene, values: dict[str, object]) -> None:
    assert refused(scene.request(), **values)


def test_nobody_is_introduced_to_itself(context: Flask, scene: Scene) -> None:
    assert refused(scene.request(), counterpart_id=scene.startup_id)
