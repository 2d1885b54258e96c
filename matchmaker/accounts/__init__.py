"""Accounts: sign-up, log-in, recovery, invitations, roles."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind Flask-Security and register the account pages."""
