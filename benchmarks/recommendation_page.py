"""Times the recommendation page of a running service, from a process of its own, as a browser asks for it.

    python benchmarks/recommendation_page.py URL EMAIL [--requests 200] [--clients 1]

The password is read from DEMO_PASSWORD. Prints milliseconds of the page and, as the peer in the same run, of
the front page, which ranks nothing: the ratio is what ranking and explaining cost.
"""

import argparse
import http.cookiejar
import os
import re
import statistics
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

PAGES = ("recommendations", "front page")


class Member:
    """A signed-in member with cookies of its own."""

    def __init__(self, base: str, email: str, password: str) -> None:
        self.base = base.rstrip("/")
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = self.get("/account/login")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token, "the log-in page has no form"
        form = {"email": email, "password": password, "csrf_token": token[1]}
        request = urllib.request.Request(
            f"{self.base}/account/login",
            urllib.parse.urlencode(form).encode(),
            {"Referer": f"{self.base}/account/login"},
        )
        self.opener.open(request).read()

    def get(self, path: str) -> str:
        """Return the page at `path` as text, redirects followed."""
        with self.opener.open(self.base + path) as answer:
            return str(answer.read().decode())

    def timed(self, path: str) -> float:
        """Return the milliseconds until the page has arrived whole."""
        start = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - start) * 1000


def measure(members: list[Member], path: str, requests: int) -> list[float]:
    """Return the times of `requests` requests for `path`, shared among the members at once."""
    with ThreadPoolExecutor(len(members)) as pool:
        turns = [members[number % len(members)] for number in range(requests)]
        return list(pool.map(lambda member: member.timed(path), turns))


def show(name: str, times: list[float]) -> float:
    """Print median and 95th percentile in milliseconds, and return the median."""
    ordered = sorted(times)
    median, high = statistics.median(ordered), ordered[int(len(ordered) * 0.95) - 1]
    print(f"{name:16} p50 {median:7.1f} ms   p95 {high:7.1f} ms   {len(times)} requests")
    return median


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url")
    parser.add_argument("email")
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--path", default="/recommendations", help="the page to time")
    given = parser.parse_args()
    password = os.environ["DEMO_PASSWORD"]
    members = [Member(given.url, given.email, password) for _ in range(given.clients)]
    for member in members:
        member.timed(given.path)
    page = show(PAGES[0], measure(members, given.path, given.requests))
    peer = show(PAGES[1], measure(members, "/", given.requests))
    print(f"ratio of medians {page / peer:.2f}")


if __name__ == "__main__":
    main()
