"""The front page and the health check."""

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from matchmaker import waiting
from matchmaker.core import jobs
from matchmaker.core.permissions import public
from matchmaker.extensions import db, limiter
from matchmaker.introductions import delays

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Say what the service is, and to the signed-in what waits for them."""
    days = delays.decided_within()
    if not current_user.is_authenticated:
        return render_template("home/index.html", days=days)
    start = waiting.start(current_user._get_current_object())
    return render_template("home/start.html", start=start, days=days)


@blueprint.get("/healthz")
@public
@limiter.exempt
def health() -> ResponseReturnValue:
    """Answer 200 when the service can reach its database, and say whether a worker shows signs of life."""
    return {"status": "ok", "worker": jobs.is_worker_alive(db.session())}


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
