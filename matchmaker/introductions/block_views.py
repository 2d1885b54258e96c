"""The page of whom one's organisations do not want to meet, before or after it asks."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core.errors import NotFound
from matchmaker.core.permissions import Permission, requires
from matchmaker.core.urls import row_id
from matchmaker.introductions import blocking
from matchmaker.profiles import policies as profiles
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import viewer_of
from matchmaker.profiles.teaser import face

blueprint = Blueprint("blocks", __name__, url_prefix="/blocks")


@blueprint.get("")
@requires(Permission.INTRODUCTION_ANSWER)
def index() -> ResponseReturnValue:
    """List the blocks of the reader's organisations; with `organisation`, ask whether to add that one."""
    viewer, own = viewer_of(current_user), profiles.organisations_of(current_user)
    asked = request.args.get("organisation", type=row_id)
    other = profiles.get_visible(current_user, asked) if asked else None
    return render_template(
        "introductions/blocks.html",
        own=own,
        other=face(other, viewer) if other and other.id not in viewer.own else None,
        blocked=[(one, [face(row, viewer) for row in blocking.blocked_by(one)]) for one in own],
    )


@blueprint.post("/<int:organisation_id>/<int:other_id>")
@requires(Permission.INTRODUCTION_ANSWER)
def add(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Block the other organisation."""
    blocking.block(current_user, profiles.own(current_user, organisation_id), _other(other_id))
    flash(_("Blocked. You are not brought together any more, and the other side is not told."), "success")
    return redirect(url_for("blocks.index"))


@blueprint.post("/<int:organisation_id>/<int:other_id>/lift")
@requires(Permission.INTRODUCTION_ANSWER)
def lift(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Take a block back."""
    own = profiles.own(current_user, organisation_id)
    other = next((row for row in blocking.blocked_by(own) if row.id == other_id), None)
    if other is None:
        raise NotFound
    blocking.lift(current_user, own, other)
    flash(_("The block is lifted."), "success")
    return redirect(url_for("blocks.index"))


def _other(organisation_id: int) -> Organisation:
    return profiles.get_visible(current_user, organisation_id)
