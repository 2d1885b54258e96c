import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.extensions import db
from matchmaker.profiles.imports import mapping
from matchmaker.profiles.imports.limits import COMMAND_LINE
from matchmaker.profiles.imports.report import Report
from matchmaker.profiles.imports.run import Order, run
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import WITH_DETAILS
from matchmaker.taxonomy import Hub, Kind

FILES = Path(__file__).parents[2] / "data" / "imports"
Import = Callable[..., Report]


@pytest.fixture
def import_text(context: Flask) -> Import:
    """Import a canonical file given as text."""

    def do(text: str, kind: Kind = Kind.STARTUP, hub: Hub | None = None, **options: Any) -> Report:
        order = Order(kind, hub, **{"publish": True, **options})
        return run(io.BytesIO(text.encode()), order, None, COMMAND_LINE)

    return do


@pytest.fixture
def import_file(context: Flask) -> Import:
    """Import one of the small files by its mapping."""

    def do(name: str, kind: Kind, hub: Hub, **options: Any) -> Report:
        with (FILES / f"{name}.csv").open("rb") as stream:
            order = Order(kind, hub, mapping.load(name), **{"publish": True, **options})
            return run(stream, order, None, COMMAND_LINE)

    return do


def organisations() -> list[Organisation]:
    """All organisations with details, by name."""
    db.session.expire_all()
    statement = select(Organisation).options(*WITH_DETAILS).order_by(Organisation.name, Organisation.id)
    return list(db.session.scalars(statement))


def only() -> Organisation:
    """The one organisation there is."""
    found = organisations()
    assert len(found) == 1
    return found[0]
