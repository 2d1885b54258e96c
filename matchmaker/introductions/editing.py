"""Staff edit the message of a request: nothing leaves in the requester's name before it is confirmed."""

from matchmaker.accounts.models import User
from matchmaker.core import audit
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db
from matchmaker.introductions import emails, messages, steps
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action, Actor
from matchmaker.profiles import known_names


def edit(actor: User, introduction: Introduction, version: int, message: str, note: str) -> Introduction:
    """Put other words in the place of the message and ask the requester to confirm or change them.

    `note` says what was changed and why. Raise as a step does, Invalid for words that cannot be sent.
    """
    step = steps.begin(actor, introduction, version, Action.EDIT)
    row = step.introduction
    row.message = messages.request_message(message, known_names.of(row.requester)).text
    row.staff_note = messages.note(note)
    steps.finish(step)
    audit.record(db.session(), actor, AuditTag.INTRODUCTION_EDITED, row, role=Actor.STAFF.value)
    emails.of_step(step)
    db.session.commit()
    return row
