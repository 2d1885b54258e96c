"""The mails of a service that is tried out: an admin reads what would have been sent."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from matchmaker.core.errors import NotFound
from matchmaker.core.mail import MailState, OutgoingMail, markup
from matchmaker.core.paging import asked_number, paginate
from matchmaker.core.permissions import Permission, requires
from matchmaker.core.text import clean
from matchmaker.extensions import db

STATES = {
    MailState.QUEUED: _l("waiting to be sent"),
    MailState.SENT: _l("sent"),
    MailState.FAILED: _l("not sent"),
    MailState.KEPT: _l("kept here"),
}


@requires(Permission.MAIL_READ)
def mails() -> ResponseReturnValue:
    """List the mails, newest first, or those to recipients whose address contains what was searched."""
    searched = clean(request.args.get("recipient", ""))
    page = paginate(db.session(), listed(searched), asked_number())
    return render_template("admin/mails.html", page=page, searched=searched, states=STATES)


@requires(Permission.MAIL_READ)
def mail(mail_id: int) -> ResponseReturnValue:
    """Show one mail: its HTML part, which is made of escaped text, and its text."""
    found = db.session.get(OutgoingMail, mail_id)
    if found is None:
        raise NotFound
    return render_template(
        "admin/mail.html", mail=found, html=markup.fragment(found.text), state=STATES[found.state]
    )


def listed(recipient: str) -> Select[OutgoingMail]:
    """Return the query of mails to addresses that contain `recipient`, newest first."""
    query = select(OutgoingMail).order_by(OutgoingMail.id.desc())
    return query.where(OutgoingMail.recipient.icontains(recipient, autoescape=True)) if recipient else query


def init_app(app: Flask) -> None:
    """Register the pages, which a production service must not have: mails hold log-in links."""
    # One rule each instead of a blueprint, so that they share the name `admin` with pages that always exist.
    app.add_url_rule("/admin/mails", "admin.mails", mails)
    app.add_url_rule("/admin/mails/<int:mail_id>", "admin.mail", mail)
