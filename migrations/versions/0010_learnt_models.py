"""Marks as examples to learn from, and the versions of the weights learnt from decisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"

TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'model:proposed', 'model:published', 'model:rolled_back', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"
OLD_TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"

FUNCTION = """
CREATE FUNCTION refuse_change_of_mark_example() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- They go with an organisation that is deleted, which is another trigger's doing; nothing else changes them.
    IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the examples of marks are append-only';
END $$
"""
TRIGGER = """
CREATE TRIGGER mark_examples_append_only BEFORE UPDATE OR DELETE ON mark_examples
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_mark_example()
"""
REASONS = "('sector', 'stage', 'ticket', 'geography', 'timing', 'already_in_contact', 'not_convincing', 'other')"


def _tags(allowed: str, *, checked: bool) -> None:
    op.execute("ALTER TABLE audit_events DROP CONSTRAINT ck_audit_events_tag")
    later = "" if checked else " NOT VALID"  # the record is append-only: events of later kinds stay in it
    op.execute(f"ALTER TABLE audit_events ADD CONSTRAINT ck_audit_events_tag CHECK (tag IN {allowed}){later}")


def upgrade() -> None:
    op.create_table(
        "mark_examples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("model_version", sa.String(length=40), nullable=True),
        sa.Column("snapshot", postgresql.JSONB(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("event IN ('saved', 'dismissed', 'restored')", name=op.f("ck_mark_examples_event")),
        sa.CheckConstraint(f"reason IN {REASONS}", name=op.f("ck_mark_examples_reason")),
        sa.CheckConstraint("organisation_id <> other_id", name=op.f("ck_mark_examples_not_itself")),
        sa.CheckConstraint("reason IS NULL OR event = 'dismissed'", name=op.f("ck_mark_examples_reason_of_a_dismissal")),
        sa.CheckConstraint("(snapshot IS NULL) = (model_version IS NULL)", name=op.f("ck_mark_examples_snapshot_of_a_version")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_mark_examples_organisation_id_organisations"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["organisations.id"], name=op.f("fk_mark_examples_other_id_organisations"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_examples")),
    )
    op.create_index("ix_mark_examples_organisation_id_other_id", "mark_examples", ["organisation_id", "other_id"])
    op.create_index(op.f("ix_mark_examples_other_id"), "mark_examples", ["other_id"])
    op.create_table(
        "learnt_models",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("base", sa.String(length=40), nullable=False),
        sa.Column("weights", postgresql.JSONB(), nullable=False),
        sa.Column("metrics", postgresql.JSONB(), nullable=False),
        sa.Column("examples", sa.Integer(), nullable=False),
        sa.Column("fitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("replaces", sa.String(length=40), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('candidate', 'published', 'retired')", name=op.f("ck_learnt_models_state")),
        sa.CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name=op.f("ck_learnt_models_published_at_some_time")),
        sa.CheckConstraint("state <> 'candidate' OR published_at IS NULL", name=op.f("ck_learnt_models_candidate_not_published")),
        sa.CheckConstraint("published_by_id IS NULL OR published_at IS NOT NULL", name=op.f("ck_learnt_models_published_by_somebody")),
        sa.CheckConstraint("retired_by_id IS NULL OR state = 'retired'", name=op.f("ck_learnt_models_retired_by_somebody")),
        sa.CheckConstraint("examples > 0", name=op.f("ck_learnt_models_learnt_from_examples")),
        sa.CheckConstraint("version <> base", name=op.f("ck_learnt_models_not_documented")),
        sa.ForeignKeyConstraint(["published_by_id"], ["users.id"], name=op.f("fk_learnt_models_published_by_id_users")),
        sa.ForeignKeyConstraint(["retired_by_id"], ["users.id"], name=op.f("fk_learnt_models_retired_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learnt_models")),
        sa.UniqueConstraint("version", name=op.f("uq_learnt_models_version")),
    )
    for state in ("published", "candidate"):
        op.create_index(f"uq_learnt_models_{state}", "learnt_models", ["state"], unique=True, postgresql_where=sa.text(f"state = '{state}'"))
    op.execute(FUNCTION)
    op.execute(TRIGGER)
    _tags(TAGS, checked=True)


def downgrade() -> None:
    _tags(OLD_TAGS, checked=False)
    op.drop_table("learnt_models")
    op.drop_table("mark_examples")
    op.execute("DROP FUNCTION refuse_change_of_mark_example")
