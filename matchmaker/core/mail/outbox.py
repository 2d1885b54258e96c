"""Mails enter here, in the transaction of the step that causes them."""

from typing import Any
from uuid import uuid4

from flask import current_app

from matchmaker.core import jobs
from matchmaker.core.locale import LOCALES
from matchmaker.core.mail import delivery
from matchmaker.core.mail.message import address, domain_of
from matchmaker.core.mail.models import OutgoingMail
from matchmaker.core.mail.rendering import Rendered, one_line, render, tidy
from matchmaker.extensions import db


def enqueue(
    *,
    recipient: str,
    locale: str,
    template: str,
    user_id: int | None = None,
    time_zone: str = "UTC",
    **context: Any,
) -> OutgoingMail:
    """Write a mail and the job that sends it in db.session's transaction, which the caller commits.

    The text is rendered now from `templates/mail/<template>.txt`, in `locale` and with times of day in
    `time_zone`, whatever those of the request. Raise ValueError for a recipient that is not one address.
    """
    rendered = render(template, locale, time_zone, context)
    return _store(recipient, locale, template, user_id, rendered)


def enqueue_rendered(
    *, recipient: str, locale: str, subject: str, text: str, template: str, user_id: int | None = None
) -> OutgoingMail:
    """Do what `enqueue` does for a text that a library rendered; `template` says what it is."""
    return _store(recipient, locale, template, user_id, Rendered(one_line(subject), tidy(text)))


def _store(
    recipient: str, locale: str, template: str, user_id: int | None, rendered: Rendered
) -> OutgoingMail:
    if locale not in LOCALES:
        raise ValueError(f"no such language: {locale}")
    address(recipient)  # raises here, where the caller sees it, rather than in the job
    mail = OutgoingMail(
        message_id=f"<{uuid4()}@{domain_of(current_app.config['MAIL_FROM'])}>",
        recipient=recipient,
        locale=locale,
        template=template,
        user_id=user_id,
        subject=rendered.subject,
        text=rendered.text,
    )
    db.session.add(mail)
    db.session.flush()
    jobs.defer(db.session(), delivery.deliver, mail_id=mail.id)
    return mail
