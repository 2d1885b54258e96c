"""The page on which a member asks for an introduction."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.locale import language
from matchmaker.core.permissions import Permission, requires
from matchmaker.core.urls import row_id
from matchmaker.extensions import db
from matchmaker.introductions import requesting, service
from matchmaker.introductions.forms import RequestForm
from matchmaker.introductions.snapshot import snapshot_of
from matchmaker.profiles import policies as profiles
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import OUTSIDER
from matchmaker.profiles.teaser import face


@requires(Permission.INTRODUCTION_REQUEST)
def new() -> ResponseReturnValue:
    """Show who asks whom and what the other side will see, and send the request to staff."""
    counterpart = profiles.get_visible(current_user, request.args.get("counterpart", 0, type=row_id))
    form, requester = _form()
    if not form.is_submitted():
        return _page(form, requester, counterpart)
    if not form.validate() or "preview" in request.form:
        return _page(form, requester, counterpart, status=Invalid.status if form.errors else 200)
    try:
        row = service.request(
            current_user, requester, counterpart, **form.content, **snapshot_of(requester, counterpart)
        )
    except (Conflict, Invalid) as refusal:
        db.session.rollback()
        anew = profiles.load(requester.id), profiles.load(counterpart.id)
        return _page(form, *anew, status=refusal.status, notice=refusal.message)
    flash(_("Your request is with programme staff now. You will hear of each step."), "success")
    return redirect(url_for("introductions.show", introduction_id=row.id))


def _form() -> tuple[RequestForm, Organisation]:
    """Return the form and the organisation it speaks for: the one chosen, else the first the person has."""
    own = {one.id: one for one in profiles.organisations_of(current_user)}
    if not own:
        raise Conflict(_("Register your organisation first: introductions are between organisations."))
    asked = request.form.get("organisation", type=row_id) or request.args.get("organisation", type=row_id)
    requester = own.get(asked or 0, next(iter(own.values())))
    form = RequestForm(data={"organisation": requester.id})
    form.offer_organisations(own.values())
    form.offer_needs_of(requester, language())
    return form, requester


def _page(
    form: RequestForm,
    requester: Organisation,
    counterpart: Organisation,
    status: int = 200,
    notice: object | None = None,
) -> ResponseReturnValue:
    if notice is None:
        try:
            requesting.check(current_user, requester, counterpart)
        except Conflict as refusal:
            status, notice = refusal.status, refusal.message
    page = render_template(
        "introductions/new.html",
        form=form,
        notice=notice,
        mine=face(requester, OUTSIDER),
        other=face(counterpart, current_user),
        previewed=form.is_submitted() and not form.errors,
    )
    return page, status
