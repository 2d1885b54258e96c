"""Taking a step of the workflow: lock, rights, table, audit. The services build on these two halves."""

from dataclasses import dataclass, replace
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Forbidden, NotFound
from matchmaker.extensions import db
from matchmaker.introductions import aftermath, delays, policies, wording, workflow
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action, Actor, IllegalStepError, Status, Transition
from matchmaker.profiles import members
from matchmaker.profiles.policies import own_ids
from matchmaker.taxonomy import MembershipRole

OWN = _l("You belong to one of the two organisations: a colleague decides.")


@dataclass(frozen=True)
class Step:
    """A step that is allowed: the introduction is locked until the transaction ends."""

    introduction: Introduction
    user: User | None  # None: the timer
    capacity: Actor
    action: Action
    transition: Transition


def begin(user: User, introduction: Introduction, version: int, action: Action) -> Step:
    """Lock the introduction and return the step that `user` takes on it.

    Raise NotFound to strangers, Forbidden to those who may never take this step, and Conflict where the
    state does not allow it or is no longer the `version` the person saw. Nothing is changed then.
    """
    row = locked(introduction.id)
    held = policies.capacities(user, row)
    if not held or not workflow.ever_available(action, held):
        raise _refusal(user, row)
    try:
        capacity, transition = workflow.transition(row.status, action, held)
    except IllegalStepError:
        raise Conflict(_too_late(row)) from None
    if row.version != version:
        raise Conflict
    return Step(row, user, capacity, action, transition)


def instead(step: Step, action: Action) -> Step:
    """Return the step of another name that the same person may take in its place."""
    capacity, transition = workflow.transition(step.introduction.status, action, {step.capacity})
    return replace(step, capacity=capacity, action=action, transition=transition)


def by_timer(introduction: Introduction, action: Action) -> Step:
    """Return the timer's step on an introduction whose row the caller has locked.

    Raise IllegalStepError where the state knows no such step of the timer.
    """
    capacity, transition = workflow.transition(introduction.status, action, {Actor.TIMER})
    return Step(introduction, None, capacity, action, transition)


def finish(step: Step, *, code: StrEnum | None = None) -> None:
    """Move the introduction to the step's target and record it, in the transaction of the caller."""
    row, target = step.introduction, step.transition.target
    before = row.status
    if target is None:
        record(row, step.user, step.capacity, step.action, before=before)
        db.session.delete(row)
        return
    row.status, row.entered_at = target, clock.now()
    if target is Status.CLOSED:
        row.closed_reason, row.closed_at = step.transition.reason, row.entered_at
    if target is not Status.DEFERRED:
        row.deferred_until = None
    record(row, step.user, step.capacity, step.action, before=before, code=code)
    if target is Status.CLOSED:
        aftermath.ended(row)


def record(
    introduction: Introduction,
    user: User | None,
    capacity: Actor,
    action: str,
    *,
    before: Status | None,
    code: StrEnum | None = None,
) -> None:
    """Add the audit event of a transition to the caller's transaction; `before` is None at an entry.

    `user` None stands for the timer; `delegate` says that the person acts as a delegate of the side.
    """
    data = {
        "from": before,
        "to": introduction.status,
        "action": action,
        "reason": introduction.closed_reason,
        "code": code,
        "model_version": introduction.model_version,
        "delegate": user is not None and _is_delegate(user, introduction, capacity),
    }
    audit.record(
        db.session(), user, AuditTag.INTRODUCTION_TRANSITION, introduction, role=capacity.value, **data
    )


def _is_delegate(user: User, introduction: Introduction, capacity: Actor) -> bool:
    if capacity not in (Actor.REQUESTER, Actor.COUNTERPART):
        return False
    organisation_id = introduction.id_of(capacity)
    place = members.places_of(user).get(organisation_id)
    return place is not None and place.role is MembershipRole.DELEGATE


def locked(introduction_id: int) -> Introduction:
    """Return the introduction with its sides, read anew and locked until the transaction ends."""
    statement = (
        select(Introduction)
        .where(Introduction.id == introduction_id)
        .options(*policies.WITH_SIDES)
        .with_for_update(of=Introduction, key_share=True)
        .execution_options(populate_existing=True)
    )
    row = db.session.scalar(statement)
    if row is None:
        raise NotFound
    return row


def _refusal(user: User, row: Introduction) -> Exception:
    own = own_ids(user)
    if user.is_staff and policies.has_tie(own, row):
        return Forbidden(OWN)
    if user.is_staff:
        return Forbidden(None if policies.is_in_reach(user, row) else _not_yet())
    return Forbidden() if policies.capacities(user, row) else NotFound()


def _not_yet() -> str:
    words: str = ngettext(
        "Staff of the requester’s city decide first; after %(num)d working day staff of both cities may.",
        "Staff of the requester’s city decide first; after %(num)d working days staff of both cities may.",
        delays.decided_within(),
    )
    return words


def _too_late(row: Introduction) -> object:
    return _l(
        "This step is no longer possible: the introduction now stands at “%(state)s”. "
        "Nothing was changed by you.",
        state=wording.state(row.status, row.closed_reason),
    )
