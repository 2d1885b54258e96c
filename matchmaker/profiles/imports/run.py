"""One import from a file to the database: read under limits, translate, group, check, land in batches."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DataError, IntegrityError

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.text import fold
from matchmaker.extensions import db
from matchmaker.profiles.imports import canonical, grouping, readers
from matchmaker.profiles.imports.errors import RowError
from matchmaker.profiles.imports.landing import Incoming, Landed, Landing
from matchmaker.profiles.imports.limits import Limits
from matchmaker.profiles.imports.mapping import Mapping, by_hand
from matchmaker.profiles.imports.matcher import Identity
from matchmaker.profiles.imports.readers import Table
from matchmaker.profiles.imports.report import Report
from matchmaker.profiles.imports.translate import Aside, Selection, Translated, check_columns, translate
from matchmaker.taxonomy import Hub, Kind

BATCH = 500
Progress = Callable[[int, int], None]  # rows done, rows in all


@dataclass(frozen=True)
class Order:
    """What to import of a file, and how. Without `mapping` the file is a canonical one."""

    kind: Kind
    hub: Hub | None
    mapping: Mapping | None = None
    selections: tuple[Selection, ...] = ()
    publish: bool = False
    dry_run: bool = False


def check(order: Order) -> None:
    """Raise Invalid where the order cannot be carried out on any file."""
    if order.mapping is None or order.mapping.place is None:
        return
    if order.hub is None:
        raise Invalid(_l("With this mapping the hub must be named."))
    if order.kind not in order.mapping.kinds:
        raise Invalid(
            _l("The mapping %(name)s brings no %(kind)s.", name=order.mapping.name, kind=order.kind.value)
        )


def run(
    stream: IO[bytes],
    order: Order,
    actor: User | None,
    limits: Limits,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Import the file and return what became of each row.

    The whole file is read once under `limits` before anything lands; then each batch of firms lands in a
    transaction of its own, which this function commits. A dry run does all of it and rolls back. Raise
    UnreadableFileError or Invalid for a file or an order that cannot work.
    """
    started = time.perf_counter()
    check(order)
    total = readers.count_rows(readers.open_table(stream, limits))
    table = readers.open_table(stream, limits)
    report = Report(read=total, encoding=table.encoding)
    firms = read_firms(table, order, report)
    _Run(order, actor, report, progress).land(firms)
    report.seconds = time.perf_counter() - started
    return report


def mapping_for(order: Order, table: Table) -> Mapping:
    """Return the order's mapping; for a canonical file the one that takes its columns as they stand."""
    if order.mapping is not None:
        return order.mapping
    headers = {fold(header): header for header in table.header}
    known = {name: headers[fold(name)] for name in canonical.columns(order.kind) if fold(name) in headers}
    return by_hand(known, canonical.DEFAULT_SOURCE)


def read_firms(table: Table, order: Order, report: Report) -> list[Incoming]:
    """Return the checked firms of a table; rows that do not land are counted in `report`."""
    mapping = mapping_for(order, table)
    check_columns(mapping, table.header, order.selections)
    rows = list(_translated(table, mapping, order, report))
    firms = []
    for group in grouping.group(rows, mapping):
        joined = grouping.join(group, mapping)
        report.counts["merged"] += len(group) - 1
        if incoming := _checked(joined, mapping, order, report):
            firms.append(incoming)
    return firms


def _translated(table: Table, mapping: Mapping, order: Order, report: Report) -> Iterator[Translated]:
    for row in table.rows:
        try:
            found = translate(row, mapping, order.kind, order.hub, order.selections)
        except RowError as error:
            report.reject(row, error)
            continue
        if isinstance(found, Aside):
            report.counts[found.value] += 1
        else:
            yield found


def _checked(found: Translated, mapping: Mapping, order: Order, report: Report) -> Incoming | None:
    try:
        profile = canonical.parse(found.cells, order.kind, order.hub, clock.today())
    except RowError as error:
        report.reject(found.row, error)
        return None
    if order.hub and profile.values["hub"] is not order.hub:
        report.counts[Aside.OTHER_HUB.value] += 1
        return None
    report.warnings.update(str(warning) for warning in (*found.warnings, *profile.warnings))
    # An exported file names its source: there an id is as good as in that source's own mapping.
    id_is_firm = mapping.id_is_firm or (order.mapping is None and bool(found.cells.get("source")))
    identity = Identity.of(
        order.kind, profile.values, profile.source, profile.import_id, id_is_firm=id_is_firm
    )
    return Incoming(found.row, found.cells, profile, identity)


class _Run:
    """The landing of all firms of a file."""

    def __init__(self, order: Order, actor: User | None, report: Report, progress: Progress) -> None:
        self.order, self.report, self.progress = order, report, progress
        self.landing = Landing(order.kind, actor, publish=order.publish)

    def land(self, firms: Sequence[Incoming]) -> None:
        """Land batch after batch, and tell how far it is."""
        self.progress(0, len(firms))
        for start in range(0, len(firms), BATCH):
            batch = firms[start : start + BATCH]
            self._note(batch, self._land(batch))
            self.progress(start + len(batch), len(firms))
        if self.order.dry_run:
            db.session.rollback()

    def _note(self, batch: Sequence[Incoming], landed: Sequence[Landed]) -> None:
        for incoming, result in zip(batch, landed, strict=True):
            if result.fault is not None:
                self.report.reject(incoming.row, result.fault)
            else:
                self.report.counts[result.outcome] += 1

    def _land(self, batch: Sequence[Incoming]) -> list[Landed]:
        """Land a batch as a whole; where the database refuses it, row by row, to find the one to blame."""
        try:
            return self._in_transaction(batch)
        except (IntegrityError, DataError):
            return [self._alone(incoming) for incoming in batch]

    def _alone(self, incoming: Incoming) -> Landed:
        try:
            return self._in_transaction([incoming])[0]
        except (IntegrityError, DataError):
            rule = _l("The database refused the row: it contradicts another organisation.")
            return Landed("rejected", RowError(rule))

    def _in_transaction(self, batch: Sequence[Incoming]) -> list[Landed]:
        taken = dict(self.landing.taken)
        try:
            with db.session.begin_nested():
                landed = self.landing.land(batch)
        except (IntegrityError, DataError):
            self.landing.taken = taken
            raise
        if not self.order.dry_run:
            db.session.commit()
        return landed
