"""Notices with what people chose about them, daily summaries, and mails that somebody may stop."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TYPES = "('answer_asked', 'reminder', 'request_decided', 'request_answered', 'introduced', 'introduction_message', 'meeting_changed', 'outcome_asked', 'introduction_ended', 'profile_reviewed', 'profile_stale', 'matches_found', 'request_received', 'request_overdue', 'import_finished', 'account_security')"


def upgrade() -> None:
    op.add_column("mails", sa.Column("unsubscribe_url", sa.String(length=500), nullable=True))
    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"type IN {TYPES}", name=op.f("ck_notifications_type")),
        sa.CheckConstraint("due_at IS NULL OR read_at IS NULL", name=op.f("ck_notifications_read_needs_no_summary")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notifications_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
    )
    op.create_index("ix_notifications_user_id_id", "notifications", ["user_id", "id"])
    op.create_index("ix_notifications_unread", "notifications", ["user_id"], postgresql_where=sa.text("read_at IS NULL"))
    op.create_index("ix_notifications_due_at", "notifications", ["due_at"], postgresql_where=sa.text("due_at IS NOT NULL"))
    op.create_index("ix_notifications_created_at", "notifications", ["created_at"])
    op.create_table(
        "notification_preferences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("delivery", sa.String(length=40), nullable=False),
        sa.CheckConstraint(f"type IN {TYPES}", name=op.f("ck_notification_preferences_type")),
        sa.CheckConstraint("delivery IN ('at_once', 'daily', 'never')", name=op.f("ck_notification_preferences_delivery")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notification_preferences_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_preferences")),
        sa.UniqueConstraint("user_id", "type", name=op.f("uq_notification_preferences_user_id_type")),
    )
    op.create_table(
        "notification_hours",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name=op.f("ck_notification_hours_both_or_none")),
        sa.CheckConstraint("quiet_from <> quiet_until", name=op.f("ck_notification_hours_two_hours")),
        sa.CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name=op.f("ck_notification_hours_o_clock")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notification_hours_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notification_hours")),
    )
    op.create_table(
        "notification_summaries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notification_summaries_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_summaries")),
        sa.UniqueConstraint("user_id", "day", name=op.f("uq_notification_summaries_user_id_day")),
    )
    op.create_index(op.f("ix_notification_summaries_created_at"), "notification_summaries", ["created_at"])


def downgrade() -> None:
    op.drop_table("notification_summaries")
    op.drop_table("notification_hours")
    op.drop_table("notification_preferences")
    op.drop_table("notifications")
    op.drop_column("mails", "unsubscribe_url")
