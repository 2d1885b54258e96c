"""The first rows of an uploaded file, as they would land: what staff look at before they confirm."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.profiles.imports import canonical, grouping, readers
from matchmaker.profiles.imports.errors import RowError
from matchmaker.profiles.imports.limits import UPLOAD
from matchmaker.profiles.imports.mapping import Mapping
from matchmaker.profiles.imports.readers import Table
from matchmaker.profiles.imports.report import COUNTS
from matchmaker.profiles.imports.run import Order, check, mapping_for
from matchmaker.profiles.imports.translate import Aside, check_columns, translate

LOOKED_AT = 1000  # rows read at most, so that a page answers soon whatever the file
SHOWN = 10


@dataclass(frozen=True)
class PreviewRow:
    """One row as it would land, or `fault` in words."""

    line: int
    values: dict[str, Any]
    warnings: tuple[str, ...] = ()
    fault: str | None = None


@dataclass(frozen=True)
class Preview:
    """What the first rows of a file come to. `fault` says why the file cannot be read at all."""

    header: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[PreviewRow, ...] = ()
    faults: tuple[PreviewRow, ...] = ()
    looked_at: int = 0
    asides: tuple[tuple[Any, int], ...] = ()
    encoding: str | None = None
    fault: str | None = None


def preview(content: bytes, order: Order) -> Preview:
    """Return the first sound and the first faulty rows of a file; never raises for what is in it."""
    header: tuple[str, ...] = ()
    try:
        table = readers.open_table(io.BytesIO(content), UPLOAD)
        header = table.header
        check(order)
        mapping = mapping_for(order, table)
        check_columns(mapping, table.header, order.selections)
        return _look(table, mapping, order)
    except Invalid as error:
        return Preview(header=header, fault=str(error))


def _look(table: Table, mapping: Mapping, order: Order) -> Preview:
    asides: Counter[Aside] = Counter()
    good: list[PreviewRow] = []
    bad: list[PreviewRow] = []
    looked_at = 0
    for found in _attempts(table, mapping, order):
        looked_at += 1
        if isinstance(found, Aside):
            asides[found] += 1
        else:
            (bad if found.fault else good).append(found)
        if len(good) >= SHOWN and len(bad) >= SHOWN:
            break
    return Preview(
        header=table.header,
        columns=tuple(column for column in mapping.fields if column in canonical.columns(order.kind)),
        rows=tuple(good[:SHOWN]),
        faults=tuple(bad[:SHOWN]),
        looked_at=looked_at,
        asides=tuple((COUNTS[aside.value], count) for aside, count in asides.items()),
        encoding=table.encoding,
    )


def _attempts(table: Table, mapping: Mapping, order: Order) -> Iterator[PreviewRow | Aside]:
    for row in islice(table.rows, LOOKED_AT):
        try:
            found = translate(row, mapping, order.kind, order.hub, order.selections)
            if isinstance(found, Aside):
                yield found
                continue
            found = grouping.join([found], mapping)
            profile = canonical.parse(found.cells, order.kind, order.hub, clock.today())
            # Lazy strings count as safe markup in a template, and these quote the file.
            warnings = tuple(str(warning) for warning in (*found.warnings, *profile.warnings))
            if order.hub and profile.values["hub"] is not order.hub:
                yield Aside.OTHER_HUB
            else:
                yield PreviewRow(row.line, profile.values, warnings)
        except RowError as error:
            yield PreviewRow(row.line, dict(row.cells), fault=str(error))
