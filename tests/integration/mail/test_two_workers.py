"""Several workers share the mails: each mail goes out once, unless a worker dies at the wrong moment."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from matchmaker.core import jobs
from matchmaker.core.mail import MailState, OutgoingMail, delivery
from matchmaker.extensions import db
from tests.integration.mail.conftest import MailServer, state_of

Enqueued = Callable[..., OutgoingMail]
Work = Callable[[], None]
ROOT = Path(__file__).parents[3]
PATIENCE = 60  # seconds until a test that hangs is given up; no test waits for it to pass
# What the periodic task does with the mails of a dead worker, without the wait for its heartbeat.
BACK_IN_THE_QUEUE = text(
    "UPDATE procrastinate_jobs SET status = 'todo' WHERE status = 'doing' AND task_name = 'mail.deliver'"
)


@contextmanager
def _in_a_thread(app: Flask, deliver: Callable[[int], None], mail_id: int) -> Iterator[threading.Thread]:
    def run() -> None:
        with app.app_context():
            deliver(mail_id)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield thread
    finally:
        thread.join(PATIENCE)


def _deliver_unguarded(mail_id: int) -> None:
    mail = db.session.scalar(
        select(OutgoingMail).where(OutgoingMail.id == mail_id, OutgoingMail.state == MailState.QUEUED)
    )
    if mail is not None:
        delivery._attempt(mail)


def start_worker(app: Flask, server: MailServer, instance: Path) -> "subprocess.Popen[bytes]":
    environment = os.environ | {
        "APP_ENV": "test",
        "INSTANCE_DIR": str(instance),
        "DATABASE_URL": app.config["DATABASE_URL"],
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(server.port),
        "SMTP_SECURITY": "none",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--once"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def test_a_second_worker_leaves_a_mail_alone_while_the_first_is_at_it(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued
) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def take() -> None:
        arrived.set()
        go_on.wait(PATIENCE)

    mail_server.handler.while_taking = take
    row = enqueued()
    with _in_a_thread(sending, delivery.deliver, row.id):
        assert arrived.wait(PATIENCE)
        with sending.app_context(), pytest.raises(delivery.Delayed):
            delivery.deliver(row.id)
        go_on.set()
    db.session.refresh(row)
    assert state_of(row) is MailState.SENT
    assert mail_server.handler.conversations == 1


def test_a_job_that_finds_its_mail_locked_comes_back_to_it(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work
) -> None:
    row = enqueued()
    with db.engine.connect() as dead_worker:
        dead_worker.execute(select(OutgoingMail.id).where(OutgoingMail.id == row.id).with_for_update())
        work()
        assert mail_server.handler.conversations == 0
    work()
    assert state_of(row) is MailState.SENT


def test_without_the_lock_both_workers_send_the_mail(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued
) -> None:
    both = threading.Barrier(2)
    mail_server.handler.while_taking = lambda: both.wait(PATIENCE)
    row = enqueued()
    with (
        _in_a_thread(sending, _deliver_unguarded, row.id),
        _in_a_thread(sending, _deliver_unguarded, row.id),
    ):
        pass
    assert len(mail_server.handler.messages) == 2


def test_two_worker_processes_send_each_mail_once_though_each_has_two_jobs(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued, tmp_path: Path
) -> None:
    rows = [enqueued(recipient=f"reader{number}@people.example.org") for number in range(12)]
    for row in rows:
        jobs.defer(db.session(), delivery.deliver, mail_id=row.id)
    db.session.commit()
    workers = [start_worker(sending, mail_server, tmp_path) for _ in range(2)]
    assert [worker.wait(PATIENCE) for worker in workers] == [0, 0]
    received = [message["Message-ID"] for message in mail_server.handler.messages]
    assert sorted(received) == sorted(row.message_id for row in rows)
    assert db.session.scalar(select(func.count()).where(OutgoingMail.state == MailState.SENT)) == 12


@pytest.mark.usefixtures("sending")
def test_a_worker_that_dies_after_the_server_took_the_mail_causes_a_repeat_with_the_same_message_id(
    app: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work, tmp_path: Path
) -> None:
    row = enqueued()
    started: list[subprocess.Popen[bytes]] = []
    ready = threading.Event()

    def kill() -> None:
        ready.wait(PATIENCE)
        os.kill(started[0].pid, signal.SIGKILL)
        started[0].wait(PATIENCE)

    mail_server.handler.while_taking = kill
    started.append(start_worker(app, mail_server, tmp_path))
    ready.set()
    assert started[0].wait(PATIENCE) == -signal.SIGKILL
    db.session.refresh(row, with_for_update=True)  # waits until the database has noticed the death
    assert state_of(row) is MailState.QUEUED
    db.session.rollback()
    mail_server.handler.while_taking = lambda: None
    db.session.execute(BACK_IN_THE_QUEUE)
    work()
    assert state_of(row) is MailState.SENT
    assert [message["Message-ID"] for message in mail_server.handler.messages] == [row.message_id] * 2
