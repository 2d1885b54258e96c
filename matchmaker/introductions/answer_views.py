"""The page behind the link of a mail that asks for an answer: a question and two buttons, no sign-in.

Opening the link changes nothing, since programs open links too. Whose contact it is shows after sign-in only.
"""

from collections.abc import Callable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.accounts.models import User
from matchmaker.core import limits
from matchmaker.core.locale import language, reading_as
from matchmaker.core.permissions import public
from matchmaker.introductions import answering, wording
from matchmaker.introductions.attempts import Attempt, try_step
from matchmaker.introductions.forms import DeclineForm, StepForm
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.sheet import sheet
from matchmaker.introductions.workflow import Action
from matchmaker.notifications.models import MailLink
from matchmaker.taxonomy import DeclineCode

blueprint = Blueprint("answers", __name__, url_prefix="/answers")


@blueprint.get("/<token>")
@public
def page(token: str) -> ResponseReturnValue:
    """Show who asks, and the two buttons."""
    _, user, introduction = _find(token)
    return _page(token, user, introduction)


@blueprint.post("/<token>/accept")
@public
def accept(token: str) -> ResponseReturnValue:
    """Say yes."""
    form = StepForm()
    return _answer(
        token, Action.ACCEPT, form, lambda link, user, row: answering.say_yes(link, user, row, form.seen)
    )


@blueprint.post("/<token>/decline")
@public
def decline(token: str) -> ResponseReturnValue:
    """Say no, with a reason."""
    form = _decline_form()
    return _answer(
        token,
        Action.DECLINE,
        form,
        lambda link, user, row: answering.say_no(
            link,
            user,
            row,
            form.seen,
            DeclineCode(form.decline_code.data),
            text=form.decline_text.data or "",
            share=form.share.data,
        ),
    )


def _find(token: str) -> tuple[MailLink, User, Introduction]:
    limits.spend("answers.address", request.remote_addr or "", "60 per 10 minutes")
    return answering.find(token)


def _answer(
    token: str,
    action: Action,
    form: StepForm,
    step: Callable[[MailLink, User, Introduction], Introduction],
) -> ResponseReturnValue:
    link, user, introduction = _find(token)
    refused = try_step(
        action,
        form,
        lambda: answering.find(token)[2],
        lambda row: step(link, user, row),
        page=lambda row, attempt: _page(token, user, row, attempt),
    )
    if refused is not None:
        return refused
    with reading_as(user.locale, user.time_zone):
        return render_template(
            "introductions/answered.html", introduction=introduction, accepted=action is Action.ACCEPT
        )


def _page(token: str, user: User, introduction: Introduction, attempt: Attempt | None = None) -> str:
    with reading_as(user.locale, user.time_zone):
        form = attempt.form if attempt and attempt.action == Action.DECLINE else _decline_form(fresh=True)
        return render_template(
            "introductions/answer.html",
            token=token,
            sheet=sheet(user, introduction),
            form=form,
            attempt=attempt,
            wording=wording,
        )


def _decline_form(*, fresh: bool = False) -> DeclineForm:
    form = DeclineForm(formdata=None) if fresh else DeclineForm()
    form.offer_codes(language())
    return form
