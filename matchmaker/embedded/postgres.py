"""A real PostgreSQL server without installing one, shared by all processes of an instance."""

from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from matchmaker.embedded.account import account_for
from matchmaker.embedded.errors import EmbeddedServerError
from matchmaker.embedded.layout import Layout
from matchmaker.embedded.locks import SharedLock, exclusive
from matchmaker.embedded.server import PORT, PostgresServer

DATABASE = "matchmaker"
ROLE = "matchmaker"


class EmbeddedPostgres:
    """The server of one instance directory: its first user starts it, its last user stops it.

    Each using process holds a share of a lock that the kernel frees when the process dies, so neither a
    killed user nor a killed server leaves anything to repair. Usable as a context manager.
    `fsync=False` trades safety against power cuts for speed: for throw-away data only, and it counts for
    the process that happens to start the server.
    """

    def __init__(self, instance_dir: Path, *, fsync: bool = True) -> None:
        self._layout = Layout.of(instance_dir)
        self._fsync = fsync
        self._server: PostgresServer | None = None
        self._share: SharedLock | None = None

    def url(self, database: str = DATABASE) -> str:
        """SQLAlchemy URL over the Unix socket, as a role that may create databases but is no superuser."""
        socket_dir = quote(str(self._layout.socket_dir), safe="")
        return f"postgresql+psycopg://{ROLE}@/{quote(database, safe='')}?host={socket_dir}&port={PORT}"

    def start_or_join(self) -> None:
        """Make the server answer, and keep it up while this process lives.

        Raises EmbeddedServerError with a message for a person where it cannot run here.
        """
        _make_directory(self._layout.instance)
        with exclusive(self._layout.change_lock):
            newly_shared = self._share is None
            self._share = self._share or SharedLock(self._layout.users_lock)
            try:
                self._bring_up()
            except BaseException:
                if newly_shared:
                    self._leave()
                raise

    def keep_alive(self) -> None:
        """Start the server again where it died; cheap while it lives."""
        if self._server is None or not self._server.answers():
            self.start_or_join()

    def release(self) -> None:
        """Stop using the server; the last user stops it and waits until nothing of it is left."""
        if self._share is None or not self._share.is_ours:
            return
        with exclusive(self._layout.change_lock):
            self._leave()

    def __enter__(self) -> Self:
        self.start_or_join()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _bring_up(self) -> None:
        if self._server is None:
            self._server = PostgresServer(self._layout, account_for(self._layout.data), fsync=self._fsync)
        if not self._server.answers():
            self._server.start()
        _ensure_database(self._server.conninfo())

    def _leave(self) -> None:
        share, self._share = self._share, None
        server, self._server = self._server, None
        last = share is not None and share.give_back()
        if server is None:
            return
        if last:
            server.stop()
        else:
            server.leave_running()


def _make_directory(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedServerError(f"INSTANCE_DIR {directory} cannot be created: {error.strerror}.") from error


def _ensure_database(conninfo: str) -> None:
    """Create what a starter that was killed half-way may have left out."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLE))
            )
