"""Profiles that nobody confirms: when members were reminded, since when others do not see them.

The notice of new recommendations goes: nothing ever sent one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:reminded', 'profile:hidden', 'profile:shown', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'match:pinned', 'match:hidden', 'match:released', 'profiling:objected', 'profiling:allowed', 'model:proposed', 'model:published', 'model:rolled_back', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'introduction:assigned', 'introduction:nudged', 'introduction:suggested', 'co_review:asked', 'co_review:answered', 'desk_note:added', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"
OLD_TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'match:pinned', 'match:hidden', 'match:released', 'profiling:objected', 'profiling:allowed', 'model:proposed', 'model:published', 'model:rolled_back', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'introduction:assigned', 'introduction:nudged', 'introduction:suggested', 'co_review:asked', 'co_review:answered', 'desk_note:added', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"
TYPES = "('answer_asked', 'reminder', 'request_decided', 'request_answered', 'introduced', 'introduction_message', 'meeting_changed', 'outcome_asked', 'introduction_ended', 'profile_reviewed', 'profile_stale', 'request_received', 'request_overdue', 'import_finished', 'account_security')"
OLD_TYPES = "('answer_asked', 'reminder', 'request_decided', 'request_answered', 'introduced', 'introduction_message', 'meeting_changed', 'outcome_asked', 'introduction_ended', 'profile_reviewed', 'profile_stale', 'matches_found', 'request_received', 'request_overdue', 'import_finished', 'account_security')"

# So far an edit was only in the record; from now on it counts as a confirmation.
EDITS = """
UPDATE organisations SET confirmed_on = edited.last_on
FROM (
    SELECT subject_id, max((at AT TIME ZONE 'UTC')::date) AS last_on FROM audit_events
    WHERE tag = 'profile:edited' AND subject_type = 'organisations' AND actor_role = 'member'
    GROUP BY subject_id
) AS edited
WHERE edited.subject_id = organisations.id AND organisations.status = 'published'
    AND (organisations.confirmed_on IS NULL OR organisations.confirmed_on < edited.last_on)
"""


def _tags(allowed: str, *, checked: bool) -> None:
    op.execute("ALTER TABLE audit_events DROP CONSTRAINT ck_audit_events_tag")
    later = "" if checked else " NOT VALID"  # the record is append-only: events of later kinds stay in it
    op.execute(f"ALTER TABLE audit_events ADD CONSTRAINT ck_audit_events_tag CHECK (tag IN {allowed}){later}")


def _types(allowed: str) -> None:
    for table in ("notifications", "notification_preferences"):
        op.drop_constraint(op.f(f"ck_{table}_type"), table)
        op.create_check_constraint(op.f(f"ck_{table}_type"), table, f"type IN {allowed}")


def upgrade() -> None:
    op.add_column("organisations", sa.Column("stale_reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("organisations", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_organisations_only_the_claimed_are_hidden"), "organisations", "hidden_at IS NULL OR claimed_at IS NOT NULL"
    )
    op.create_check_constraint(
        op.f("ck_organisations_hidden_after_a_reminder"), "organisations", "hidden_at IS NULL OR (stale_reminded_at IS NOT NULL AND hidden_at >= stale_reminded_at)"
    )
    op.execute(EDITS)
    for table in ("notifications", "notification_preferences"):
        op.execute(f"DELETE FROM {table} WHERE type = 'matches_found'")
    _types(TYPES)
    _tags(TAGS, checked=True)


def downgrade() -> None:
    _tags(OLD_TAGS, checked=False)
    _types(OLD_TYPES)
    op.drop_column("organisations", "hidden_at")
    op.drop_column("organisations", "stale_reminded_at")
