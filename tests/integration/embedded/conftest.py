"""Real processes that use an embedded server, and instance directories the server's account may enter."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from matchmaker.embedded import EmbeddedPostgres
from matchmaker.embedded.layout import Layout
from matchmaker.embedded.processes import live_processes, send, wait_until

PROJECT = Path(__file__).resolve().parents[3]

USER_PROGRAM = """
import sys
from pathlib import Path
from matchmaker.embedded import EmbeddedPostgres

server = EmbeddedPostgres(Path(sys.argv[1]), fsync=False)
server.start_or_join()
print("joined", flush=True)
sys.stdin.readline()
server.release()
print("released", flush=True)
"""


class ServerUser:
    """A process of its own, in a process group of its own, that uses the server of an instance."""

    def __init__(self, instance: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER_PROGRAM, str(instance)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
            process_group=0,
        )

    def joined(self) -> "ServerUser":
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "joined\n"
        return self

    def leave(self) -> None:
        output, _ = self.process.communicate("\n", timeout=60)
        assert output == "released\n"

    def signal_group(self, number: signal.Signals) -> None:
        os.killpg(self.process.pid, number)
        self.process.communicate(timeout=60)

    def dispose(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate(timeout=60)


class Instance:
    """An instance directory with what tests look at from outside."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.data = Layout.of(directory).data
        self.socket_dir = Layout.of(directory).socket_dir

    def postgres(self) -> EmbeddedPostgres:
        return EmbeddedPostgres(self.directory, fsync=False)

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        url = self.postgres().url().replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def runs_nothing(self) -> bool:
        return not live_processes(self.data)

    def kill_server(self) -> None:
        send(live_processes(self.data), signal.SIGKILL)
        assert wait_until(self.runs_nothing, 10)


@pytest.fixture
def place() -> Iterator[Path]:
    # Not tmp_path: pytest closes it to other accounts, and for root the server runs as one.
    directory = Path(tempfile.mkdtemp(prefix="mm-"))
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def new_instance(place: Path) -> Iterator[Callable[[str], Instance]]:
    made: list[Instance] = []

    def make(name: str) -> Instance:
        made.append(Instance(place / name))
        return made[-1]

    yield make
    for instance in made:
        send(live_processes(instance.data), signal.SIGKILL)
        assert wait_until(instance.runs_nothing, 10)
        shutil.rmtree(instance.socket_dir, ignore_errors=True)


@pytest.fixture
def instance(new_instance: Callable[[str], Instance]) -> Instance:
    return new_instance("instance")


@pytest.fixture
def start_user() -> Iterator[Callable[[Instance], ServerUser]]:
    users: list[ServerUser] = []

    def start(instance: Instance) -> ServerUser:
        users.append(ServerUser(instance.directory))
        return users[-1]

    yield start
    for user in users:
        user.dispose()
