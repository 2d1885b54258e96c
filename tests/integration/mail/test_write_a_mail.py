"""A mail is part of the step that causes it, and only a well-formed one is written."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from matchmaker.core import mail
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from tests.integration.mail.conftest import MailServer

Enqueued = Callable[..., OutgoingMail]
Work = Callable[[], None]


def test_a_step_that_is_rolled_back_sends_nothing(
    sending: Flask, plain_mails: None, mail_server: MailServer, work: Work
) -> None:
    mail.enqueue(
        recipient="camille@people.example.org", locale="fr", subject="Non", text="Non", template="plain"
    )
    db.session.rollback()
    work()
    assert mail_server.handler.conversations == 0
    assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 0


def test_the_job_carries_the_id_of_the_row_and_nothing_else(enqueued: Enqueued) -> None:
    row = enqueued()
    jobs = db.session.execute(text("SELECT task_name, args FROM procrastinate_jobs")).all()
    assert [tuple(job) for job in jobs] == [("mail.deliver", {"mail_id": row.id})]


def test_a_subject_cannot_bring_headers_of_its_own(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work
) -> None:
    enqueued(subject="Hello\r\nBcc: eve@evil.example.com\r\n\r\nNew body\x00\u2028X-Evil: 1")
    work()
    (message,) = mail_server.handler.messages
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert message["Subject"] == "Hello Bcc: eve@evil.example.com New body X-Evil: 1"
    assert mail_server.handler.envelopes[0].rcpt_tos == ["camille@people.example.org"]


@pytest.mark.parametrize(
    "recipient",
    [
        "camille@people.example.org\r\nBcc: eve@evil.example.com",
        "camille@people.example.org\n",
        "camille@people.example.org, eve@evil.example.com",
        "camille@people.example.org,eve@evil.example.com",
        "Camille <camille@people.example.org>",
        "camille@people.example.org> RCPT TO:<eve@evil.example.com",
        "<camille@people.example.org>",
        "camille",
        "@people.example.org",
        "camille@",
        "camille@a..b",
        "",
    ],
)
def test_a_recipient_that_is_not_one_address_is_refused_when_it_is_written(
    recipient: str, enqueued: Enqueued
) -> None:
    with pytest.raises(ValueError, match="not an e-mail address"):
        enqueued(recipient=recipient)


def test_a_text_line_of_one_dot_does_not_end_the_mail(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work
) -> None:
    enqueued(text="Before\n.\nMAIL FROM:<eve@evil.example.com>\nAfter")
    work()
    (message,) = mail_server.handler.messages
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "Before\r\n.\r\nMAIL FROM:<eve@evil.example.com>\r\nAfter\r\n"


def test_each_mail_has_a_message_id_of_its_own(enqueued: Enqueued) -> None:
    assert enqueued().message_id != enqueued().message_id
