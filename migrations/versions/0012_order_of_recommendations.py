"""What moves the order of recommendations: impressions by day, objections to profiling, pairs steered by staff."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'match:pinned', 'match:hidden', 'match:released', 'profiling:objected', 'profiling:allowed', 'model:proposed', 'model:published', 'model:rolled_back', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'introduction:assigned', 'introduction:nudged', 'introduction:suggested', 'co_review:asked', 'co_review:answered', 'desk_note:added', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"
OLD_TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'model:proposed', 'model:published', 'model:rolled_back', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'introduction:assigned', 'introduction:nudged', 'introduction:suggested', 'co_review:asked', 'co_review:answered', 'desk_note:added', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"


def _tags(allowed: str, *, checked: bool) -> None:
    op.execute("ALTER TABLE audit_events DROP CONSTRAINT ck_audit_events_tag")
    later = "" if checked else " NOT VALID"  # the record is append-only: events of later kinds stay in it
    op.execute(f"ALTER TABLE audit_events ADD CONSTRAINT ck_audit_events_tag CHECK (tag IN {allowed}){later}")


def upgrade() -> None:
    op.create_table(
        "impressions",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_impressions_some")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_impressions_organisation_id_organisations"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("organisation_id", "day", name=op.f("pk_impressions")),
    )
    op.create_index(op.f("ix_impressions_day"), "impressions", ["day"])
    op.create_table(
        "profiling_objections",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("objected_by_id", sa.Integer(), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_profiling_objections_organisation_id_organisations"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["objected_by_id"], ["users.id"], name=op.f("fk_profiling_objections_objected_by_id_users")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_profiling_objections")),
    )
    op.create_index(op.f("ix_profiling_objections_objected_by_id"), "profiling_objections", ["objected_by_id"])
    op.create_table(
        "steered_pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("steer", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("steered_by_id", sa.Integer(), nullable=False),
        sa.Column("steered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("steer IN ('pinned', 'hidden')", name=op.f("ck_steered_pairs_steer")),
        sa.CheckConstraint("organisation_id <> other_id", name=op.f("ck_steered_pairs_not_itself")),
        sa.CheckConstraint("char_length(reason) BETWEEN 1 AND 500", name=op.f("ck_steered_pairs_reason_length")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_steered_pairs_organisation_id_organisations"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["organisations.id"], name=op.f("fk_steered_pairs_other_id_organisations"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["steered_by_id"], ["users.id"], name=op.f("fk_steered_pairs_steered_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steered_pairs")),
        sa.UniqueConstraint("organisation_id", "other_id", name=op.f("uq_steered_pairs_organisation_id_other_id")),
    )
    op.create_index(op.f("ix_steered_pairs_other_id"), "steered_pairs", ["other_id"])
    op.create_index(op.f("ix_steered_pairs_steered_by_id"), "steered_pairs", ["steered_by_id"])
    _tags(TAGS, checked=True)


def downgrade() -> None:
    _tags(OLD_TAGS, checked=False)
    for table in ("steered_pairs", "profiling_objections", "impressions"):
        op.drop_table(table)
