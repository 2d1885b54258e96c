"""Mails enter here, in the transaction of the step that causes them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import current_app
from sqlalchemy import delete, select

from matchmaker.core import clock, jobs
from matchmaker.core.locale import LOCALES
from matchmaker.core.mail import delivery
from matchmaker.core.mail.message import address, domain_of
from matchmaker.core.mail.models import MailState, OutgoingMail
from matchmaker.core.mail.rendering import render
from matchmaker.extensions import db


def enqueue(
    *,
    recipient: str,
    locale: str,
    template: str,
    user_id: int | None = None,
    time_zone: str = "UTC",
    not_before: datetime | None = None,
    unsubscribe_url: str | None = None,
    calendar: str | None = None,
    **context: Any,
) -> OutgoingMail:
    """Write a mail and the job that sends it in db.session's transaction, which the caller commits.

    The text is rendered now from `templates/mail/<template>.txt`, in `locale` and with times of day in
    `time_zone`, whatever those of the request; with `not_before` it goes then. `unsubscribe_url` stands in
    the text and in the headers, and `calendar`, an iCalendar object with a METHOD, goes with it. Raise
    ValueError for a recipient that is not one address.
    """
    if locale not in LOCALES:
        raise ValueError(f"no such language: {locale}")
    address(recipient)  # raises here, where the caller sees it, rather than in the job
    rendered = render(template, locale, time_zone, {"unsubscribe_url": unsubscribe_url} | context)
    now = clock.now()
    due = max(now, not_before or now)
    mail = OutgoingMail(
        message_id=f"<{uuid4()}@{domain_of(current_app.config['MAIL_FROM'])}>",
        recipient=recipient,
        locale=locale,
        template=template,
        user_id=user_id,
        subject=rendered.subject,
        text=rendered.text,
        unsubscribe_url=unsubscribe_url,
        calendar=calendar,
        created_at=now,
        next_attempt_at=due,
    )
    db.session.add(mail)
    db.session.flush()
    jobs.defer(db.session(), delivery.deliver, at=due if due > now else None, mail_id=mail.id)
    return mail


def call_off(user_id: int, unsubscribe_urls: Collection[str]) -> None:
    """Delete the person's mails that wait and bear one of these links, in the transaction of the caller.

    One that a worker is handing over goes its way: no page waits for a mail server. The jobs of the others
    find nothing to do.
    """
    waiting = (
        select(OutgoingMail.id)
        .where(
            OutgoingMail.user_id == user_id,
            OutgoingMail.unsubscribe_url.in_(unsubscribe_urls),
            OutgoingMail.state == MailState.QUEUED,
        )
        .with_for_update(skip_locked=True)
    )
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.id.in_(db.session.scalars(waiting).all())))
