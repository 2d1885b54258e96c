"""The page of the weights for staff and admins: what serves, what was learnt, and the choice between them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core.permissions import Permission, requires
from matchmaker.matching import versions
from matchmaker.matching.weights_page import page

blueprint = Blueprint("weights", __name__, url_prefix="/weights")


@blueprint.get("")
@requires(Permission.MATCH_TUNE)
def show() -> ResponseReturnValue:
    """Show the version that serves beside the candidate, and what they were learnt from."""
    return render_template("matching/weights.html", page=page())


@blueprint.post("/publish")
@requires(Permission.MATCH_TUNE)
def publish() -> ResponseReturnValue:
    """Let a version serve in the place of the one that was seen serving."""
    row = versions.publish(
        current_user, request.form.get("version", ""), instead_of=request.form.get("serves", "")
    )
    flash(_("Version %(version)s serves from now on.", version=row.version), "success")
    return redirect(url_for("weights.show"))


@blueprint.post("/rollback")
@requires(Permission.MATCH_TUNE)
def roll_back() -> ResponseReturnValue:
    """Take the version that was seen serving back."""
    version = request.form.get("serves", "")
    versions.roll_back(current_user, version)
    flash(
        _("Version %(version)s serves no more. The worker publishes none by itself now.", version=version),
        "success",
    )
    return redirect(url_for("weights.show"))
