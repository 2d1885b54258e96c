"""`flask --app wsgi user ...`: accounts from the command line of whoever runs the service."""

import os
import secrets
import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_security.mail_util import EmailValidateException
from sqlalchemy import select

from matchmaker.accounts import erasure, service
from matchmaker.accounts.models import User
from matchmaker.accounts.passwords import LONGEST, SHORTEST
from matchmaker.core.errors import DomainError
from matchmaker.core.locale import LOCALES
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.taxonomy import Hub

users = AppGroup("user", help="Create accounts and switch them off.")


@users.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice([str(role) for role in Role]), default=str(Role.MEMBER))
@click.option("--hub", type=click.Choice([str(hub) for hub in Hub]), help="For staff, and only for them.")
@click.option("--name", default="")
@click.option("--locale", type=click.Choice(LOCALES), default="en")
def create(email: str, role: str, hub: str | None, name: str, locale: str) -> None:
    """Create a confirmed account.

    The password is that of the environment variable PASSWORD, else asked for, else (without a terminal, or
    when left empty) made and printed.
    """
    address = _address(email)
    password, made = _password()
    try:
        user = service.create(address, password, Role(role), Hub(hub) if hub else None, name, locale)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Created {user.email} ({user.role}).")
    if made:
        click.echo(f"Password: {password}")


@users.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """Switch an account off; its sessions end at once."""
    service.deactivate(None, _known(email))
    click.echo(f"{email} is switched off.")


@users.command("reactivate")
@click.argument("email")
def reactivate(email: str) -> None:
    """Switch an account on again."""
    service.reactivate(None, _known(email))
    click.echo(f"{email} is switched on.")


@users.command("erase")
@click.argument("email")
@click.confirmation_option(prompt="Erase this account for good?")
def erase(email: str) -> None:
    """Erase an account for good: nothing of the person is left but a number in the record."""
    erasure.erase(None, _known(email))
    click.echo("The account is erased.")


@users.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Let a person who lost the device sign in by password alone."""
    service.reset_second_factor(_known(email))
    click.echo(f"{email} signs in by password alone.")


def _address(email: str) -> str:
    try:
        return str(current_app.extensions["security"].mail_util.validate(email))
    except EmailValidateException as error:
        raise click.ClickException(f"{email} is not an e-mail address.") from error


def _password() -> tuple[str, bool]:
    """Return the password, and whether it was made here."""
    given = os.environ.get("PASSWORD", "")
    if not given and sys.stdin.isatty():
        given = click.prompt("Password (empty: make one)", default="", hide_input=True, show_default=False)
    if not given:
        return secrets.token_urlsafe(15), True
    if not SHORTEST <= len(given) <= LONGEST:
        raise click.ClickException(f"A password has {SHORTEST} to {LONGEST} signs.")
    return given, False


def _known(email: str) -> int:
    found = db.session.scalar(select(User.id).where(User.email == email.strip().lower()))
    if found is None:
        raise click.ClickException(f"There is no account with {email}.")
    return found


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(users)
