"""The pages on which a member asks for an introduction: what to say, how it will read, and off it goes."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.locale import language
from matchmaker.core.permissions import Permission, requires
from matchmaker.core.urls import row_id
from matchmaker.introductions import drafts, gates, policies, previews, requesting
from matchmaker.introductions.attempts import Attempt, take
from matchmaker.introductions.forms import RequestForm, StepForm
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.snapshot import snapshot_of
from matchmaker.introductions.workflow import Action, Status
from matchmaker.profiles import policies as profiles
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import OUTSIDER
from matchmaker.profiles.teaser import face


@requires(Permission.INTRODUCTION_REQUEST)
def new() -> ResponseReturnValue:
    """Write a request, or go on with its draft; it is kept as a draft and read again before it leaves."""
    counterpart = profiles.get_visible(current_user, request.args.get("counterpart", 0, type=row_id))
    form, requester = _form(counterpart)
    if "keep" in request.form:
        form.allow_unfinished()
    if not form.validate_on_submit():
        return _page(form, requester, counterpart)
    try:
        draft = drafts.keep(current_user, requester, counterpart, form.content)
    except Invalid as refusal:
        return _page(form, requester, counterpart, refusal)
    if "keep" in request.form:
        flash(_("Your draft is kept. Only your organisation sees it."), "success")
        return redirect(url_for("introductions.inbox", tab="drafts"))
    return redirect(url_for("introductions.preview", introduction_id=draft.id))


@requires(Permission.INTRODUCTION_REQUEST)
def preview(introduction_id: int) -> ResponseReturnValue:
    """Show a draft exactly as the other side will read it; what left already has a page of its own."""
    row = policies.get_own(current_user, introduction_id)
    if row.status is not Status.DRAFT:
        return redirect(url_for("introductions.show", introduction_id=row.id))
    return _preview(row)


@requires(Permission.INTRODUCTION_REQUEST)
def send(introduction_id: int) -> ResponseReturnValue:
    """Send the draft as the preview showed it."""
    form = StepForm()
    return take(
        Action.REQUEST,
        form,
        lambda: _draft(introduction_id),
        lambda row: drafts.submit(
            current_user, row, form.seen, **snapshot_of(row.requester, row.counterpart)
        ),
        page=_preview,
        then=url_for("introductions.show", introduction_id=introduction_id),
    )


@requires(Permission.INTRODUCTION_REQUEST)
def discard(introduction_id: int) -> ResponseReturnValue:
    """Delete a draft."""
    form = StepForm()
    return take(
        Action.DISCARD,
        form,
        lambda: _draft(introduction_id),
        lambda row: drafts.discard(current_user, row, form.seen),
        page=_preview,
        then=url_for("introductions.inbox"),
    )


def _draft(introduction_id: int) -> Introduction:
    draft = policies.get_own(current_user, introduction_id)
    if draft.status is not Status.DRAFT:
        raise Conflict(_("This request was sent already, or deleted."))
    return draft


def _preview(draft: Introduction, attempt: Attempt | None = None) -> str:
    return render_template(
        "introductions/preview.html",
        draft=draft,
        preview=previews.of(draft),
        quota=requesting.quota(draft.requester),
        attempt=attempt,
        closed=_closed(draft.requester, draft.counterpart),
        mine=face(draft.requester, OUTSIDER),
        other=face(draft.counterpart, current_user),
    )


def _closed(requester: Organisation, counterpart: Organisation) -> object | None:
    """Return in words what keeps a request from being sent now, None where nothing does."""
    try:
        requesting.check(current_user, requester, counterpart)
    except Conflict as closed:
        return str(closed.message)
    except NotFound:  # the other side hid its profile since the draft was begun
        return str(gates.NOT_AVAILABLE)
    return requesting.no_request_left(requester)


def _form(counterpart: Organisation) -> tuple[RequestForm, Organisation]:
    """Return the form and the organisation it speaks for: the one chosen, else the first the person has."""
    own = {one.id: one for one in profiles.organisations_of(current_user)}
    if not own:
        raise Conflict(_("Register your organisation first: introductions are between organisations."))
    asked = request.form.get("organisation", type=row_id) or request.args.get("organisation", type=row_id)
    requester = own.get(asked or 0, next(iter(own.values())))
    begun = drafts.find(requester, counterpart) or _like(requester)
    form = RequestForm(obj=begun, data={"organisation": requester.id})
    form.offer_organisations(own.values())
    form.offer_needs_of(requester, language())
    return form, requester


def _like(requester: Organisation) -> Introduction | None:
    """Return the earlier request of the same organisation whose words a link asks to begin with, or None."""
    number = request.args.get("like", 0, type=row_id)
    try:
        earlier = policies.get_own(current_user, number)
    except NotFound:
        return None
    return earlier if earlier.requester_id == requester.id and not earlier.proposed else None


def _page(
    form: RequestForm,
    requester: Organisation,
    counterpart: Organisation,
    refusal: Conflict | Invalid | None = None,
) -> ResponseReturnValue:
    status = Invalid.status if form.errors else 200
    try:
        if refusal is None:
            requesting.check(current_user, requester, counterpart)
    except Conflict as closed:
        refusal = closed
    # To whom nothing can be asked now no form is offered, unless there is something to go on with.
    is_shut = isinstance(refusal, Conflict) and request.method == "GET" and not form.can_go_on
    page = render_template(
        "introductions/new.html",
        form=form,
        is_shut=is_shut,
        notice=refusal.message if refusal else None,
        mine=face(requester, OUTSIDER),
        other=face(counterpart, current_user),
        quota=requesting.quota(requester),
    )
    return page, refusal.status if refusal else status
