"""What staff write themselves: other words for a request, and proposals that two firms meet."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.locale import language
from matchmaker.core.permissions import Permission, requires
from matchmaker.core.text import fold
from matchmaker.core.urls import row_id
from matchmaker.extensions import db
from matchmaker.introductions import proposing
from matchmaker.introductions.forms import ProposalForm
from matchmaker.introductions.snapshot import snapshot_of
from matchmaker.profiles import policies as profiles
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.profiles.policies import STAFF
from matchmaker.profiles.teaser import Face, face

MOST_FOUND = 20


@requires(Permission.INTRODUCTION_DECIDE)
def propose() -> ResponseReturnValue:
    """Choose two organisations and put an introduction before both."""
    first, second = _chosen("first"), _chosen("second")
    if first is None or second is None:
        return _choose(first, second)
    form = ProposalForm()
    form.offer_needs_of(first, language())
    status, notice = 200, None
    if form.validate_on_submit():
        try:
            row = proposing.propose(
                current_user,
                first,
                second,
                form.content,
                override_reason=form.override_reason.data or "",
                **snapshot_of(first, second),
            )
        except (Conflict, Invalid) as refusal:
            db.session.rollback()
            first, second = profiles.load(first.id), profiles.load(second.id)
            status, notice = refusal.status, refusal.message
        else:
            flash(_("Proposed: both sides have been asked."), "success")
            return redirect(url_for("desk.decision", introduction_id=row.id))
    faces = {"first": face(first, STAFF), "second": face(second, STAFF)}
    page = render_template("desk/propose.html", form=form, notice=notice, **faces)
    return page, Invalid.status if form.errors else status


def _chosen(name: str) -> Organisation | None:
    number = request.args.get(name, type=row_id)
    return profiles.get_visible(current_user, number) if number else None


def _choose(first: Organisation | None, second: Organisation | None) -> ResponseReturnValue:
    """Show the search for the side that is still missing, the first one first."""
    sought = request.args.get("q", "")
    return render_template(
        "desk/choose.html",
        first=face(first, STAFF) if first else None,
        second=face(second, STAFF) if second else None,
        sought=sought,
        found=_found(sought, first or second),
    )


def _found(sought: str, chosen: Organisation | None) -> list[Face]:
    words = fold(sought)
    if not words:
        return []
    statement = (
        select(Organisation)
        .where(
            Organisation.status == ProfileStatus.PUBLISHED,
            Organisation.claimed_at.is_not(None),
            Organisation.sort_key.contains(words, autoescape=True),
            Organisation.id != (chosen.id if chosen else 0),
        )
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(MOST_FOUND)
        .options(*profiles.WITH_DETAILS)
    )
    return [face(row, STAFF) for row in db.session.scalars(statement)]
