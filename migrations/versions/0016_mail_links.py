"""One table for the links of mails by which people act without signing in, whatever they are for."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

OLD = {"answer_links": "answer", "outcome_links": "outcome"}


def upgrade() -> None:
    op.create_table(
        "mail_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('answer', 'outcome', 'meeting', 'profile')", name=op.f("ck_mail_links_purpose")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mail_links_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mail_links_token_hash")),
    )
    op.create_index("ix_mail_links_expires_at", "mail_links", ["expires_at"])
    op.create_index(op.f("ix_mail_links_user_id"), "mail_links", ["user_id"])
    for table, purpose in OLD.items():
        op.execute(
            f"""
            INSERT INTO mail_links (purpose, subject_id, user_id, token_hash, created_at, expires_at, used_at)
            SELECT '{purpose}', introduction_id, user_id, token_hash, created_at, expires_at, used_at FROM {table}
            ORDER BY id
            """
        )
        op.drop_table(table)


def downgrade() -> None:
    for table, purpose in OLD.items():
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("introduction_id", sa.Integer(), nullable=False),
            sa.Column("user_id", sa.Integer(), nullable=False),
            sa.Column("token_hash", sa.String(length=64), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
            sa.ForeignKeyConstraint(["introduction_id"], ["introductions.id"], name=op.f(f"fk_{table}_introduction_id_introductions"), ondelete="CASCADE"),
            sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id_users"), ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint("token_hash", name=op.f(f"uq_{table}_token_hash")),
        )
        op.create_index(op.f(f"ix_{table}_introduction_id"), table, ["introduction_id"], unique=False)
        op.create_index(op.f(f"ix_{table}_user_id"), table, ["user_id"], unique=False)
        op.execute(
            f"""
            INSERT INTO {table} (introduction_id, user_id, token_hash, created_at, expires_at, used_at)
            SELECT subject_id, user_id, token_hash, created_at, expires_at, used_at
            FROM mail_links
            WHERE purpose = '{purpose}' AND subject_id IN (SELECT id FROM introductions) ORDER BY id
            """
        )
    op.drop_table("mail_links")
