"""More like this, less like this: what organisations want to see sooner or later in their lists."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:reminded', 'profile:hidden', 'profile:shown', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'match:pinned', 'match:hidden', 'match:released', 'match:wished', 'match:unwished', 'profiling:objected', 'profiling:allowed', 'model:proposed', 'model:published', 'model:rolled_back', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'introduction:assigned', 'introduction:nudged', 'introduction:suggested', 'co_review:asked', 'co_review:answered', 'desk_note:added', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"
OLD_TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:reminded', 'profile:hidden', 'profile:shown', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'match:pinned', 'match:hidden', 'match:released', 'profiling:objected', 'profiling:allowed', 'model:proposed', 'model:published', 'model:rolled_back', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'introduction:assigned', 'introduction:nudged', 'introduction:suggested', 'co_review:asked', 'co_review:answered', 'desk_note:added', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"


def _tags(allowed: str, *, checked: bool) -> None:
    op.execute("ALTER TABLE audit_events DROP CONSTRAINT ck_audit_events_tag")
    later = "" if checked else " NOT VALID"  # the record is append-only: events of later kinds stay in it
    op.execute(f"ALTER TABLE audit_events ADD CONSTRAINT ck_audit_events_tag CHECK (tag IN {allowed}){later}")


def upgrade() -> None:
    op.create_table(
        "recommendation_wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=40), nullable=False),
        sa.Column("wished_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("wish IN ('more', 'less')", name=op.f("ck_recommendation_wishes_wish")),
        sa.CheckConstraint("organisation_id <> other_id", name=op.f("ck_recommendation_wishes_not_itself")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_recommendation_wishes_organisation_id_organisations"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["organisations.id"], name=op.f("fk_recommendation_wishes_other_id_organisations"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_wishes")),
        sa.UniqueConstraint("organisation_id", "other_id", name=op.f("uq_recommendation_wishes_organisation_id_other_id")),
    )
    op.create_index(op.f("ix_recommendation_wishes_other_id"), "recommendation_wishes", ["other_id"])
    _tags(TAGS, checked=True)


def downgrade() -> None:
    _tags(OLD_TAGS, checked=False)
    op.drop_table("recommendation_wishes")
