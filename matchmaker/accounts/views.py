"""The own account, the acceptance of an invitation, and the admins' page of people."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security.utils import logout_user

from matchmaker.accounts import erasure, service
from matchmaker.accounts.forms import AcceptForm, AccountForm, EraseForm, EraseOwnForm, InviteForm
from matchmaker.core.errors import Conflict
from matchmaker.core.locale import language
from matchmaker.core.permissions import Permission, public, requires
from matchmaker.extensions import limiter

blueprint = Blueprint("accounts", __name__)


def _page(template: str, form: object, **context: object) -> ResponseReturnValue:
    """Render a form, with 422 where it was sent and has faults."""
    page = render_template(template, form=form, **context)
    return (page, 422) if getattr(form, "errors", None) else page


@blueprint.route("/account", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def account() -> ResponseReturnValue:
    """Show the own account and change name, language and time zone."""
    user = current_user._get_current_object()
    form = AccountForm(obj=user, current_zone=user.time_zone)
    if form.validate_on_submit():
        service.update(user, **{name: form.data[name] for name in ("name", "locale", "time_zone")})
        session["locale"] = user.locale
        flash(_("Your account is saved."), "success")
        return redirect(url_for("accounts.account"))
    return _page("accounts/account.html", form)


@blueprint.route("/account/erase", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@limiter.limit("10/hour", methods=["POST"])
def erase_own() -> ResponseReturnValue:
    """Say what erasing the own account means; the password again erases it."""
    form, user = EraseOwnForm(), current_user._get_current_object()
    if not form.validate_on_submit():
        return _page("accounts/erase.html", form, own=True, going=erasure.going_with(user, user))
    erasure.erase(user, user.id)
    logout_user()
    flash(_("Your account is erased."), "success")
    return redirect(url_for("home.index"))


@blueprint.route("/admin/people/erase", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_INVITE)
def erase() -> ResponseReturnValue:
    """Erase the account of anybody who asks for it: first by the address, then knowing what goes with it."""
    form, admin = EraseForm(), current_user._get_current_object()
    if not form.validate_on_submit() or form.user is None:
        return _page("accounts/erase.html", form, own=False)
    erasure.require_may(admin, form.user.id)
    going = erasure.going_with(form.user, admin)
    if not form.has_read(going):
        return _page("accounts/erase.html", form, own=False, going=going, person=form.user)
    erasure.erase(admin, form.user.id)
    flash(_("The account is erased."), "success")
    return redirect(url_for("accounts.people"))


@blueprint.route("/account/invitation/<token>", methods=["GET", "POST"])
@public
def accept(token: str) -> ResponseReturnValue:
    """Show what an invitation offers; the answer with name and password opens the account."""
    invitation = service.usable_invitation(token)
    form = AcceptForm(email=invitation.email)
    if form.validate_on_submit():
        service.accept(token, **{name: form.data[name] for name in ("name", "password", "time_zone")})
        flash(_("Your account is open. Please sign in."), "success")
        return redirect(url_for("security.login"))
    return _page("accounts/accept.html", form, invitation=invitation)


@blueprint.get("/admin/people")
@requires(Permission.ACCOUNT_INVITE)
def people() -> ResponseReturnValue:
    """List staff, admins and open invitations."""
    return render_template(
        "accounts/people.html", people=service.staff_and_admins(), invitations=service.open_invitations()
    )


@blueprint.route("/admin/people/invite", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_INVITE)
def invite() -> ResponseReturnValue:
    """Invite a staff member or an admin."""
    form = InviteForm(locale=language())
    if form.validate_on_submit():
        role, hub = form.role_and_hub()
        try:
            service.invite(
                current_user._get_current_object(), form.data["email"], role, hub, form.data["locale"]
            )
        except Conflict as refusal:
            form.email.errors = [str(refusal)]
            return _page("accounts/invite.html", form)
        flash(_("We have sent the invitation to %(email)s.", email=form.email.data), "success")
        return redirect(url_for("accounts.people"))
    return _page("accounts/invite.html", form)


@blueprint.post("/admin/people/invitations/<int:invitation_id>/revoke")
@requires(Permission.ACCOUNT_INVITE)
def revoke(invitation_id: int) -> ResponseReturnValue:
    """Withdraw an invitation."""
    service.revoke(current_user._get_current_object(), invitation_id)
    flash(_("The invitation is withdrawn."), "success")
    return redirect(url_for("accounts.people"))


@blueprint.post("/admin/people/<int:user_id>/deactivate")
@requires(Permission.ACCOUNT_INVITE)
def deactivate(user_id: int) -> ResponseReturnValue:
    """Switch an account off."""
    service.deactivate(current_user._get_current_object(), user_id)
    flash(_("The account is switched off, and its sessions have ended."), "success")
    return redirect(url_for("accounts.people"))


@blueprint.post("/admin/people/<int:user_id>/reactivate")
@requires(Permission.ACCOUNT_INVITE)
def reactivate(user_id: int) -> ResponseReturnValue:
    """Switch an account on again."""
    service.reactivate(current_user._get_current_object(), user_id)
    flash(_("The account is switched on again."), "success")
    return redirect(url_for("accounts.people"))
