"""`flask --app wsgi profiles ...`: how long a profile holds, and the nightly round over old ones."""

import click
from flask import Flask
from flask.cli import AppGroup

from matchmaker.core import audit, settings
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db
from matchmaker.profiles import asking_again

profiles = AppGroup("profiles", help="Profiles of organisations.")


@profiles.command("patience")
@click.argument("months", type=click.IntRange(1, 120))
@click.argument("days", type=click.IntRange(1, 365))
def set_patience(months: int, days: int) -> None:
    """Set after how many MONTHS members are asked to confirm, and after how many DAYS more it is hidden."""
    for name, value in {"profile_confirmed_for_months": months, "profile_hidden_after_days": days}.items():
        before = settings.get(db.session(), name)
        row = settings.put(db.session(), name, value)
        audit.record(
            db.session(), None, AuditTag.SETTING_CHANGED, row, setting=name, before=before, after=value
        )
    db.session.commit()
    click.echo(f"asked after {months} months, hidden {days} days later")


@profiles.command("ask-again")
def ask_again() -> None:
    """Remind of old profiles and hide those that nobody confirmed, as the worker does each night."""
    asking_again.run()


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(profiles)
