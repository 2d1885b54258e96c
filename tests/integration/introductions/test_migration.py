"""Introductions of every state survive the way down to the older tables and up again."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select, text, update

from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from tests.integration.introductions.conftest import Scene
from tests.integration.introductions.test_constraints import KNOWN, fitting

BEFORE = "0006"


@pytest.fixture
def restored(context: Flask) -> Iterator[Flask]:
    """The application, whose database stands at head again after the test."""
    yield context
    db.session.rollback()
    upgrade()


def test_each_state_has_a_place_in_the_older_tables(restored: Flask, scene: Scene) -> None:
    for pair in sorted(KNOWN, key=str):
        row_id = scene.request(*scene.another_startup())
        db.session.execute(update(Introduction).where(Introduction.id == row_id).values(**fitting(*pair)))
    db.session.commit()
    downgrade(revision=BEFORE)
    states = db.session.execute(text("SELECT status, count(*) FROM introductions GROUP BY status")).all()
    assert sum(number for _, number in states) == len(KNOWN) - 1  # all but the draft
    assert {status for status, _ in states} == {
        "submitted",
        "needs_changes",
        "awaiting_counterpart",
        "introduced",
        "closed",
    }
    db.session.commit()
    upgrade()
    assert db.session.scalar(select(func.count()).select_from(Introduction)) == len(KNOWN) - 1
