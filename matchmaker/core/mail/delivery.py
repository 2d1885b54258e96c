"""The job that hands a mail to the server, again and again with longer waits until it is settled."""

from datetime import datetime, timedelta

from flask import current_app
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job
from sqlalchemy import delete, select

from matchmaker.core import clock, jobs
from matchmaker.core.mail import smtp
from matchmaker.core.mail.message import compose
from matchmaker.core.mail.models import MailState, OutgoingMail
from matchmaker.extensions import db

ATTEMPTS = 8  # waits of 5 s, 25 s, 2 min, 10 min, 52 min, 4 h and 22 h between them: 27 hours
BUSY = timedelta(seconds=30)
KEPT_FOR = timedelta(days=90)
LAST_WORDS = "accounts/erased"  # to an address that nobody may know any more once the mail is out


class Delayed(Exception):
    """The mail waits for its next attempt at `until`."""

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason)
        self.until = until


class Backoff(BaseRetryStrategy):
    """Runs a job again when its mail is due, and hourly at most while the fault is our own."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        """Return when to run `job` again after `exception`; it is never given up here."""
        if isinstance(exception, Delayed):
            return RetryDecision(retry_at=exception.until)
        return RetryDecision(retry_in={"seconds": int(min(wait(job.attempts + 1), 3600))})


def wait(attempts: int) -> float:
    """Return the seconds to wait after so many attempts, from 1."""
    return float(5 ** min(attempts, ATTEMPTS))


@jobs.job("mail.deliver", retry=Backoff())
def deliver(mail_id: int) -> None:
    """Send the mail unless it is settled or another worker is at it; raise Delayed to be run again.

    The row stays locked while the server is spoken to: two workers never send one mail twice, except when
    one dies after the server took it and before that is written down. The repeat has the same Message-ID.
    """
    mail = db.session.scalar(
        select(OutgoingMail)
        .where(OutgoingMail.id == mail_id, OutgoingMail.state == MailState.QUEUED)
        .with_for_update(skip_locked=True)
    )
    if mail is not None:
        _attempt(mail)
    elif _is_queued(mail_id):
        # Whoever holds the row may be dead without the database knowing yet: look again, lose nothing.
        raise Delayed("another worker is at it", clock.now() + BUSY)


def _is_queued(mail_id: int) -> bool:
    return db.session.scalar(select(OutgoingMail.state).where(OutgoingMail.id == mail_id)) is MailState.QUEUED


def _attempt(mail: OutgoingMail) -> None:
    server = smtp.configured(current_app.config)
    if server is None:
        _settle(mail, MailState.KEPT)
        return
    mail.attempts += 1
    try:
        smtp.send(server, compose(mail, current_app.config["MAIL_FROM"]))
    except smtp.Refused as error:
        _settle(mail, MailState.FAILED, str(error))
    except smtp.Unavailable as error:
        if mail.attempts < ATTEMPTS:
            _delay(mail, str(error))
        _settle(mail, MailState.FAILED, str(error))
    else:
        mail.sent_at = clock.now()
        # They may hold a link that acts for a person: once sent, no copy stays here.
        mail.text, mail.unsubscribe_url, mail.calendar = "", None, None
        _settle(mail, MailState.SENT)


def _settle(mail: OutgoingMail, state: MailState, error: str | None = None) -> None:
    if mail.template == LAST_WORDS and state is not MailState.KEPT:
        db.session.delete(mail)
    else:
        mail.state, mail.last_error, mail.next_attempt_at = state, error, None
    db.session.commit()


def _delay(mail: OutgoingMail, reason: str) -> None:
    until = clock.now() + timedelta(seconds=wait(mail.attempts))
    mail.last_error, mail.next_attempt_at = reason, until
    db.session.commit()
    raise Delayed(reason, until) from None


@jobs.queue.periodic(cron="41 3 * * *")
@jobs.job("mail.delete_old", queueing_lock="delete_old_mails")
def delete_old(timestamp: int) -> None:
    """Delete the mails that were settled long ago: nobody needs to know any more who was written to."""
    old = OutgoingMail.created_at <= clock.now() - KEPT_FOR
    db.session.execute(delete(OutgoingMail).where(old, OutgoingMail.state != MailState.QUEUED))
    db.session.commit()
