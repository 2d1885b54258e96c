"""What people say about the order: an organisation that objects to being ranked, staff who pin or hide."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core import urls
from matchmaker.core.errors import Invalid
from matchmaker.core.permissions import Permission, requires
from matchmaker.matching import objections, policies, steering
from matchmaker.matching.order_models import Steer
from matchmaker.matching.pair_page import pair_page
from matchmaker.profiles import policies as profiles

blueprint = Blueprint("order", __name__, url_prefix="/organisations/<int:organisation_id>")


@blueprint.get("/profiling")
@requires(Permission.MATCH_MARK)
def profiling(organisation_id: int) -> ResponseReturnValue:
    """Say what being ranked means, and whether the organisation objects to it."""
    organisation = profiles.own(current_user, organisation_id)
    return render_template(
        "matching/profiling.html", organisation=organisation, objects=objections.objects(organisation)
    )


@blueprint.post("/profiling/<step>")
@requires(Permission.MATCH_MARK)
def answer(organisation_id: int, step: str) -> ResponseReturnValue:
    """Object to being ranked, or take that back."""
    organisation = profiles.own(current_user, organisation_id)
    if step == "object":
        objections.object_to(current_user, organisation)
        flash(_("This organisation is not ranked any more."), "success")
    elif step == "allow":
        objections.allow(current_user, organisation)
        flash(_("This organisation is ranked again."), "success")
    else:
        raise Invalid
    return redirect(url_for("order.profiling", organisation_id=organisation_id))


@blueprint.post("/recommendations/<int:other_id>/steer")
@requires(Permission.MATCH_STEER)
def steer(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Pin or hide a pair with a reason; without one show the page again with what was typed."""
    organisation = policies.viewpoint(current_user, organisation_id)
    how = urls.code_or_none(Steer, request.form.get("how"))
    reason = request.form.get("reason", "")
    if how is None:
        raise Invalid
    try:
        steering.steer(current_user, organisation, other_id, how, reason)
    except Invalid as refused:
        other = profiles.get_visible(current_user, other_id)
        return pair_page(organisation, other, reason=reason, fault=refused), Invalid.status
    return redirect(url_for("matching.pair", organisation_id=organisation_id, other_id=other_id))


@blueprint.post("/recommendations/<int:other_id>/release")
@requires(Permission.MATCH_STEER)
def release(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Let the ranking decide about the pair again."""
    organisation = policies.viewpoint(current_user, organisation_id)
    steering.release(current_user, organisation, other_id)
    return redirect(url_for("matching.pair", organisation_id=organisation_id, other_id=other_id))
