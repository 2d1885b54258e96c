"""The page behind the link of a mail that asks whether a profile is still right: one button, no sign-in.

Opening the link changes nothing, since programs open links too. What the profile says shows after sign-in.
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.accounts.models import User
from matchmaker.core import limits
from matchmaker.core.errors import Forbidden, Invalid, NotFound
from matchmaker.core.forms import Form
from matchmaker.core.locale import reading_as
from matchmaker.core.permissions import public
from matchmaker.notifications import mail_links
from matchmaker.notifications.models import LinkPurpose, MailLink
from matchmaker.profiles import policies, service, staleness
from matchmaker.profiles.models import Organisation

blueprint = Blueprint("profile_answers", __name__, url_prefix="/still-right")


@blueprint.get("/<token>")
@public
def page(token: str) -> ResponseReturnValue:
    """Ask whether the profile is still right."""
    _link, user, organisation = _find(token)
    with reading_as(user.locale, user.time_zone):
        return render_template(
            "profiles/still_right_link.html",
            token=token,
            organisation=organisation,
            last_word=staleness.last_word(organisation),
            hides_on=staleness.hides_on(organisation),
        )


@blueprint.post("/<token>")
@public
def confirm(token: str) -> ResponseReturnValue:
    """Note that it is, once."""
    link, user, organisation = _find(token)
    if not Form().validate_on_submit():
        raise Invalid
    service.confirm_by_link(link, user, organisation)
    with reading_as(user.locale, user.time_zone):
        return render_template("profiles/confirmed_by_link.html", organisation=organisation)


def _find(token: str) -> tuple[MailLink, User, Organisation]:
    limits.spend("still_right.address", request.remote_addr or "", "60 per 10 minutes")
    link, user = mail_links.find(token, LinkPurpose.PROFILE)
    try:
        return link, user, policies.editable(user, link.subject_id)
    except (NotFound, Forbidden):
        raise NotFound(mail_links.DEAD_LINK) from None
