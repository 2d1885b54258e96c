"""The command line: `flask --app wsgi COMMAND`. Features add their own commands."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from matchmaker.core import jobs
from matchmaker.matching import build


@click.command("worker")
@click.option("--once", is_flag=True, help="Run the jobs that are due, then stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Run background jobs: mails, index builds, timers."""
    build.request_at_once()  # an index of an earlier version of the service cannot be read by this one
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # what the proxy stands for
    jobs.run_worker(app, wait=not once)


def init_app(app: Flask) -> None:
    """Register the commands of the service as a whole."""
    app.cli.add_command(worker)
