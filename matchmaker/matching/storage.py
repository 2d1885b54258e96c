"""Where snapshots are kept: a directory of this host, or an fsspec URL that hosts copy from."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from flask import current_app

from matchmaker.matching.engine import SnapshotError


class BrokenObject(SnapshotError):
    """What all hosts share is not what was written, so that none of them can use it."""


class Unreachable(Exception):
    """The place of the snapshots does not answer; what is open already serves on."""


class Storage(Protocol):
    """Small objects that are replaced as a whole, and immutable directories under content-hashed names."""

    checks_copies: bool
    """Whether `opened` has compared every byte, so that nobody need do it again."""

    def read(self, name: str) -> str | None:
        """Return the object `name`, None where there is none."""

    def write(self, name: str, text: str) -> None:
        """Put `text` in the place of the object `name`: readers see the old one or the new one, whole."""

    def draft(self) -> contextlib.AbstractContextManager[Path]:
        """Return an empty directory to fill and `keep`; what is not kept goes."""

    def keep(self, draft: Path, name: str) -> None:
        """Store the files of `draft` as the directory `name`, whole or not at all; once is enough."""

    def opened(self, name: str) -> Path:
        """Return a path of this host under which the directory `name` is; SnapshotError where it is not."""

    def forget(self, name: str) -> bool:
        """Drop this host's copy of `name`; return whether `opened` may bring a better one."""

    def prune(self, kept: Sequence[str]) -> None:
        """Remove every directory but `kept`."""

    def drop_copies(self, kept: Sequence[str]) -> None:
        """Remove this host's copies of every directory but `kept`; the directories stay."""

    def remove(self, name: str) -> None:
        """Remove the object or the directory `name` where there is one."""


class Folder:
    """A directory of this host: files are mapped where they lie."""

    checks_copies = False

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> str | None:
        """See `Storage`."""
        try:
            return (self.path / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def write(self, name: str, text: str) -> None:
        """See `Storage`."""
        self.path.mkdir(parents=True, exist_ok=True)
        draft = self.path / f".{name}-{uuid4().hex}"
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.path / name)

    @contextlib.contextmanager
    def draft(self) -> Iterator[Path]:
        """See `Storage`; on the same file system, so that `keep` is one rename."""
        self.path.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=self.path))
        try:
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def keep(self, draft: Path, name: str) -> None:
        """See `Storage`."""
        if not (self.path / name).exists():
            draft.rename(self.path / name)

    def opened(self, name: str) -> Path:
        """See `Storage`."""
        return self.path / name

    def forget(self, name: str) -> bool:
        """See `Storage`; there is no copy."""
        del name
        return False

    def drop_copies(self, kept: Sequence[str]) -> None:
        """See `Storage`; there are none."""

    def prune(self, kept: Sequence[str]) -> None:
        """See `Storage`."""
        for path in self.path.iterdir():
            if path.is_dir() and not path.name.startswith(".") and path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def remove(self, name: str) -> None:
        """See `Storage`."""
        path = self.path / name
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@lru_cache(maxsize=8)
def storage_at(place: str, cache: str) -> Storage:
    """Return the storage at a path or a URL; one for the process, because it remembers what it read."""
    from matchmaker.matching.remote import Remote

    return Remote(place, Path(cache)) if "://" in place else Folder(Path(place))


def storage() -> Storage:
    """Return where this service keeps its snapshots."""
    return storage_at(current_app.config["SNAPSHOT_DIR"], current_app.config["SNAPSHOT_CACHE"])
