"""What a killed worker was at is done by the next one."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from matchmaker.core import jobs, mail
from matchmaker.core.mail import MailState, OutgoingMail
from matchmaker.extensions import db
from matchmaker.matching import build

COUNT = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'")
TAKEN_BY_THE_DEAD = text("UPDATE procrastinate_jobs SET status = 'doing'")


@pytest.mark.usefixtures("plain_mails")
def test_an_index_that_was_asked_for_again_is_built_and_the_mails_behind_it_leave(
    context: Flask, run_jobs: Callable[[], None], outbox: Callable[[], list[OutgoingMail]]
) -> None:
    build.request_at_once()
    mail.enqueue(recipient="reader@people.example.org", locale="en", template="plain", subject="A", text="b")
    db.session.execute(TAKEN_BY_THE_DEAD)
    db.session.commit()
    build.request_at_once()  # as the next worker does when it starts

    jobs.defer(db.session, jobs.retry_stalled_jobs, timestamp=0)
    db.session.commit()
    run_jobs()
    run_jobs()  # one that ran out of work may have stopped while the other gave jobs back
    assert not build.is_behind()
    assert [one.state for one in outbox()] == [MailState.KEPT]
    assert db.session.scalar(COUNT) == 0
