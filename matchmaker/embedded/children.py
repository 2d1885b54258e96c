"""Processes that live no longer than the supervisor that started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from matchmaker.embedded.processes import wait_until

POLITE_SECONDS = 5.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _dies_with(parent: int) -> Callable[[], None]:
    """Return what ties a fresh child to its parent: the kernel kills it when the parent is gone.

    Linux only. Elsewhere a supervisor that got SIGKILL leaves its children, and the next start says
    that the port is in use.
    """

    def tie() -> None:
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # it died before the call
                os._exit(1)

    return tie


class Child:
    """One process in a process group of its own, so that signals for ours reach the supervisor alone."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], cwd: str) -> None:
        self.name = name
        self._command = list(command)
        self._env = dict(env)
        self._cwd = cwd
        self._pause = 1.0
        self._started = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, inherits: Sequence[int] = ()) -> None:
        """Start the process; `inherits` are the file descriptors it keeps."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            env=self._env,
            cwd=self._cwd,
            stdin=subprocess.DEVNULL,
            pass_fds=inherits,
            process_group=0,
            preexec_fn=_dies_with(os.getpid()),  # noqa: PLW1509 - the supervisor has one thread
        )

    @property
    def ended(self) -> bool:
        """True once the process has ended or was never started; it is left to `end` to reap it."""
        if self._process is None:
            return True
        state = os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return state is not None

    def ask_to_end(self) -> None:
        """Send SIGTERM, once."""
        if self._process is not None and not self.ended:
            self._process.terminate()

    def end(self) -> int:
        """Kill what is left of the process and of those it started; return its exit status."""
        if self._process is None:
            return 0
        # Before reaping: as long as the process is in the table its group number belongs to nobody else.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        status, self._process = self._process.wait(), None
        return status

    def pause_before_restart(self) -> float:
        """Seconds to wait before the next start: doubling, and one again after a steady minute."""
        if time.monotonic() - self._started > STEADY_SECONDS:
            self._pause = 1.0
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return pause


def stop_all(children: Sequence[Child]) -> None:
    """End all `children` together: politely, and after some seconds by force."""
    for child in children:
        child.ask_to_end()
    wait_until(lambda: all(child.ended for child in children), POLITE_SECONDS)
    for child in children:
        child.end()
