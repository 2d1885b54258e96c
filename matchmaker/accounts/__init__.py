"""Accounts: sign-up, log-in, recovery, invitations, roles."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind Flask-Security and register the account pages and commands."""
    from matchmaker.accounts import commands, copied, copy_views, events, guards, library, limits
    from matchmaker.accounts.views import blueprint

    del copied  # imported for what it registers

    library.init_app(app)
    guards.init_app(app)
    limits.init_app(app)
    events.init_app(app)
    app.register_blueprint(blueprint)
    app.register_blueprint(copy_views.blueprint)
    commands.init_app(app)
