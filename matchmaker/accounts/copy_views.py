"""The pages of a copy of one's own data. Its file has one address for all: each person takes the own one."""

import io

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.accounts import copies
from matchmaker.accounts.guards import recently
from matchmaker.core import clock
from matchmaker.core.permissions import Permission, requires
from matchmaker.extensions import limiter

blueprint = Blueprint("copies", __name__, url_prefix="/account/copy")


@blueprint.get("")
@requires(Permission.ACCOUNT)
@recently
def show() -> ResponseReturnValue:
    """Say what a copy holds and how the last one stands."""
    copy = copies.of(current_user._get_current_object())
    return render_template("accounts/copy.html", copy=copy, days=copies.KEPT_FOR.days)


@blueprint.post("")
@requires(Permission.ACCOUNT)
@recently
@limiter.limit("10/day")
def ask() -> ResponseReturnValue:
    """Have a copy built."""
    copies.ask(current_user._get_current_object())
    flash(_("Your copy is being put together. An e-mail tells you when it is ready."), "success")
    return redirect(url_for("copies.show"))


@blueprint.route("/file", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@recently
def take() -> ResponseReturnValue:
    """Hand the file over; who comes here by the address alone is led to the page with the button."""
    if request.method != "POST":
        return redirect(url_for("copies.show"))
    content = copies.take(current_user._get_current_object())
    name = f"passerelle-{clock.today().isoformat()}.zip"
    return send_file(io.BytesIO(content), "application/zip", as_attachment=True, download_name=name)
