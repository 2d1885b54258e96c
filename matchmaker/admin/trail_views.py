"""The pages of the audit record, for staff and admins, each as far as their role reads it."""

import csv
import io
import json
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_login import current_user

from matchmaker.admin import trail, trail_words
from matchmaker.admin.trail import Entry, Filters
from matchmaker.core.audit import AuditTag
from matchmaker.core.paging import asked_number
from matchmaker.core.permissions import Permission, requires
from matchmaker.core.text import clean
from matchmaker.core.urls import code_or_none, day_or_none, row_id
from matchmaker.profiles.imports.cells import guard

# Codes for machines first; `what` and `details` say the same in the reader's language.
CODES = ("at", "tag", "actor_id", "actor", "role", "subject_type", "subject_id", "data")
COLUMNS = (*CODES, "what", "details")
LONGEST = 100
# Where a subject has a page of its own for whoever reads the record.
PAGES = {
    "introductions": ("desk.decision", "introduction_id", Permission.INTRODUCTION_DECIDE),
    "organisations": ("profiles.show", "organisation_id", Permission.PROFILE_READ),
}
blueprint = Blueprint("audit", __name__, url_prefix="/audit")


@blueprint.get("", endpoint="trail")
@requires(Permission.AUDIT_READ)
def show() -> ResponseReturnValue:
    """Show the record, newest first."""
    filters = _filters()
    asked = {name: value for name, value in vars(filters).items() if value not in (None, "")}
    return render_template(
        "admin/trail.html",
        page=trail.page(current_user, filters, asked_number()),
        filters=filters,
        asked=asked,
        tags=[tag for tag in AuditTag if tag in trail.READABLE[current_user.role]],
        words=trail_words,
        pages=PAGES,
    )


@blueprint.get("/record.csv")
@requires(Permission.AUDIT_READ)
def file() -> ResponseReturnValue:
    """Send the same entries as CSV."""
    lines = _lines(trail.every(current_user._get_current_object(), _filters()))
    headers = {"Content-Disposition": "attachment; filename=record.csv"}
    return Response(stream_with_context(lines), mimetype="text/csv", headers=headers)


def _lines(entries: Iterator[Entry]) -> Iterator[str]:
    yield _line(COLUMNS)
    for event, name, email in entries:
        who = "" if event.actor_id is None else f"{name or ''} <{email}>".strip()
        yield _line(
            (
                event.at.isoformat(),
                event.tag.value,
                "" if event.actor_id is None else str(event.actor_id),
                who,
                event.actor_role,
                event.subject_type,
                str(event.subject_id),
                json.dumps(event.data, ensure_ascii=False, sort_keys=True),
                trail_words.what(event),
                "; ".join(f"{key}: {value}" for key, value in trail_words.details(event)),
            )
        )


def _line(cells: tuple[str, ...]) -> str:
    """Return one line of the file; a cell that a spreadsheet would compute gets an apostrophe."""
    output = io.StringIO()
    csv.writer(output, lineterminator="\r\n").writerow([guard(cell) for cell in cells])
    return output.getvalue()


def _filters() -> Filters:
    asked = request.args
    return Filters(
        tag=code_or_none(AuditTag, asked.get("tag")),
        actor=clean(asked.get("actor", ""))[:LONGEST],
        subject_type=clean(asked.get("subject_type", ""))[:LONGEST],
        subject_id=asked.get("subject_id", type=row_id),
        first=day_or_none(asked.get("first")),
        last=day_or_none(asked.get("last")),
    )
