"""After the introduction: messages, meetings with their seats and feeds, outcomes in versions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"

TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"
OLD_TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'block:added', 'block:lifted')"

FUNCTION = """
CREATE FUNCTION refuse_change_of_outcome_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Words may be erased with the side that wrote them; nothing else ever changes.
    IF TG_OP = 'UPDATE' AND NEW.text = '' AND NOT NEW.text_shared
        AND to_jsonb(NEW) - 'text' - 'text_shared' = to_jsonb(OLD) - 'text' - 'text_shared' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the versions of an outcome are append-only';
END $$
"""
TRIGGER = """
CREATE TRIGGER outcome_versions_append_only BEFORE UPDATE OR DELETE ON outcome_versions
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_outcome_version()
"""


def _tags(allowed: str, *, checked: bool) -> None:
    op.execute("ALTER TABLE audit_events DROP CONSTRAINT ck_audit_events_tag")
    later = "" if checked else " NOT VALID"  # the record is append-only: events of later kinds stay in it
    op.execute(f"ALTER TABLE audit_events ADD CONSTRAINT ck_audit_events_tag CHECK (tag IN {allowed}){later}")


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_calendar_feeds_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    op.create_table(
        "introduction_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("party IN ('requester', 'counterpart')", name=op.f('ck_introduction_messages_party')),
        sa.CheckConstraint("char_length(text) BETWEEN 1 AND 2000", name=op.f("ck_introduction_messages_length")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_introduction_messages_author_id_users")),
        sa.ForeignKeyConstraint(["introduction_id"], ["introductions.id"], name=op.f("fk_introduction_messages_introduction_id_introductions"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_messages")),
    )
    op.create_index(op.f("ix_introduction_messages_author_id"), "introduction_messages", ["author_id"], unique=False)
    op.create_index("ix_introduction_messages_introduction_id_id", "introduction_messages", ["introduction_id", "id"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("party", sa.String(length=40), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("video_url", sa.String(length=300), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_by", sa.String(length=40), nullable=True),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('proposed', 'scheduled', 'held', 'no_show', 'cancelled')", name=op.f('ck_meetings_status')),
        sa.CheckConstraint("party IN ('requester', 'counterpart')", name=op.f('ck_meetings_party')),
        sa.CheckConstraint("missed_by IN ('requester', 'counterpart')", name=op.f('ck_meetings_missed_by')),
        sa.CheckConstraint("(status = 'no_show') = (missed_by IS NOT NULL)", name=op.f('ck_meetings_missed_by_a_side')),
        sa.CheckConstraint("left(video_url, 8) = 'https://'", name=op.f('ck_meetings_video_over_https')),
        sa.CheckConstraint("status = 'cancelled' OR (starts_at IS NOT NULL) = (status IN ('held', 'no_show', 'scheduled'))", name=op.f('ck_meetings_time_once_accepted')),
        sa.CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL) AND (starts_at IS NULL) = (attendee_id IS NULL)", name=op.f("ck_meetings_time_and_attendee_together")),
        sa.CheckConstraint("char_length(note) <= 500", name=op.f("ck_meetings_note_length")),
        sa.CheckConstraint("minutes IN (30, 45, 60)", name=op.f("ck_meetings_minutes")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_meetings_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["attendee_id"], ["users.id"], name=op.f("fk_meetings_attendee_id_users")),
        sa.ForeignKeyConstraint(["introduction_id"], ["introductions.id"], name=op.f("fk_meetings_introduction_id_introductions"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["organiser_id"], ["users.id"], name=op.f("fk_meetings_organiser_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_uid")),
    )
    op.create_index(op.f("ix_meetings_attendee_id"), "meetings", ["attendee_id"], unique=False)
    op.create_index("ix_meetings_introduction_id", "meetings", ["introduction_id"], unique=False)
    op.create_index(op.f("ix_meetings_organiser_id"), "meetings", ["organiser_id"], unique=False)
    op.create_index("ix_meetings_status_starts_at", "meetings", ["status", "starts_at"], unique=False)
    op.create_table(
        "outcome_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["introduction_id"], ["introductions.id"], name=op.f("fk_outcome_links_introduction_id_introductions"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_outcome_links_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_outcome_links_token_hash")),
    )
    op.create_index(op.f("ix_outcome_links_introduction_id"), "outcome_links", ["introduction_id"], unique=False)
    op.create_index(op.f("ix_outcome_links_user_id"), "outcome_links", ["user_id"], unique=False)
    op.create_table(
        "outcome_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["introduction_id"], ["introductions.id"], name=op.f("fk_outcome_questions_introduction_id_introductions"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_questions")),
        sa.UniqueConstraint("introduction_id", "days", name=op.f("uq_outcome_questions_introduction_id_days")),
    )
    op.create_table(
        "outcomes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["introduction_id"], ["introductions.id"], name=op.f("fk_outcomes_introduction_id_introductions"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
    )
    op.create_index(op.f("ix_outcomes_introduction_id"), "outcomes", ["introduction_id"], unique=False)
    op.create_table(
        "thread_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("party IN ('requester', 'counterpart')", name=op.f('ck_thread_reports_party')),
        sa.CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_thread_reports_settled_by_somebody")),
        sa.CheckConstraint("char_length(reason) <= 600", name=op.f("ck_thread_reports_length")),
        sa.ForeignKeyConstraint(["introduction_id"], ["introductions.id"], name=op.f("fk_thread_reports_introduction_id_introductions"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reported_by_id"], ["users.id"], name=op.f("fk_thread_reports_reported_by_id_users")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["users.id"], name=op.f("fk_thread_reports_settled_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_reports")),
    )
    op.create_index("ix_thread_reports_introduction_id", "thread_reports", ["introduction_id"], unique=False)
    op.create_index("uq_thread_reports_open", "thread_reports", ["introduction_id"], unique=True, postgresql_where=sa.text("settled_at IS NULL"))
    op.create_table(
        "meeting_seats",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint((sa.literal_column("int4range(user_id, user_id, '[]')"), '&&'), (sa.literal_column('tstzrange(starts_at, ends_at)'), '&&'), using='gist', name='uq_meeting_seats_one_place'),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_meeting_seats_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_seats_meeting_id_meetings"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_meeting_seats_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "user_id", name=op.f("pk_meeting_seats")),
    )
    op.create_table(
        "meeting_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 5", name=op.f("ck_meeting_slots_at_most_five")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_slots_meeting_id_meetings"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_slots")),
        sa.UniqueConstraint("meeting_id", "round", "position", name=op.f("uq_meeting_slots_meeting_id_round_position")),
        sa.UniqueConstraint("meeting_id", "round", "starts_at", name=op.f("uq_meeting_slots_meeting_id_round_starts_at")),
    )
    op.create_table(
        "outcome_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=40), nullable=True),
        sa.Column("jobs_paris", sa.Integer(), nullable=False),
        sa.Column("jobs_silicon_valley", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_shared", sa.Boolean(), nullable=False),
        sa.Column("party", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("type IN ('none', 'second_meeting', 'pilot', 'customer', 'investment', 'hire', 'entity_opened', 'desk', 'rd_partnership')", name=op.f('ck_outcome_versions_type')),
        sa.CheckConstraint("currency IN ('EUR', 'USD')", name=op.f('ck_outcome_versions_currency')),
        sa.CheckConstraint("party IN ('requester', 'counterpart')", name=op.f('ck_outcome_versions_party')),
        sa.CheckConstraint("amount IS NULL OR type = 'investment'", name=op.f('ck_outcome_versions_amount_of_an_investment')),
        sa.CheckConstraint("text <> '' OR NOT text_shared", name=op.f('ck_outcome_versions_shares_words_only')),
        sa.CheckConstraint("type <> 'none' OR jobs_paris + jobs_silicon_valley = 0", name=op.f('ck_outcome_versions_no_jobs_of_nothing')),
        sa.CheckConstraint("(amount IS NULL) = (currency IS NULL)", name=op.f("ck_outcome_versions_amount_in_a_currency")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_outcome_versions_amount_above_zero")),
        sa.CheckConstraint("char_length(text) <= 1000", name=op.f("ck_outcome_versions_text_length")),
        sa.CheckConstraint("jobs_paris BETWEEN 0 AND 10000 AND jobs_silicon_valley BETWEEN 0 AND 10000", name=op.f("ck_outcome_versions_jobs")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_outcome_versions_number")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_outcome_versions_outcome_id_outcomes"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_outcome_versions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_versions")),
        sa.UniqueConstraint("outcome_id", "number", name=op.f("uq_outcome_versions_outcome_id_number")),
    )
    op.create_index(op.f("ix_outcome_versions_user_id"), "outcome_versions", ["user_id"], unique=False)
    op.add_column("mails", sa.Column("calendar", sa.Text(), nullable=True))
    op.execute(FUNCTION)
    op.execute(TRIGGER)
    _tags(TAGS, checked=True)


def downgrade() -> None:
    _tags(OLD_TAGS, checked=False)
    op.drop_column("mails", "calendar")
    op.drop_table("outcome_versions")
    op.drop_table("meeting_slots")
    op.drop_table("meeting_seats")
    op.drop_table("thread_reports")
    op.drop_table("outcomes")
    op.drop_table("outcome_questions")
    op.drop_table("outcome_links")
    op.drop_table("meetings")
    op.drop_table("introduction_messages")
    op.drop_table("calendar_feeds")
    op.execute("DROP FUNCTION refuse_change_of_outcome_version")
