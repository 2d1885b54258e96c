"""`flask --app wsgi demo load` and `demo prepare`."""

import os
import secrets

import click
from flask import current_app
from flask.cli import AppGroup
from flask_migrate import upgrade

demo = AppGroup("demo", help="A service full of fictional organisations, to try it out.")


@demo.command("load")
def load() -> None:
    """Load the demonstration, once; not in production.

    The password of its seven accounts is that of the environment variable DEMO_PASSWORD, else made and
    printed. Where the demonstration is there already, a new DEMO_PASSWORD takes the place of the old one.
    """
    from matchmaker.demo import loader, sign_in

    if current_app.config["PRODUCTION"]:
        raise click.ClickException("The demonstration is not for production.")
    given = os.environ.get("DEMO_PASSWORD", "")
    password = given or secrets.token_urlsafe(9)
    if not loader.load(password):
        changed = given and sign_in.change_password(given)
        click.echo("The demonstration is already loaded" + ("; its password is new." if changed else "."))
        return
    click.echo(f"The demonstration is loaded: {loader.summary()}.")
    if not given:
        click.echo(f"Password of its accounts: {password}")


@demo.command("prepare")
@click.pass_context
def prepare(context: click.Context) -> None:
    """Bring the database up to date and load the demonstration.

    One process for both, as starting one takes longer than either where there is nothing to do.
    """
    upgrade()
    context.invoke(load)
