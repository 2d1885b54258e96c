"""Where the files of one instance lie."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

# A socket address holds 108 bytes on Linux and 104 on macOS, "/.s.PGSQL.5432.lock" and a NUL included.
LONGEST_SOCKET_DIRECTORY = 80

# Not tempfile.gettempdir(): TMPDIR may differ between the processes of one instance, which must agree.
SHORT_PLACE = Path("/tmp")  # noqa: S108 - the directory below it is private, and its owner is checked


@dataclass(frozen=True)
class Layout:
    """Names every file of the server of one instance directory, given as an absolute path."""

    instance: Path

    @classmethod
    def of(cls, instance_dir: Path) -> "Layout":
        """Resolve links first, so that all processes compute the same names for one directory."""
        return cls(instance_dir.expanduser().resolve())

    @property
    def root(self) -> Path:
        """Directory of everything the server owns or writes."""
        return self.instance / "postgres"

    @property
    def data(self) -> Path:
        """PGDATA; complete whenever it exists."""
        return self.root / "data"

    @property
    def unfinished_data(self) -> Path:
        """PGDATA while initdb writes it; moved to `data` in one step once complete."""
        return self.root / "data.unfinished"

    @property
    def log(self) -> Path:
        """What the running server prints."""
        return self.root / "server.log"

    @property
    def previous_log(self) -> Path:
        """What the server before this one printed."""
        return self.root / "server.log.1"

    @property
    def socket_dir(self) -> Path:
        """Directory of the Unix socket: inside the instance, or a short one where that name is too long."""
        inside = self.root / "socket"
        if len(bytes(inside)) <= LONGEST_SOCKET_DIRECTORY:
            return inside
        digest = hashlib.sha256(bytes(self.instance)).hexdigest()[:20]
        return SHORT_PLACE / f"matchmaker-{digest}"

    @property
    def users_lock(self) -> Path:
        """Held shared by each process that uses the server."""
        return self.instance / "postgres.users.lock"

    @property
    def change_lock(self) -> Path:
        """Held exclusively by the one process that starts, joins or leaves the server."""
        return self.instance / "postgres.change.lock"
