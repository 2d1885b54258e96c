"""The front page and the health check."""

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from matchmaker.core.jobs import STALLED_AFTER
from matchmaker.core.permissions import public
from matchmaker.extensions import db, limiter

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Say what the service is, and lead the signed-in to their work."""
    return render_template("home/index.html")


@blueprint.get("/healthz")
@public
@limiter.exempt
def health() -> ResponseReturnValue:
    """Answer 200 when the service can reach its database, and say whether a worker shows signs of life."""
    seen = text("SELECT max(last_heartbeat) > now() - make_interval(secs => :s) FROM procrastinate_workers")
    return {"status": "ok", "worker": bool(db.session.scalar(seen, {"s": STALLED_AFTER}))}


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
