"""What people say about the order: objecting to being ranked, wishes of members, staff who pin or hide."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core import urls
from matchmaker.core.errors import Invalid
from matchmaker.core.permissions import Permission, requires
from matchmaker.matching import objections, policies, steering, wishes
from matchmaker.matching.order_models import Steer, Wish
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
    pinned = how is Steer.PINNED
    flash(_("The pair is pinned.") if pinned else _("The pair is hidden from both sides."), "success")
    return redirect(url_for("matching.pair", organisation_id=organisation_id, other_id=other_id))


@blueprint.post("/recommendations/<int:other_id>/release")
@requires(Permission.MATCH_STEER)
def release(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Let the ranking decide about the pair again."""
    organisation = policies.viewpoint(current_user, organisation_id)
    steering.release(current_user, organisation, other_id)
    flash(_("The ranking decides about this pair again."), "success")
    return redirect(url_for("matching.pair", organisation_id=organisation_id, other_id=other_id))


@blueprint.post("/recommendations/<int:other_id>/wish")
@requires(Permission.MATCH_MARK)
def wish(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Show more, or less, like the other organisation from now on."""
    organisation = profiles.own(current_user, organisation_id)
    what = urls.code_or_none(Wish, request.form.get("what"))
    if what is None:
        raise Invalid
    wishes.wish(current_user, organisation, other_id, what)
    flash(_("Your list follows this wish from now on."), "success")
    return _back(organisation_id)


@blueprint.post("/recommendations/<int:other_id>/unwish")
@requires(Permission.MATCH_MARK)
def unwish(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Take the wish about the other organisation back."""
    wishes.unwish(current_user, profiles.own(current_user, organisation_id), other_id)
    flash(_("The wish was taken back."), "success")
    return _back(organisation_id)


def _back(organisation_id: int) -> ResponseReturnValue:
    default = url_for("matching.recommendations", organisation_id=organisation_id)
    return redirect(urls.safe_target(request.form.get("next"), default))
