"""Snapshots of the index: immutable directories under content-hashed names, and one CURRENT object."""

import contextlib
import hashlib
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from matchmaker.matching.engine import FieldReader, SnapshotError, TextIndex
from matchmaker.matching.entries import TEXTS, Entries
from matchmaker.matching.reading import Terms, reader
from matchmaker.matching.storage import Storage

CURRENT = "CURRENT"
ENTRIES = "entries.npz"
INDEX = "index"
KEPT = 3  # snapshots that stay, for processes that still open an older one


@dataclass(frozen=True)
class Published:
    """Which snapshot is current, the moment up to which it knows every change, and those before it."""

    name: str
    as_of: datetime
    before: tuple[str, ...] = ()

    @property
    def kept(self) -> list[str]:
        """The snapshots that stay."""
        return [self.name, *self.before]


@dataclass(frozen=True)
class Snapshot:
    """An opened snapshot: rows 2i and 2i + 1 of the index are the texts of row i of the entries.

    terms: what its reader had learnt from profiles in both languages; None for nothing.
    """

    published: Published
    index: TextIndex
    entries: Entries
    reader: FieldReader
    terms: Terms | None

    @property
    def terms_name(self) -> str | None:
        """Which version of the terms it was read with."""
        return None if self.terms is None else self.terms.name


def current(storage: Storage) -> Published | None:
    """Return what is published in `storage`, or None where nothing is."""
    text = storage.read(CURRENT)
    if text is None:
        return None
    try:
        stated = json.loads(text)
        before = tuple(stated.get("before", ()))
        return Published(stated["name"], datetime.fromisoformat(stated["as_of"]), before)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SnapshotError(f"{CURRENT} is damaged: {error}") from error


def publish(storage: Storage, draft: Path, index: TextIndex, entries: Entries, as_of: datetime) -> Published:
    """Complete `draft`, which holds the terms it was read with, and make it the current snapshot.

    Each is one step that readers see whole or not at all.
    """
    index.save(draft / INDEX)
    arrays: dict[str, Any] = entries.arrays()
    np.savez(draft / ENTRIES, **arrays)  # the same entries give the same bytes
    name = _content_hash(draft)
    storage.keep(draft, name)
    published = Published(name, as_of, _before(storage, name))
    stated = {"name": name, "as_of": as_of.isoformat(), "before": list(published.before)}
    storage.write(CURRENT, json.dumps(stated))
    storage.prune(published.kept)
    return published


def _before(storage: Storage, name: str) -> tuple[str, ...]:
    with contextlib.suppress(SnapshotError):
        last = current(storage)
        if last is not None:
            return tuple(one for one in last.kept if one != name)[: KEPT - 1]
    return ()


def open_current(storage: Storage, *, verify: bool | None = None) -> Snapshot | None:
    """Open the current snapshot, its arrays mapped read-only; SnapshotError where it cannot serve.

    Checksums are read of files written since they were last checked, of all where `verify` is true, of none
    where it is false; what another version of the engine wrote is refused in any case.
    """
    published = current(storage)
    if published is None:
        return None
    try:
        return _opened(storage, published, verify=verify)
    except SnapshotError:
        if not storage.forget(published.name):
            raise
        return _opened(storage, published, verify=verify)  # this host's copy was damaged


def _opened(storage: Storage, published: Published, *, verify: bool | None) -> Snapshot:
    directory = storage.opened(published.name)
    terms = Terms.within(directory)
    read = reader(terms)
    index = TextIndex.load(directory / INDEX, read, verify=False if storage.checks_copies else verify)
    try:
        with np.load(directory / ENTRIES, allow_pickle=False) as arrays:
            entries = Entries.from_arrays(arrays)
    except (OSError, ValueError, TypeError, KeyError, zipfile.BadZipFile) as error:
        raise SnapshotError(f"the entries of snapshot {published.name} are damaged: {error}") from error
    if index.rows != TEXTS * len(entries):
        raise SnapshotError(f"the entries of snapshot {published.name} are those of another index")
    storage.drop_copies(published.kept)
    return Snapshot(published, index, entries, read, terms)


def withdraw(storage: Storage) -> None:
    """Take a damaged current snapshot away, so that the worker builds a new one."""
    with contextlib.suppress(SnapshotError):
        published = current(storage)
        if published is not None:
            storage.remove(published.name)
    storage.remove(CURRENT)


def _content_hash(directory: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in directory.rglob("*") if path.is_file()):
        digest.update(str(file.relative_to(directory)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:32]
