"""Pages about the service itself, for everybody: who runs it, personal data, accessibility."""

from flask import Blueprint, Flask, Response, render_template
from flask.typing import ResponseReturnValue

from matchmaker.accounts import copies
from matchmaker.core import imprint, sessions
from matchmaker.core.locale import language
from matchmaker.core.mail import delivery
from matchmaker.core.permissions import public
from matchmaker.matching import impressions
from matchmaker.notifications import retention

blueprint = Blueprint("about", __name__)
# For days; the pages name what the code does, whatever it is set to.
KEPT = {
    "own_copy": copies.KEPT_FOR.days,
    "session": sessions.SIGNED_IN.days,
    "mails": delivery.KEPT_FOR.days,
    "read": retention.READ_KEPT_FOR.days,
    "unread": retention.UNREAD_KEPT_FOR.days,
    "shown": impressions.KEPT,
}
# Links from mails and pages behind a log-in are nothing to be found by a search.
ROBOTS = "User-agent: *\nAllow: /$\nAllow: /about/\nAllow: /static/\nAllow: /bootstrap/\nDisallow: /\n"


@blueprint.get("/about/legal")
@public
def legal() -> ResponseReturnValue:
    """Say who runs the service, who hosts it, and how to reach whom."""
    return render_template("about/legal.html", imprint=imprint.read())


@blueprint.get("/about/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Say what is kept of a person, why, for how long, who reads it, and what the person may ask."""
    stated = imprint.read()
    more = stated.privacy(language())
    return render_template("about/privacy.html", imprint=stated, more=more, kept=KEPT)


@blueprint.get("/about/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Say how far the pages can be used by everybody, how that was found out, and where to complain."""
    return render_template("about/accessibility.html", imprint=imprint.read())


@blueprint.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Let search engines read what is for everybody, and nothing else."""
    return Response(ROBOTS, mimetype="text/plain")


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
