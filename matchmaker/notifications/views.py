"""The list of notices, what a person chooses about mails, and the page behind the link that stops them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.accounts import zones
from matchmaker.core.paging import Page, asked_number, paginate
from matchmaker.core.permissions import Permission, public, requires
from matchmaker.extensions import csrf, db
from matchmaker.notifications import kinds, preferences, service, unsubscribing
from matchmaker.notifications.forms import form_for, o_clock
from matchmaker.notifications.lines import lines
from matchmaker.notifications.ports import shown_by
from matchmaker.notifications.quiet import SUMMARY_AT

blueprint = Blueprint("notifications", __name__, url_prefix="/notifications")


@blueprint.get("")
@requires(Permission.NOTIFICATION)
def inbox() -> ResponseReturnValue:
    """List the reader's notices, newest first."""
    page = paginate(db.session(), service.listed(current_user), asked_number())
    told = lines(current_user._get_current_object(), page.items)
    return render_template("notifications/inbox.html", page=Page(told, page.number, page.total))


@blueprint.get("/<int:notification_id>")
@requires(Permission.NOTIFICATION)
def show(notification_id: int) -> ResponseReturnValue:
    """Mark a notice as read, and lead to what it is about."""
    reader = current_user._get_current_object()
    (line,) = lines(reader, [service.open_one(reader, notification_id)])
    if line.subject is None:
        flash(_("What this notice was about is no longer available to you."), "info")
        return redirect(url_for("notifications.inbox"))
    return redirect(url_for(line.subject.endpoint, **line.subject.values))


@blueprint.post("/read")
@requires(Permission.NOTIFICATION)
def read_all() -> ResponseReturnValue:
    """Mark all as read."""
    service.read_all(current_user._get_current_object())
    flash(_("All notices are marked as read."), "success")
    return redirect(url_for("notifications.inbox"))


@blueprint.route("/preferences", methods=["GET", "POST"])
@requires(Permission.NOTIFICATION)
def choose() -> ResponseReturnValue:
    """Show and store when mails come, per type, and in which hours none does."""
    reader = current_user._get_current_object()
    types = kinds.choosable(reader)
    form = form_for(types, preferences.of(reader))
    if form.validate_on_submit():
        preferences.save(reader, form.deliveries(types), form.quiet_hours)
        flash(_("Your choice is saved."), "success")
        return redirect(url_for("notifications.choose"))
    page = render_template(
        "notifications/preferences.html",
        form=form,
        types=types,
        fixed=kinds.fixed(reader),
        zone=zones.name(reader.time_zone),
        summary_at=o_clock(SUMMARY_AT),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/stop/<token>", endpoint="unsubscribe")
@public
def ask_to_stop(token: str) -> ResponseReturnValue:
    """Show which mails the link stops, and a button: programs open links too, so opening stops nothing."""
    _user, types = unsubscribing.read(token)
    return render_template("notifications/unsubscribe.html", token=token, types=types, stopped=False)


@blueprint.post("/stop/<token>", endpoint="stop")
@public
def stop(token: str) -> ResponseReturnValue:
    """Stop these mails, for the button of the page and for the one click of a mail program."""
    types = preferences.stop(token)
    return render_template("notifications/unsubscribe.html", token=token, types=types, stopped=True)


def note_what_is_read() -> None:
    """Before a page that shows what the reader was told of, as by a link in a mail: mark that as read."""
    shown = shown_by(request.endpoint, request.view_args or {}) if request.method == "GET" else None
    if shown and current_user.is_authenticated and service.unread_count(current_user):
        service.read_about(current_user._get_current_object(), *shown)


csrf.exempt(stop)  # a mail program sends it for the reader (RFC 8058): the signed token stands for them
