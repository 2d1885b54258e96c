"""`flask --app wsgi introductions ...`: the picture of the states for the documentation."""

import click
from flask.cli import AppGroup

from matchmaker.introductions import diagram

introductions = AppGroup("introductions", help="Introductions between organisations.")


@introductions.command("diagram")
def draw() -> None:
    """Print the picture and table of the states, as they stand in docs/introductions.md."""
    click.echo(diagram.section())
