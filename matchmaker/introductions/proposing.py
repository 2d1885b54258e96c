"""Staff propose that two firms meet, such as two that met at an event: both sides must accept."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.errors import Conflict, Forbidden
from matchmaker.extensions import db
from matchmaker.introductions import approval, capacity, emails, messages, pairs, requesting, steps
from matchmaker.introductions.content import Content
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import ENTRIES, Action, Actor, Status
from matchmaker.profiles import known_names, members
from matchmaker.profiles.known_names import KnownNames
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import own_ids

RESTS = _l(
    "This pair rests after an earlier introduction. Say why it should be brought together all the same."
)
FIRST_SIDE_NOT_A_MEMBER = _l("Nobody of the first organisation can answer: it is not a member yet.")


def propose(
    actor: User,
    first: Organisation,
    second: Organisation,
    content: Content,
    *,
    override_reason: str = "",
    model_version: str | None = None,
    snapshot: Mapping[str, Any] | None = None,
) -> Introduction:
    """Put an introduction before both sides; `first` stands as the requester, and its hub is in charge.

    `override_reason` lifts the rest of 90 days of the pair and is kept for staff. Raise Forbidden for who is
    no staff or belongs to a side, Conflict where a gate is closed, a side cannot answer, the pair is taken or
    rests without a reason, Invalid for a message that cannot be sent.
    """
    if not actor.is_staff or own_ids(actor) & {first.id, second.id}:
        raise Forbidden(steps.OWN if actor.is_staff else None)
    row = Introduction(
        requester=first,
        counterpart=second,
        requested_by_id=actor.id,
        hub=first.hub,
        proposed=True,
        purpose=content.purpose,
        need=content.need,
        message=_message_to_both(content.message, first, second),
        status=Status.PROPOSED,
        approved_at=clock.now(),
        asked_at=clock.now(),
        override_reason=messages.private_text(override_reason),
        model_version=model_version,
        snapshot=dict(snapshot) if snapshot is not None else None,
    )
    with db.session.no_autoflush:
        _check(row)
    with requesting.one_open(first, second):
        db.session.add(row)
        db.session.flush()
    entry = ENTRIES[Action.PROPOSE]
    steps.record(row, actor, Actor.STAFF, Action.PROPOSE, before=None)
    emails.of_step(steps.Step(row, actor, Actor.STAFF, Action.PROPOSE, entry))
    db.session.commit()
    return row


def _message_to_both(text: str, *sides: Organisation) -> str:
    names = [known_names.of(side) for side in sides]
    people = tuple(name for known in names for name in known.people)
    marks = tuple(mark for known in names for mark in known.marks)
    return messages.request_message(text, KnownNames(people, marks)).text


def _check(row: Introduction) -> None:
    hindered = approval.hindrances(row)
    if members.correspondent(row.requester) is None:
        hindered.append(FIRST_SIDE_NOT_A_MEMBER)
    hindered += approval.holds(
        row.counterpart, capacity.locked_load(row.counterpart_id or row.counterpart.id)
    )
    for reason in hindered:
        raise Conflict(reason)
    history = pairs.history(row.requester.id, row.counterpart.id)
    if any(earlier.status is not Status.CLOSED for earlier in history):
        raise Conflict(requesting.ALREADY_OPEN)
    if pairs.resting(history) is None:
        row.override_reason = ""
    elif not row.override_reason:
        raise Conflict(RESTS)
