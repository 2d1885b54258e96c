"""The staff desk of profiles: what waits for a check, and what changed since."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.paging import asked_number
from matchmaker.core.permissions import Permission, requires
from matchmaker.core.urls import code_or_none
from matchmaker.extensions import db
from matchmaker.profiles import desk, policies, proposals, reviewing, values
from matchmaker.profiles.forms import DecisionForm
from matchmaker.profiles.models import ProfileStatus
from matchmaker.profiles.policies import OUTSIDER, STAFF
from matchmaker.profiles.teaser import face
from matchmaker.profiles.versioned import number_in, say
from matchmaker.profiles.views import review_blueprint as blueprint
from matchmaker.taxonomy import Hub


def _hub() -> Hub | None:
    return code_or_none(Hub, request.args.get("hub"))


@blueprint.get("/profiles")
@requires(Permission.PROFILE_REVIEW)
def queue() -> ResponseReturnValue:
    """List what waits for a staff check."""
    hub = _hub()
    return render_template(
        "review/queue.html", page=desk.queue(current_user, hub, asked_number()), hub=hub, hubs=list(Hub)
    )


@blueprint.get("/changes")
@requires(Permission.PROFILE_REVIEW)
def changes() -> ResponseReturnValue:
    """List the edits that went live without a check."""
    hub = _hub()
    return render_template(
        "review/changes.html", page=desk.changes(hub, asked_number()), hub=hub, hubs=list(Hub)
    )


@blueprint.get("/profiles/<int:review_id>")
@requires(Permission.PROFILE_REVIEW)
def show(review_id: int) -> ResponseReturnValue:
    """Show the profile under review, with what a change would change."""
    return _page(review_id, DecisionForm(formdata=None))


def _page(review_id: int, form: DecisionForm) -> str:
    review = reviewing.find(current_user, review_id)
    organisation = policies.load(review.organisation_id)
    if organisation.status is ProfileStatus.REMOVED:
        raise NotFound
    live, proposed = values.read(organisation), proposals.decoded(review)
    form.version.data = str(organisation.version)
    return render_template(
        "review/show.html",
        review=review,
        organisation=organisation,
        face=face(organisation, STAFF),
        outside=face(organisation, OUTSIDER),
        comparison=[(name, live.get(name), value) for name, value in proposed.items()],
        duplicates=desk.duplicates(organisation, proposed),
        form=form,
    )


@blueprint.post("/profiles/<int:review_id>/approve")
@requires(Permission.PROFILE_REVIEW)
def approve(review_id: int) -> ResponseReturnValue:
    """Let the profile, or its change, be seen."""
    form = DecisionForm()
    try:
        reviewing.approve(current_user, review_id, number_in(form.version.data))
    except Conflict as lost:
        return _refused(review_id, form, lost)
    flash(_("Approved. The organisation gets an e-mail."), "success")
    return redirect(url_for("review.queue"))


@blueprint.post("/profiles/<int:review_id>/changes")
@requires(Permission.PROFILE_REVIEW)
def request_changes(review_id: int) -> ResponseReturnValue:
    """Send the profile back with a note."""
    form = DecisionForm()
    try:
        reviewing.request_changes(current_user, review_id, form.note.data or "", number_in(form.version.data))
    except (Conflict, Invalid) as refused:
        return _refused(review_id, form, refused)
    flash(_("Sent back with your note, which the organisation gets by e-mail."), "success")
    return redirect(url_for("review.queue"))


def _refused(review_id: int, form: DecisionForm, why: Conflict | Invalid) -> tuple[str, int]:
    """Show the newest state with the reason; the note that was typed is still there."""
    db.session.rollback()
    db.session.expire_all()
    form.validate()
    say(form, {"note" if isinstance(why, Invalid) else "": [why.message]})
    return _page(review_id, form), why.status
