"""Mails enter here, in the transaction of the step that causes them."""

from typing import Any
from uuid import uuid4

from flask import current_app

from matchmaker.core import jobs
from matchmaker.core.locale import LOCALES
from matchmaker.core.mail import delivery
from matchmaker.core.mail.message import address, domain_of
from matchmaker.core.mail.models import OutgoingMail
from matchmaker.core.mail.rendering import render
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
    if locale not in LOCALES:
        raise ValueError(f"no such language: {locale}")
    address(recipient)  # raises here, where the caller sees it, rather than in the job
    rendered = render(template, locale, time_zone, context)
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
