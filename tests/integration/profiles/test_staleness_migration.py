"""Rows of before: edits become confirmations, and notices of a type that is gone leave."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db
from tests import factories
from tests.personas import Personas

NOTICE = """
INSERT INTO notifications (user_id, type, template, subject_type, subject_id, created_at)
VALUES (:reader, :type, 'profiles/approved', 'organisations', :subject, now())
"""
CHOICE = """
INSERT INTO notification_preferences (user_id, type, delivery) VALUES (:reader, 'matches_found', 'never')
"""


@pytest.fixture
def restored(context: Flask) -> Iterator[Flask]:
    """The application, whose database stands at head again after the test."""
    yield context
    db.session.rollback()
    upgrade()


def test_edits_count_and_the_notice_that_nothing_sent_is_gone(restored: Flask, personas: Personas) -> None:
    owner, staff = personas.user(personas.paris_founder), personas.user(personas.paris_staff)
    edited, landed = (
        factories.organisation(owner, confirmed_on=date(2029, 1, 1), stale_reminded_at=clock.now())
        for _ in range(2)
    )
    with clock.at(datetime(2030, 5, 6, 7, tzinfo=UTC)):
        audit.record(db.session(), owner, AuditTag.PROFILE_EDITED, edited)
        audit.record(db.session(), staff, AuditTag.PROFILE_EDITED, landed)
        audit.record(db.session(), None, AuditTag.PROFILE_HIDDEN, landed)
    numbers = {"reader": owner.id, "subject": edited.id}
    ids = (edited.id, landed.id)
    db.session.commit()
    db.session.remove()
    downgrade(revision="0013")
    for type_ in ("matches_found", "profile_stale"):
        db.session.execute(text(NOTICE), numbers | {"type": type_})
    db.session.execute(text(CHOICE), numbers)
    db.session.commit()
    upgrade()
    found = db.session.execute(text("SELECT id, confirmed_on FROM organisations ORDER BY id")).all()
    assert [tuple(row) for row in found] == [(ids[0], date(2030, 5, 6)), (ids[1], date(2029, 1, 1))]
    assert db.session.scalars(text("SELECT type FROM notifications")).all() == ["profile_stale"]
    assert db.session.scalars(text("SELECT type FROM notification_preferences")).all() == []
