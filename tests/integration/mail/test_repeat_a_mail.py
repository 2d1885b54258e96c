"""A mail that was not taken is tried again, as the same mail; one that is refused for good is not."""

import socket
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from flask import Flask

from matchmaker.core.mail import MailState, OutgoingMail
from matchmaker.core.mail.delivery import ATTEMPTS
from tests.integration.mail.conftest import MailServer, state_of

Enqueued = Callable[..., OutgoingMail]
Work = Callable[[], None]


def test_a_repeat_bears_the_same_message_id_and_date(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work
) -> None:
    mail_server.handler.data_answers = ["451 4.3.0 try later"]
    row = enqueued()
    work()
    assert (row.state, row.attempts) == (MailState.QUEUED, 1)
    work()
    assert (row.state, row.attempts) == (MailState.SENT, 2)
    first, second = mail_server.handler.messages
    assert first["Message-ID"] == second["Message-ID"] == row.message_id
    assert first["Date"] == second["Date"]


@pytest.mark.parametrize("fault", ["drop", "451 4.3.0 try later", "421 4.3.2 closing"])
def test_a_server_that_fails_in_the_middle_gets_the_mail_later(
    fault: str, sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work
) -> None:
    mail_server.handler.data_answers = [fault]
    row = enqueued()
    work()
    assert state_of(row) is MailState.QUEUED
    work()
    assert state_of(row) is MailState.SENT
    assert row.last_error is None


def test_a_recipient_that_is_greylisted_gets_the_mail_later(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work
) -> None:
    mail_server.handler.recipient_answers = ["450 4.2.0 greylisted"]
    row = enqueued()
    work()
    assert state_of(row) is MailState.QUEUED
    work()
    assert state_of(row) is MailState.SENT


def test_a_server_that_does_not_answer_at_all_gets_the_mail_later(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setitem(sending.config, "SMTP_PORT", unused.getsockname()[1])
        row = enqueued()
        work()
    assert (row.state, row.last_error) == (MailState.QUEUED, "ConnectionRefusedError")
    monkeypatch.setitem(sending.config, "SMTP_PORT", mail_server.port)
    work()
    assert state_of(row) is MailState.SENT


@pytest.mark.parametrize("command", ["recipient_answers", "data_answers"])
def test_a_refusal_for_good_is_final_and_names_nobody(
    command: str, sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work
) -> None:
    setattr(mail_server.handler, command, ["550 5.1.1 <camille@people.example.org> unknown to Camille"])
    row = enqueued()
    work()
    work()
    assert (row.state, row.attempts) == (MailState.FAILED, 1)
    assert row.last_error is not None
    assert row.last_error.endswith("550 5.1.1")
    assert "camille" not in row.last_error.lower()
    assert mail_server.handler.conversations == 1


def test_waits_grow_from_seconds_to_a_day_and_then_the_mail_has_failed(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work
) -> None:
    mail_server.handler.data_answers = ["451 4.3.0 try later"] * ATTEMPTS
    row = enqueued()
    due = []
    for _ in range(ATTEMPTS):
        work()
        due.append(row.next_attempt_at)
    work()
    waits = [later - earlier for earlier, later in pairwise(due) if earlier and later]
    assert len(waits) == ATTEMPTS - 2
    assert waits == sorted(waits)
    assert timedelta(hours=12) < waits[-1] < timedelta(hours=24)
    assert (row.state, row.attempts) == (MailState.FAILED, ATTEMPTS)
    assert len(mail_server.handler.messages) == ATTEMPTS


def test_one_mail_that_fails_holds_no_other_back(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work
) -> None:
    mail_server.handler.recipient_answers = ["550 5.1.1 unknown"]
    rows = [enqueued() for _ in range(3)]
    work()
    assert sorted(row.state for row in rows) == [MailState.FAILED, MailState.SENT, MailState.SENT]
