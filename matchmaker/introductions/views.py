"""Pages for members: their inbox, one introduction and the steps on it."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from matchmaker.core.locale import language
from matchmaker.core.paging import asked_number, paginate
from matchmaker.core.permissions import Permission, requires
from matchmaker.core.urls import code_or_none
from matchmaker.extensions import db
from matchmaker.introductions import (
    attempts,
    blocking,
    panel,
    policies,
    request_views,
    service,
    standing,
    wording,
)
from matchmaker.introductions import inbox as boxes
from matchmaker.introductions.attempts import Attempt
from matchmaker.introductions.forms import DeclineForm, DeferForm, ResubmitForm, StepForm
from matchmaker.introductions.inbox import Tab
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.sheet import Sheet, sheet
from matchmaker.introductions.sides import side_of
from matchmaker.introductions.workflow import Action, Status
from matchmaker.matching import pairs
from matchmaker.matching.service import Recommendation
from matchmaker.profiles import known_names
from matchmaker.profiles import policies as profiles
from matchmaker.profiles.policies import viewer_of
from matchmaker.profiles.teaser import face
from matchmaker.taxonomy import DeclineCode

blueprint = Blueprint("introductions", __name__, url_prefix="/introductions")
blueprint.add_url_rule("/new", view_func=request_views.new, methods=["GET", "POST"])
blueprint.add_url_rule("/<int:introduction_id>/preview", view_func=request_views.preview)
blueprint.add_url_rule("/<int:introduction_id>/send", view_func=request_views.send, methods=["POST"])
blueprint.add_url_rule("/<int:introduction_id>/discard", view_func=request_views.discard, methods=["POST"])


@blueprint.get("")
@requires(Permission.INTRODUCTION_READ)
def inbox() -> ResponseReturnValue:
    """List the introductions of the reader's organisations, one tab for each way they may stand."""
    viewer = viewer_of(current_user)
    counts = boxes.counts(viewer.own)
    filled = next((tab for tab in Tab if counts[tab]), Tab.TO_ANSWER)
    tab = code_or_none(Tab, request.args.get("tab")) or filled
    page = paginate(db.session(), boxes.listed(tab, viewer.own), asked_number())
    return render_template(
        "introductions/inbox.html",
        tab=tab,
        counts=counts,
        page=page,
        viewer=viewer,
        own=profiles.edited_by(current_user),
        face=face,
        side_of=side_of,
        title_of=standing.title_of,
        wording=wording,
    )


@blueprint.get("/<int:introduction_id>")
@requires(Permission.INTRODUCTION_READ)
def show(introduction_id: int) -> ResponseReturnValue:
    """Show one introduction with its history and the steps the reader may take."""
    introduction = policies.get_own(current_user, introduction_id)
    if introduction.status is Status.DRAFT:
        return redirect(url_for("introductions.preview", introduction_id=introduction_id))
    return _page(introduction)


@blueprint.post("/<int:introduction_id>/resubmit")
@requires(Permission.INTRODUCTION_REQUEST)
def resubmit(introduction_id: int) -> ResponseReturnValue:
    """Send a changed request to staff again."""
    form = _resubmit_form(policies.get_own(current_user, introduction_id))
    return _take(
        introduction_id,
        Action.RESUBMIT,
        form,
        lambda row: service.resubmit(current_user, row, form.seen, form.content),
    )


@blueprint.post("/<int:introduction_id>/withdraw")
@requires(Permission.INTRODUCTION_REQUEST)
def withdraw(introduction_id: int) -> ResponseReturnValue:
    """Take a request back, or take no part in what staff propose."""
    return _press(introduction_id, Action.WITHDRAW, service.withdraw)


@blueprint.post("/<int:introduction_id>/agree")
@requires(Permission.INTRODUCTION_REQUEST)
def agree(introduction_id: int) -> ResponseReturnValue:
    """Say yes to what staff propose."""
    return _press(introduction_id, Action.AGREE, service.agree)


@blueprint.post("/<int:introduction_id>/accept")
@requires(Permission.INTRODUCTION_ANSWER)
def accept(introduction_id: int) -> ResponseReturnValue:
    """Accept, which shows both sides each other's contact."""
    return _press(introduction_id, Action.ACCEPT, service.accept)


@blueprint.post("/<int:introduction_id>/block")
@requires(Permission.INTRODUCTION_ANSWER)
def block(introduction_id: int) -> ResponseReturnValue:
    """Block the other side, which ends the introduction; it is told "not available"."""
    return _press(introduction_id, Action.BLOCK, blocking.block_across)


@blueprint.post("/<int:introduction_id>/decline")
@requires(Permission.INTRODUCTION_ANSWER)
def decline(introduction_id: int) -> ResponseReturnValue:
    """Decline with a reason."""
    form = _decline_form()
    return _take(
        introduction_id,
        Action.DECLINE,
        form,
        lambda row: service.decline(
            current_user,
            row,
            form.seen,
            DeclineCode(form.decline_code.data),
            text=form.decline_text.data or "",
            share=form.share.data,
        ),
    )


@blueprint.post("/<int:introduction_id>/defer")
@requires(Permission.INTRODUCTION_ANSWER)
def defer(introduction_id: int) -> ResponseReturnValue:
    """Put the answer off to a day."""
    form = DeferForm()
    return _take(
        introduction_id,
        Action.DEFER,
        form,
        lambda row: service.defer(current_user, row, form.seen, form.day),
    )


def _press(introduction_id: int, action: Action, step: Callable[..., object]) -> ResponseReturnValue:
    """Take a step that needs nothing but the press of its button."""
    form = StepForm()
    return _take(introduction_id, action, form, lambda row: step(current_user, row, form.seen))


def _take(
    introduction_id: int, action: Action, form: StepForm, step: Callable[[Introduction], object]
) -> ResponseReturnValue:
    return attempts.take(
        action,
        form,
        lambda: policies.get_own(current_user, introduction_id),
        step,
        page=_page,
        then=url_for("introductions.show", introduction_id=introduction_id),
    )


def _page(introduction: Introduction, attempt: Attempt | None = None) -> str:
    shown = sheet(current_user, introduction)
    forms: dict[str, StepForm] = {
        Action.RESUBMIT: _resubmit_form(introduction, fresh=True),
        Action.DECLINE: _decline_form(fresh=True),
        Action.DEFER: DeferForm(formdata=None),
    }
    if attempt is not None:
        forms[attempt.action] = attempt.form
    return render_template(
        "introductions/show.html",
        sheet=shown,
        fit=_fit(shown),
        after=panel.of(current_user, introduction),
        forms=forms,
        attempt=attempt,
        wording=wording,
    )


def _fit(shown: Sheet) -> Recommendation | None:
    """Return how the two fit, for the side that is asked."""
    if not {Action.ACCEPT, Action.AGREE}.intersection(shown.actions):
        return None
    own, other = shown.introduction.seen_from(shown.side)
    return pairs.fit(own, other, current_user)


def _resubmit_form(introduction: Introduction, *, fresh: bool = False) -> ResubmitForm:
    form = ResubmitForm(formdata=None, obj=introduction) if fresh else ResubmitForm(obj=introduction)
    form.offer_needs_of(introduction.requester, language())
    form.names = known_names.of(introduction.requester)
    return form


def _decline_form(*, fresh: bool = False) -> DeclineForm:
    form = DeclineForm(formdata=None) if fresh else DeclineForm()
    form.offer_codes(language())
    return form
