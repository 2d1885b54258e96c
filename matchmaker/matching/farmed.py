"""`match all` over the workers of a dask scheduler: the lines of one machine, in the same order.

Needs the extra `distributed`, and on each worker this service with the same DATABASE_URL and SNAPSHOT_DIR: of
an organisation only its id goes out. A worker opens the snapshot once and ranks batches; what one that died
had under way is ranked again by another. Rows leave in the order of the batches, of which a few for each
thread are under way or wait their turn, so memory does not grow with the number of organisations.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from distributed import Client, Future
from flask import Flask
from flask.cli import ScriptInfo

Row = dict[str, Any]
Ids = Sequence[int]

AHEAD = 3
"""Batches for each thread of the workers that are under way or wait for an earlier one."""

_starting = threading.Lock()


def connected(address: str, seconds: float = 30) -> Client:
    """Return a client of the scheduler at `address` that has a worker; OSError where none comes in time."""
    client = Client(address, timeout=seconds)  # type: ignore[no-untyped-call]  # the library's own
    try:
        client.wait_for_workers(1, timeout=seconds)
    except BaseException:
        client.close()  # type: ignore[no-untyped-call]  # the library's own
        raise
    return client


def ranked(
    client: Client, batches: Iterable[Ids], task: Callable[[Ids], list[Row]], app: str | None = None
) -> Iterator[Row]:
    """Yield the rows that `task` returns for each batch, run in the service `app` of a worker, in order.

    app: what `flask --app` is given, "wsgi" unless told.
    """
    threads = client.nthreads()  # type: ignore[no-untyped-call]  # the library's own
    most = AHEAD * max(1, sum(threads.values()))
    waiting: deque[Future[list[Row]]] = deque()
    for batch in batches:
        waiting.append(client.submit(_in_service, app or "wsgi", task, batch, pure=False))
        if len(waiting) >= most:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _in_service(app: str, task: Callable[[Ids], list[Row]], batch: Ids) -> list[Row]:
    with _starting:  # two threads of a worker share one service
        service = _service(app)
    with service.app_context():
        return task(batch)


@cache
def _service(app: str) -> Flask:
    return ScriptInfo(app_import_path=app).load_app()
