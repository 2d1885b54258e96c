"""Saved and dismissed recommendations."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "marked_recommendations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum("saved", "dismissed", name="mark", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "sector",
                "stage",
                "ticket",
                "geography",
                "timing",
                "already_in_contact",
                "not_convincing",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("model_version", sa.String(length=40), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IS NULL OR mark = 'dismissed'",
            name=op.f("ck_marked_recommendations_reason_of_a_dismissal"),
        ),
        sa.CheckConstraint("organisation_id <> other_id", name=op.f("ck_marked_recommendations_not_itself")),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["users.id"], name=op.f("fk_marked_recommendations_marked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_marked_recommendations_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["organisations.id"],
            name=op.f("fk_marked_recommendations_other_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marked_recommendations")),
        sa.UniqueConstraint(
            "organisation_id", "other_id", name=op.f("uq_marked_recommendations_organisation_id_other_id")
        ),
    )
    op.create_index(
        op.f("ix_marked_recommendations_other_id"), "marked_recommendations", ["other_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_marked_recommendations_other_id"), table_name="marked_recommendations")
    op.drop_table("marked_recommendations")
