"""Empty tables after each test, at the price of what the test wrote."""

from collections.abc import Iterable
from functools import cache
from itertools import count

from flask import Flask
from sqlalchemy import Connection, text

from matchmaker.extensions import db

KEPT = "alembic_version"
TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename != :kept")
# Their triggers refuse to delete a row.
APPEND_ONLY = text("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%\\_append\\_only'")
FIRST_NUMBERS = text("""
SELECT setval(format('%I', sequencename), 1, false) FROM pg_sequences
WHERE schemaname = 'public' AND last_value IS NOT NULL
""")
JOBS = ("periodic_defers", "events", "jobs", "workers")
_rounds = count(1)


def empty_tables(application: Flask) -> None:
    """Leave nothing in the database but its revision; numbers begin at 1 again.

    A new file for every table and index takes as long as many a test, so rows are deleted; once in a while
    all files are made anew, that the remains of dead rows do not pile up.
    """
    with application.app_context():
        db.session.remove()
        with db.engine.begin() as connection:
            names = list(connection.scalars(TABLES, {"kept": KEPT}))
            filled = _filled(connection, names)
            if next(_rounds) % 100 == 0 or not filled <= set(_order()):
                connection.execute(text(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE"))
            else:
                _delete(connection, filled)


def _filled(connection: Connection, names: Iterable[str]) -> set[str]:
    parts = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names)
    return set(connection.scalars(text(" UNION ALL ".join(parts))))


@cache
def _order() -> tuple[str, ...]:
    """Whatever refers to a table stands before it."""
    own = [table.name for table in reversed(db.metadata.sorted_tables)]
    return (*(f"procrastinate_{name}" for name in JOBS), *own)


def _delete(connection: Connection, filled: set[str]) -> None:
    kept_for_ever = filled & set(connection.scalars(APPEND_ONLY))
    if kept_for_ever:
        connection.execute(text(f"TRUNCATE {', '.join(kept_for_ever)}"))
    for name in _order():
        if name in filled - kept_for_ever:
            connection.execute(text(f"DELETE FROM {name}"))
    connection.execute(FIRST_NUMBERS)
