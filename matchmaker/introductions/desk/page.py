"""The page on which staff decide, with everything they have at hand for it."""

from flask import render_template
from flask_login import current_user

from matchmaker.core.locale import language
from matchmaker.introductions import panel, policies, wording
from matchmaker.introductions.attempts import Attempt
from matchmaker.introductions.decision import decision_on
from matchmaker.introductions.desk import standing, tools
from matchmaker.introductions.desk.forms import HandOverForm, NoteForm, OpinionForm
from matchmaker.introductions.forms import ChangesForm, EditForm, InviteForm, RejectForm, StepForm
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action
from matchmaker.profiles import known_names
from matchmaker.taxonomy import Hub

LANGUAGE_OF = {Hub.PARIS: "fr", Hub.SILICON_VALLEY: "en"}


def load(introduction_id: int) -> Introduction:
    """Return the introduction to staff without a tie to either side, or raise NotFound or Forbidden."""
    introduction = policies.get_on_desk(current_user, introduction_id)
    standing.check(current_user, introduction)
    return introduction


def show(introduction: Introduction, attempt: Attempt | None = None) -> str:
    """Return the page; of a step that did not pass with its form as it was filled in."""
    at_hand = tools.of(current_user, introduction)
    forms: dict[str, StepForm] = {
        Action.REQUEST_CHANGES: ChangesForm(formdata=None),
        Action.REJECT: reject_form(fresh=True),
        Action.EDIT: edit_form(introduction, fresh=True),
        "invite": InviteForm(formdata=None, locale=LANGUAGE_OF[introduction.counterpart.hub]),
        "hand_over": HandOverForm.offering(at_hand.colleagues, fresh=True),
        "note": NoteForm(formdata=None),
        "co_review_answer": OpinionForm(formdata=None),
    }
    if attempt is not None:
        forms[attempt.action] = attempt.form
    return render_template(
        "desk/decision.html",
        decision=decision_on(current_user, introduction),
        tools=at_hand,
        after=panel.for_desk(introduction) if introduction.introduced_at else None,
        forms=forms,
        attempt=attempt,
        wording=wording,
    )


def edit_form(introduction: Introduction, *, fresh: bool = False) -> EditForm:
    """Return the form for other words of the request's message, filled with the present ones."""
    given = {"edited_message": introduction.message}
    form = EditForm(formdata=None, data=given) if fresh else EditForm()
    form.names = known_names.of(introduction.requester)
    return form


def reject_form(*, fresh: bool = False) -> RejectForm:
    """Return the form for a rejection with its codes in the reader's language."""
    form = RejectForm(formdata=None) if fresh else RejectForm()
    form.offer_codes(language())
    return form
