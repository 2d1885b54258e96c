"""The steps of an introduction. Each is one transaction: state, audit event and mails, or nothing."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.extensions import db
from matchmaker.introductions import approval, capacity, emails, gates, messages, steps
from matchmaker.introductions.content import Content
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.requesting import enter
from matchmaker.introductions.steps import Step
from matchmaker.introductions.workflow import Action, Status
from matchmaker.matching.engine import Gate
from matchmaker.profiles import known_names
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import DeclineCode, NeedCode, Purpose, RejectCode

FULL = _l(
    "Your organisation has reached the number of introductions it takes this month. "
    "Raise it in your profile, or accept next month."
)
FULL_ACROSS = _l(
    "The other side is not taking introductions at the moment. Please come back to this in the next month; "
    "the proposal stays open for you."
)
LONGEST_DEFERRAL = timedelta(days=180)


def request(
    actor: User,
    requester: Organisation,
    counterpart: Organisation,
    need: NeedCode,
    message: str,
    *,
    purpose: Purpose = Purpose.FIRST_CONVERSATION,
    deck_url: str | None = None,
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
        purpose=purpose,
        need=need,
        deck_url=messages.deck_url(deck_url),
        message=messages.request_message(message, known_names.of(requester)).text,
        model_version=model_version,
        snapshot=dict(snapshot) if snapshot is not None else None,
    )
    emails.of_request(introduction)
    db.session.commit()
    return introduction


def approve(actor: User, introduction: Introduction, version: int) -> Introduction:
    """Put the request before the counterpart, or let it wait where that one is full or paused.

    Conflict names to staff what stands against it.
    """
    step = steps.begin(actor, introduction, version, Action.APPROVE)
    row = step.introduction
    for reason in approval.hindrances(row):
        raise Conflict(reason)
    waits = approval.holds(row.counterpart, capacity.locked_load(row.counterpart_id))
    row.approved_at = clock.now()
    row.asked_at = None if waits else row.approved_at
    return _done(steps.instead(step, Action.HOLD) if waits else step)


def request_changes(actor: User, introduction: Introduction, version: int, note: str) -> Introduction:
    """Give the request back to the requester with a note that says what to change."""
    step = steps.begin(actor, introduction, version, Action.REQUEST_CHANGES)
    step.introduction.staff_note = messages.note(note)
    return _done(step)


def resubmit(actor: User, introduction: Introduction, version: int, content: Content) -> Introduction:
    """Send the changed request, or one that staff edited as it now stands, to staff again."""
    step = steps.begin(actor, introduction, version, Action.RESUBMIT)
    row = step.introduction
    message = messages.request_message(content.message, known_names.of(row.requester))
    row.purpose, row.need, row.message = content.purpose, content.need, message.text
    row.deck_url = messages.deck_url(content.deck_url)
    row.submitted_at = clock.now()
    return _done(step)


def reject(
    actor: User, introduction: Introduction, version: int, code: RejectCode, note: str = ""
) -> Introduction:
    """Close the request with a code and, if given, a note to the requester. The counterpart hears nothing."""
    step = steps.begin(actor, introduction, version, Action.REJECT)
    row = step.introduction
    row.reject_code, row.staff_note = code, messages.note(note) if note.strip() else ""
    return _done(step, code)


def accept(actor: User, introduction: Introduction, version: int) -> Introduction:
    """Take the counterpart's yes: both sides are introduced, or the requester of a proposal is waited for.

    Conflict where the counterpart has taken as many in this month as it takes.
    """
    return _agreed(steps.begin(actor, introduction, version, Action.ACCEPT), FULL)


def agree(actor: User, introduction: Introduction, version: int) -> Introduction:
    """Take the requester's yes to a proposal: the counterpart is waited for, or both are introduced."""
    return _agreed(steps.begin(actor, introduction, version, Action.AGREE), FULL_ACROSS)


def _agreed(step: Step, full: object) -> Introduction:
    row = step.introduction
    gates.between(row.requester, row.counterpart).without(Gate.PAUSED).refuse()
    if not capacity.locked_load(row.counterpart_id).takes_one_more:
        raise Conflict(full)
    if step.action is Action.ACCEPT:
        row.answered_at = clock.now()
    if step.transition.target is Status.INTRODUCED:
        row.introduced_at = clock.now()
    return _done(step)


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
    return _done(step, code)


def defer(actor: User, introduction: Introduction, version: int, until: date) -> Introduction:
    """Put the answer off to a day of the counterpart's choice; Invalid for one past or too far ahead."""
    step = steps.begin(actor, introduction, version, Action.DEFER)
    row = step.introduction
    today = clock.today(row.counterpart.hub.time_zone)
    if not today < until <= today + LONGEST_DEFERRAL:
        raise Invalid(_l("Choose a day between tomorrow and six months from now."))
    row.deferred_until = until
    return _done(step)


def withdraw(actor: User, introduction: Introduction, version: int) -> Introduction:
    """Take the request back before it has led to an introduction."""
    return _done(steps.begin(actor, introduction, version, Action.WITHDRAW))


def cancel(actor: User, introduction: Introduction, version: int) -> Introduction:
    """End an introduction that should not have been: neither side sees the other's contact any more."""
    return _done(steps.begin(actor, introduction, version, Action.CANCEL))


def complete(actor: User, introduction: Introduction, version: int) -> Introduction:
    """Close an introduction that has run its course; what came of it is noted before, as an outcome."""
    return _done(steps.begin(actor, introduction, version, Action.COMPLETE))


def _done(step: Step, code: StrEnum | None = None) -> Introduction:
    """Finish the step, write its mails and commit."""
    steps.finish(step, code=code)
    emails.of_step(step)
    db.session.commit()
    return step.introduction
