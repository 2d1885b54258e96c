"""Pages for programme staff: the queue, and the page on which they decide."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.accounts.models import User
from matchmaker.core.permissions import Permission, requires
from matchmaker.introductions import editing, invitations, service, writing_views
from matchmaker.introductions.attempts import take, try_step
from matchmaker.introductions.desk import numbers_views, queue_views, tool_views
from matchmaker.introductions.desk.page import edit_form, load, reject_form, show
from matchmaker.introductions.forms import ChangesForm, InviteForm, StepForm
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action
from matchmaker.taxonomy import RejectCode

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
blueprint.add_url_rule("/propose", view_func=writing_views.propose, methods=["GET", "POST"])
queue_views.add_to(blueprint)
tool_views.add_to(blueprint)
numbers_views.add_to(blueprint)


@blueprint.get("/<int:introduction_id>")
@requires(Permission.INTRODUCTION_DECIDE)
def decision(introduction_id: int) -> ResponseReturnValue:
    """Show both profiles side by side with the steps that staff may take."""
    return show(load(introduction_id))


@blueprint.post("/<int:introduction_id>/approve")
@requires(Permission.INTRODUCTION_DECIDE)
def approve(introduction_id: int) -> ResponseReturnValue:
    """Put the request before the counterpart."""
    return _press(introduction_id, Action.APPROVE, service.approve)


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
    form = edit_form(load(introduction_id))
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
    form = reject_form()
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
    return _press(introduction_id, Action.WITHDRAW, service.withdraw)


@blueprint.post("/<int:introduction_id>/cancel")
@requires(Permission.INTRODUCTION_DECIDE)
def cancel(introduction_id: int) -> ResponseReturnValue:
    """End an introduction that should not have been."""
    return _press(introduction_id, Action.CANCEL, service.cancel)


@blueprint.post("/<int:introduction_id>/invite")
@requires(Permission.INTRODUCTION_DECIDE)
def invite(introduction_id: int) -> ResponseReturnValue:
    """Invite a counterpart that nobody answers for yet."""
    form = InviteForm()
    refused = try_step(
        "invite",
        form,
        lambda: load(introduction_id),
        lambda row: invitations.invite(current_user, row, form.seen, form.email.data or "", form.locale.data),
        page=show,
    )
    if refused is not None:
        return refused
    flash(
        _("The invitation is on its way. The request waits until somebody takes the profile over."), "success"
    )
    return redirect(url_for("desk.decision", introduction_id=introduction_id))


def _press(
    introduction_id: int, action: Action, step: Callable[[User, Introduction, int], object]
) -> ResponseReturnValue:
    """Take a step that needs no more than a button."""
    form = StepForm()
    return _take(introduction_id, action, form, lambda row: step(current_user, row, form.seen))


def _take(
    introduction_id: int, action: Action, form: StepForm, step: Callable[[Introduction], object]
) -> ResponseReturnValue:
    return take(action, form, lambda: load(introduction_id), step, page=show, then=url_for("desk.queue"))
