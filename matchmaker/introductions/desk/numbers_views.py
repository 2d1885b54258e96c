"""The numbers of the desk as a page of tables with bars, and as a file."""

import io

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from matchmaker.core.permissions import Permission, requires
from matchmaker.core.urls import code_or_none, day_or_none
from matchmaker.introductions.desk import tables
from matchmaker.introductions.desk.figures import Period
from matchmaker.taxonomy import Hub


def add_to(blueprint: Blueprint) -> None:
    """Register the pages on the blueprint of the desk."""
    blueprint.add_url_rule("/numbers", "numbers", show)
    blueprint.add_url_rule("/numbers.csv", "numbers_file", file)


@requires(Permission.INTRODUCTION_DECIDE)
def show() -> ResponseReturnValue:
    """Show the numbers of a hub or both, over all time or a period."""
    period = _period()
    asked = {"hub": period.hub or "all", "first": period.first, "last": period.last}
    return render_template(
        "desk/numbers.html",
        tables=tables.all_of(period),
        shown=tables.shown,
        period=period,
        asked=asked,
        hubs=list(Hub),
    )


@requires(Permission.INTRODUCTION_DECIDE)
def file() -> ResponseReturnValue:
    """Send the same numbers as CSV."""
    output = io.StringIO()
    tables.write(output, tables.all_of(_period()))
    headers = {"Content-Disposition": "attachment; filename=introductions.csv"}
    return Response(output.getvalue(), mimetype="text/csv", headers=headers)


def _period() -> Period:
    hub = code_or_none(Hub, request.args.get("hub", current_user.staff_hub))
    return Period(hub, day_or_none(request.args.get("first")), day_or_none(request.args.get("last")))
