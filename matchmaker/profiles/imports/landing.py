"""Rows become organisations: a batch in one transaction, under a lock that keeps two imports apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db
from matchmaker.profiles import values
from matchmaker.profiles.imports import canonical, sources
from matchmaker.profiles.imports.canonical import Profile
from matchmaker.profiles.imports.errors import RowError
from matchmaker.profiles.imports.matcher import Candidates, Identity
from matchmaker.profiles.imports.readers import Row
from matchmaker.profiles.models import (
    ImportRecord,
    Organisation,
    ProfileReview,
    ProfileStatus,
    ReviewKind,
)
from matchmaker.taxonomy import Kind

LOCK = 0x696D706F7274  # any number, the same in every process that imports


def lock() -> Select[Any]:
    """Return the statement that waits until no other import has a batch under way."""
    return select(func.pg_advisory_xact_lock(LOCK))


@dataclass(frozen=True)
class Incoming:
    """A checked row: its cells as its source gave them, and the profile they make."""

    row: Row
    cells: dict[str, str]
    profile: Profile
    identity: Identity


@dataclass(frozen=True)
class Landed:
    """What became of a row: one of the names of report.COUNTS, or a refusal."""

    outcome: str
    fault: RowError | None = None


class Landing:
    """Lands the rows of one file. `taken` remembers which line of it stands for which organisation."""

    def __init__(self, kind: Kind, actor: User | None, *, publish: bool) -> None:
        self.kind, self.actor, self.publish = kind, actor, publish
        self.taken: dict[int, int] = {}

    def land(self, batch: Sequence[Incoming]) -> list[Landed]:
        """Match and write the rows within the transaction under way, and flush; does not commit."""
        db.session.execute(lock())
        candidates = Candidates(self.kind, [incoming.identity for incoming in batch])
        records = _records(candidates.organisations())
        written: list[tuple[Organisation, AuditTag, list[str]]] = []
        landed = [self._land(incoming, candidates, records, written) for incoming in batch]
        db.session.flush()
        for organisation, tag, fields in written:
            audit.record(db.session, self.actor, tag, organisation, role=_role(self.actor), fields=fields)
        return landed

    def _land(
        self,
        incoming: Incoming,
        candidates: Candidates,
        records: "Records",
        written: list[tuple[Organisation, AuditTag, list[str]]],
    ) -> Landed:
        if candidates.removed(incoming.identity):
            return Landed("removed")
        organisation = candidates.find(incoming.identity)
        if organisation is None:
            organisation = self._create(incoming, records)
            written.append((organisation, AuditTag.PROFILE_CREATED, []))
            outcome = "new"
        else:
            if reason := self._untouchable(organisation, incoming):
                return reason
            fields = _update(organisation, incoming, records)
            if fields:
                written.append((organisation, AuditTag.PROFILE_EDITED, fields))
            outcome = "updated" if fields else "unchanged"
        self.taken[organisation.id] = incoming.row.line
        candidates.add(organisation)
        return Landed(outcome)

    def _untouchable(self, organisation: Organisation, incoming: Incoming) -> Landed | None:
        if line := self.taken.get(organisation.id):
            rule = _l("The file has the same organisation twice.")
            reason = _l("The same organisation stands in line %(line)s already.", line=line)
            return Landed("rejected", RowError(reason, rule))
        if organisation.status is ProfileStatus.REMOVED:
            return Landed("removed")
        if organisation.is_claimed or organisation.import_source is None:
            return Landed("claimed")
        return Landed("elsewhere") if organisation.hub is not incoming.identity.hub else None

    def _create(self, incoming: Incoming, records: "Records") -> Organisation:
        """Make the organisation: published at once, or waiting for the staff check."""
        given, now = incoming.profile.values, clock.now()
        organisation = Organisation(
            kind=self.kind,
            hub=given["hub"],
            name=given["name"],
            status=ProfileStatus.PUBLISHED if self.publish else ProfileStatus.SUBMITTED,
            published_at=now if self.publish else None,
            import_source=incoming.profile.source,
            import_id=incoming.profile.import_id,
            entries=[],
            startup=None,
            investor=None,
            programme=None,
        )
        values.details(organisation)
        values.write(organisation, given)
        db.session.add(organisation)
        db.session.flush()
        if not self.publish:
            db.session.add(_review(organisation, self.actor))
        records.keep(organisation, incoming.profile.source, incoming.cells)
        return organisation


def _role(actor: User | None) -> str | None:
    return None if actor else "operator"


def _review(organisation: Organisation, actor: User | None) -> ProfileReview:
    return ProfileReview(
        organisation_id=organisation.id,
        kind=ReviewKind.FIRST_PUBLICATION,
        requested_by_id=actor.id if actor else None,
    )


class Records:
    """What each source last said of each organisation."""

    def __init__(self, rows: Sequence[ImportRecord]) -> None:
        self._rows: dict[int, dict[str, ImportRecord]] = {}
        for row in rows:
            self._rows.setdefault(row.organisation_id, {})[row.source] = row

    def cells(self, organisation: Organisation) -> dict[str, dict[str, str]]:
        """Return the cells of each source, in the order in which the sources came."""
        return {source: row.cells for source, row in self._rows.get(organisation.id, {}).items()}

    def keep(self, organisation: Organisation, source: str, cells: dict[str, str]) -> None:
        """Remember what `source` says now."""
        rows = self._rows.setdefault(organisation.id, {})
        if source in rows:
            rows[source].cells, rows[source].changed_at = cells, clock.now()
        else:
            rows[source] = ImportRecord(organisation_id=organisation.id, source=source, cells=cells)
            db.session.add(rows[source])


def _records(organisations: Sequence[Organisation]) -> Records:
    ids = [organisation.id for organisation in organisations]
    statement = select(ImportRecord).where(ImportRecord.organisation_id.in_(ids)).order_by(ImportRecord.id)
    return Records(list(db.session.scalars(statement)))


def _update(organisation: Organisation, incoming: Incoming, records: Records) -> list[str]:
    """Write what the source changed since it was last read, and return the names of the fields written.

    What staff corrected by hand stays, as long as the source says what it said then.
    """
    source, known = incoming.profile.source, records.cells(organisation)
    if known.get(source) == incoming.cells:
        return []
    before = _profile(sources.merge(known), organisation)
    after = _profile(sources.merge({**known, source: incoming.cells}), organisation)
    differing = {name: value for name, value in after.items() if before.get(name) != value}
    changed = values.write(organisation, differing)
    if changed:
        organisation.changed_at = clock.now()  # a changed entry or detail alone does not touch the row
    records.keep(organisation, source, incoming.cells)
    return sorted(changed)


def _profile(cells: dict[str, str], organisation: Organisation) -> dict[str, Any]:
    if not cells:
        return {}
    return canonical.parse(cells, organisation.kind, organisation.hub, clock.today()).values
