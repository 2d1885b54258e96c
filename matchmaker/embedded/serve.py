"""The web process of an embedded run: waitress on a socket the supervisor already listens on.

Run as ``python -m matchmaker.embedded.serve DESCRIPTOR``.
"""

import importlib
import logging
import signal
import socket
import sys
import threading
from types import FrameType

from waitress.server import create_server

from matchmaker.matching.engine.ready import make_ready

THREADS = 8
PATIENCE = 60.0
"""Seconds before we answer though code is still being compiled, as on a slow machine after an install."""


def _leave(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(0)  # waitress then finishes the requests it has begun


def main(descriptor: int) -> None:
    """Serve `wsgi:app` on the listening socket behind `descriptor` until SIGTERM."""
    # A request that waits a moment for a free thread is no event for a newcomer's terminal.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    app = importlib.import_module("wsgi").app
    compiling = threading.Thread(target=make_ready, daemon=True)
    compiling.start()
    compiling.join(PATIENCE)
    server = create_server(app, sockets=[socket.socket(fileno=descriptor)], threads=THREADS, ident=None)
    signal.signal(signal.SIGTERM, _leave)
    server.run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
