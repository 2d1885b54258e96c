"""Pages of meetings: proposing one, one meeting with its steps, and the person's calendar feed."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core import limits, urls
from matchmaker.core.errors import NotFound
from matchmaker.core.permissions import Permission, public, requires
from matchmaker.introductions import policies as introductions
from matchmaker.introductions import standing, trying
from matchmaker.introductions.forms import StepForm
from matchmaker.introductions.meetings import feed as feeds
from matchmaker.introductions.meetings import policies, service, sheet
from matchmaker.introductions.meetings import wording as words
from matchmaker.introductions.meetings.forms import AcceptForm, FeedForm, MissForm, MoveForm, ProposalForm
from matchmaker.introductions.meetings.models import LENGTHS, Meeting
from matchmaker.introductions.meetings.workflow import Action
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.parties import Party
from matchmaker.introductions.workflow import Status

blueprint = Blueprint("meetings", __name__)
ONE = "/introductions/<int:introduction_id>/meetings/<int:meeting_id>"


@blueprint.route("/introductions/<int:introduction_id>/meetings/new", methods=["GET", "POST"])
@requires(Permission.INTRODUCTION_READ)
def new(introduction_id: int) -> ResponseReturnValue:
    """Propose a meeting."""
    introduction, form = _introduced(introduction_id), ProposalForm()
    _offer(form, introduction)
    if not form.is_submitted():
        return _new_page(introduction, form, None)
    return trying.take(
        form,
        lambda: service.propose(current_user, introduction, form.proposal),
        page=lambda refusal: _new_page(_introduced(introduction_id), form, refusal),
        then=url_for("introductions.show", introduction_id=introduction_id, _anchor="meetings"),
        done=_("Your proposal is sent. The other side chooses one of the times."),
    )


@blueprint.get(ONE)
@requires(Permission.INTRODUCTION_READ)
def show(introduction_id: int, meeting_id: int) -> ResponseReturnValue:
    """Show one meeting by two clocks, the steps that are open and its history."""
    return _page(policies.get_own(current_user, introduction_id, meeting_id))


@blueprint.post(f"{ONE}/accept")
@requires(Permission.INTRODUCTION_READ)
def accept(introduction_id: int, meeting_id: int) -> ResponseReturnValue:
    """Accept one of the times."""
    meeting, form = policies.get_own(current_user, introduction_id, meeting_id), AcceptForm()
    form.offer(slot.starts_at for slot in meeting.slots)  # of all rounds: the service says what is too late
    return _take(
        meeting, Action.ACCEPT, form, lambda: service.accept(current_user, meeting, form.seen, form.moment)
    )


@blueprint.post(f"{ONE}/move")
@requires(Permission.INTRODUCTION_READ)
def move(introduction_id: int, meeting_id: int) -> ResponseReturnValue:
    """Propose other times."""
    meeting, form = policies.get_own(current_user, introduction_id, meeting_id), MoveForm()
    _offer(form, meeting.introduction)
    return _take(
        meeting, Action.MOVE, form, lambda: service.move(current_user, meeting, form.seen, form.proposal)
    )


@blueprint.post(f"{ONE}/cancel")
@requires(Permission.INTRODUCTION_READ)
def cancel(introduction_id: int, meeting_id: int) -> ResponseReturnValue:
    """Call the meeting off."""
    return _press(introduction_id, meeting_id, Action.CANCEL, service.cancel)


@blueprint.post(f"{ONE}/held")
@requires(Permission.INTRODUCTION_READ)
def hold(introduction_id: int, meeting_id: int) -> ResponseReturnValue:
    """Say that it took place."""
    return _press(introduction_id, meeting_id, Action.HOLD, service.hold)


@blueprint.post(f"{ONE}/no-show")
@requires(Permission.INTRODUCTION_READ)
def miss(introduction_id: int, meeting_id: int) -> ResponseReturnValue:
    """Say who did not come."""
    meeting, form = policies.get_own(current_user, introduction_id, meeting_id), MissForm()
    form.offer(standing.party_of(current_user, meeting.introduction))
    return _take(
        meeting,
        Action.MISS,
        form,
        lambda: service.miss(current_user, meeting, form.seen, Party(form.missed_by.data)),
    )


@blueprint.get(f"{ONE}/calendar.ics")
@requires(Permission.INTRODUCTION_READ)
def file(introduction_id: int, meeting_id: int) -> ResponseReturnValue:
    """Give the agreed meeting as a calendar file, whatever mails the reader chose to get."""
    content = feeds.file(current_user, policies.get_own(current_user, introduction_id, meeting_id))
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": "attachment; filename=meeting.ics",
    }
    return Response(content, mimetype="text/calendar", headers=headers)


@blueprint.get("/introductions/calendar")
@requires(Permission.INTRODUCTION_READ)
def calendar() -> ResponseReturnValue:
    """Say what the calendar feed is, and let the reader make, renew or revoke the address."""
    return render_template("introductions/meetings/calendar.html", feed=feeds.of(current_user), address=None)


@blueprint.post("/introductions/calendar")
@requires(Permission.INTRODUCTION_READ)
def issue_feed() -> ResponseReturnValue:
    """Make a new address and show it this once."""
    if not FeedForm().validate_on_submit():
        raise NotFound
    address = urls.absolute("meetings.feed", token=feeds.issue(current_user))
    page = render_template(
        "introductions/meetings/calendar.html", feed=feeds.of(current_user), address=address
    )
    return page, {"Cache-Control": "no-store"}


@blueprint.post("/introductions/calendar/revoke")
@requires(Permission.INTRODUCTION_READ)
def revoke_feed() -> ResponseReturnValue:
    """Let the address answer no more."""
    if FeedForm().validate_on_submit():
        feeds.revoke(current_user)
        flash(_("The address no longer works."), "success")
    return redirect(url_for("meetings.calendar"))


@blueprint.get("/calendars/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """Give the meetings of one person to the calendar program that knows the address."""
    limits.spend("calendars.address", request.remote_addr or "", "120 per 10 minutes")
    content = feeds.read(token)
    return Response(content, mimetype="text/calendar", headers={"Cache-Control": "private, no-store"})


def _introduced(introduction_id: int) -> Introduction:
    introduction = introductions.get_own(current_user, introduction_id)
    if introduction.introduced_at is None:
        raise NotFound
    return introduction


def _offer(form: ProposalForm, introduction: Introduction) -> None:
    seats = policies.seats({current_user.id})
    zone = standing.organisation_of(introduction, standing.party_of(current_user, introduction)).hub.time_zone
    form.offer(policies.offers(introduction, LENGTHS[0], seats), zone)


def _press(
    introduction_id: int, meeting_id: int, action: Action, step: Callable[..., object]
) -> ResponseReturnValue:
    meeting, form = policies.get_own(current_user, introduction_id, meeting_id), StepForm()
    return _take(meeting, action, form, lambda: step(current_user, meeting, form.seen))


def _take(
    meeting: Meeting, action: Action, form: StepForm, step: Callable[[], object]
) -> ResponseReturnValue:
    ids = (meeting.introduction_id, meeting.id)
    return trying.take(
        form,
        step,
        page=lambda refusal: _page(policies.get_own(current_user, *ids), action, form, refusal),
        then=url_for("meetings.show", introduction_id=ids[0], meeting_id=ids[1]),
        done=words.DONE[action],
    )


def _new_page(introduction: Introduction, form: ProposalForm, refusal: object | None) -> str:
    party = standing.party_of(current_user, introduction)
    return render_template(
        "introductions/meetings/new.html",
        row=introduction,
        other=standing.name_across(current_user, introduction, party),
        is_open=introduction.status is Status.INTRODUCED,
        form=form,
        refusal=refusal,
    )


def _page(
    meeting: Meeting,
    action: Action | None = None,
    sent: StepForm | None = None,
    refusal: object | None = None,
) -> str:
    shown = sheet.sheet(current_user, meeting)
    forms: dict[Any, StepForm] = {
        Action.ACCEPT: AcceptForm(formdata=None),
        Action.MOVE: MoveForm(formdata=None, data=sheet.proposal_of(meeting)),
        Action.MISS: MissForm(formdata=None),
    }
    if action is not None and sent is not None:
        forms[action] = sent
    _fill(forms, shown)
    return render_template(
        "introductions/meetings/show.html",
        sheet=shown,
        forms=forms,
        action=action,
        refused=sent,
        refusal=refusal,
        words=words,
    )


def _fill(forms: dict[Any, Any], shown: sheet.Sheet) -> None:
    forms[Action.ACCEPT].offer(shown.choices)
    _offer(forms[Action.MOVE], shown.meeting.introduction)
    forms[Action.MISS].offer(shown.party)
