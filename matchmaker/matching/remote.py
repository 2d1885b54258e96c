"""Snapshots under an fsspec URL: hosts copy what they open, check it once, and map their copy."""

import contextlib
import fcntl
import hashlib
import json
import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from matchmaker.matching.storage import BrokenObject, Folder, Unreachable

COMPLETE = "FILES.json"  # written last: a directory without it was never finished
POLL = 5.0  # seconds for which a host believes that a small object is what it was
Answer = TypeVar("Answer")


class Remote:
    """An fsspec URL, and a directory of this host with checked copies of what it opens.

    Parameters
    ----------
    url: what fsspec takes, such as "s3://bucket/passerelle"; credentials come as its backend has them.
    cache: a directory of this host, shared by its processes.
    poll: seconds for which `read` answers from memory.
    """

    checks_copies = True

    def __init__(self, url: str, cache: Path, poll: float = POLL) -> None:
        self.url, self.cache, self.poll = url.rstrip("/"), Folder(cache), poll
        self._read: dict[str, tuple[float, str | Unreachable | None]] = {}
        self._lock = threading.Lock()

    def read(self, name: str) -> str | None:
        """See `Storage`; asks at most once in `poll` seconds, also when there was no answer."""
        with self._lock:
            at, known = self._read.get(name, (-math.inf, None))
            if time.monotonic() - at >= self.poll:
                known = self._text_or_fault(name)
                self._read[name] = time.monotonic(), known
        if isinstance(known, Unreachable):
            raise known
        return known

    def write(self, name: str, text: str) -> None:
        """See `Storage`."""
        self._asked(lambda: self._put(name, text))
        with self._lock:
            self._read[name] = time.monotonic(), text

    def draft(self) -> contextlib.AbstractContextManager[Path]:
        """See `Storage`."""
        return self.cache.draft()

    def keep(self, draft: Path, name: str) -> None:
        """See `Storage`: files first, then the list of them with their digests."""
        if self._asked(lambda: self._text(f"{name}/{COMPLETE}")) is not None:
            return
        files = {str(path.relative_to(draft)): _digest(path) for path in _files(draft)}
        for file in files:
            self._asked(partial(self._upload, draft / file, f"{name}/{file}"))
        self._asked(lambda: self._put(f"{name}/{COMPLETE}", json.dumps(files, sort_keys=True)))

    def opened(self, name: str) -> Path:
        """See `Storage`; the first process of a host copies, the others wait for it."""
        with self._alone():
            copy = self.cache.path / name
            if not copy.is_dir():
                with self.cache.draft() as draft:
                    self._copy(name, draft)
                    self.cache.keep(draft, name)
            return copy

    def forget(self, name: str) -> bool:
        """See `Storage`."""
        with self._alone():
            self.cache.remove(name)
            return True

    def drop_copies(self, kept: Sequence[str]) -> None:
        """See `Storage`; processes that have one mapped keep it until they let go."""
        with self._alone():
            self.cache.prune(kept)

    def prune(self, kept: Sequence[str]) -> None:
        """See `Storage`."""
        for name in self._asked(self._directories):
            if name not in kept:
                self.remove(name)
        self.drop_copies(kept)

    def remove(self, name: str) -> None:
        """See `Storage`."""
        self._asked(lambda: self._remove(name))
        with self._lock:
            self._read.pop(name, None)
        with self._alone():
            self.cache.remove(name)

    def _copy(self, name: str, draft: Path) -> None:
        listed = self._asked(lambda: self._text(f"{name}/{COMPLETE}"))
        if listed is None:
            message = f"{self.url}/{name} cannot be loaded: it is missing or was never finished"
            raise BrokenObject(message)
        for file, digest in json.loads(listed).items():
            (draft / file).parent.mkdir(parents=True, exist_ok=True)
            self._asked(partial(self._download, f"{name}/{file}", draft / file))
            if not (draft / file).is_file() or _digest(draft / file) != digest:
                message = f"{self.url}/{name} cannot be loaded: {file} is not what was written"
                raise BrokenObject(message)

    def _text_or_fault(self, name: str) -> str | Unreachable | None:
        try:
            return self._asked(lambda: self._text(name))
        except Unreachable as fault:
            return fault

    def _asked(self, question: Callable[[], Answer]) -> Answer:
        try:
            return question()
        except Exception as error:  # each backend of fsspec has exceptions of its own
            message = f"{self.url} does not answer: {type(error).__name__}: {error}"
            raise Unreachable(message) from error

    def _system(self) -> tuple[Any, str]:
        from fsspec.core import url_to_fs

        system, root = url_to_fs(self.url)
        return system, root.rstrip("/")

    def _text(self, name: str) -> str | None:
        system, root = self._system()
        try:
            return str(system.cat_file(f"{root}/{name}").decode("utf-8"))
        except FileNotFoundError:
            return None

    def _put(self, name: str, text: str) -> None:
        system, root = self._system()
        system.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
        # Object stores replace an object in one step, a mounted directory by a rename.
        direct = "file" not in system.protocol
        written = f"{root}/{name}" if direct else f"{root}/.{uuid4().hex}"
        system.pipe_file(written, text.encode("utf-8"))
        if not direct:
            Path(written).replace(f"{root}/{name}")

    def _upload(self, path: Path, name: str) -> None:
        system, root = self._system()
        system.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
        system.put_file(str(path), f"{root}/{name}")

    def _download(self, name: str, path: Path) -> None:
        system, root = self._system()
        with contextlib.suppress(FileNotFoundError):
            system.get_file(f"{root}/{name}", str(path))

    def _remove(self, name: str) -> None:
        system, root = self._system()
        with contextlib.suppress(FileNotFoundError):
            system.rm(f"{root}/{name}", recursive=True)
        system.invalidate_cache()

    def _directories(self) -> list[str]:
        system, root = self._system()
        system.invalidate_cache()
        listed = system.ls(root, detail=True)
        return [one["name"].rstrip("/").rpartition("/")[2] for one in listed if one["type"] == "directory"]

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep the other threads and processes of this host out."""
        self.cache.path.mkdir(parents=True, exist_ok=True)
        with (self.cache.path / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
