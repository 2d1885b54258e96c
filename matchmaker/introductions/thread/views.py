"""Pages of messages: the thread for both sides, and for staff while it is reported."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core import limits
from matchmaker.core.errors import NotFound
from matchmaker.core.permissions import Permission, requires
from matchmaker.introductions import policies as introductions
from matchmaker.introductions import standing, trying
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.thread import policies, service
from matchmaker.introductions.thread.forms import MessageForm, ReportForm
from matchmaker.introductions.workflow import Status

blueprint = Blueprint("thread", __name__)
RATES = ("20 per 10 minutes", "100 per day")


@blueprint.get("/introductions/<int:introduction_id>/messages")
@requires(Permission.INTRODUCTION_READ)
def show(introduction_id: int) -> ResponseReturnValue:
    """Show all messages, and the form for the next."""
    return _page(_own(introduction_id))


@blueprint.post("/introductions/<int:introduction_id>/messages")
@requires(Permission.INTRODUCTION_READ)
def send(introduction_id: int) -> ResponseReturnValue:
    """Send a message."""
    introduction, form = _own(introduction_id), MessageForm()

    def act() -> None:
        limits.spend("thread.person", str(current_user.id), *RATES)
        service.send(current_user, introduction, form.text.data or "")

    return trying.take(
        form,
        act,
        page=lambda refusal: _page(_own(introduction_id), message=form, refusal=refusal),
        then=url_for("thread.show", introduction_id=introduction_id, _anchor="latest"),
        done=_("Your message is sent."),
    )


@blueprint.post("/introductions/<int:introduction_id>/messages/report")
@requires(Permission.INTRODUCTION_READ)
def report(introduction_id: int) -> ResponseReturnValue:
    """Ask staff to read."""
    introduction, form = _own(introduction_id), ReportForm()
    return trying.take(
        form,
        lambda: service.report(current_user, introduction, form.reason.data or ""),
        page=lambda refusal: _page(_own(introduction_id), report=form, refusal=refusal),
        then=url_for("thread.show", introduction_id=introduction_id),
        done=_("Programme staff are told, and may read these messages until they have settled it."),
    )


@blueprint.get("/desk/<int:introduction_id>/messages")
@requires(Permission.INTRODUCTION_DECIDE)
def reported(introduction_id: int) -> ResponseReturnValue:
    """Show reported messages to staff; each reading is on record."""
    introduction, found, messages = service.read_reported(current_user, introduction_id)
    return render_template(
        "introductions/thread/reported.html",
        row=introductions.get_on_desk(current_user, introduction.id),
        report=found,
        messages=messages,
    )


@blueprint.post("/desk/<int:introduction_id>/messages/<int:report_id>/settle")
@requires(Permission.INTRODUCTION_DECIDE)
def settle(introduction_id: int, report_id: int) -> ResponseReturnValue:
    """Settle a report."""
    service.settle(current_user, introduction_id, report_id)
    flash(_("The report is settled."), "success")
    return redirect(url_for("desk.decision", introduction_id=introduction_id))


def _own(introduction_id: int) -> Introduction:
    introduction = introductions.get_own(current_user, introduction_id)
    if introduction.introduced_at is None:
        raise NotFound
    return introduction


def _page(
    introduction: Introduction,
    *,
    message: MessageForm | None = None,
    report: ReportForm | None = None,
    refusal: object | None = None,
) -> str:
    party = standing.party_of(current_user, introduction)
    return render_template(
        "introductions/thread/show.html",
        row=introduction,
        party=party,
        other=standing.name_across(current_user, introduction, party),
        messages=policies.readable(introduction, party),
        is_open=introduction.status is Status.INTRODUCED,
        is_reported=policies.open_report(introduction) is not None,
        message_form=message or MessageForm(formdata=None),
        report_form=report or ReportForm(formdata=None),
        refused=report or message,
        refusal=refusal,
    )
