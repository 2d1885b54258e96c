"""The members of an organisation, and what somebody is invited to."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.permissions import Permission, requires
from matchmaker.extensions import limiter
from matchmaker.profiles import members as reads
from matchmaker.profiles import membership, policies
from matchmaker.profiles.forms import InviteForm, RoleForm
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.versioned import say
from matchmaker.profiles.views import blueprint
from matchmaker.taxonomy import MembershipRole


@blueprint.get("/<int:organisation_id>/members")
@requires(Permission.PROFILE_EDIT)
def members(organisation_id: int) -> ResponseReturnValue:
    """List the members; owners see invitations and what they may change."""
    return _page(policies.own(current_user, organisation_id), InviteForm())


def _page(organisation: Organisation, form: InviteForm) -> str:
    place = policies.require_member(current_user, organisation)
    is_owner = place.role is MembershipRole.OWNER
    return render_template(
        "profiles/members.html",
        organisation=organisation,
        places=reads.places_in(organisation),
        invitations=reads.open_invitations(organisation) if is_owner else [],
        is_owner=is_owner,
        roles=list(MembershipRole),
        form=form,
    )


@blueprint.post("/<int:organisation_id>/members")
@requires(Permission.PROFILE_EDIT)
@limiter.limit("30/hour")
def invite(organisation_id: int) -> ResponseReturnValue:
    """Send a colleague an invitation."""
    organisation = policies.owned(current_user, organisation_id)
    form = InviteForm()
    if form.validate():
        try:
            membership.invite(current_user, organisation, form.email.data or "", form.role.data)
        except (Invalid, Conflict) as refused:
            say(form, {"email": [refused.message]})
    if form.errors:
        return _page(organisation, form), 422
    flash(_("The invitation is on its way."), "success")
    return _back(organisation_id)


@blueprint.post("/<int:organisation_id>/members/<int:member_id>/role")
@requires(Permission.PROFILE_EDIT)
def change_role(organisation_id: int, member_id: int) -> ResponseReturnValue:
    """Give a member another role."""
    organisation = policies.owned(current_user, organisation_id)
    form = RoleForm()
    if form.validate():
        membership.change_role(current_user, organisation, member_id, form.role.data)
        flash(_("The role is changed."), "success")
    return _back(organisation_id)


@blueprint.post("/<int:organisation_id>/members/<int:member_id>/remove")
@requires(Permission.PROFILE_EDIT)
def remove_member(organisation_id: int, member_id: int) -> ResponseReturnValue:
    """End a member's place, or leave."""
    membership.remove(current_user, policies.own(current_user, organisation_id), member_id)
    if member_id == current_user.id:
        flash(_("You left the organisation."), "success")
        return redirect(url_for("profiles.index"))
    flash(_("The member no longer belongs to the organisation."), "success")
    return _back(organisation_id)


@blueprint.post("/<int:organisation_id>/invitations/<int:invitation_id>/withdraw")
@requires(Permission.PROFILE_EDIT)
def withdraw_invitation(organisation_id: int, invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    organisation = policies.owned(current_user, organisation_id)
    membership.withdraw_invitation(current_user, organisation, invitation_id)
    flash(_("The invitation no longer works."), "success")
    return _back(organisation_id)


def _back(organisation_id: int) -> Response:
    return redirect(url_for("profiles.members", organisation_id=organisation_id))


@blueprint.get("/invitation/<token>")
@requires(Permission.PROFILE_EDIT)
@limiter.limit("60/hour")
def invitation(token: str) -> ResponseReturnValue:
    """Ask the invited person whether they want to join."""
    found = membership.find_invitation(current_user, token)
    organisation = policies.load(found.organisation_id)
    return render_template("profiles/invitation.html", invitation=found, organisation=organisation)


@blueprint.post("/invitation/<int:invitation_id>/accept")
@requires(Permission.PROFILE_EDIT)
def accept_invitation(invitation_id: int) -> ResponseReturnValue:
    """Join the organisation."""
    own = {found.id: found for found, _organisation in reads.invitations_for(current_user)}
    if invitation_id not in own:
        raise NotFound(membership.DEAD_INVITATION)
    place = membership.join(current_user, own[invitation_id])
    flash(_("You belong to the organisation now."), "success")
    return redirect(url_for("profiles.check", organisation_id=place.organisation_id))
