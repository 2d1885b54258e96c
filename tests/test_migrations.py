"""The revisions lead to exactly the models, and back, with rows in the tables."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, inspect, text

from matchmaker.extensions import db
from tests import factories

CHECKS = """
SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace
"""


@pytest.fixture
def restored(context: Flask) -> Iterator[Flask]:
    """The application, whose database stands at head again after the test."""
    yield context
    db.session.rollback()
    upgrade()


def _own_tables() -> set[str]:
    return {name for name in inspect(db.engine).get_table_names() if not name.startswith("procrastinate_")}


def test_head_equals_the_models(context: Flask) -> None:
    with db.engine.connect() as connection:
        migration = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: (
                    not (kind == "table" and name.startswith("procrastinate_"))
                )
            },
        )
        assert compare_metadata(migration, db.metadata) == []


def test_head_has_every_check_of_the_models(context: Flask) -> None:
    found = set(db.session.scalars(text(CHECKS)))
    wanted = {
        str(constraint.name)
        for table in db.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    own = {name for name in found if not name.startswith(("procrastinate_", "check_"))}
    assert own == wanted


def test_every_constraint_has_a_name_of_the_convention(context: Flask) -> None:
    unnamed = [
        (table.name, constraint)
        for table in db.metadata.tables.values()
        for constraint in table.constraints
        if not str(constraint.name).startswith(("pk_", "fk_", "uq_", "ck_"))
    ]
    assert unnamed == []


def test_each_revision_goes_down_and_up_with_rows(restored: Flask) -> None:
    owner = factories.user()
    factories.organisation(owner, contact={"email": "somebody@example.org"})
    db.session.commit()
    script = ScriptDirectory.from_config(restored.extensions["migrate"].migrate.get_config())
    revisions = [revision.revision for revision in script.walk_revisions()]
    for revision in revisions:
        down = script.get_revision(revision).down_revision
        downgrade(revision=str(down or "base"))
        upgrade(revision=revision)
        downgrade(revision=str(down or "base"))
    assert _own_tables() == {"alembic_version"}
    upgrade()
    assert _own_tables() == set(db.metadata.tables) | {"alembic_version"}


def test_an_audit_event_cannot_be_changed_or_deleted(context: Flask) -> None:
    from sqlalchemy.exc import DatabaseError

    from matchmaker.core.audit import AuditTag, record

    person = factories.user()
    record(db.session, person, AuditTag.ACCOUNT_CREATED, person)
    db.session.commit()
    for statement in ("UPDATE audit_events SET tag = 'account:updated'", "DELETE FROM audit_events"):
        with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(statement))
