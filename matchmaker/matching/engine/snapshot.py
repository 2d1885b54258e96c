"""Snapshots: an index as a directory of .npy files and one JSON manifest, published by one rename."""

import contextlib
import json
import os
import shutil
import tempfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.base import Base
from matchmaker.matching.engine.block import Block
from matchmaker.matching.engine.postings import Postings
from matchmaker.matching.engine.spaces import Space, TermSpace, VectorSpace
from matchmaker.matching.engine.state import Gap, State
from matchmaker.matching.engine.vocabulary import TermTable

FORMAT = "matchmaker-text-index"
VERSION = 4
MANIFEST = "manifest.json"

_POSTINGS = (
    "row_starts",
    "columns",
    "row_codes",
    "row_values",
    "column_starts",
    "rows_held",
    "column_codes",
    "column_values",
    "book",
)
_BASE = ("pool", "inverse", "near", "bound", "shares")
_BLOCK = ("common", "levels", "units")
_TERMS = ("letters", "offsets", "slots")

Array = npt.NDArray[Any]


class SnapshotError(Exception):
    """A snapshot cannot be read or written; the message says why, in words for an operator."""


def write(state: State, directory: Path) -> None:
    """Publish a compacted `state` under `directory`; see `TextIndex.save`."""
    _refuse_foreign(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    try:
        _fill(draft, state)
        _publish(draft, directory)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def read(directory: Path, space: Space, *, verify: bool | None) -> State:
    """The state saved under `directory`, read as `space` reads texts; see `TextIndex.load`."""
    manifest = _manifest(directory)
    try:
        arrays = {name: _mapped(directory, name, spec, verify) for name, spec in manifest["arrays"].items()}
        postings = Postings(*(arrays[name] for name in _POSTINGS))
        space = _reopened(space, manifest, arrays, postings.width)
        numbers = manifest["numbers"]
        columns, levels, units = (arrays[name] for name in _BLOCK)
        pool, inverse, near, bound, shares = (arrays[name] for name in _BASE)
        base = Base(
            postings,
            space.weighting,
            pool,
            inverse,
            near,
            bound,
            shares,
            block=Block(columns, levels, units, numbers["zero"], numbers["rough"]),
            blur=numbers["blur"],
            documents=numbers["documents"],
        )
        return State.of(space, base, arrays["gone"], Gap(numbers["gap"], 0))
    except (KeyError, TypeError, AttributeError) as error:
        raise _damaged(directory, f"the manifest lacks {error}") from error


def _arrays(state: State) -> dict[str, Array]:
    arrays: dict[str, Array] = {name: getattr(state.base.postings, name) for name in _POSTINGS}
    arrays |= {name: getattr(state.base, name) for name in _BASE}
    block = state.base.block
    arrays |= dict(zip(_BLOCK, (block.columns, block.levels, block.units), strict=True))
    arrays["gone"] = state.gone
    if isinstance(state.space, TermSpace):
        table = state.space.vocabulary.table
        arrays |= dict(zip(_TERMS, table.arrays, strict=True)) | state.space.to_keep()
    return arrays


def _fill(draft: Path, state: State) -> None:
    specs = {name: _save_array(draft / f"{name}.npy", array) for name, array in _arrays(state).items()}
    base = state.base
    numbers = {"blur": base.blur, "documents": base.documents, "gap": state.measured.value}
    numbers |= {"zero": base.block.zero, "rough": base.block.rough}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "space": state.space.recipe(),
        "arrays": specs,
        "numbers": numbers,
    }
    with (draft / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=1, sort_keys=True)
        _flush(file)
    draft.chmod(0o755)


def _save_array(path: Path, array: Array) -> dict[str, Any]:
    array = np.ascontiguousarray(array)
    with path.open("wb") as file:
        np.lib.format.write_array(file, array, allow_pickle=False)
        _flush(file)
    checksum = _checksum(array)
    _seal(path, checksum)
    return {"dtype": array.dtype.str, "shape": list(array.shape), "crc32": checksum}


def _seal(path: Path, checksum: int) -> None:
    """Date a file by its checksum: whoever writes to it, or copies it without dates, breaks the seal."""
    with contextlib.suppress(OSError):  # where it belongs to somebody else it is compared each time
        os.utime(path, ns=(checksum * 10**9, checksum * 10**9))


def _is_sealed(path: Path, checksum: int) -> bool:
    return path.stat().st_mtime_ns == checksum * 10**9


def _flush(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def _checksum(array: Array) -> int:
    return zlib.crc32(array.data.cast("B")) if array.size else 0


def _refuse_foreign(directory: Path) -> None:
    taken = directory.exists() and (not directory.is_dir() or any(directory.iterdir()))
    if taken and not (directory / MANIFEST).is_file():
        message = f"{directory} holds something that is not a snapshot of a text index"
        raise SnapshotError(message)


def _publish(draft: Path, directory: Path) -> None:
    """One rename; an older snapshot steps aside first and stays mapped in processes that read it."""
    if directory.is_dir() and any(directory.iterdir()):
        aside = Path(tempfile.mkdtemp(prefix=f".{directory.name}.old.", dir=directory.parent))
        directory.rename(aside)
        draft.rename(directory)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        draft.rename(directory)


def _manifest(directory: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(directory, f"no readable {MANIFEST}: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _damaged(directory, "it is no snapshot of a text index")
    if manifest.get("version") != VERSION:
        raise _damaged(directory, f"it has format version {manifest.get('version')}, this is {VERSION}")
    return manifest


def _mapped(directory: Path, name: str, spec: dict[str, Any], verify: bool | None) -> Array:
    path = directory / f"{Path(name).name}.npy"
    try:
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
        unsure = not _is_sealed(path, spec["crc32"]) if verify is None else verify
    except (OSError, ValueError) as error:
        raise _damaged(directory, f"{path.name}: {error}") from error
    array: Array = np.asarray(mapped)
    if array.dtype.str != spec["dtype"] or list(array.shape) != spec["shape"]:
        raise _damaged(directory, f"{path.name} has another shape than the manifest says")
    if unsure and _checksum(array) != spec["crc32"]:
        raise _damaged(directory, f"{path.name} does not match its checksum")
    if unsure:
        _seal(path, spec["crc32"])
    return array


def _reopened(space: Space, manifest: dict[str, Any], arrays: dict[str, Array], width: int) -> Space:
    made_with = manifest["space"]
    if isinstance(space, VectorSpace):
        space = VectorSpace(space.vectorizer, width)
    if made_with["kind"] != "default" and space.recipe()["kind"] == "default":
        message = (
            "the snapshot was made with a vectorizer of its own: pass it to load(directory, vectorizer=...)"
        )
        raise SnapshotError(message)
    if made_with != space.recipe():
        message = "the snapshot was made with another vectorizer, or with another version of this one"
        raise SnapshotError(message)
    if isinstance(space, TermSpace):
        return space.over(TermTable(*(arrays[name] for name in _TERMS)), arrays)
    return space


def _damaged(directory: Path, reason: str) -> SnapshotError:
    return SnapshotError(f"{directory} cannot be loaded: {reason}")
