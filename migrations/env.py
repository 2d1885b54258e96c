"""Alembic runs here, within the application context that `flask db` gives."""

from typing import Any

from alembic import context
from flask import current_app

config = context.config


def include_name(name: str | None, type_: str, parent_names: Any) -> bool:
    """Leave procrastinate's own tables to procrastinate."""
    return not (type_ == "table" and (name or "").startswith("procrastinate_"))


def run_migrations_online() -> None:
    """Run the revisions in one transaction each on the application's database."""
    extension = current_app.extensions["migrate"]
    with extension.db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=extension.db.metadata,
            include_name=include_name,
            transaction_per_migration=True,
            **extension.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations_online()
