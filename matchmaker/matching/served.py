"""The index that a process serves: the newest snapshot, and the edits since it in a small delta."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import structlog
from flask import Flask, current_app, g, has_request_context
from sqlalchemy import select

from matchmaker.extensions import db
from matchmaker.matching import published, snapshots
from matchmaker.matching.documents import Document, document
from matchmaker.matching.engine import (
    WEIGHTS,
    Columns,
    Cosines,
    FieldReader,
    Mass,
    Nearness,
    SnapshotError,
    TextIndex,
    Weights,
)
from matchmaker.matching.engine.top import Rows
from matchmaker.matching.engine.weighting import Floats
from matchmaker.matching.entries import TEXTS, Entries, index_rows, mass_of
from matchmaker.matching.storage import BrokenObject, Storage, Unreachable, storage
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import WITH_DETAILS

OVERLAP = timedelta(minutes=2)  # a transaction may commit this much after the moment it wrote down
_KEY = "matching.served"
_log = structlog.get_logger()


class NotReady(Exception):
    """No snapshot is published yet; the worker makes one within a minute."""


@dataclass(frozen=True)
class View:
    """A consistent moment of the served index: organisation i is row i of `entries`.

    rows: the row of each organisation that is served, by its id; model: the weights that serve.
    """

    name: str
    reader: FieldReader
    index: TextIndex
    entries: Entries
    rows: Mapping[int, int]
    as_of: datetime
    model: Weights = WEIGHTS

    @property
    def columns(self) -> Columns:
        """What gates and parts compare, in the order of rows."""
        return self.entries.columns

    def cosines(self, asked: Document, rows: Rows) -> Cosines:
        """Return how near the texts of `rows` are to those of `asked`, in either language."""
        places = (TEXTS * rows[:, None] + np.arange(TEXTS)).ravel()
        seeks, offers = (
            self.index.comparable_at(text, places, asked.language) if text.strip() else np.zeros(len(places))
            for text in (asked.seeks, asked.offers)
        )
        mine = Mass(*(np.array([mass]) for mass in mass_of(asked, self.reader)))
        return Cosines.of(seeks, offers, mine, self.entries.mass.take(rows))

    def nearness(self, asked: Document) -> Nearness:
        """Return how near all texts are to those of `asked`, for a ranking; `cosines` for few rows."""
        mine = Mass(*(np.array([mass]) for mass in mass_of(asked, self.reader)))
        return self.index.nearness(asked.seeks, asked.offers, mine, self.entries.mass, asked.language)

    def found(self, text: str) -> Floats:
        """Return how near each row is to a searched `text` by either of its texts, float64 (rows,)."""
        if not text.strip():
            return np.zeros(len(self.entries))
        scores = self.index.comparable(text)[: TEXTS * len(self.entries)]
        return np.maximum(scores[0::TEXTS], scores[1::TEXTS])


class Served:
    """Keeps one view for all threads of the process and brings it up to date when it is asked for."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._lock = threading.Lock()
        self._view: View | None = None
        self._refused: snapshots.Published | None = None

    def view(self) -> View:
        """Return the view with every change committed so far; NotReady before the first snapshot."""
        with self._lock:
            opened = self._opened()
            self._view = opened if opened is None else _caught_up(opened)
            if self._view is None:
                raise NotReady
            return self._view

    def _opened(self) -> View | None:
        newest: snapshots.Published | None = None
        try:
            newest = snapshots.current(self._storage)
            if newest is None or newest == self._refused:
                return self._view
            if self._view and self._view.name == newest.name:
                return self._view
            snapshot = snapshots.open_current(self._storage)
        except SnapshotError as error:
            self._refuse(newest, error)
            return self._view
        except Unreachable:
            _log.exception("the place of the snapshots does not answer, what is open serves on")
            return self._view
        return None if snapshot is None else _first_view(snapshot)

    def _refuse(self, newest: snapshots.Published | None, error: SnapshotError) -> None:
        """Let the worker build anew what is damaged; what hosts of another version can read stays theirs."""
        _log.error("snapshot refused", reason=str(error))
        self._refused = newest
        if isinstance(error, BrokenObject) or not self._storage.checks_copies:
            snapshots.withdraw(self._storage)


def _first_view(snapshot: snapshots.Snapshot) -> View:
    ids = snapshot.entries.columns.ids.tolist()
    return View(
        name=snapshot.published.name,
        reader=snapshot.reader,
        index=snapshot.index,
        entries=snapshot.entries,
        rows=dict(zip(ids, range(len(ids)), strict=True)),
        as_of=snapshot.published.as_of,
    )


def _caught_up(view: View) -> View:
    """Return the view with the profiles changed since, read in one query where there are any."""
    now, model = published.now_and_weights()
    changed = Organisation.changed_at > view.as_of - OVERLAP
    found = db.session.execute(select(Organisation.id, Organisation.version).where(changed)).all()
    stale = [id_ for id_, version in found if _version(view, id_) != version]
    if stale:
        view = _with_changes(view, stale)
    return replace(view, as_of=now, model=model)


def _version(view: View, organisation_id: int) -> int | None:
    row = view.rows.get(organisation_id)
    return None if row is None else int(view.entries.versions[row])


def _with_changes(view: View, ids: Sequence[int]) -> View:
    statement = select(Organisation).where(Organisation.id.in_(ids)).options(*WITH_DETAILS)
    rows = dict(view.rows)
    taken: list[int] = []
    changed: list[Organisation] = []
    for organisation in db.session.scalars(statement).unique():
        row = rows.get(organisation.id)
        if organisation.is_listed:
            rows[organisation.id] = _put(view.index, row, document(organisation))
        elif row is None:
            continue  # a draft, or one that went or was hidden before
        else:
            _remove(view.index, rows.pop(organisation.id))
        taken.append(rows[organisation.id] if row is None else row)
        changed.append(organisation)
    if not changed:
        return view
    newer = Entries.of(changed, view.reader)
    return replace(view, entries=view.entries.with_rows(taken, newer), rows=rows)


def _put(index: TextIndex, row: int | None, texts: Document) -> int:
    """Put both texts in the place of `row`, or after the last, and return their row."""
    if row is None:
        first, _ = index.add(texts.offers, texts.language), index.add(texts.seeks, texts.language)
        return first // TEXTS
    for place, text in zip(index_rows(row), (texts.offers, texts.seeks), strict=True):
        index.replace(place, text, texts.language)
    return row


def _remove(index: TextIndex, row: int) -> None:
    for place in index_rows(row):
        index.remove(place)


def view() -> View:
    """Return this process's view of the index, the same throughout a request: rows are numbered by it."""
    served: Served = current_app.extensions[_KEY]
    if not has_request_context():
        return served.view()
    held: View | None = g.get(_KEY)
    if held is None:
        held = served.view()
        setattr(g, _KEY, held)
    return held


def init_app(app: Flask) -> None:
    """Serve the snapshots of this application's folder; the first is opened when it is first asked for."""
    with app.app_context():
        app.extensions[_KEY] = Served(storage())
