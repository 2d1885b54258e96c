"""Writing to the other side, reporting what it wrote, and what staff do about that."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.text import clean
from matchmaker.extensions import db
from matchmaker.introductions import aftermath, standing
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.thread import emails, policies
from matchmaker.introductions.thread.models import LENGTH, REASON_LENGTH, Message, ThreadReport

SETTLED = _l("A colleague has settled this report in the meantime.")
REPORTED = _l("Staff have been asked already, and have not settled it yet.")


def send(actor: User, introduction: Introduction, text: str) -> Message:
    """Send a message to the other side while both are introduced; Conflict otherwise, Invalid for no text."""
    row, party = standing.locked_open(actor, introduction.id)
    message = Message(introduction_id=row.id, author_id=actor.id, party=party, text=_words(text, LENGTH))
    db.session.add(message)
    audit.record(db.session(), actor, AuditTag.MESSAGE_SENT, message, role=party.value, introduction=row.id)
    emails.of_message(row, message)
    db.session.commit()
    return message


def report(actor: User, introduction: Introduction, reason: str) -> ThreadReport:
    """Let staff of the requester's hub read the messages; Conflict while an earlier report is open."""
    row, party = standing.locked(actor, introduction.id)
    if policies.open_report(row) is not None:
        raise Conflict(REPORTED)
    made = ThreadReport(
        introduction_id=row.id, reported_by_id=actor.id, party=party, reason=_words(reason, REASON_LENGTH)
    )
    db.session.add(made)
    audit.record(db.session(), actor, AuditTag.THREAD_REPORTED, made, role=party.value, introduction=row.id)
    emails.of_report(row)
    db.session.commit()
    return made


def read_reported(actor: User, introduction_id: int) -> tuple[Introduction, ThreadReport, list[Message]]:
    """Return reported messages to staff, once that they read them is on record; NotFound for all others."""
    introduction, found = policies.get_reported(actor, introduction_id)
    audit.record(db.session(), actor, AuditTag.THREAD_READ, found, role="staff", introduction=introduction_id)
    db.session.commit()
    statement = select(Message).where(Message.introduction_id == introduction_id).order_by(Message.id)
    return introduction, found, list(db.session.scalars(statement))


def settle(actor: User, introduction_id: int, report_id: int) -> None:
    """Close the report, after which staff read no more; Conflict where a colleague did so first."""
    introduction, _ = policies.get_reported(actor, introduction_id)
    closing = (
        update(ThreadReport)
        .where(
            ThreadReport.id == report_id,
            ThreadReport.introduction_id == introduction.id,
            ThreadReport.settled_at.is_(None),
        )
        .values(settled_at=clock.now(), settled_by_id=actor.id)
        .returning(ThreadReport)
    )
    found = db.session.scalar(closing)
    if found is None:
        raise Conflict(SETTLED)
    audit.record(
        db.session(), actor, AuditTag.THREAD_SETTLED, found, role="staff", introduction=introduction.id
    )
    db.session.commit()


@aftermath.on_wipe
def wipe(introduction: Introduction) -> None:
    """Leave nothing of what the sides wrote to each other."""
    db.session.execute(delete(Message).where(Message.introduction_id == introduction.id))
    db.session.execute(
        update(ThreadReport).where(ThreadReport.introduction_id == introduction.id).values(reason="")
    )


def _words(text: str, longest: int) -> str:
    cleaned = clean(text)
    if not cleaned:
        raise Invalid(_l("Please write a few words."))
    if len(cleaned) > longest:
        raise Invalid(_l("Please shorten this to %(number)s characters.", number=longest))
    return cleaned
