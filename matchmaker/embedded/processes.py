"""The live processes of one server, found in the process table.

A process id alone proves nothing: it may have been given to another program, and a killed process whose
parent never waits for it stays in the table as a zombie that signals seem to reach. Every PostgreSQL
process has the data directory as its working directory, so that is what tells ours from any other.
"""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil

PAUSE = 0.02


def live_processes(data: Path) -> list[psutil.Process]:
    """List the processes, zombies left out, of the server on `data`."""
    return [process for process in psutil.process_iter(["name"]) if _belongs(process, data)]


def _belongs(process: psutil.Process, data: Path) -> bool:
    if process.info["name"] != "postgres":
        return False
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE and process.cwd() == str(data))
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def live_postmaster(data: Path) -> psutil.Process | None:
    """Return the parent process of the server on `data` while it lives."""
    try:
        recorded = (data / "postmaster.pid").read_text().split("\n", 1)[0]
    except FileNotFoundError:
        return None
    return next((found for found in live_processes(data) if str(found.pid) == recorded), None)


def send(processes: list[psutil.Process], number: signal.Signals) -> None:
    """Signal those of `processes` that still exist; a reused id is never signalled."""
    for process in processes:
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            continue


def wait_until(reached: Callable[[], bool], seconds: float) -> bool:
    """Wait at most `seconds` for `reached`, and tell whether it was."""
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True
