"""Taking a step of the workflow: lock, rights, table, audit. The services build on these two halves."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Forbidden, NotFound
from matchmaker.extensions import db
from matchmaker.introductions import policies, wording, workflow
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action, Actor, IllegalStepError, Status, Transition
from matchmaker.profiles.policies import own_ids

OWN = _l("You belong to one of the two organisations: a colleague decides.")
NOT_YET = _l("Staff of the requester’s city decide first; after three working days staff of both cities may.")


@dataclass(frozen=True)
class Step:
    """A step that is allowed: the introduction is locked until the transaction ends."""

    introduction: Introduction
    user: User
    capacity: Actor
    action: Action
    transition: Transition


def begin(user: User, introduction: Introduction, version: int, action: Action) -> Step:
    """Lock the introduction and return the step that `user` takes on it.

    Raise NotFound to strangers, Forbidden to those who may never take this step, and Conflict where the
    state does not allow it or is no longer the `version` the person saw. Nothing is changed then.
    """
    row = _locked(introduction.id)
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


def finish(step: Step, *, code: StrEnum | None = None) -> None:
    """Move the introduction to the step's target and record it, in the transaction of the caller."""
    row = step.introduction
    before, row.status = row.status, step.transition.target
    if row.status is Status.CLOSED:
        row.closed_reason, row.closed_at = step.transition.reason, clock.now()
    record(row, step.user, step.capacity, step.action, before=before, code=code)


def record(
    introduction: Introduction,
    user: User,
    capacity: Actor,
    action: str,
    *,
    before: Status | None,
    code: StrEnum | None = None,
) -> None:
    """Add the audit event of a transition to the caller's transaction; `before` is None at the request."""
    data = {
        "from": before,
        "to": introduction.status,
        "action": action,
        "reason": introduction.closed_reason,
        "code": code,
        "model_version": introduction.model_version,
    }
    audit.record(
        db.session(), user, AuditTag.INTRODUCTION_TRANSITION, introduction, role=capacity.value, **data
    )


def _locked(introduction_id: int) -> Introduction:
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
        return Forbidden(None if policies.is_in_reach(user, row) else NOT_YET)
    return Forbidden() if policies.capacities(user, row) else NotFound()


def _too_late(row: Introduction) -> object:
    return _l(
        "This step is no longer possible: the introduction now stands at “%(state)s”. "
        "Nothing was changed by you.",
        state=wording.state(row.status, row.closed_reason),
    )
