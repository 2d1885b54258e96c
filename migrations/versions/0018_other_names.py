"""Brands and other names of an organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column(
        "organisations",
        sa.Column("other_names", sa.ARRAY(sa.String(length=200)), nullable=False, server_default="{}"),
    )
    op.alter_column("organisations", "other_names", server_default=None)


def downgrade() -> None:
    op.drop_column("organisations", "other_names")
