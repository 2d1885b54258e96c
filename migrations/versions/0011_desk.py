"""The desk of programme staff: who has a matter in hand, notes, reviews by the other city, suggestions."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'model:proposed', 'model:published', 'model:rolled_back', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'introduction:assigned', 'introduction:nudged', 'introduction:suggested', 'co_review:asked', 'co_review:answered', 'desk_note:added', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"
OLD_TAGS = "('account:registered', 'account:confirmed', 'account:logged_in', 'account:password_changed', 'account:invited', 'account:created', 'account:updated', 'account:email_changed', 'account:second_factor_changed', 'account:deactivated', 'account:reactivated', 'account:invitation_revoked', 'profile:created', 'profile:edited', 'profile:submitted', 'profile:approved', 'profile:changes_requested', 'profile:paused', 'profile:resumed', 'profile:claimed', 'profile:removed', 'member:invited', 'member:joined', 'member:removed', 'member:role_changed', 'contact:revealed', 'claim:requested', 'import:uploaded', 'import:confirmed', 'import:discarded', 'import:completed', 'setting:changed', 'match:saved', 'match:dismissed', 'match:restored', 'model:proposed', 'model:published', 'model:rolled_back', 'introduction:transition', 'introduction:edited', 'introduction:reminded', 'message:sent', 'thread:reported', 'thread:read', 'thread:settled', 'meeting:transition', 'calendar:issued', 'calendar:revoked', 'outcome:noted', 'outcome:corrected', 'block:added', 'block:lifted')"

FUNCTION = """
CREATE FUNCTION refuse_change_of_desk_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Notes go with an introduction whose words were erased, or that is itself deleted; nothing else ends them.
    IF TG_OP = 'DELETE' AND (
        pg_trigger_depth() > 1
        OR EXISTS (SELECT FROM introductions WHERE id = OLD.introduction_id AND erased_at IS NOT NULL)
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the notes of the desk are append-only';
END $$
"""
TRIGGER = """
CREATE TRIGGER desk_notes_append_only BEFORE UPDATE OR DELETE ON desk_notes
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_desk_note()
"""
HUBS = "('paris', 'silicon_valley')"


def _tags(allowed: str, *, checked: bool) -> None:
    op.execute("ALTER TABLE audit_events DROP CONSTRAINT ck_audit_events_tag")
    later = "" if checked else " NOT VALID"  # the record is append-only: events of later kinds stay in it
    op.execute(f"ALTER TABLE audit_events ADD CONSTRAINT ck_audit_events_tag CHECK (tag IN {allowed}){later}")


def _row(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["introduction_id"], ["introductions.id"], name=op.f(f"fk_{table}_introduction_id_introductions"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.add_column("introductions", sa.Column("assigned_to_id", sa.Integer(), nullable=True))
    op.add_column("introductions", sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(op.f("fk_introductions_assigned_to_id_users"), "introductions", "users", ["assigned_to_id"], ["id"])
    op.create_index(op.f("ix_introductions_assigned_to_id"), "introductions", ["assigned_to_id"])
    op.create_table(
        "desk_notes",
        *_row("desk_notes"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("char_length(text) BETWEEN 1 AND 2000", name=op.f("ck_desk_notes_length")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_desk_notes_author_id_users")),
    )
    op.create_index(op.f("ix_desk_notes_introduction_id"), "desk_notes", ["introduction_id"])
    op.create_index(op.f("ix_desk_notes_author_id"), "desk_notes", ["author_id"])
    op.create_table(
        "co_reviews",
        *_row("co_reviews"),
        sa.Column("hub", sa.String(length=40), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(f"hub IN {HUBS}", name=op.f("ck_co_reviews_hub")),
        sa.CheckConstraint("answer IN ('agrees', 'doubts')", name=op.f("ck_co_reviews_answer")),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_co_reviews_answered_by_somebody"),
        ),
        sa.CheckConstraint("answer IS NOT NULL OR note = ''", name=op.f("ck_co_reviews_note_with_an_answer")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_co_reviews_asked_by_id_users")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["users.id"], name=op.f("fk_co_reviews_answered_by_id_users")),
    )
    op.create_index(op.f("ix_co_reviews_introduction_id"), "co_reviews", ["introduction_id"])
    op.create_index("uq_co_reviews_open", "co_reviews", ["introduction_id"], unique=True, postgresql_where=sa.text("answer IS NULL"))
    op.create_table(
        "introduction_suggestions",
        *_row("introduction_suggestions"),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("suggested_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_introduction_suggestions_organisation_id_organisations"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["suggested_by_id"], ["users.id"], name=op.f("fk_introduction_suggestions_suggested_by_id_users")),
        sa.UniqueConstraint("introduction_id", "organisation_id", name=op.f("uq_introduction_suggestions_introduction_id_organisation_id")),
    )
    op.create_index(op.f("ix_introduction_suggestions_organisation_id"), "introduction_suggestions", ["organisation_id"])
    op.execute(FUNCTION)
    op.execute(TRIGGER)
    _tags(TAGS, checked=True)


def downgrade() -> None:
    _tags(OLD_TAGS, checked=False)
    op.drop_table("introduction_suggestions")
    op.drop_table("co_reviews")
    op.drop_table("desk_notes")
    op.execute("DROP FUNCTION refuse_change_of_desk_note")
    op.drop_column("introductions", "nudged_at")
    op.drop_column("introductions", "assigned_to_id")
