"""The index that a process serves: the newest snapshot, and the edits since it in a small delta."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import structlog
from flask import Flask, current_app
from sqlalchemy import func, or_, select

from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.matching import build, snapshots
from matchmaker.matching.candidates import Document, document, listed
from matchmaker.matching.engine import Columns, SnapshotError, TextIndex
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import WITH_DETAILS

OVERLAP = timedelta(minutes=2)  # a transaction may commit this much after the moment it wrote down
_KEY = "matching.served"
_log = structlog.get_logger()


class NotReady(Exception):
    """No snapshot is published yet; the worker makes one within a minute."""


@dataclass(frozen=True)
class View:
    """A consistent moment of the served index: row i of `index` is candidate i of `columns`."""

    name: str
    index: TextIndex
    columns: Columns
    claimed: tuple[bool, ...]
    rows: dict[int, int]
    versions: dict[int, int]
    as_of: datetime
    day: date

    def scores(self, asked: Document) -> npt.NDArray[np.float64]:
        """Return how near each row is to `asked`, in either language, float64 in the order of `columns`."""
        found = self.index.comparable(asked.text, language=asked.language)
        return found[: len(self.columns)]


class Served:
    """Keeps one view for all threads of the process and brings it up to date when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._view: View | None = None

    def view(self) -> View:
        """Return the view with every change committed so far; NotReady before the first snapshot."""
        with self._lock:
            opened = self._opened()
            self._view = opened if opened is None else _caught_up(opened)
            if self._view is None:
                raise NotReady
            return self._view

    def _opened(self) -> View | None:
        try:
            published = snapshots.current(self._folder)
            if published is None or (self._view and self._view.name == published.name):
                return self._view
            snapshot = snapshots.open_current(self._folder)
        except SnapshotError:
            _log.exception("snapshot refused, the worker builds a new one")
            snapshots.withdraw(self._folder)
            return self._view
        return None if snapshot is None else _first_view(snapshot)


def _first_view(snapshot: snapshots.Snapshot) -> View:
    candidates = [entry.candidate for entry in snapshot.entries]
    return View(
        name=snapshot.published.name,
        index=snapshot.index,
        columns=Columns.of(candidates),
        claimed=tuple(entry.claimed for entry in snapshot.entries),
        rows={one.id: row for row, one in enumerate(candidates)},
        versions={entry.candidate.id: entry.version for entry in snapshot.entries},
        as_of=snapshot.published.as_of,
        day=snapshot.published.as_of.date(),
    )


def _caught_up(view: View) -> View:
    """Return the view with the profiles changed since, read in one query where there are any."""
    now, today = db.session.scalar(select(func.clock_timestamp())), clock.today()
    assert isinstance(now, datetime)
    changed = Organisation.changed_at > view.as_of - OVERLAP
    if today != view.day:  # pauses begin and end at midnight without a change of the profile
        changed = or_(changed, Organisation.paused_from.is_not(None), Organisation.paused_until.is_not(None))
    found = db.session.execute(select(Organisation.id, Organisation.version).where(changed)).all()
    stale = [id_ for id_, version in found if today != view.day or view.versions.get(id_) != version]
    if stale:
        view = _with_changes(view, stale)
    return replace(view, as_of=now, day=today)


def _with_changes(view: View, ids: Iterable[int]) -> View:
    statement = select(Organisation).where(Organisation.id.in_(list(ids))).options(*WITH_DETAILS)
    delta = _Delta(view)
    for organisation in db.session.scalars(statement).unique():
        delta.take(organisation)
    return delta.view()


class _Delta:
    """Takes changed profiles into the index and into copies of what a view holds beside it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._candidates = list(view.columns.candidates)
        self._claimed = list(view.claimed)
        self._rows = dict(view.rows)
        self._versions = dict(view.versions)

    def take(self, organisation: Organisation) -> None:
        self._versions[organisation.id] = organisation.version
        row = self._rows.get(organisation.id)
        if organisation.is_published:
            self._put(row, organisation)
        elif row is not None:
            self._candidates[row] = listed(organisation)
            self._view.index.remove(self._rows.pop(organisation.id))

    def _put(self, row: int | None, organisation: Organisation) -> None:
        if row is None:
            self._rows[organisation.id] = self._view.index.add(*document(organisation))
            self._candidates.append(listed(organisation))
            self._claimed.append(organisation.is_claimed)
        else:
            self._view.index.replace(row, *document(organisation))
            self._candidates[row] = listed(organisation)
            self._claimed[row] = organisation.is_claimed

    def view(self) -> View:
        return replace(
            self._view,
            columns=Columns.of(self._candidates),
            claimed=tuple(self._claimed),
            rows=self._rows,
            versions=self._versions,
        )


def view() -> View:
    """Return this process's view of the index."""
    served: Served = current_app.extensions[_KEY]
    return served.view()


def init_app(app: Flask) -> None:
    """Serve the snapshots of this application's folder; the first is opened when it is first asked for."""
    with app.app_context():
        app.extensions[_KEY] = Served(build.folder())
