"""Advisory locks the kernel frees by itself when their holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matchmaker.embedded.errors import EmbeddedServerError


def _open(path: Path) -> int:
    try:
        # Not inherited over exec: the server or a child must never keep its parent's lock alive.
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise EmbeddedServerError(
            f"{path} belongs to another user: run as that user, or set INSTANCE_DIR to a directory of yours."
        ) from error


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock on `path` alone, waiting for it as long as it takes."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class SharedLock:
    """One process's share in the lock on `path`; take and give it back under an exclusive change lock."""

    def __init__(self, path: Path) -> None:
        self._descriptor = _open(path)
        self._holder = os.getpid()
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    @property
    def is_ours(self) -> bool:
        """False in a forked child: it shares the parent's lock and must not give it back."""
        return self._holder == os.getpid()

    def give_back(self) -> bool:
        """Leave, and tell whether nobody else holds a share."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(self._descriptor)
