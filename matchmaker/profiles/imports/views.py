"""Imports on pages for staff: upload, look at the first rows, confirm, read what came of it."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.core.errors import NotFound
from matchmaker.core.paging import asked_number, paginate
from matchmaker.core.permissions import Permission, requires
from matchmaker.extensions import db, limiter
from matchmaker.profiles.imports import mapping, service
from matchmaker.profiles.imports.forms import ColumnsForm, UploadForm, columns_form
from matchmaker.profiles.imports.preview import Preview, preview
from matchmaker.profiles.imports.report import COUNTS
from matchmaker.profiles.models import ImportFile, ImportState
from matchmaker.taxonomy import Hub, Kind

blueprint = Blueprint("imports", __name__, url_prefix="/imports")


@blueprint.get("")
@requires(Permission.PROFILE_IMPORT)
def index() -> ResponseReturnValue:
    """Show the imports so far and the form for another file."""
    return _index(UploadForm())


@blueprint.post("")
@requires(Permission.PROFILE_IMPORT)
@limiter.limit("60/hour")
def upload() -> ResponseReturnValue:
    """Keep the uploaded file and lead to its preview."""
    form = UploadForm()
    if not form.validate():
        return _index(form), 422
    file = form.file.data
    record = service.upload(
        current_user,
        file.filename or "",
        file.read(),
        kind=Kind(form.kind.data),
        hub=Hub(form.hub.data),
        name=form.mapping.data,
    )
    return redirect(url_for("imports.show", import_id=record.id))


def _index(form: UploadForm) -> str:
    page = paginate(db.session(), service.listed(), asked_number())
    notes = {name: mapping.load(name).notes for name in mapping.names()}
    return render_template("imports/index.html", form=form, page=page, notes=notes)


@blueprint.get("/<int:import_id>")
@requires(Permission.PROFILE_IMPORT)
def show(import_id: int) -> ResponseReturnValue:
    """Show an upload's first rows, or how an import stands."""
    record = service.uploaded(import_id)
    if record.state is not ImportState.UPLOADED:
        return render_template("imports/show.html", record=record, counts=COUNTS)
    found = preview(record.content or b"", service.order_of(record))
    return _preview(record, found, _form(record, found))


def _form(record: ImportFile, found: Preview) -> ColumnsForm | None:
    if record.mapping or not found.header:
        return None
    return columns_form(record.kind, found.header, record.columns)


def _preview(record: ImportFile, found: Preview, form: ColumnsForm | None) -> str:
    return render_template("imports/preview.html", record=record, preview=found, form=form)


@blueprint.post("/<int:import_id>/columns")
@requires(Permission.PROFILE_IMPORT)
def assign(import_id: int) -> ResponseReturnValue:
    """Keep which column holds which field, and show the preview again."""
    record = service.uploaded(import_id)
    service.require_uploaded(record)
    found = preview(record.content or b"", service.order_of(record))
    form = _form(record, found)
    if form is None:
        raise NotFound
    if not form.validate():
        return _preview(record, found, form), 422
    service.choose_columns(record, form.chosen())
    return redirect(url_for("imports.show", import_id=import_id))


@blueprint.post("/<int:import_id>/confirm")
@requires(Permission.PROFILE_IMPORT)
def confirm(import_id: int) -> ResponseReturnValue:
    """Hand the import to the worker."""
    service.confirm(current_user, service.uploaded(import_id))
    flash(_("The import is under way. This page tells what came of it."), "success")
    return redirect(url_for("imports.show", import_id=import_id))


@blueprint.post("/<int:import_id>/discard")
@requires(Permission.PROFILE_IMPORT)
def discard(import_id: int) -> ResponseReturnValue:
    """Delete an upload that was not confirmed."""
    service.discard(current_user, service.uploaded(import_id))
    flash(_("The file was deleted. Nothing of it was imported."), "success")
    return redirect(url_for("imports.index"))


@blueprint.get("/<int:import_id>/rejects.csv")
@requires(Permission.PROFILE_IMPORT)
def rejects(import_id: int) -> ResponseReturnValue:
    """Download the refused rows with the reasons."""
    record = service.uploaded(import_id)
    if not record.rejects:
        raise NotFound
    name = f"import-{record.id}-rejects.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    # With its mark, a spreadsheet reads the file as UTF-8.
    return Response(f"\ufeff{record.rejects}", mimetype="text/csv", headers=headers)
