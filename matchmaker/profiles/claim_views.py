"""The pages by which an imported organisation is claimed or removed, by its people or by staff."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core import limits
from matchmaker.core.errors import Conflict, Forbidden, Invalid
from matchmaker.core.permissions import Permission, public, requires
from matchmaker.profiles import claims, policies, removals
from matchmaker.profiles.claim_forms import AddressForm, ConfirmForm, InvitationForm
from matchmaker.profiles.models import ClaimPurpose, Organisation
from matchmaker.profiles.versioned import say

blueprint = Blueprint("claims", __name__)
_ASKS = {ClaimPurpose.CLAIM: claims.ask, ClaimPurpose.REMOVAL: removals.ask}


@blueprint.route("/organisations/<int:organisation_id>/claim", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def claim(organisation_id: int) -> ResponseReturnValue:
    """Ask for the link that makes one the owner."""
    return _ask(organisation_id, ClaimPurpose.CLAIM)


@blueprint.route("/organisations/<int:organisation_id>/removal", methods=["GET", "POST"])
@requires(Permission.PROFILE_READ)
def removal(organisation_id: int) -> ResponseReturnValue:
    """Ask for the link that removes the organisation."""
    return _ask(organisation_id, ClaimPurpose.REMOVAL)


def _ask(organisation_id: int, purpose: ClaimPurpose) -> ResponseReturnValue:
    organisation = policies.get_visible(current_user, organisation_id)
    claims.require_unclaimed(organisation)
    form = AddressForm()
    if form.validate_on_submit():
        limits.spend("claims.person", str(current_user.id), "5 per hour", "15 per day")
        try:
            _spend(organisation, claims.address_of_alone(organisation, form.email.data or ""))
            _ASKS[purpose](current_user, organisation, form.email.data or "")
        except Invalid as refused:
            say(form, {"email": [refused.message]})
        else:
            flash(_("A link is on its way to that address. It works once, for one week."), "success")
            return redirect(url_for("profiles.show", organisation_id=organisation_id))
    page = render_template(f"claims/{purpose.value}.html", form=form, organisation=organisation)
    return page, 422 if form.errors else 200


def _spend(organisation: Organisation, email: str) -> None:
    """Count a mail against the address and the firm; what leads to none keeps nobody else from asking."""
    limits.spend("claims.address", email, "3 per day")
    limits.spend("claims.organisation", str(organisation.id), "6 per day")


@blueprint.route("/claims/<token>", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def confirm(token: str) -> ResponseReturnValue:
    """Take the organisation over by the link from the mail."""
    found = claims.find(token, ClaimPurpose.CLAIM, current_user)
    form = ConfirmForm()
    if form.validate_on_submit():
        organisation = claims.take_over(current_user, found)
        flash(_("The profile is yours now. Please look through it."), "success")
        return redirect(url_for("profiles.show", organisation_id=organisation.id))
    return render_template(
        "claims/confirm.html", form=form, organisation=policies.load(found.organisation_id)
    )


@blueprint.route("/removals/<token>", methods=["GET", "POST"])
@public
def confirm_removal(token: str) -> ResponseReturnValue:
    """Remove the organisation by the link from the mail; no account is needed."""
    found = claims.find(token, ClaimPurpose.REMOVAL)
    form = ConfirmForm()
    if form.validate_on_submit():
        removals.confirm(found)
        return render_template("claims/removed.html")
    return render_template(
        "claims/confirm_removal.html", form=form, organisation=policies.load(found.organisation_id)
    )


@blueprint.get("/organisations/<int:organisation_id>/unclaimed")
@requires(Permission.PROFILE_REVIEW)
def manage(organisation_id: int) -> ResponseReturnValue:
    """Show staff what they can do for an unclaimed organisation."""
    return _manage(_unclaimed(organisation_id), AddressForm(prefix="owner"), InvitationForm())


def _unclaimed(organisation_id: int) -> Organisation:
    organisation = policies.get_visible(current_user, organisation_id)
    claims.require_unclaimed(organisation)
    return organisation


def _manage(organisation: Organisation, owner: AddressForm, invitation: InvitationForm) -> str:
    return render_template(
        "claims/manage.html",
        organisation=organisation,
        owner=owner,
        invitation=invitation,
        sent=claims.sent(organisation),
    )


@blueprint.post("/organisations/<int:organisation_id>/owner")
@requires(Permission.PROFILE_REVIEW)
def assign(organisation_id: int) -> ResponseReturnValue:
    """Hand the organisation to an account."""
    organisation, form = _unclaimed(organisation_id), AddressForm(prefix="owner")
    if form.validate():
        try:
            claims.assign(current_user, organisation, form.email.data or "")
        except (Invalid, Forbidden) as refused:
            say(form, {"email": [refused.message]})
    if form.errors:
        return _manage(organisation, form, InvitationForm()), 422
    flash(_("The organisation has an owner now."), "success")
    return redirect(url_for("profiles.show", organisation_id=organisation_id))


@blueprint.post("/organisations/<int:organisation_id>/invitation")
@requires(Permission.PROFILE_REVIEW)
def invite(organisation_id: int) -> ResponseReturnValue:
    """Send the firm an invitation to take its profile over."""
    organisation, form = _unclaimed(organisation_id), InvitationForm()
    if form.validate():
        limits.spend("claims.organisation", str(organisation.id), "6 per day")
        try:
            claims.send_invitation(current_user, organisation, form.email.data or "", form.locale.data)
        except (Invalid, Conflict) as refused:
            say(form, {"email": [refused.message]})
    if form.errors:
        return _manage(organisation, AddressForm(prefix="owner"), form), 422
    flash(_("The invitation is on its way."), "success")
    return redirect(url_for("claims.manage", organisation_id=organisation_id))


@blueprint.post("/organisations/<int:organisation_id>/remove")
@requires(Permission.PROFILE_REVIEW)
def remove(organisation_id: int) -> ResponseReturnValue:
    """Remove the organisation at once."""
    removals.remove(current_user, _unclaimed(organisation_id))
    flash(_("The organisation was removed. Imports will pass it over."), "success")
    return redirect(url_for("imports.index"))
