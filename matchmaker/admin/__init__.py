"""The admin's pages: what may be switched while the service runs, and the mails that were kept."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages; those that show mails exist outside production only."""
    from matchmaker.admin import mailbox, trail_views, views

    app.register_blueprint(views.blueprint)
    app.register_blueprint(trail_views.blueprint)
    if not app.config["PRODUCTION"]:
        mailbox.init_app(app)
