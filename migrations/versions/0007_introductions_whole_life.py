"""The whole life of an introduction: drafts, proposals, queues, deferrals, timers, answers by mail, blocks."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

DROPPED = {
    'ck_introductions_answered_at_a_time': "(answered_at IS NOT NULL) = (status = 'introduced' OR coalesce(closed_reason IN ('declined', 'cancelled'), false))",
    'ck_introductions_introduced_at_a_time': "(introduced_at IS NOT NULL) = (status = 'introduced' OR coalesce(closed_reason = 'cancelled', false))",
    'ck_introductions_approved_before_the_counterpart': "coalesce(closed_reason = 'withdrawn', false) OR (approved_at IS NOT NULL) = (status IN ('awaiting_counterpart', 'introduced') OR coalesce(closed_reason IN ('declined', 'cancelled'), false))",
    'ck_introductions_message_length': "message <> '' AND char_length(message) <= 600",
    'ck_introductions_status': "status IN ('submitted', 'needs_changes', 'awaiting_counterpart', 'introduced', 'closed')",
    'ck_introductions_closed_reason': "closed_reason IN ('rejected', 'declined', 'withdrawn', 'cancelled')",
}
ADDED = {
    'ck_introductions_message_length': "char_length(message) <= 600 AND (message <> '' OR status = 'draft' OR erased_at IS NOT NULL)",
    'ck_introductions_deck_over_https': "left(deck_url, 8) = 'https://'",
    'ck_introductions_deferred_to_a_date': "(status = 'deferred') = (deferred_until IS NOT NULL)",
    'ck_introductions_only_staff_propose': "proposed OR (status NOT IN ('proposed', 'awaiting_requester') AND override_reason = '')",
    'ck_introductions_proposals_are_approved': "NOT proposed OR status NOT IN ('draft', 'submitted', 'needs_changes', 'waiting')",
    'ck_introductions_erased_leaves_no_words': "erased_at IS NULL OR (status = 'closed' AND message = '' AND staff_note = '' AND decline_text = '' AND override_reason = '' AND deck_url IS NULL)",
    'ck_introductions_erased_at_a_time': "coalesce(closed_reason <> 'erased', true) OR erased_at IS NOT NULL",
    'ck_introductions_approved_by_staff': "coalesce(closed_reason IN ('erased', 'expired', 'withdrawn'), false) OR (approved_at IS NOT NULL) = (status IN ('awaiting_counterpart', 'awaiting_requester', 'deferred', 'introduced', 'proposed', 'waiting') OR coalesce(closed_reason IN ('cancelled', 'completed', 'declined', 'no_follow_up'), false))",
    'ck_introductions_asked_after_the_approval': "coalesce(closed_reason IN ('erased', 'expired', 'withdrawn'), false) OR (asked_at IS NOT NULL) = (status IN ('awaiting_counterpart', 'awaiting_requester', 'deferred', 'introduced', 'proposed') OR coalesce(closed_reason IN ('cancelled', 'completed', 'declined', 'no_follow_up'), false))",
    'ck_introductions_answered_at_a_time': "coalesce(closed_reason IN ('erased', 'expired', 'withdrawn'), false) OR (answered_at IS NOT NULL) = (status IN ('awaiting_requester', 'introduced') OR coalesce(closed_reason IN ('cancelled', 'completed', 'declined', 'no_follow_up'), false))",
    'ck_introductions_introduced_at_a_time': "coalesce(closed_reason IN ('erased', 'expired', 'withdrawn'), false) OR (introduced_at IS NOT NULL) = (status IN ('introduced') OR coalesce(closed_reason IN ('cancelled', 'completed', 'no_follow_up'), false))",
    'ck_introductions_times_in_order': '(asked_at IS NULL OR approved_at IS NOT NULL) AND (introduced_at IS NULL OR answered_at IS NOT NULL) AND (answered_at IS NULL OR asked_at IS NOT NULL)',
    'ck_introductions_status': "status IN ('draft', 'submitted', 'needs_changes', 'waiting', 'proposed', 'awaiting_counterpart', 'awaiting_requester', 'deferred', 'introduced', 'closed')",
    'ck_introductions_closed_reason': "closed_reason IN ('rejected', 'declined', 'withdrawn', 'cancelled', 'unanswered', 'expired', 'no_follow_up', 'completed', 'erased')",
    'ck_introductions_purpose': "purpose IN ('first_conversation', 'investment', 'pilot', 'partnership', 'research', 'join_programme', 'setting_up', 'advice', 'event')",
}
TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'block:added', 'block:lifted')"
OLD_TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'introduction:transition', 'introduction:edited')"
REMINDERS = "('escalation', 'first', 'second', 'did_you_meet')"

# What the older tables have no word for takes the nearest one they have.
BACK = (
    "DELETE FROM introductions WHERE status = 'draft'",
    "UPDATE introductions SET closed_reason = 'cancelled' WHERE closed_reason IN ('completed', 'no_follow_up')",
    "UPDATE introductions SET closed_reason = 'withdrawn' WHERE closed_reason IN ('unanswered', 'expired', 'erased')",
    "UPDATE introductions SET message = '-' WHERE message = ''",
    "UPDATE introductions SET status = 'submitted', approved_at = NULL WHERE status = 'waiting'",
    "UPDATE introductions SET status = 'awaiting_counterpart', answered_at = NULL "
    "WHERE status IN ('proposed', 'awaiting_requester', 'deferred')",
    "UPDATE introductions SET answered_at = NULL, introduced_at = NULL WHERE closed_reason = 'withdrawn'",
    "UPDATE introductions SET approved_at = NULL WHERE closed_reason = 'withdrawn' AND asked_at IS NULL",
)
OPEN_PAIR = [sa.literal_column("least(requester_id, counterpart_id)"), sa.literal_column("greatest(requester_id, counterpart_id)")]


def _tags(allowed: str, *, checked: bool) -> None:
    op.execute("ALTER TABLE audit_events DROP CONSTRAINT ck_audit_events_tag")
    later = "" if checked else " NOT VALID"  # the record is append-only: events of later kinds stay in it
    op.execute(f"ALTER TABLE audit_events ADD CONSTRAINT ck_audit_events_tag CHECK (tag IN {allowed}){later}")


def upgrade() -> None:
    for name in DROPPED:
        op.execute(f"ALTER TABLE introductions DROP CONSTRAINT {name}")
    op.drop_index("uq_introductions_open_pair", table_name="introductions")
    op.add_column("introductions", sa.Column("proposed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("introductions", sa.Column("purpose", sa.String(length=40), nullable=False, server_default="first_conversation"))
    op.add_column("introductions", sa.Column("deck_url", sa.String(length=300), nullable=True))
    op.add_column("introductions", sa.Column("override_reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("introductions", sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("introductions", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("introductions", sa.Column("deferred_until", sa.Date(), nullable=True))
    op.add_column("introductions", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE introductions SET asked_at = approved_at")
    op.execute("UPDATE introductions SET entered_at = coalesce(closed_at, introduced_at, greatest(approved_at, submitted_at))")
    op.alter_column("introductions", "entered_at", nullable=False)
    for column in ("proposed", "purpose", "override_reason"):
        op.alter_column("introductions", column, server_default=None)
    for name, rule in ADDED.items():
        op.execute(sa.text(f"ALTER TABLE introductions ADD CONSTRAINT {name} CHECK ({rule})"))
    op.create_index("uq_introductions_open_pair", "introductions", OPEN_PAIR, unique=True, postgresql_where=sa.text("status NOT IN ('closed', 'draft')"))
    op.create_index("uq_introductions_draft_pair", "introductions", ["requester_id", "counterpart_id"], unique=True, postgresql_where=sa.text("status = 'draft'"))
    op.create_index("ix_introductions_status_entered_at", "introductions", ["status", "entered_at"], unique=False)
    op.create_table(
        "introduction_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("reminder", sa.String(length=40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"reminder IN {REMINDERS}", name=op.f("ck_introduction_reminders_reminder")),
        sa.ForeignKeyConstraint(["introduction_id"], ["introductions.id"], name=op.f("fk_introduction_reminders_introduction_id_introductions"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_reminders")),
        sa.UniqueConstraint("introduction_id", "reminder", "entered_at", name=op.f("uq_introduction_reminders_introduction_id_reminder_entered_at")),
    )
    op.create_table(
        "introduction_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["introduction_id"], ["introductions.id"], name=op.f("fk_introduction_notices_introduction_id_introductions"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_introduction_notices_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_notices")),
    )
    op.create_index(op.f("ix_introduction_notices_introduction_id"), "introduction_notices", ["introduction_id"], unique=False)
    op.create_index(op.f("ix_introduction_notices_user_id"), "introduction_notices", ["user_id"], unique=False)
    op.create_table(
        "answer_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["introduction_id"], ["introductions.id"], name=op.f("fk_answer_links_introduction_id_introductions"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_answer_links_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_answer_links_token_hash")),
    )
    op.create_index(op.f("ix_answer_links_introduction_id"), "answer_links", ["introduction_id"], unique=False)
    op.create_index(op.f("ix_answer_links_user_id"), "answer_links", ["user_id"], unique=False)
    op.create_table(
        "organisation_blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("blocked_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("organisation_id <> blocked_id", name=op.f("ck_organisation_blocks_two_organisations")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_blocks_organisation_id_organisations"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["blocked_id"], ["organisations.id"], name=op.f("fk_organisation_blocks_blocked_id_organisations"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_blocks")),
        sa.UniqueConstraint("organisation_id", "blocked_id", name=op.f("uq_organisation_blocks_organisation_id_blocked_id")),
    )
    op.create_index(op.f("ix_organisation_blocks_blocked_id"), "organisation_blocks", ["blocked_id"], unique=False)
    _tags(TAGS, checked=True)


def downgrade() -> None:
    _tags(OLD_TAGS, checked=False)
    op.drop_table("organisation_blocks")
    op.drop_table("answer_links")
    op.drop_table("introduction_notices")
    op.drop_table("introduction_reminders")
    op.drop_index("ix_introductions_status_entered_at", table_name="introductions")
    op.drop_index("uq_introductions_draft_pair", table_name="introductions")
    op.drop_index("uq_introductions_open_pair", table_name="introductions")
    for name in ADDED:
        op.execute(f"ALTER TABLE introductions DROP CONSTRAINT {name}")
    for statement in BACK:
        op.execute(statement)
    for column in ("erased_at", "deferred_until", "asked_at", "entered_at", "override_reason", "deck_url", "purpose", "proposed"):
        op.drop_column("introductions", column)
    for name, rule in DROPPED.items():
        op.execute(sa.text(f"ALTER TABLE introductions ADD CONSTRAINT {name} CHECK ({rule})"))
    op.create_index("uq_introductions_open_pair", "introductions", OPEN_PAIR, unique=True, postgresql_where=sa.text("status <> 'closed'"))
