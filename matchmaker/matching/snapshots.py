"""Snapshots of the index: immutable directories under content-hashed names, and one CURRENT file."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from matchmaker.matching.engine import SnapshotError, TextIndex
from matchmaker.matching.entries import TEXTS, Entries
from matchmaker.matching.reading import reader

CURRENT = "CURRENT"
ENTRIES = "entries.npz"
KEPT = 3  # snapshots that stay, for processes that still open an older one


@dataclass(frozen=True)
class Published:
    """Which snapshot is current, and the moment up to which it knows every change."""

    name: str
    as_of: datetime


@dataclass(frozen=True)
class Snapshot:
    """An opened snapshot: rows 2i and 2i + 1 of the index are the texts of row i of the entries."""

    published: Published
    index: TextIndex
    entries: Entries


def current(folder: Path) -> Published | None:
    """Return what is published under `folder`, or None where nothing is."""
    try:
        stated = json.loads((folder / CURRENT).read_text(encoding="utf-8"))
        return Published(stated["name"], datetime.fromisoformat(stated["as_of"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError) as error:
        raise SnapshotError(f"{folder / CURRENT} is damaged: {error}") from error


def publish(folder: Path, index: TextIndex, entries: Entries, as_of: datetime) -> Published:
    """Write a snapshot and make it current, each in one step that readers see whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        index.save(draft / "index")
        arrays: dict[str, Any] = entries.arrays()
        np.savez(draft / ENTRIES, **arrays)  # the same entries give the same bytes
        name = _content_hash(draft)
        if not (folder / name).exists():
            draft.rename(folder / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    published = Published(name, as_of)
    _point_at(folder, published)
    _prune(folder, keep=name)
    return published


def open_current(folder: Path, *, verify: bool = True) -> Snapshot | None:
    """Open the current snapshot, its arrays mapped read-only; SnapshotError where it cannot serve.

    `verify=False` skips the checksums and still refuses what another version of the engine wrote.
    """
    published = current(folder)
    if published is None:
        return None
    index = TextIndex.load(folder / published.name / "index", reader(), verify=verify)
    try:
        with np.load(folder / published.name / ENTRIES, allow_pickle=False) as arrays:
            entries = Entries.from_arrays(arrays)
    except (OSError, ValueError, TypeError, KeyError, zipfile.BadZipFile) as error:
        raise SnapshotError(f"the entries of snapshot {published.name} are damaged: {error}") from error
    if index.rows != TEXTS * len(entries):
        raise SnapshotError(f"the entries of snapshot {published.name} are those of another index")
    return Snapshot(published, index, entries)


def withdraw(folder: Path) -> None:
    """Take a damaged current snapshot away, so that the worker builds a new one."""
    with contextlib.suppress(SnapshotError):
        published = current(folder)
        if published is not None:
            shutil.rmtree(folder / published.name, ignore_errors=True)
    (folder / CURRENT).unlink(missing_ok=True)


def _content_hash(directory: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in directory.rglob("*") if path.is_file()):
        digest.update(str(file.relative_to(directory)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:32]


def _point_at(folder: Path, published: Published) -> None:
    handle, draft = tempfile.mkstemp(prefix=".current-", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"name": published.name, "as_of": published.as_of.isoformat()}, file)
    Path(draft).replace(folder / CURRENT)


def _prune(folder: Path, keep: str) -> None:
    found = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    newest = sorted(found, key=lambda path: (path.name == keep, path.stat().st_mtime), reverse=True)
    for old in newest[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
