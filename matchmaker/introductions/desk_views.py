"""Pages for programme staff: the queue, and the page on which they decide."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core.errors import Forbidden
from matchmaker.core.locale import language
from matchmaker.core.paging import asked_number, paginate
from matchmaker.core.permissions import Permission, requires
from matchmaker.core.urls import code_or_none
from matchmaker.extensions import db
from matchmaker.introductions import (
    editing,
    invitations,
    panel,
    policies,
    queue,
    service,
    steps,
    wording,
    writing_views,
)
from matchmaker.introductions.attempts import Attempt, take, try_step
from matchmaker.introductions.decision import decision_on
from matchmaker.introductions.forms import ChangesForm, EditForm, InviteForm, RejectForm, StepForm
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action, Status
from matchmaker.profiles import known_names
from matchmaker.profiles.policies import own_ids
from matchmaker.taxonomy import Hub, RejectCode

LANGUAGE_OF = {Hub.PARIS: "fr", Hub.SILICON_VALLEY: "en"}
blueprint = Blueprint("desk", __name__, url_prefix="/desk")
blueprint.add_url_rule("/propose", view_func=writing_views.propose, methods=["GET", "POST"])


@blueprint.get("", endpoint="queue")
@requires(Permission.INTRODUCTION_DECIDE)
def show_queue() -> ResponseReturnValue:
    """List the introductions in a state, of the reader's hub unless another is chosen."""
    status = code_or_none(Status, request.args.get("status")) or Status.SUBMITTED
    hub = code_or_none(Hub, request.args.get("hub", current_user.staff_hub))
    page = paginate(db.session(), queue.listed(status, hub), asked_number())
    return render_template(
        "desk/queue.html",
        page=page,
        items=queue.items(current_user, page.items),
        status=status,
        hubs=list(Hub),
        hub=hub,
        wording=wording,
    )


@blueprint.get("/<int:introduction_id>")
@requires(Permission.INTRODUCTION_DECIDE)
def decision(introduction_id: int) -> ResponseReturnValue:
    """Show both profiles side by side with the steps that staff may take."""
    return _page(_load(introduction_id))


@blueprint.post("/<int:introduction_id>/approve")
@requires(Permission.INTRODUCTION_DECIDE)
def approve(introduction_id: int) -> ResponseReturnValue:
    """Put the request before the counterpart."""
    form = StepForm()
    return _take(
        introduction_id, Action.APPROVE, form, lambda row: service.approve(current_user, row, form.seen)
    )


@blueprint.post("/<int:introduction_id>/changes")
@requires(Permission.INTRODUCTION_DECIDE)
def request_changes(introduction_id: int) -> ResponseReturnValue:
    """Give the request back with a note."""
    form = ChangesForm()
    return _take(
        introduction_id,
        Action.REQUEST_CHANGES,
        form,
        lambda row: service.request_changes(current_user, row, form.seen, form.words),
    )


@blueprint.post("/<int:introduction_id>/edit")
@requires(Permission.INTRODUCTION_DECIDE)
def edit(introduction_id: int) -> ResponseReturnValue:
    """Put other words in the place of the message, for the requester to confirm."""
    form = _edit_form(_load(introduction_id))
    return _take(
        introduction_id,
        Action.EDIT,
        form,
        lambda row: editing.edit(
            current_user, row, form.seen, form.edited_message.data or "", form.edit_note.data or ""
        ),
    )


@blueprint.post("/<int:introduction_id>/reject")
@requires(Permission.INTRODUCTION_DECIDE)
def reject(introduction_id: int) -> ResponseReturnValue:
    """Close the request with a code."""
    form = _reject_form()
    return _take(
        introduction_id,
        Action.REJECT,
        form,
        lambda row: service.reject(current_user, row, form.seen, RejectCode(form.code.data), form.words),
    )


@blueprint.post("/<int:introduction_id>/withdraw")
@requires(Permission.INTRODUCTION_DECIDE)
def withdraw(introduction_id: int) -> ResponseReturnValue:
    """Take back a request that awaits the counterpart."""
    form = StepForm()
    return _take(
        introduction_id, Action.WITHDRAW, form, lambda row: service.withdraw(current_user, row, form.seen)
    )


@blueprint.post("/<int:introduction_id>/cancel")
@requires(Permission.INTRODUCTION_DECIDE)
def cancel(introduction_id: int) -> ResponseReturnValue:
    """End an introduction that should not have been."""
    form = StepForm()
    return _take(
        introduction_id, Action.CANCEL, form, lambda row: service.cancel(current_user, row, form.seen)
    )


@blueprint.post("/<int:introduction_id>/invite")
@requires(Permission.INTRODUCTION_DECIDE)
def invite(introduction_id: int) -> ResponseReturnValue:
    """Invite a counterpart that nobody answers for yet."""
    form = InviteForm()
    refused = try_step(
        "invite",
        form,
        lambda: _load(introduction_id),
        lambda row: invitations.invite(current_user, row, form.seen, form.email.data or "", form.locale.data),
        page=_page,
    )
    if refused is not None:
        return refused
    flash(
        _("The invitation is on its way. The request waits until somebody takes the profile over."), "success"
    )
    return redirect(url_for("desk.decision", introduction_id=introduction_id))


def _load(introduction_id: int) -> Introduction:
    """Return the introduction to staff without a tie to either side, or raise NotFound or Forbidden."""
    introduction = policies.get_on_desk(current_user, introduction_id)
    if policies.has_tie(own_ids(current_user), introduction):
        raise Forbidden(steps.OWN)
    return introduction


def _take(
    introduction_id: int, action: Action, form: StepForm, step: Callable[[Introduction], object]
) -> ResponseReturnValue:
    return take(action, form, lambda: _load(introduction_id), step, page=_page, then=url_for("desk.queue"))


def _page(introduction: Introduction, attempt: Attempt | None = None) -> str:
    forms: dict[str, StepForm] = {
        Action.REQUEST_CHANGES: ChangesForm(formdata=None),
        Action.REJECT: _reject_form(fresh=True),
        Action.EDIT: _edit_form(introduction, fresh=True),
        "invite": InviteForm(formdata=None, locale=LANGUAGE_OF[introduction.counterpart.hub]),
    }
    if attempt is not None:
        forms[attempt.action] = attempt.form
    return render_template(
        "desk/decision.html",
        decision=decision_on(current_user, introduction),
        after=panel.for_desk(introduction) if introduction.introduced_at else None,
        forms=forms,
        attempt=attempt,
        wording=wording,
    )


def _edit_form(introduction: Introduction, *, fresh: bool = False) -> EditForm:
    given = {"edited_message": introduction.message}
    form = EditForm(formdata=None, data=given) if fresh else EditForm()
    form.names = known_names.of(introduction.requester)
    return form


def _reject_form(*, fresh: bool = False) -> RejectForm:
    form = RejectForm(formdata=None) if fresh else RejectForm()
    form.offer_codes(language())
    return form
