"""The guided form: its steps, the page that sums a profile up, submission, pause, confirmation."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core.errors import Conflict, NotFound
from matchmaker.core.permissions import Permission, requires
from matchmaker.extensions import db
from matchmaker.profiles import policies, proposals, service, staleness
from matchmaker.profiles.completeness import measure, missing_for_submission, step_for
from matchmaker.profiles.forms import PauseForm
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import OUTSIDER
from matchmaker.profiles.saving import InvalidFields
from matchmaker.profiles.steps import Step
from matchmaker.profiles.teaser import face
from matchmaker.profiles.versioned import VersionedForm, say
from matchmaker.profiles.views import blueprint
from matchmaker.profiles.views.step_page import Compared, compared, contact_of, opened, values_of


@blueprint.get("/<int:organisation_id>/edit")
@requires(Permission.PROFILE_EDIT)
def edit_from_start(organisation_id: int) -> ResponseReturnValue:
    """Lead to the first step."""
    return redirect(url_for("profiles.edit", organisation_id=organisation_id, step=Step.IDENTITY))


@blueprint.route("/<int:organisation_id>/edit/<step>", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def edit(organisation_id: int, step: str) -> ResponseReturnValue:
    """Show a step of the form; save what is right of it and show what is not."""
    organisation = policies.editable(current_user, organisation_id)
    asked = _step(step)
    form = opened(organisation, asked)
    if not form.is_submitted():
        return _page(organisation, asked, form)
    form.validate()
    try:
        saved, faults = service.save_valid(
            current_user, organisation, values_of(form, organisation, asked), form.opened_on, contact_of(form)
        )
    except Conflict:
        return _conflict(organisation_id, asked, form)
    say(form, faults)
    if form.errors:
        form.reopen(saved.version)
        return _page(saved, asked, form), 422
    return redirect(_after(organisation_id, asked))


def _step(name: str) -> Step:
    try:
        return Step(name)
    except ValueError:
        raise NotFound from None


def _after(organisation_id: int, step: Step) -> str:
    if step.following is None or request.form.get("then") == "check":
        return url_for("profiles.check", organisation_id=organisation_id)
    return url_for("profiles.edit", organisation_id=organisation_id, step=step.following)


def _conflict(organisation_id: int, step: Step, form: VersionedForm) -> tuple[str, int]:
    """Show both versions side by side over the form, which holds what was typed and the newest version."""
    db.session.expire_all()
    newest = policies.editable(current_user, organisation_id)
    form.reopen(newest.version)
    return _page(newest, step, form, compared(newest, step, form)), Conflict.status


def _page(
    organisation: Organisation, step: Step, form: VersionedForm, conflict: list[Compared] | None = None
) -> str:
    return render_template(
        f"profiles/steps/{step}.html",
        organisation=organisation,
        step=step,
        steps=list(Step),
        form=form,
        waiting=proposals.proposed(organisation.id),
        conflict=conflict,
    )


@blueprint.get("/<int:organisation_id>/check")
@requires(Permission.PROFILE_EDIT)
def check(organisation_id: int) -> ResponseReturnValue:
    """Sum the profile up: how complete it is, how others see it, what comes next."""
    return _sum_up(policies.own(current_user, organisation_id), PauseForm())


def _sum_up(organisation: Organisation, pause_form: PauseForm) -> str:
    values = proposals.current(organisation)
    missing = missing_for_submission(values, service.contact_email(organisation))
    place = policies.membership(current_user, organisation)
    return render_template(
        "profiles/check.html",
        organisation=organisation,
        measured=measure(organisation.kind, values),
        missing=[(step_for(name), words) for name, words in missing.items()],
        review=proposals.last_review(organisation.id),
        waiting=proposals.proposed(organisation.id),
        face=face(organisation, OUTSIDER),
        may_edit=policies.may_edit(place),
        pause_form=pause_form,
        hides_on=staleness.hides_on(organisation),
    )


@blueprint.post("/<int:organisation_id>/submit")
@requires(Permission.PROFILE_EDIT)
def submit(organisation_id: int) -> ResponseReturnValue:
    """Put the profile before staff."""
    organisation = policies.editable(current_user, organisation_id)
    try:
        service.submit(current_user, organisation)
    except InvalidFields:
        return _sum_up(policies.own(current_user, organisation_id), PauseForm()), InvalidFields.status
    return _done(
        organisation_id, _("Your profile is with the programme staff now. You will get the answer by e-mail.")
    )


@blueprint.post("/<int:organisation_id>/pause")
@requires(Permission.PROFILE_EDIT)
def pause(organisation_id: int) -> ResponseReturnValue:
    """Take no introductions for a time."""
    organisation = policies.editable(current_user, organisation_id)
    form = PauseForm()
    if form.validate():
        try:
            service.pause(current_user, organisation, form.paused_from.data, form.paused_until.data)
        except InvalidFields as refused:
            say(form, refused.faults)
    if form.errors:
        return _sum_up(organisation, form), 422
    return _done(organisation_id, _("No introductions reach you during the pause."))


@blueprint.post("/<int:organisation_id>/resume")
@requires(Permission.PROFILE_EDIT)
def resume(organisation_id: int) -> ResponseReturnValue:
    """End a pause."""
    service.resume(current_user, policies.editable(current_user, organisation_id))
    return _done(organisation_id, _("Introductions reach you again."))


@blueprint.post("/<int:organisation_id>/confirm")
@requires(Permission.PROFILE_EDIT)
def confirm(organisation_id: int) -> ResponseReturnValue:
    """Note that the profile still holds."""
    organisation = policies.editable(current_user, organisation_id)
    was_hidden = organisation.hidden_at is not None
    service.confirm_current(current_user, organisation)
    if was_hidden:
        return _done(organisation_id, _("Thank you. Others see the profile again."))
    return _done(organisation_id, _("Thank you. The profile is marked as current."))


@blueprint.get("/<int:organisation_id>/still-right")
@requires(Permission.PROFILE_EDIT)
def still_right(organisation_id: int) -> ResponseReturnValue:
    """Ask whether the profile still holds; one button says so."""
    organisation = policies.editable(current_user, organisation_id)
    return render_template(
        "profiles/still_right.html",
        organisation=organisation,
        face=face(organisation, OUTSIDER),
        hides_on=staleness.hides_on(organisation),
        last_word=staleness.last_word(organisation),
    )


def _done(organisation_id: int, message: Any) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("profiles.check", organisation_id=organisation_id))
