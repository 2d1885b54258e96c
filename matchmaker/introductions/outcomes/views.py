"""Pages of outcomes: adding one, correcting one, and the page behind the link of a mail."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.accounts.models import User
from matchmaker.core import limits
from matchmaker.core.errors import NotFound
from matchmaker.core.locale import language, reading_as
from matchmaker.core.permissions import Permission, public, requires
from matchmaker.core.urls import code_or_none
from matchmaker.introductions import policies as introductions
from matchmaker.introductions import standing, trying
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.outcomes import policies, service
from matchmaker.introductions.outcomes.forms import DetailsForm, OutcomeForm, values_of
from matchmaker.introductions.workflow import Status
from matchmaker.notifications.models import MailLink
from matchmaker.taxonomy import OutcomeType

blueprint = Blueprint("outcomes", __name__)


@blueprint.route("/introductions/<int:introduction_id>/outcomes/new", methods=["GET", "POST"])
@requires(Permission.INTRODUCTION_READ)
def new(introduction_id: int) -> ResponseReturnValue:
    """Say what came of an introduction, and perhaps close it with that."""
    introduction, form = _shared(introduction_id), OutcomeForm()
    form.offer(language())
    if not form.is_submitted():
        return _new_page(introduction, form, None)

    def act() -> None:
        if form.close.data:
            service.note_and_close(current_user, introduction, form.seen, form.chosen)
        else:
            service.note(current_user, introduction, form.chosen)

    return trying.take(
        form,
        act,
        page=lambda refusal: _new_page(_shared(introduction_id), form, refusal),
        then=url_for("introductions.show", introduction_id=introduction_id, _anchor="outcomes"),
        done=_("Thank you, this is noted."),
    )


@blueprint.route("/introductions/<int:introduction_id>/outcomes/<int:outcome_id>", methods=["GET", "POST"])
@requires(Permission.INTRODUCTION_READ)
def show(introduction_id: int, outcome_id: int) -> ResponseReturnValue:
    """Show an outcome with its versions, and correct it."""
    introduction = _shared(introduction_id)
    form = _correction(introduction, outcome_id)
    if not form.is_submitted():
        return _page(introduction, outcome_id, form, None)
    return trying.take(
        form,
        lambda: service.correct(current_user, introduction, outcome_id, form.seen, form.chosen),
        page=lambda refusal: _page(_shared(introduction_id), outcome_id, form, refusal),
        then=url_for("outcomes.show", introduction_id=introduction_id, outcome_id=outcome_id),
        done=_("Your correction is noted."),
    )


@blueprint.get("/outcomes/<token>")
@public
def page(token: str) -> ResponseReturnValue:
    """Ask what came of it, with a button for each answer."""
    _link, user, introduction = _find(token)
    return _link_page(token, user, introduction, None, None)


@blueprint.post("/outcomes/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Note the answer, once."""
    link, user, introduction = _find(token)
    form, type = DetailsForm(), code_or_none(OutcomeType, request.form.get("type"))
    form.offer_currencies(language())
    if type is None:
        return _link_page(token, user, introduction, form, _("Choose one of the answers.")), 422
    refused = trying.attempt(
        form,
        lambda: _note(link, user, introduction, form, type),
        page=lambda refusal: _link_page(token, user, policies.by_link(token)[2], form, refusal),
    )
    if refused is not None:
        return refused
    with reading_as(user.locale, user.time_zone):
        return render_template("introductions/outcomes/thanks.html", row=introduction, type=type)


def _find(token: str) -> tuple[MailLink, User, Introduction]:
    limits.spend("outcomes.address", request.remote_addr or "", "60 per 10 minutes")
    return policies.by_link(token)


def _note(
    link: MailLink, user: User, introduction: Introduction, form: DetailsForm, type: OutcomeType
) -> None:
    service.note_by_link(link, user, introduction, form.told(type))


def _shared(introduction_id: int) -> Introduction:
    introduction = introductions.get_own(current_user, introduction_id)
    if not introduction.shares_contacts:
        raise NotFound
    return introduction


def _correction(introduction: Introduction, outcome_id: int) -> OutcomeForm:
    outcome = policies.get(introduction, outcome_id)
    party = standing.party_of(current_user, introduction)
    [latest] = policies.readable([outcome.latest], party)
    own_words = latest.text if latest.is_own else ""
    form = OutcomeForm(data=values_of(outcome.latest, own_words))
    form.offer(language())
    return form


def _new_page(introduction: Introduction, form: OutcomeForm, refusal: object | None) -> str:
    party = standing.party_of(current_user, introduction)
    return render_template(
        "introductions/outcomes/new.html",
        row=introduction,
        other=standing.name_across(current_user, introduction, party),
        may_close=introduction.status is Status.INTRODUCED,
        form=form,
        refusal=refusal,
    )


def _page(introduction: Introduction, outcome_id: int, form: OutcomeForm, refusal: object | None) -> str:
    party = standing.party_of(current_user, introduction)
    outcome = policies.get(introduction, outcome_id)
    return render_template(
        "introductions/outcomes/show.html",
        row=introduction,
        outcome=outcome,
        versions=policies.readable(outcome.versions, party),
        other=standing.name_across(current_user, introduction, party),
        form=form,
        refusal=refusal,
    )


def _link_page(
    token: str, user: User, introduction: Introduction, form: DetailsForm | None, refusal: object | None
) -> str:
    with reading_as(user.locale, user.time_zone):
        shown = form or DetailsForm(formdata=None)
        shown.offer_currencies(language())
        party = standing.party_of(user, introduction)
        return render_template(
            "introductions/outcomes/answer.html",
            token=token,
            other=standing.name_across(user, introduction, party),
            own=standing.organisation_of(introduction, party).name,
            introduction=introduction,
            types=list(OutcomeType),
            form=shown,
            refusal=refusal,
        )
