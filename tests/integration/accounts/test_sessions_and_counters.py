"""What the database keeps of sessions and of attempts, and for how long."""

from datetime import timedelta

import pytest
from flask import Flask, session

from matchmaker.core import clock, limits, sessions
from matchmaker.core.limits import RateCounter, TooManyAttempts
from matchmaker.core.sessions import StoredSession
from matchmaker.extensions import db


def _visit(app: Flask, **content: str) -> None:
    with app.test_request_context("/"):
        session.update(content)
        app.session_interface.save_session(app, session, app.response_class())


def _stored() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(StoredSession)) or 0


def test_expired_sessions_are_deleted_and_others_stay(context: Flask) -> None:
    _visit(context, _user_id="somebody")
    _visit(context, locale="fr")
    with clock.at(clock.now() + timedelta(days=2)):
        sessions.delete_expired(timestamp=0)  # type: ignore[arg-type]  # its type says Never
        assert _stored() == 1
    with clock.at(clock.now() + timedelta(days=15)):
        sessions.delete_expired(timestamp=0)  # type: ignore[arg-type]  # its type says Never
        assert _stored() == 0


def test_a_visitor_who_does_nothing_leaves_no_session(context: Flask) -> None:
    _visit(context)
    assert _stored() == 0


def test_counters_of_past_windows_are_deleted(context: Flask) -> None:
    with context.test_request_context("/"):
        limits.spend("short", "somebody", "1 per minute")
        limits.spend("long", "somebody", "1 per hour")
    with clock.at(clock.now() + timedelta(minutes=2)):
        limits.delete_expired(timestamp=0)  # type: ignore[arg-type]  # its type says Never
    db.session.rollback()
    assert db.session.scalar(db.select(db.func.count()).select_from(RateCounter)) == 1


def test_each_subject_and_each_scope_is_counted_apart(context: Flask) -> None:
    with context.test_request_context("/"):
        for scope, subject in (("a", "one"), ("a", "two"), ("b", "one")):
            limits.spend(scope, subject, "1 per hour")
        with pytest.raises(TooManyAttempts):
            limits.spend("a", "one", "1 per hour")
        limits.forgive("a", "one", "1 per hour")
        limits.spend("a", "one", "1 per hour")
