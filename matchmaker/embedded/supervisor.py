"""What `make run` runs: the database, the web process and the worker, up together and down together."""

import math
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType

from matchmaker.demo.accounts import ACCOUNTS
from matchmaker.embedded.children import Child, stop_all
from matchmaker.embedded.errors import EmbeddedServerError
from matchmaker.embedded.health import is_healthy
from matchmaker.embedded.options import Options, kept_demo_password
from matchmaker.embedded.postgres import EmbeddedPostgres

PROJECT = Path(__file__).resolve().parents[2]
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
READY_SECONDS = 120.0
TICK = 0.1
DATABASE_CHECK_SECONDS = 2.0


class Stopped(Exception):
    """Somebody asked us to stop."""


def say(line: str) -> None:
    """Print a line at once; a closed terminal must not keep us from stopping cleanly."""
    with suppress(OSError):
        print(line, flush=True)


class Supervisor:
    """Starts the parts of one instance, restarts those that die, and stops all of them.

    After Ready a part that ends is started again, the web process as well as the worker: a visitor is
    better served by a short pause than by a service that is gone. Before Ready it is a fault of the set-up,
    which starting again would only hide, so we stop with a message.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._stop_asked = False
        self._postgres: EmbeddedPostgres | None = None
        self._password = ""
        self._children: list[Child] = []

    def run(self) -> int:
        """Bring everything up, watch it until SIGTERM, SIGINT or SIGHUP, and bring it down; return 0.

        Raises EmbeddedServerError where something does not come up; nothing is left running then either.
        """
        self._heed_signals()
        with suppress(Stopped), ExitStack() as ending:
            listening = ending.enter_context(_listen(self._options.host, self._options.port))
            env = self._environment(ending)
            ending.callback(lambda: stop_all(self._children))
            self._run_step(*(("db", "upgrade") if self._options.production else ("demo", "prepare")), env=env)
            web, worker = self._serving_children(env, listening)
            self._await_ready()
            self._announce()
            self._watch({web: [listening.fileno()], worker: []})
        say("Stopped.")
        return 0

    def _heed_signals(self) -> None:
        # Only a note is taken, so a second signal (make passes on the first one) changes nothing.
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN or number is signal.SIGTERM:
                signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_asked = True

    def _tick(self) -> None:
        """Let a moment pass; raises Stopped once we were asked to stop."""
        if not self._stop_asked:
            time.sleep(TICK)
        if self._stop_asked:
            say("Stopping ...")
            raise Stopped

    def _environment(self, ending: ExitStack) -> dict[str, str]:
        """Start the database where it is ours and return the environment of all children."""
        options = self._options
        env = os.environ | {
            "INSTANCE_DIR": str(options.instance),
            "PORT": str(options.port),
            "PYTHONUNBUFFERED": "1",
        }
        if options.embeds_server:
            self._postgres = EmbeddedPostgres(options.instance)
            ending.callback(self._postgres.release)
            self._postgres.start_or_join()
            env["DATABASE_URL"] = self._postgres.url()
        if not options.production:
            self._password = options.demo_password or kept_demo_password(options.instance)
            env["DEMO_PASSWORD"] = self._password
        return env

    def _run_step(self, *command: str, env: dict[str, str]) -> None:
        step = self._start_child(" ".join(command), [*FLASK, *command], env)
        while not step.ended:
            self._tick()
        self._children.remove(step)
        if status := step.end():
            raise EmbeddedServerError(
                f"'flask --app wsgi {step.name}' failed with status {status}, see above."
            )

    def _serving_children(self, env: dict[str, str], listening: socket.socket) -> tuple[Child, Child]:
        number = listening.fileno()
        serve = [sys.executable, "-m", "matchmaker.embedded.serve", str(number)]
        worker = self._start_child("worker", [*FLASK, "worker"], env)
        return self._start_child("web", serve, env, inherits=[number]), worker

    def _start_child(
        self, name: str, command: Sequence[str], env: dict[str, str], inherits: Sequence[int] = ()
    ) -> Child:
        child = Child(name, command, env, str(PROJECT))
        child.start(inherits=inherits)
        self._children.append(child)
        return child

    def _await_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not is_healthy(self._options):
            self._tick()
            for child in self._children:
                if child.ended:
                    raise EmbeddedServerError(f"The {child.name} process ended while starting, see above.")
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"No healthy answer within {READY_SECONDS:.0f} seconds, see above.")

    def _announce(self) -> None:
        say(f"Ready\n  {self._options.url}")
        if self._password:
            say(f"  Demo accounts, all with the password {self._password}")
            for email in ACCOUNTS:
                say(f"    {email}")

    def _watch(self, inherited: dict[Child, list[int]]) -> None:
        restarts: dict[Child, float] = {}
        next_check = 0.0
        while True:
            self._tick()
            if time.monotonic() > next_check and self._postgres is not None:
                self._postgres.keep_alive()
                next_check = time.monotonic() + DATABASE_CHECK_SECONDS
            for child, descriptors in inherited.items():
                _tend(child, descriptors, restarts)


def _tend(child: Child, descriptors: list[int], restarts: dict[Child, float]) -> None:
    """Start an ended child again, but not before its pause is over."""
    if child not in restarts and child.ended:
        pause = child.pause_before_restart()
        say(f"The {child.name} process ended ({child.end()}); starting it again in {pause:.0f} s.")
        restarts[child] = time.monotonic() + pause
    elif time.monotonic() >= restarts.get(child, math.inf):
        del restarts[child]
        child.start(inherits=descriptors)


def _listen(host: str, port: int) -> socket.socket:
    """Listen before anything else starts, so that a taken port is known at once and stays ours after."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        return socket.create_server((host, port), family=found[0][0], backlog=1024)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise EmbeddedServerError(f"Cannot listen on {host}:{port}: {reason}. Choose a free PORT.") from error


def main() -> int:
    """Run the service as the environment describes it; return the exit status."""
    try:
        return Supervisor(Options.of(os.environ)).run()
    except EmbeddedServerError as error:
        print(f"error: {error}", file=sys.stderr, flush=True)
        return 1
