"""The service with an invented crowd: its own PostgreSQL, an index, and the web server as it is deployed."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crowd import fill
from flask_migrate import upgrade

from matchmaker import create_app
from matchmaker.embedded.postgres import EmbeddedPostgres
from matchmaker.extensions import db
from matchmaker.matching import build

PASSWORD = "un pont entre deux rives"
PROJECT = Path(__file__).resolve().parents[1]


class Server:
    """A running web server: `url`, and what its processes hold."""

    def __init__(self, url: str, process: subprocess.Popen[bytes]) -> None:
        self.url = url
        self._process = process

    def workers(self) -> list[int]:
        """The ids of the processes that answer."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [int(one) for one in children.read_text().split()] or [self._process.pid]

    def megabytes(self) -> list[tuple[float, float]]:
        """Of each process what it holds alone and its share of all it holds, in MB."""
        return [(_held(one, "Private_(?:Clean|Dirty)"), _held(one, "Pss")) for one in self.workers()]


def _held(process: int, kind: str) -> float:
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    return sum(int(size) for size in re.findall(rf"^{kind}:\s+(\d+) kB", text, re.MULTILINE)) / 1024


@contextmanager
def database(instance: Path) -> Iterator[dict[str, str]]:
    """A PostgreSQL in `instance`, and what the service needs in its environment to use it."""
    with EmbeddedPostgres(instance) as postgres:
        yield {"INSTANCE_DIR": str(instance), "DATABASE_URL": postgres.url(), "QUIET_HOURS": "none"}


def prepare(environment: dict[str, str], organisations: int, members: int) -> list[str]:
    """Fill an empty database and build the index; the members' addresses. What is there already stays."""
    os.environ.update(environment)
    with create_app().app_context():
        upgrade()
        there = db.session.scalar(db.text("SELECT count(*) FROM organisations")) or 0
        if not there:
            fill(organisations, members, PASSWORD)
            build.build()
        db.session.remove()
        db.engine.dispose()
    return [f"member{number}@crowd.example.org" for number in range(1, members + 1)]


@contextmanager
def served(environment: dict[str, str], processes: int, threads: int) -> Iterator[Server]:
    """The web server of deploy/passerelle-web.service with so many processes and threads."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--preload"]
    command += ["--no-control-socket", "--log-level", "warning"]
    command += ["--workers", str(processes), "--threads", str(threads)]
    command += ["--bind", f"127.0.0.1:{port}", "wsgi:app"]
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        command, cwd=PROJECT, env=os.environ | environment | {"PORT": str(port)}, stdin=subprocess.DEVNULL
    )
    try:
        _await_answer(url)
        yield Server(url, process)
    finally:
        process.terminate()
        process.wait(30)


def _await_answer(url: str) -> None:
    deadline = time.monotonic() + 180  # code is compiled first where no cache has it
    while True:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
