"""A request before it leaves: kept for the requester's organisation alone, one for each counterpart."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.introductions import emails, messages, policies, requesting, steps
from matchmaker.introductions.content import Content
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action, Actor, Status
from matchmaker.profiles import known_names
from matchmaker.profiles import policies as profiles
from matchmaker.profiles.models import Organisation


def find(requester: Organisation, counterpart: Organisation) -> Introduction | None:
    """Return the draft of `requester` to `counterpart`, or None."""
    return db.session.scalar(
        select(Introduction)
        .where(
            Introduction.requester_id == requester.id,
            Introduction.counterpart_id == counterpart.id,
            Introduction.status == Status.DRAFT,
        )
        .options(*policies.WITH_SIDES)
    )


def keep(actor: User, requester: Organisation, counterpart: Organisation, content: Content) -> Introduction:
    """Keep what was typed as the draft of this pair, new or in the place of what it said before.

    Raise NotFound where `actor` is no member of the requester or may not see the counterpart, Invalid for a
    text too long or a deck without https.
    """
    profiles.require_member(actor, requester)
    profiles.get_visible(actor, counterpart.id)
    _begin(actor, requester, counterpart, content)
    draft = find(requester, counterpart)
    assert draft is not None
    row = steps.locked(draft.id)
    row.purpose, row.need = content.purpose, content.need
    row.message = messages.draft(content.message)
    row.deck_url = messages.deck_url(content.deck_url)
    row.requested_by_id, row.entered_at = actor.id, clock.now()
    db.session.commit()
    return row


def _begin(actor: User, requester: Organisation, counterpart: Organisation, content: Content) -> None:
    """Add an empty draft of the pair where there is none; of two at once, one does."""
    now = clock.now()
    values: dict[str, Any] = {
        "requester_id": requester.id,
        "counterpart_id": counterpart.id,
        "requested_by_id": actor.id,
        "hub": requester.hub,
        "need": content.need,
        "message": "",
        "status": Status.DRAFT,
        "purpose": content.purpose,
        **dict.fromkeys(("decline_text", "staff_note", "override_reason"), ""),
        **dict.fromkeys(("decline_text_shared", "proposed"), False),
        **dict.fromkeys(("created_at", "entered_at", "submitted_at"), now),
        "version": 1,
    }
    added = insert(Introduction).values(**values).on_conflict_do_nothing().returning(Introduction.id)
    if (draft_id := db.session.scalar(added)) is not None:
        draft = db.session.get_one(Introduction, draft_id)
        steps.record(draft, actor, Actor.REQUESTER, Action.COMPOSE, before=None)


def submit(
    actor: User,
    draft: Introduction,
    version: int,
    *,
    model_version: str | None = None,
    snapshot: Mapping[str, Any] | None = None,
) -> Introduction:
    """Send the draft to the staff of the requester's hub, as its preview showed it.

    Raise as a step and as `requesting.check` do, and Conflict where the organisation has as many requests
    open as it may.
    """
    step = steps.begin(actor, draft, version, Action.REQUEST)
    row = step.introduction
    requesting.check(actor, row.requester, row.counterpart)
    requesting.check_quota(row.requester)
    message = messages.request_message(row.message, known_names.of(row.requester))
    row.message = message.text
    row.submitted_at, row.requested_by_id = clock.now(), actor.id
    row.model_version, row.snapshot = model_version, dict(snapshot) if snapshot is not None else None
    with requesting.one_open(row.requester, row.counterpart):
        steps.finish(step)
    emails.of_step(step)
    db.session.commit()
    return row


def discard(actor: User, draft: Introduction, version: int) -> None:
    """Delete the draft."""
    steps.finish(steps.begin(actor, draft, version, Action.DISCARD))
    db.session.commit()
