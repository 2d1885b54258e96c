"""`make run` and `python -m matchmaker`: all of it comes up, survives what may happen and goes down."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from matchmaker.embedded.layout import Layout
from matchmaker.embedded.processes import live_postmaster, live_processes, wait_until
from tests.e2e.service import PATIENCE, answers

PROJECT = Path(__file__).resolve().parents[2]

DIRECT = [sys.executable, "-m", "matchmaker"]
# The requirements are installed, or this would not run: make is told not to look.
BY_MAKE = ["make", f"VENV={sys.prefix}", "-o", f"{sys.prefix}/.run-requirements", "run"]


class Service:
    """One run of the service in a process group of its own."""

    def __init__(self, command: list[str], instance: Path, port: int) -> None:
        self.command = command
        self.instance = instance
        self.port = port
        self.heard = 0  # how much of its output belongs to tests before this one
        self.output = instance.parent / f"output-{port}.txt"
        env = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "APP_ENV", "HOST")
        }
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=PROJECT,
                env=env
                | {
                    "INSTANCE_DIR": str(instance),
                    "PORT": str(port),
                    "DEMO_PASSWORD": "correct horse battery",
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
            )

    def until_ready(self) -> "Service":
        settled = wait_until(lambda: self.says(r"(?m)^Ready$") or self.process.poll() is not None, PATIENCE)
        assert settled, self.output.read_text()
        assert self.says(r"(?m)^Ready$"), self.output.read_text()
        return self

    def says(self, pattern: str) -> bool:
        return re.search(pattern, self.output.read_text()[self.heard :]) is not None

    @property
    def is_up(self) -> bool:
        return self.process.poll() is None and self.is_healthy()

    def is_healthy(self) -> bool:
        return answers(self.port)

    def processes(self) -> list[psutil.Process]:
        """Every living process that was started for this instance."""
        started = [process for process in psutil.process_iter() if _was_started_for(process, self.instance)]
        return started + live_processes(Layout.of(self.instance).data)

    def process_running(self, words: str) -> psutil.Process:
        return next(found for found in self.processes() if words in " ".join(found.cmdline()))

    def signal_group(self, number: signal.Signals) -> None:
        os.killpg(self.process.pid, number)

    def stops_whole(self) -> bool:
        self.signal_group(signal.SIGTERM)
        return wait_until(lambda: self.process.poll() is not None and not self.processes(), PATIENCE)


def _was_started_for(process: psutil.Process, instance: Path) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return bool(process.environ().get("INSTANCE_DIR") == str(instance))
    except psutil.Error:
        return False


@pytest.fixture(scope="module")
def instance() -> Iterator[Path]:
    """One instance for all tests here: only the first start has to load the demo data."""
    # Not tmp_path: pytest closes it to other accounts, and for root the database runs as one.
    place = Path(tempfile.mkdtemp(prefix="m m-"))  # people do put a space into the names of folders
    place.chmod(0o711)
    yield place / "instance"
    shutil.rmtree(place)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def started(instance: Path) -> Iterator[list[Service]]:
    """All that was started here; nothing of it is left at the end."""
    services: list[Service] = []
    yield services
    end(services)


def end(services: list[Service]) -> None:
    for service in services:
        for process in service.processes():
            process.kill()
        service.process.wait(PATIENCE)
        assert wait_until(lambda service=service: not service.processes(), PATIENCE)  # type: ignore[misc]
    services.clear()


@pytest.fixture
def run(started: list[Service], instance: Path, port: int) -> Callable[..., Service]:
    """Start the service."""

    def start(command: list[str] = DIRECT, port: int = port) -> Service:
        started.append(Service(command, instance, port))
        return started[-1]

    return start


@pytest.fixture
def alone(started: list[Service]) -> None:
    """Nothing runs that an earlier test has left."""
    end(started)


@pytest.fixture
def up(started: list[Service], run: Callable[..., Service]) -> Callable[..., Service]:
    """Get a service that is up: that of the test before where it left one, as a start takes long."""

    def find(command: list[str] | None = None) -> Service:
        if started and started[-1].is_up and command in (None, started[-1].command):
            started[-1].heard = len(started[-1].output.read_text())
            return started[-1]
        end(started)
        return run(command or DIRECT).until_ready()

    return find


def test_make_run_says_ready_with_address_and_password_once_it_answers(
    alone: None, run: Callable[..., Service]
) -> None:
    service = run(BY_MAKE).until_ready()
    assert service.is_healthy()
    assert service.says(rf"http://127\.0\.0\.1:{service.port}/")
    assert service.says("correct horse battery")


@pytest.mark.parametrize("part", ["embedded.serve", "wsgi worker"])
def test_a_part_that_dies_is_started_again(up: Callable[..., Service], part: str) -> None:
    service = up()
    killed = service.process_running(part)
    killed.kill()
    assert wait_until(lambda: service.says("starting it again"), PATIENCE)
    assert wait_until(
        lambda: any(part in " ".join(found.cmdline()) for found in service.processes()), PATIENCE
    )
    assert service.process_running(part).pid != killed.pid
    assert wait_until(service.is_healthy, PATIENCE)


def test_after_sigterm_to_the_group_nothing_is_left_though_make_repeats_it(
    up: Callable[..., Service],
) -> None:
    service = up(BY_MAKE)
    assert len(service.processes()) > 4
    assert service.stops_whole(), service.processes()
    assert service.says(r"(?m)^Stopped\.$")
    assert not service.says("Traceback"), service.output.read_text()


def test_a_database_that_dies_is_started_again(up: Callable[..., Service]) -> None:
    service = up()
    data = Layout.of(service.instance).data
    killed = live_postmaster(data)
    assert killed is not None
    for process in live_processes(data):
        process.kill()
    assert wait_until(lambda: live_postmaster(data) not in (None, killed), PATIENCE)
    assert wait_until(service.is_healthy, PATIENCE)


def test_after_kill_9_of_the_supervisor_its_children_die_and_it_starts_again(
    up: Callable[..., Service],
    run: Callable[..., Service],
) -> None:
    killed = up()
    web, worker = killed.process_running("embedded.serve"), killed.process_running("wsgi worker")
    killed.process.kill()
    killed.process.wait(PATIENCE)
    assert wait_until(lambda: not web.is_running() and not worker.is_running(), PATIENCE)
    again = run().until_ready()
    assert again.is_healthy()


def test_after_kill_9_of_everything_it_starts_again(
    up: Callable[..., Service], run: Callable[..., Service]
) -> None:
    killed = up()
    for process in killed.processes():
        process.kill()
    killed.process.wait(PATIENCE)
    again = run().until_ready()
    assert again.is_healthy()


def test_ctrl_c_ends_everything_quietly(up: Callable[..., Service]) -> None:
    service = up()
    service.signal_group(signal.SIGINT)
    service.signal_group(signal.SIGINT)
    assert wait_until(lambda: service.process.poll() is not None and not service.processes(), PATIENCE)
    assert service.process.returncode == 0
    assert not service.says("Traceback"), service.output.read_text()


def test_sigterm_while_it_starts_leaves_nothing_either(alone: None, run: Callable[..., Service]) -> None:
    service = run()
    data = Layout.of(service.instance).data
    assert wait_until(lambda: bool(live_processes(data)), PATIENCE)
    assert service.stops_whole(), service.processes()
    assert not service.says(r"(?m)^Ready$")


def test_a_taken_port_is_said_in_one_line_and_nothing_is_left_running(
    alone: None, run: Callable[..., Service], port: int
) -> None:
    with socket.create_server(("127.0.0.1", port)):
        service = run(port=port)
        assert service.process.wait(PATIENCE) != 0
    assert re.fullmatch(rf"error: .*127\.0\.0\.1:{port}.*PORT.*\n", service.output.read_text())
    assert service.processes() == []


def test_a_port_that_is_no_number_is_said_in_one_line(alone: None, run: Callable[..., Service]) -> None:
    service = run(["env", "PORT=http", *DIRECT])
    assert service.process.wait(PATIENCE) != 0
    assert re.fullmatch(r"error: PORT .*'http'.*\n", service.output.read_text())
