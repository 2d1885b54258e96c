"""Two workers at the same summary: one mail; without what guards it, two."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy import delete, select, update

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.notifications import summaries
from matchmaker.notifications.models import Notification, NotificationSummary
from matchmaker.notifications.service import notify
from matchmaker.taxonomy import Delivery
from tests.integration.introductions.racing import race
from tests.integration.notifications.conftest import PROFILE, Desk

Mails = Callable[[], list[OutgoingMail]]


def _waits(desk: Desk) -> None:
    desk.choose(Delivery.DAILY)
    for _ in range(3):
        notify(desk.reader, PROFILE, "profiles/approved", desk.firm)
    db.session.flush()
    db.session.execute(update(Notification).values(due_at=clock.now() - timedelta(minutes=1)))
    db.session.commit()


def _send_unguarded(user_id: int, both_have_read: Barrier) -> None:
    user = db.session.get_one(User, user_id)
    notices = db.session.scalars(select(Notification).where(Notification.due_at <= clock.now())).all()
    both_have_read.wait(timeout=20)
    summaries._write(user, notices)
    db.session.execute(update(Notification).values(due_at=None))
    db.session.commit()


def test_two_workers_send_one_summary(app: Flask, desk: Desk, outbox: Mails) -> None:
    user_id = desk.reader.id
    for round_ in range(1, 6):
        _waits(desk)
        db.session.execute(delete(NotificationSummary))  # as if it were another day
        db.session.commit()
        outcomes = race(app, [lambda: summaries.send(user_id)] * 2)
        assert outcomes == [None, None]
        assert len(outbox()) == round_


def test_without_the_row_of_the_day_both_send_it(app: Flask, desk: Desk, outbox: Mails) -> None:
    user_id, both_have_read = desk.reader.id, Barrier(2)
    _waits(desk)
    outcomes = race(app, [lambda: _send_unguarded(user_id, both_have_read)] * 2)
    assert outcomes == [None, None]
    assert len(outbox()) == 2
