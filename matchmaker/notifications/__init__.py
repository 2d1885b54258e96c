"""What people are told of: a list in the application, and mails as each person chose them."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages and jobs; raise SystemExit where the service's own quiet hours are mistyped."""
    from flask_login import current_user

    from matchmaker.notifications import copied, forgetting, quiet, retention, service, summaries, views

    del copied, forgetting, retention, summaries  # imported for their jobs and what they register
    try:
        app.extensions["notifications.quiet_hours"] = quiet.parse(app.config["QUIET_HOURS"])
    except ValueError:
        raise SystemExit("QUIET_HOURS must be two different hours, such as 22-7, or none") from None
    app.register_blueprint(views.blueprint)
    app.before_request(views.note_what_is_read)
    app.jinja_env.globals.update(
        unread_notices=lambda: service.unread_count(current_user), MOST_UNREAD=service.MOST_COUNTED
    )
