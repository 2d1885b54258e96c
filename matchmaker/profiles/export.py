"""The canonical CSV of published organisations: an import of it and another export give the same bytes."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import IO

from sqlalchemy import ColumnElement, func, select

from matchmaker.extensions import db
from matchmaker.profiles import values
from matchmaker.profiles.imports import canonical
from matchmaker.profiles.imports.cells import guard
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.profiles.policies import WITH_DETAILS
from matchmaker.taxonomy import Hub, Kind

OWN_SOURCE = "passerelle"  # organisations that registered here, rather than came from a file
PAGE = 500


def write(output: IO[str], kind: Kind, hub: Hub | None = None) -> tuple[int, int]:
    """Write the published organisations of `kind` and return (how many, how many confidential ones not).

    Never persons or contacts. A confidential profile is left out, since a file cannot keep its name. Cells
    that a spreadsheet would compute are guarded, see `cells.guard`. The order depends on the content alone.
    """
    rows = sorted(
        (_cells(organisation) for organisation in _published(kind, hub)),
        key=lambda cells: tuple(cells[name] for name in ("hub", "name", "source", "id")),
    )
    _write(output, kind, rows)
    return len(rows), _confidential(kind, hub)


def of_one(organisation: Organisation) -> str:
    """Return the file of one organisation, published or not, for its own people: a confidential one too."""
    output = io.StringIO(newline="")
    _write(output, organisation.kind, [_cells(organisation)])
    return output.getvalue()


def _write(output: IO[str], kind: Kind, rows: Sequence[Mapping[str, str]]) -> None:
    columns = canonical.columns(kind)
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(columns)
    for cells in rows:
        writer.writerow([guard(cells[name]) for name in columns])


def _published(kind: Kind, hub: Hub | None) -> list[Organisation]:
    statement = (
        select(Organisation)
        .where(*_of(kind, hub), Organisation.confidential.is_(False))
        .options(*WITH_DETAILS)
        .execution_options(yield_per=PAGE)
    )
    return list(db.session.scalars(statement))


def _confidential(kind: Kind, hub: Hub | None) -> int:
    statement = select(func.count()).where(*_of(kind, hub), Organisation.confidential)
    return db.session.scalar(statement) or 0


def _of(kind: Kind, hub: Hub | None) -> list[ColumnElement[bool]]:
    conditions = [
        Organisation.kind == kind,
        Organisation.status == ProfileStatus.PUBLISHED,
    ]
    return [*conditions, Organisation.hub == hub] if hub else conditions


def _cells(organisation: Organisation) -> dict[str, str]:
    source = organisation.import_source or OWN_SOURCE
    import_id = organisation.import_id or ("" if organisation.import_source else str(organisation.id))
    return canonical.cells_of(values.read(organisation), organisation.kind, import_id, source)
