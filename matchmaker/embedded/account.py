"""The Unix account the server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from matchmaker.embedded.errors import EmbeddedServerError

# Accounts that exist on usual systems; none is created, a machine's users are not ours to change.
FALLBACK_ACCOUNTS = ("postgres", "nobody")

_PASSING_CLOSED = Path(__file__).with_name("closed_directories.py")

_FIRST_CLOSED = 'for directory do test -x "$directory" || { printf %s "$directory"; exit 1; }; done'


@dataclass(frozen=True)
class ServerAccount:
    """An account by name and ids, whether running as it means to drop root's rights, and if so how."""

    name: str
    uid: int
    gid: int
    drops_root: bool
    passes_closed_directories: bool = False

    @property
    def prefix(self) -> list[str]:
        """What comes before a command that this account is to run."""
        if not self.passes_closed_directories:
            return []
        return [sys.executable, "-I", "-S", str(_PASSING_CLOSED), str(self.uid), str(self.gid)]

    @property
    def user(self) -> int | None:
        """`user` argument of subprocess; the prefix changes ids itself."""
        return self.uid if self.drops_root and not self.passes_closed_directories else None

    @property
    def group(self) -> int | None:
        """`group` argument of subprocess."""
        return self.gid if self.user is not None else None

    @property
    def extra_groups(self) -> list[int] | None:
        """`extra_groups` argument of subprocess: none of root's groups stay."""
        return [] if self.user is not None else None

    def make_private(self, directory: Path) -> None:
        """Create `directory` for this account alone, or raise where someone else made it first."""
        directory.mkdir(mode=0o700, exist_ok=True)
        found = directory.lstat()
        if directory.is_symlink() or found.st_uid not in {os.geteuid(), self.uid}:
            raise EmbeddedServerError(f"{directory} was made by another user: remove it and start again.")
        if self.drops_root:
            os.chown(directory, self.uid, self.gid, follow_symlinks=False)
        directory.chmod(0o700)

    def with_way_to(self, *directories: Path) -> "ServerAccount":
        """Return this account, with the right to pass closed directories where it needs one to get there.

        Raises EmbeddedServerError with the remedy where that right is not to be had.
        """
        closed = self._first_closed(directories)
        if closed is None:
            return self
        passing = replace(self, passes_closed_directories=True)
        if sys.platform == "linux" and passing._first_closed(directories) is None:
            return passing
        raise EmbeddedServerError(
            f"PostgreSQL never runs as root, so it runs as '{self.name}', and that account may not enter "
            f"{closed}. Allow it with: chmod o+x '{closed}' - or move the project (or INSTANCE_DIR), "
            "or run as an ordinary user."
        )

    def _first_closed(self, directories: tuple[Path, ...]) -> str | None:
        if not self.drops_root:
            return None
        ways = [str(step) for goal in directories for step in (*reversed(goal.parents), goal)]
        found = subprocess.run(
            [*self.prefix, "/bin/sh", "-c", _FIRST_CLOSED, "sh", *ways],
            user=self.user,
            group=self.group,
            extra_groups=self.extra_groups,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        return None if found.returncode == 0 else found.stdout


def account_for(data: Path) -> ServerAccount:
    """Choose who runs the server on `data`: ourselves, or for root whoever the files belong to.

    The owner of existing data has to be kept; for new data the owner of the nearest existing directory
    comes first (a clone in someone's home, started with sudo), then an unprivileged system account.
    """
    owner = _nearest_existing(data).stat().st_uid
    if os.geteuid() != 0:
        if data.exists() and owner != os.geteuid():
            raise EmbeddedServerError(f"{data} belongs to '{_name(owner)}': run as that user.")
        return ServerAccount(_name(os.geteuid()), os.geteuid(), os.getegid(), drops_root=False)
    for candidate in (owner, *FALLBACK_ACCOUNTS):
        entry = _entry(candidate)
        if entry is not None and entry.pw_uid != 0:
            return ServerAccount(entry.pw_name, entry.pw_uid, entry.pw_gid, drops_root=True)
    raise EmbeddedServerError("PostgreSQL never runs as root and there is no account 'postgres' or 'nobody'.")


def _nearest_existing(path: Path) -> Path:
    return next(step for step in (path, *path.parents) if step.exists())


def _entry(account: int | str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwuid(account) if isinstance(account, int) else pwd.getpwnam(account)
    except KeyError:
        return None


def _name(uid: int) -> str:
    entry = _entry(uid)
    return entry.pw_name if entry else f"user {uid}"
