"""Copies of what is kept of a person, built on demand and kept for some days."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:erased', 'account:copy_asked', 'account:copy_taken', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:reminded', 'profile:hidden', 'profile:shown', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'match:pinned', 'match:hidden', 'match:released', 'match:wished', 'match:unwished', 'profiling:objected', 'profiling:allowed', 'model:proposed', 'model:published', 'model:rolled_back', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'introduction:assigned', 'introduction:nudged', 'introduction:suggested', 'co_review:asked', 'co_review:answered', 'desk_note:added', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"
OLD_TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:erased', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:reminded', 'profile:hidden', 'profile:shown', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'match:pinned', 'match:hidden', 'match:released', 'match:wished', 'match:unwished', 'profiling:objected', 'profiling:allowed', 'model:proposed', 'model:published', 'model:rolled_back', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'introduction:assigned', 'introduction:nudged', 'introduction:suggested', 'co_review:asked', 'co_review:answered', 'desk_note:added', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"


def _tags(allowed: str, *, checked: bool) -> None:
    op.execute("ALTER TABLE audit_events DROP CONSTRAINT ck_audit_events_tag")
    later = "" if checked else " NOT VALID"  # the record is append-only: events of later kinds stay in it
    op.execute(f"ALTER TABLE audit_events ADD CONSTRAINT ck_audit_events_tag CHECK (tag IN {allowed}){later}")


def upgrade() -> None:
    op.create_table(
        "data_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(content IS NULL) = (ready_at IS NULL) AND (ready_at IS NULL) = (expires_at IS NULL)",
            name=op.f("ck_data_copies_ready_with_its_content"),
        ),
        sa.CheckConstraint(
            "failed_at IS NULL OR ready_at IS NULL", name=op.f("ck_data_copies_failed_or_ready")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_data_copies_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_copies")),
        sa.UniqueConstraint("user_id", name=op.f("uq_data_copies_user_id")),
    )
    op.create_index(op.f("ix_data_copies_expires_at"), "data_copies", ["expires_at"])
    _tags(TAGS, checked=True)


def downgrade() -> None:
    _tags(OLD_TAGS, checked=False)
    op.drop_table("data_copies")
