"""What staff do on one introduction beside its steps: each a POST that leads back to its page."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from matchmaker.core.permissions import Permission, requires
from matchmaker.core.urls import row_id
from matchmaker.introductions.attempts import try_step
from matchmaker.introductions.desk import co_reviews, notes, owners, suggesting
from matchmaker.introductions.desk.forms import HandOverForm, NoteForm, OpinionForm
from matchmaker.introductions.desk.models import Opinion
from matchmaker.introductions.desk.page import load, show
from matchmaker.introductions.forms import StepForm
from matchmaker.introductions.models import Introduction


def add_to(blueprint: Blueprint) -> None:
    """Register the pages on the blueprint of the desk."""
    for path, view in _VIEWS.items():
        rule = f"/<int:introduction_id>/{path}"
        blueprint.add_url_rule(rule, view.__name__, view, methods=["POST"])


@requires(Permission.INTRODUCTION_DECIDE)
def take(introduction_id: int) -> ResponseReturnValue:
    """Take a matter in hand."""
    done = _l("You have this in hand now.")
    return _try(introduction_id, "take", StepForm(), done, lambda row: owners.take(current_user, row.id))


@requires(Permission.INTRODUCTION_DECIDE)
def release(introduction_id: int) -> ResponseReturnValue:
    """Give a matter back."""
    done = _l("You gave this back: any colleague may take it.")
    return _try(
        introduction_id, "release", StepForm(), done, lambda row: owners.release(current_user, row.id)
    )


@requires(Permission.INTRODUCTION_DECIDE)
def hand_over(introduction_id: int) -> ResponseReturnValue:
    """Give a matter to a colleague."""
    form = HandOverForm.offering(owners.colleagues(load(introduction_id)))
    return _try(
        introduction_id,
        "hand_over",
        form,
        _l("Your colleague has this in hand now, and is told."),
        lambda row: owners.hand_over(current_user, row.id, form.seen_owner_id, form.colleague.data),
    )


@requires(Permission.INTRODUCTION_DECIDE)
def add_note(introduction_id: int) -> ResponseReturnValue:
    """Leave a note for colleagues."""
    form = NoteForm()
    done = _l("Your note is kept.")
    return _try(introduction_id, "note", form, done, lambda row: notes.add(current_user, row.id, form.words))


@requires(Permission.INTRODUCTION_DECIDE)
def ask_co_review(introduction_id: int) -> ResponseReturnValue:
    """Ask the other city for a second look."""
    done = _l("The other city is asked. You may decide without waiting for it.")
    return _try(
        introduction_id, "co_review", StepForm(), done, lambda row: co_reviews.ask(current_user, row.id)
    )


@requires(Permission.INTRODUCTION_DECIDE)
def answer_co_review(introduction_id: int) -> ResponseReturnValue:
    """Answer the other city."""
    form = OpinionForm()
    return _try(
        introduction_id,
        "co_review_answer",
        form,
        _l("Your colleagues read your answer."),
        lambda row: co_reviews.answer(current_user, row.id, Opinion(form.opinion.data), form.words),
    )


@requires(Permission.INTRODUCTION_DECIDE)
def suggest(introduction_id: int) -> ResponseReturnValue:
    """Suggest another counterpart to the requester."""
    other = request.form.get("organisation", 0, type=row_id)
    return _try(
        introduction_id,
        "suggest",
        StepForm(),
        _l("The requester is told of your suggestion."),
        lambda row: suggesting.suggest(current_user, row.id, other),
    )


def _try(
    introduction_id: int,
    name: str,
    form: StepForm,
    done: object,
    act: Callable[[Introduction], object],
) -> ResponseReturnValue:
    refused = try_step(name, form, lambda: load(introduction_id), act, page=show)
    if refused is not None:
        return refused
    flash(str(done), "success")
    return redirect(url_for("desk.decision", introduction_id=introduction_id))


_VIEWS: dict[str, Callable[[int], ResponseReturnValue]] = {
    "take": take,
    "release": release,
    "hand-over": hand_over,
    "notes": add_note,
    "co-review": ask_co_review,
    "co-review/answer": answer_co_review,
    "suggest": suggest,
}
