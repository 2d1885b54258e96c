"""Settings of gunicorn that need code: see passerelle-web.service."""

from typing import Any

from matchmaker.matching.engine.ready import make_ready


def on_starting(server: Any) -> None:
    """Compile what pages call before there is anybody to wait for it, once for all processes."""
    del server
    make_ready()
