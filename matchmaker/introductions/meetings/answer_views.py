"""The page behind the link of a mail that asks whether a meeting took place: three buttons, no sign-in.

Opening the link changes nothing, since programs open links too.
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.core import limits
from matchmaker.core.errors import Invalid
from matchmaker.core.forms import Form
from matchmaker.core.locale import reading_as
from matchmaker.core.permissions import public
from matchmaker.core.urls import code_or_none
from matchmaker.introductions import standing, trying
from matchmaker.introductions.meetings import policies, service, wording
from matchmaker.introductions.meetings.models import Meeting
from matchmaker.introductions.parties import Party
from matchmaker.notifications.models import MailLink

blueprint = Blueprint("meeting_answers", __name__, url_prefix="/meetings")
HELD = "held"


@blueprint.get("/<token>")
@public
def page(token: str) -> ResponseReturnValue:
    """Ask whether the meeting took place."""
    _link, user, meeting = _find(token)
    return _page(token, user, meeting, None)


@blueprint.post("/<token>")
@public
def answer(token: str) -> ResponseReturnValue:
    """Note the answer, once."""
    link, user, meeting = _find(token)
    given, ids = request.form.get("answer"), (meeting.introduction_id, meeting.id)
    missed_by = code_or_none(Party, given)
    if given != HELD and missed_by is None:
        return _page(token, user, meeting, _("Choose one of the answers.")), Invalid.status
    refused = trying.attempt(
        Form(),
        lambda: service.answer_by_link(link, user, meeting, missed_by),
        page=lambda refusal: _page(token, user, policies.get_own(user, *ids), refusal),
    )
    if refused is not None:
        return refused
    with reading_as(user.locale, user.time_zone):
        return render_template(
            "introductions/meetings/answered.html", meeting=policies.get_own(user, *ids), words=wording
        )


def _find(token: str) -> tuple[MailLink, User, Meeting]:
    limits.spend("meetings.address", request.remote_addr or "", "60 per 10 minutes")
    return policies.by_link(token)


def _page(token: str, user: User, meeting: Meeting, refusal: object | None) -> str:
    with reading_as(user.locale, user.time_zone):
        party = standing.party_of(user, meeting.introduction)
        return render_template(
            "introductions/meetings/answer.html",
            token=token,
            meeting=meeting,
            party=party,
            other=standing.name_across(user, meeting.introduction, party),
            own=standing.organisation_of(meeting.introduction, party).name,
            refusal=refusal,
            words=wording,
        )
