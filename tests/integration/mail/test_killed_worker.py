"""Workers are killed while they send, through a server that loses a fifth of its conversations."""

import contextlib
import os
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from matchmaker.core import clock
from matchmaker.core.mail import MailState, OutgoingMail, smtp
from matchmaker.core.mail.delivery import ATTEMPTS
from matchmaker.core.mail.message import compose
from matchmaker.extensions import db
from tests.integration.mail.conftest import MailServer, send_to, serve
from tests.integration.mail.faults import Failing
from tests.integration.mail.test_two_workers import BACK_IN_THE_QUEUE, PATIENCE, start_worker

Enqueued = Callable[..., OutgoingMail]
Work = Callable[[], None]
LONG = 15 * 60  # seconds until a worker is given up: hundreds of mails take minutes on a busy machine
amounts = pytest.mark.parametrize(
    ("count", "kills"),
    [(50, 1), pytest.param(500, 5, marks=pytest.mark.soak)],
    ids=["short", "soak"],
)


@pytest.fixture
def failing_server() -> Iterator[MailServer]:
    yield from serve(Failing())


@pytest.fixture
def sending_badly(context: Flask, failing_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Failing:
    """The handler of the server that the application sends to."""
    send_to(failing_server, context, monkeypatch)
    handler = failing_server.handler
    assert isinstance(handler, Failing)
    return handler


class Assassin:
    """Kills the worker under way in the midst of a mail, whenever so many more have come in."""

    def __init__(self, every: int, kills: int) -> None:
        self.every, self.left = every, kills
        self.next = every
        self.worker: subprocess.Popen[bytes] | None = None
        self.started = threading.Event()
        self._one = threading.Lock()

    def watch(self, worker: "subprocess.Popen[bytes]") -> None:
        self.worker = worker
        self.started.set()

    def __call__(self, arrived: int) -> None:
        with self._one:
            if not self.left or arrived < self.next:
                return
            self.started.wait(PATIENCE)
            assert self.worker is not None
            self.left -= 1
            self.next += self.every
            self.started.clear()
            os.kill(self.worker.pid, signal.SIGKILL)
            self.worker.wait(PATIENCE)


def make_due() -> None:
    """Do what time does: free the jobs of dead workers, and let every mail's next attempt come."""
    db.session.execute(BACK_IN_THE_QUEUE)
    db.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))
    db.session.commit()


def waits_for_the_dead() -> None:
    """Return once the database has noticed that a killed worker let go of its rows."""
    db.session.execute(select(OutgoingMail.id).with_for_update())
    db.session.rollback()


def queued() -> int:
    count = db.session.scalar(
        select(func.count()).select_from(OutgoingMail).where(OutgoingMail.state == MailState.QUEUED)
    )
    db.session.rollback()
    return count or 0


@amounts
def test_no_mail_is_lost_when_workers_are_killed_and_the_server_drops_a_fifth(
    sending_badly: Failing,
    context: Flask,
    failing_server: MailServer,
    enqueued: Enqueued,
    work: Work,
    tmp_path: Path,
    count: int,
    kills: int,
    tally: Counter[str],
) -> None:
    readers = [f"reader{number}@people.example.org" for number in range(count)]
    expected = {enqueued(recipient=reader).message_id for reader in readers}
    sending_badly.arrived = assassin = Assassin(count // (kills + 1), kills)
    ends = []
    for _ in range(kills + 1):  # each is killed in its turn, and the last one is left alive
        worker = start_worker(context, failing_server, tmp_path)
        assassin.watch(worker)
        try:
            ends.append(worker.wait(LONG))
        finally:
            worker.kill()  # one that hangs would keep its rows, and the next test waiting for them
        waits_for_the_dead()
        make_due()
    assert ends == [-signal.SIGKILL] * kills + [0]
    for _ in range(ATTEMPTS):  # what the server dropped comes again when it is due
        work()
    received = Counter(str(message["Message-ID"]) for message in sending_badly.messages)
    assert set(received) == expected
    # Each repeat has a cause: a conversation lost after the mail was in, or a worker killed over it.
    assert 0 < received.total() - count <= sending_badly.dropped + 2 * kills
    assert set(db.session.scalars(select(OutgoingMail.state))) == {MailState.SENT}
    tally.update({"mails": count, "arrived": received.total(), "lost": len(expected - set(received))})
    tally.update({"repeats": received.total() - count, "dropped": sending_badly.dropped, "killed": kills})


def test_a_program_that_notes_a_mail_as_sent_before_it_is_loses_some(
    sending_badly: Failing, context: Flask, enqueued: Enqueued
) -> None:
    server = smtp.configured(context.config)
    assert server is not None
    rows = [enqueued(recipient=f"reader{number}@people.example.org") for number in range(20)]
    for row in rows:
        row.state, row.sent_at, row.next_attempt_at = MailState.SENT, clock.now(), None
        db.session.commit()
        with contextlib.suppress(smtp.Unavailable):
            smtp.send(server, compose(row, context.config["MAIL_FROM"]))
    received = {str(message["Message-ID"]) for message in sending_badly.messages}
    assert received < {row.message_id for row in rows}
    assert not queued()
