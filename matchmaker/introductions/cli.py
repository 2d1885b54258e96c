"""Commands about introductions: `flask --app wsgi introductions COMMAND`."""

import click
from flask.cli import AppGroup

from matchmaker.introductions import diagram

commands = AppGroup("introductions", help="Introductions between organisations.")


@commands.command("diagram")
def draw() -> None:
    """Print the picture and table of the states, as they stand in docs/introductions.md."""
    click.echo(diagram.section())
