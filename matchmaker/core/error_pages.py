"""Error pages in the reader's language, and none with a traceback."""

from flask import Flask, render_template
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from matchmaker.core.errors import Conflict, DomainError
from matchmaker.extensions import db

TITLES = {
    400: _l("This request was not understood"),
    403: _l("You may not open this page"),
    404: _l("There is no such page"),
    405: _l("This page does not work that way"),
    409: _l("This has changed in the meantime"),
    413: _l("That is too large"),
    422: _l("Something cannot be accepted"),
    429: _l("Too many attempts"),
    500: _l("Something went wrong on our side"),
    503: _l("The service is not available at the moment"),
}
TEXTS = {
    400: _l("Go back, reload the page and send it again."),
    403: _l(
        "Your account does not have the right to see it. If you think it should, ask your programme staff."
    ),
    404: _l("The address may be mistyped, or the page is not for you."),
    405: _l("Go back and use the buttons of the page."),
    409: _l("What you sent was not saved over it. Go back, reload the page and look at the latest version."),
    413: _l("Send a smaller file or a shorter text."),
    422: _l("Go back and correct what you entered."),
    429: _l("Wait a few minutes, then try again."),
    500: _l("Whatever you had saved is still there. We keep a record of the fault."),
    503: _l("Please try again in a minute."),
}


def render(status: int, message: object | None = None) -> tuple[str, int]:
    """Return the page for `status` with `message` instead of the usual text."""
    known = status if status in TITLES else 500 if status >= 500 else 400
    text = str(message or TEXTS[known])  # a lazy string passes for safe markup, and may quote what was sent
    return render_template("errors/error.html", status=status, title=TITLES[known], text=text), status


def init_app(app: Flask) -> None:
    """Register a page for each error, domain errors included."""
    _pages_of_refusals(app)
    _pages_of_faults(app)


def _pages_of_refusals(app: Flask) -> None:
    @app.errorhandler(DomainError)
    def _domain(error: DomainError) -> tuple[str, int]:
        db.session.rollback()
        return render(error.status, error.message)

    @app.errorhandler(StaleDataError)
    def _stale(error: StaleDataError) -> tuple[str, int]:
        db.session.rollback()
        return render(Conflict.status)

    @app.errorhandler(CSRFError)
    def _csrf(error: CSRFError) -> tuple[str, int]:
        return render(
            400, _l("The form was open for too long or came from elsewhere. Go back and reload it.")
        )

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
        if error.code is None or error.code < 400 or isinstance(error, SecurityError):
            return error  # under a host that is not ours no page of ours can be made
        return render(error.code)


def _pages_of_faults(app: Flask) -> None:
    @app.errorhandler(OperationalError)
    def _database(error: OperationalError) -> tuple[str, int]:
        app.logger.exception("database not available")
        return render(503)

    @app.errorhandler(DataError)
    def _no_value(error: DataError) -> tuple[str, int]:
        app.logger.exception("the database cannot hold what was sent")  # a form should have said so
        db.session.rollback()
        return render(400)

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> tuple[str, int]:
        app.logger.exception("unexpected error")
        db.session.rollback()
        return render(500)
