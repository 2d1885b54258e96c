"""The append-only record of every write: who, in which role, when, what."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import AnySession, Model


class AuditTag(StrEnum):
    """What happened, as `subject:event`."""

    ACCOUNT_REGISTERED = "account:registered"
    ACCOUNT_CONFIRMED = "account:confirmed"
    ACCOUNT_LOGGED_IN = "account:logged_in"
    ACCOUNT_PASSWORD_CHANGED = "account:password_changed"  # noqa: S105  (an event, not a password)
    ACCOUNT_INVITED = "account:invited"
    ACCOUNT_CREATED = "account:created"
    ACCOUNT_UPDATED = "account:updated"
    ACCOUNT_EMAIL_CHANGED = "account:email_changed"
    ACCOUNT_SECOND_FACTOR_CHANGED = "account:second_factor_changed"
    ACCOUNT_DEACTIVATED = "account:deactivated"
    ACCOUNT_REACTIVATED = "account:reactivated"
    ACCOUNT_ERASED = "account:erased"
    ACCOUNT_COPY_ASKED = "account:copy_asked"
    ACCOUNT_COPY_TAKEN = "account:copy_taken"
    ACCOUNT_INVITATION_REVOKED = "account:invitation_revoked"
    PROFILE_CREATED = "profile:created"
    PROFILE_EDITED = "profile:edited"
    PROFILE_SUBMITTED = "profile:submitted"
    PROFILE_APPROVED = "profile:approved"
    PROFILE_CHANGES_REQUESTED = "profile:changes_requested"
    PROFILE_PAUSED = "profile:paused"
    PROFILE_RESUMED = "profile:resumed"
    PROFILE_REMINDED = "profile:reminded"
    PROFILE_HIDDEN = "profile:hidden"
    PROFILE_SHOWN = "profile:shown"
    PROFILE_CLAIMED = "profile:claimed"
    PROFILE_REMOVED = "profile:removed"
    MEMBER_INVITED = "member:invited"
    MEMBER_JOINED = "member:joined"
    MEMBER_REMOVED = "member:removed"
    MEMBER_ROLE_CHANGED = "member:role_changed"
    CONTACT_REVEALED = "contact:revealed"
    CLAIM_REQUESTED = "claim:requested"
    IMPORT_UPLOADED = "import:uploaded"
    IMPORT_CONFIRMED = "import:confirmed"
    IMPORT_DISCARDED = "import:discarded"
    IMPORT_COMPLETED = "import:completed"
    SETTING_CHANGED = "setting:changed"
    MATCH_SAVED = "match:saved"
    MATCH_DISMISSED = "match:dismissed"
    MATCH_RESTORED = "match:restored"
    MATCH_PINNED = "match:pinned"
    MATCH_HIDDEN = "match:hidden"
    MATCH_RELEASED = "match:released"
    MATCH_WISHED = "match:wished"
    MATCH_UNWISHED = "match:unwished"
    PROFILING_OBJECTED = "profiling:objected"
    PROFILING_ALLOWED = "profiling:allowed"
    MODEL_PROPOSED = "model:proposed"
    MODEL_PUBLISHED = "model:published"
    MODEL_ROLLED_BACK = "model:rolled_back"
    INTRODUCTION_TRANSITION = "introduction:transition"
    INTRODUCTION_EDITED = "introduction:edited"
    INTRODUCTION_REMINDED = "introduction:reminded"
    INTRODUCTION_ASSIGNED = "introduction:assigned"
    INTRODUCTION_NUDGED = "introduction:nudged"
    INTRODUCTION_SUGGESTED = "introduction:suggested"
    CO_REVIEW_ASKED = "co_review:asked"
    CO_REVIEW_ANSWERED = "co_review:answered"
    DESK_NOTE_ADDED = "desk_note:added"
    MESSAGE_SENT = "message:sent"
    THREAD_REPORTED = "thread:reported"
    THREAD_READ = "thread:read"
    THREAD_SETTLED = "thread:settled"
    MEETING_TRANSITION = "meeting:transition"
    CALENDAR_ISSUED = "calendar:issued"
    CALENDAR_REVOKED = "calendar:revoked"
    OUTCOME_NOTED = "outcome:noted"
    OUTCOME_CORRECTED = "outcome:corrected"
    BLOCK_ADDED = "block:added"
    BLOCK_LIFTED = "block:lifted"


class AuditEvent(Model):
    """One event of the record; rows are never changed (a trigger refuses it), but see `forget_words_of`."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_subject", "subject_type", "subject_id"),
        Index("ix_audit_events_tag_at", "tag", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    tag: Mapped[AuditTag] = mapped_column(coded(AuditTag, name="tag"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    actor_role: Mapped[str] = mapped_column(String(20))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)


class _Identified(Protocol):
    @property
    def id(self) -> Any:
        """The primary key, present once the row is flushed."""


class _Actor(_Identified, Protocol):
    @property
    def role(self) -> Any:
        """The role of the person who acts."""


def forget_words_of(session: AnySession, organisation: _Identified) -> None:
    """Leave of the edits of a removed organisation which fields changed, not what they said.

    The one change the record allows, in the transaction of the removal; the trigger refuses it for any other.
    """
    session.flush()
    session.execute(select(func.forget_words_of_removed_organisation(organisation.id)))


def record(
    session: AnySession,
    actor: _Actor | None,
    tag: AuditTag,
    subject: _Identified,
    *,
    role: str | None = None,
    **data: Any,
) -> AuditEvent:
    """Add the event to the session's transaction; `actor` None stands for the service itself.

    `role` names the capacity in which the actor acts (requester, counterpart, staff, timer) where it is
    narrower than the role of the account. `data` must be JSON: codes and ids, never contact data.
    """
    session.flush()
    event = AuditEvent(
        tag=tag,
        actor_id=actor.id if actor else None,
        actor_role=role or (str(actor.role) if actor else "timer"),
        subject_type=getattr(subject, "__tablename__", type(subject).__name__),
        subject_id=subject.id,
        at=clock.now(),
        data=data,
    )
    session.add(event)
    return event
