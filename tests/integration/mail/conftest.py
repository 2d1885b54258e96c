"""A real SMTP server on loopback that answers as a test tells it, and the application that sends to it."""

import asyncio
import email
import email.policy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import text

from matchmaker.core import mail
from matchmaker.core.mail import MailState, OutgoingMail
from matchmaker.extensions import db


@dataclass
class Handler:
    """Takes mails; the listed answers are given first, one for each RCPT or DATA command.

    `while_taking` runs, in a thread, after a mail came in whole and before the server says so.
    """

    envelopes: list[Envelope] = field(default_factory=list)
    recipient_answers: list[str] = field(default_factory=list)
    data_answers: list[str] = field(default_factory=list)
    conversations: int = 0
    while_taking: Callable[[], object] = lambda: None

    async def handle_EHLO(  # noqa: N802  (the library calls it by this name, as the next two)
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.conversations += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient_answers:
            return self.recipient_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self.data_answers.pop(0) if self.data_answers else "250 OK"
        if answer == "drop":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "451 gone"
        self.envelopes.append(envelope)
        await asyncio.to_thread(self.while_taking)
        return answer

    @property
    def messages(self) -> list[EmailMessage]:
        """What came in, parsed."""
        return [_parsed(envelope.content) for envelope in self.envelopes]


@cache  # the library reads every property of a handler at each connection
def _parsed(content: bytes | str | None) -> EmailMessage:
    assert isinstance(content, bytes)
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@dataclass
class MailServer:
    """The running server."""

    handler: Handler
    port: int


class _Controller(Controller):
    """Knows the port that the system chose before it greets its own server."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def serve(handler: Handler, **options: Any) -> Iterator[MailServer]:
    """Run a server for `handler` on a free port of loopback."""
    controller = _Controller(handler, hostname="127.0.0.1", port=0, server_hostname="localhost", **options)
    controller.start()
    try:
        yield MailServer(handler, controller.port)
    finally:
        controller.stop()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A server without encryption."""
    yield from serve(Handler())


def send_to(server: MailServer, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the application send to `server` until the test ends."""
    for name, value in {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": server.port,
        "SMTP_SECURITY": "none",
    }.items():
        monkeypatch.setitem(app.config, name, value)


@pytest.fixture
def sending(context: Flask, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application within a context, set up to send to `mail_server`."""
    send_to(mail_server, context, monkeypatch)
    return context


@pytest.fixture
def enqueued(context: Flask, plain_mails: None) -> Callable[..., OutgoingMail]:
    """Write a mail and commit it."""

    def write(**given: Any) -> OutgoingMail:
        row = mail.enqueue(
            **{
                "recipient": "camille@people.example.org",
                "locale": "fr",
                "subject": "Votre demande a été approuvée",
                "text": "Bonjour,\n\nVoici le résumé : http://localhost/introductions/1.",
                "template": "plain",
            }
            | given
        )
        db.session.commit()
        return row

    return write


def state_of(row: OutgoingMail) -> MailState:
    """Return the state of `row` now; said by a function, because a worker changes it meanwhile."""
    return row.state


@pytest.fixture
def work(run_jobs: Callable[[], None]) -> Callable[[], None]:
    """Let the worker run every job, also those that wait for their next attempt."""

    def run() -> None:
        db.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))
        db.session.commit()
        run_jobs()
        db.session.rollback()
        db.session.expire_all()

    return run
