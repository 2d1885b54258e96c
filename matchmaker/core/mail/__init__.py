"""Mails: a row and a job, both written in the transaction that decides on the mail."""

from flask import Flask

from matchmaker.core.mail import markup
from matchmaker.core.mail.delivery import LAST_WORDS
from matchmaker.core.mail.message import domain_of
from matchmaker.core.mail.models import MailState, OutgoingMail
from matchmaker.core.mail.outbox import call_off, enqueue
from matchmaker.core.mail.rendering import heading

__all__ = ["LAST_WORDS", "MailState", "OutgoingMail", "call_off", "enqueue", "heading", "init_app", "markup"]


def init_app(app: Flask) -> None:
    """Check at start what every mail depends on; raise SystemExit with the fault where it cannot work."""
    try:
        domain_of(app.config["MAIL_FROM"])
    except ValueError:
        raise SystemExit("MAIL_FROM must hold one address, such as Passerelle <hello@example.org>") from None
