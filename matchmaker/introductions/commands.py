"""`flask --app wsgi introductions ...`: the picture of the states, and what the timer does by itself."""

import click
from flask.cli import AppGroup

from matchmaker.introductions import diagram, sweeps

introductions = AppGroup("introductions", help="Introductions between organisations.")


@introductions.command("diagram")
def draw() -> None:
    """Print the picture and table of the states, as they stand in docs/introductions.md."""
    click.echo(diagram.section())


@introductions.command("let-time-pass")
def let_time_pass() -> None:
    """Take every step and send every reminder that is due now, as the worker does every five minutes."""
    sweeps.run()
