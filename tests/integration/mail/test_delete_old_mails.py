"""Who was written to is forgotten after a while, but no mail that still waits."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select, text

from matchmaker.core import clock, jobs
from matchmaker.core.mail import MailState, OutgoingMail
from matchmaker.core.mail.delivery import KEPT_FOR, delete_old
from matchmaker.extensions import db


def test_only_settled_mails_of_long_ago_are_deleted(
    enqueued: Callable[..., OutgoingMail], work: Callable[[], None]
) -> None:
    long_ago, lately = clock.now() - KEPT_FOR - timedelta(days=1), clock.now() - timedelta(days=1)
    for subject, created_at, state in (
        ("old and settled", long_ago, MailState.KEPT),
        ("new and settled", lately, MailState.FAILED),
    ):
        row = enqueued(subject=subject)
        row.created_at, row.state, row.next_attempt_at = created_at, state, None
    enqueued(subject="old and waiting").created_at = long_ago
    db.session.execute(text("DELETE FROM procrastinate_jobs"))
    db.session.commit()
    jobs.defer(db.session(), delete_old, timestamp=0)
    work()
    left = db.session.scalars(select(OutgoingMail.subject).order_by(OutgoingMail.id)).all()
    assert left == ["new and settled", "old and waiting"]
