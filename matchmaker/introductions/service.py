"""The steps of an introduction. Each is one transaction: state, audit event and mails, or nothing."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.errors import Conflict
from matchmaker.extensions import db
from matchmaker.introductions import approval, capacity, emails, gates, messages, steps
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.requesting import enter
from matchmaker.introductions.workflow import Action
from matchmaker.matching.engine import Gate
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import DeclineCode, NeedCode, RejectCode

FULL = _l(
    "Your organisation has reached the number of introductions it takes this month. "
    "Raise it in your profile, or accept next month."
)


def request(
    actor: User,
    requester: Organisation,
    counterpart: Organisation,
    need: NeedCode,
    message: str,
    *,
    model_version: str | None = None,
    snapshot: Mapping[str, Any] | None = None,
) -> Introduction:
    """Submit the wish of `requester` to meet `counterpart` to the staff of the requester's hub.

    Raise NotFound where `actor` is no member of the requester or may not see the counterpart, Invalid for
    a message that cannot be sent, Conflict where a gate is closed or the pair is taken or rests.
    """
    introduction = enter(
        actor,
        requester,
        counterpart,
        need=need,
        message=messages.request_message(message),
        model_version=model_version,
        snapshot=dict(snapshot) if snapshot is not None else None,
    )
    emails.submitted(introduction)
    db.session.commit()
    return introduction


def approve(actor: User, introduction: Introduction, version: int) -> Introduction:
    """Put the request before the counterpart; Conflict names to staff what stands against it."""
    step = steps.begin(actor, introduction, version, Action.APPROVE)
    row = step.introduction
    for reason in approval.hindrances(row, capacity.locked_load(row.counterpart_id)):
        raise Conflict(reason)
    row.approved_at = clock.now()
    steps.finish(step)
    emails.approved(row)
    db.session.commit()
    return row


def request_changes(actor: User, introduction: Introduction, version: int, note: str) -> Introduction:
    """Give the request back to the requester with a note that says what to change."""
    step = steps.begin(actor, introduction, version, Action.REQUEST_CHANGES)
    step.introduction.staff_note = messages.note(note)
    steps.finish(step)
    emails.changes_requested(step.introduction)
    db.session.commit()
    return step.introduction


def resubmit(
    actor: User, introduction: Introduction, version: int, need: NeedCode, message: str
) -> Introduction:
    """Send the changed request to staff again."""
    step = steps.begin(actor, introduction, version, Action.RESUBMIT)
    row = step.introduction
    row.need, row.message = need, messages.request_message(message)
    row.submitted_at = clock.now()
    steps.finish(step)
    emails.submitted(row)
    db.session.commit()
    return row


def reject(
    actor: User, introduction: Introduction, version: int, code: RejectCode, note: str = ""
) -> Introduction:
    """Close the request with a code and, if given, a note to the requester. The counterpart hears nothing."""
    step = steps.begin(actor, introduction, version, Action.REJECT)
    row = step.introduction
    row.reject_code, row.staff_note = code, messages.note(note) if note.strip() else ""
    steps.finish(step, code=code)
    emails.rejected(row)
    db.session.commit()
    return row


def accept(actor: User, introduction: Introduction, version: int) -> Introduction:
    """Introduce both sides to each other, within what the counterpart takes in a month."""
    step = steps.begin(actor, introduction, version, Action.ACCEPT)
    row = step.introduction
    gates.between(row.requester, row.counterpart).without(Gate.PAUSED).refuse()
    if not capacity.locked_load(row.counterpart_id).takes_one_more:
        raise Conflict(FULL)
    row.answered_at = row.introduced_at = clock.now()
    steps.finish(step)
    emails.introduced(row)
    db.session.commit()
    return row


def decline(
    actor: User,
    introduction: Introduction,
    version: int,
    code: DeclineCode,
    *,
    text: str = "",
    share: bool = False,
) -> Introduction:
    """Close with a code; `text` stays with staff unless `share` hands it to the requester."""
    step = steps.begin(actor, introduction, version, Action.DECLINE)
    row = step.introduction
    row.decline_code, row.answered_at = code, clock.now()
    row.decline_text = messages.shared_text(text) if share else messages.private_text(text)
    row.decline_text_shared = share and bool(row.decline_text)
    steps.finish(step, code=code)
    emails.declined(row)
    db.session.commit()
    return row


def withdraw(actor: User, introduction: Introduction, version: int) -> Introduction:
    """Take the request back before it has led to an introduction."""
    step = steps.begin(actor, introduction, version, Action.WITHDRAW)
    steps.finish(step)
    emails.withdrawn(step.introduction, step.capacity)
    db.session.commit()
    return step.introduction


def cancel(actor: User, introduction: Introduction, version: int) -> Introduction:
    """End an introduction that should not have been: neither side sees the other's contact any more."""
    step = steps.begin(actor, introduction, version, Action.CANCEL)
    steps.finish(step)
    emails.cancelled(step.introduction)
    db.session.commit()
    return step.introduction
