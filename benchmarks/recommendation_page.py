"""Times the recommendation page of the deployed service for several members at once, from another process.

    PYTHONPATH=. python benchmarks/recommendation_page.py [--organisations 100000] [--members 8]

Fills a PostgreSQL of its own with invented organisations, builds the index, and starts gunicorn as
deploy/passerelle-web.service does, a process for each core. Each member is signed in for an organisation of
its own and asks for its page again and again; prints milliseconds until the page is whole, and as the peer in
the same run of /healthz, which ranks nothing. `--instance FOLDER` keeps the database for the next run.
`--url URL --email EMAIL ...` times a service that runs already instead, with the password in DEMO_PASSWORD.
"""

import argparse
import http.cookiejar
import os
import re
import signal
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

PAGE, PEER = "/recommendations", "/healthz"


class Member:
    """A signed-in member with cookies of its own."""

    def __init__(self, base: str, email: str, password: str) -> None:
        self.base = base.rstrip("/")
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page, _ = self.get("/account/login")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token, "the log-in page has no form"
        form = {"email": email, "password": password, "csrf_token": token[1]}
        request = urllib.request.Request(
            f"{self.base}/account/login",
            urllib.parse.urlencode(form).encode(),
            {"Referer": f"{self.base}/account/login"},
        )
        self.opener.open(request).read()
        _, self.own = self.get(PAGE)
        assert self.own.endswith(PAGE), f"{email} was not led to the page, but to {self.own}"

    def get(self, path: str) -> tuple[str, str]:
        """Return the page at `path` as text, redirects followed, and the path it was found at."""
        with self.opener.open(self.base + path) as answer:
            return answer.read().decode(), urllib.parse.urlsplit(answer.url).path

    def timed(self, path: str) -> float:
        """Return the milliseconds until the page has arrived whole."""
        start = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - start) * 1000


def measure(members: Sequence[Member], path: str | None, seconds: float, pause: float) -> list[float]:
    """Return the times of all requests of `seconds`, each member pausing so long between two.

    path: the same for all, or None for each one's own page.
    """
    start = threading.Barrier(len(members))

    def ask(place: int) -> list[float]:
        start.wait()
        if pause:  # members do not think in step
            time.sleep(pause * place / len(members))
        ending, found = time.perf_counter() + seconds, []
        while time.perf_counter() < ending:
            found.append(members[place].timed(path or members[place].own))
            time.sleep(pause)
        return found

    with ThreadPoolExecutor(len(members)) as pool:
        return [one for times in pool.map(ask, range(len(members))) for one in times]


def show(name: str, times: Sequence[float], seconds: float) -> None:
    """Print percentiles in milliseconds."""
    ordered = sorted(times)
    p50, p95, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99))
    rate = len(times) / seconds
    print(f"{name:34} p50 {p50:7.1f}   p95 {p95:7.1f}   p99 {p99:7.1f} ms   {rate:6.1f} a second", flush=True)


def report(members: Sequence[Member], seconds: float) -> None:
    """Measure and print."""
    for pause in (1.0, 0.0):
        for name, path in (("recommendations", None), ("healthz (the peer)", PEER)):
            title = f"{name}, {len(members)} members, {pause:.0f} s"
            show(title, measure(members, path, seconds, pause), seconds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--organisations", type=int, default=100_000)
    parser.add_argument("--members", type=int, default=8)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--instance", type=Path)
    parser.add_argument("--url")
    parser.add_argument("--email", nargs="+", default=[])
    given = parser.parse_args()
    if given.url:
        password = os.environ["DEMO_PASSWORD"]
        report([Member(given.url, email, password) for email in given.email], given.seconds)
        return
    with ExitStack() as stack:
        _on_its_own(given, stack)


def _on_its_own(given: argparse.Namespace, stack: ExitStack) -> None:
    from crowd_service import PASSWORD, database, prepare, served

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # else the servers would outlive us
    instance = given.instance or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="crowd")))
    environment = stack.enter_context(database(instance))
    start = time.perf_counter()
    emails = prepare(environment, given.organisations, given.members)
    print(f"database and index ready after {time.perf_counter() - start:.0f} s", flush=True)
    start = time.perf_counter()
    server = stack.enter_context(served(environment, given.processes, given.threads))
    print(f"first answer after {time.perf_counter() - start:.1f} s", flush=True)
    _show_memory(server.megabytes())
    members = [Member(server.url, email, PASSWORD) for email in emails]
    print("first pages:", " ".join(f"{one.timed(one.own):.0f}" for one in members), "ms")
    report(members, given.seconds)
    _show_memory(server.megabytes())


def _show_memory(held: Sequence[tuple[float, float]]) -> None:
    listed = ", ".join(f"{alone:.0f} ({share:.0f})" for alone, share in held)
    print(f"MB that each process holds alone (with its share of the rest): {listed}", flush=True)


if __name__ == "__main__":
    main()
