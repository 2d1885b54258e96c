"""A scheduler and workers, each a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client

ROOT = Path(__file__).parents[3]
LIMIT = 120  # seconds after which nobody comes any more


class Cluster:
    """Processes of the command line tools that dask brings, as on machines of their own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._file = folder / "scheduler.json"
        self._environment = environment
        self._processes: list[subprocess.Popen[bytes]] = []
        self._run("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        self.workers: list[subprocess.Popen[bytes]] = []
        self.client: Client | None = None

    def add_worker(self) -> None:
        """Start a worker of one thread."""
        options = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1")
        self.workers.append(self._run("dask_worker", *options))

    def end(self) -> None:
        """Kill what still runs."""
        for process in reversed(self._processes):
            process.kill()
            process.wait()

    def connect(self) -> Client:
        """Return a client, once every worker that lives is there."""
        if self.client is None:
            self.client = Client(scheduler_file=str(self._file), timeout=LIMIT)
        alive = sum(worker.poll() is None for worker in self.workers)
        self.client.wait_for_workers(alive, timeout=LIMIT)
        return self.client

    def address(self) -> str:
        """Return where the scheduler listens, as tcp://host:port."""
        return str(json.loads(self._file.read_text(encoding="utf-8"))["address"])

    def _run(self, tool: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{tool}", "--no-dashboard", *options]
        process = subprocess.Popen(
            [*command, "--scheduler-file", str(self._file)],
            cwd=self._file.parent,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)
        return process


@contextmanager
def two_workers(folder: Path, **environment: str) -> Iterator[Cluster]:
    """A scheduler and two workers that are there, over with the block."""
    running = Cluster(folder, **environment)
    try:
        running.add_worker()
        running.add_worker()
        with running.connect():
            yield running
    finally:
        running.end()
