"""What staff and operators do with files: import one, upload one, confirm it, have the worker run it."""

import io
from collections.abc import Mapping as Dictionary
from pathlib import PurePath
from typing import IO

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select, update

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock, jobs
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, DomainError, NotFound
from matchmaker.core.text import clean
from matchmaker.extensions import db
from matchmaker.notifications.service import notify
from matchmaker.profiles.imports import mapping, run
from matchmaker.profiles.imports.limits import COMMAND_LINE, UPLOAD
from matchmaker.profiles.imports.report import Report, rejects_csv
from matchmaker.profiles.imports.run import Order, Progress
from matchmaker.profiles.models import ImportFile, ImportState
from matchmaker.taxonomy import Hub, Kind, NoticeType

_UNEXPECTED = _l("Something went wrong on our side")
_CONFIRMED = _l("This import was confirmed already.")
MAX_REJECTS_KEPT = 5_000_000  # characters of the rejects file that are kept in the database


def import_file(stream: IO[bytes], filename: str, order: Order, progress: Progress) -> Report:
    """Import a file for the operator of the command line, keep a record of it, and return the report."""
    report = run.run(stream, order, None, COMMAND_LINE, progress)
    if not order.dry_run:
        now = clock.now()
        record = ImportFile(
            filename=filename[-200:],
            kind=order.kind,
            hub=order.hub,
            mapping=order.mapping.name if order.mapping else "",
            state=ImportState.DONE,
            uploaded_at=now,
            confirmed_at=now,
            finished_at=now,
        )
        db.session.add(record)
        _finish(record, report, None)
    return report


def upload(actor: User, filename: str, content: bytes, *, kind: Kind, hub: Hub, name: str) -> ImportFile:
    """Keep an uploaded file until it is confirmed; `name` is that of a mapping, or "" for none."""
    record = ImportFile(
        filename=clean(PurePath(filename).name)[-200:] or "file",
        content=content,
        kind=kind,
        hub=hub,
        mapping=name,
        uploaded_by_id=actor.id,
    )
    db.session.add(record)
    audit.record(db.session, actor, AuditTag.IMPORT_UPLOADED, record)
    db.session.commit()
    return record


def listed() -> Select[ImportFile]:
    """Return the statement for all imports, newest first."""
    return select(ImportFile).order_by(ImportFile.id.desc())


def uploaded(import_id: int) -> ImportFile:
    """Return the import, whoever uploaded it, or raise NotFound."""
    record = db.session.get(ImportFile, import_id)
    if record is None:
        raise NotFound
    return record


def order_of(record: ImportFile) -> Order:
    """Return how the uploaded file is to be read."""
    chosen = None
    if record.mapping:
        chosen = mapping.load(record.mapping)
    elif record.columns:
        chosen = mapping.by_hand(record.columns, f"upload-{record.kind.value}")
    return Order(record.kind, record.hub, chosen)


def choose_columns(record: ImportFile, columns: Dictionary[str, str]) -> None:
    """Keep which column of the file holds which field; Conflict once the import is confirmed."""
    require_uploaded(record)
    record.columns = dict(columns)
    db.session.commit()


def confirm(actor: User, record: ImportFile) -> None:
    """Hand the import to the worker; Conflict where that happened already."""
    statement = (
        update(ImportFile)
        .where(ImportFile.id == record.id, ImportFile.state == ImportState.UPLOADED)
        .values(state=ImportState.CONFIRMED, confirmed_at=clock.now())
        .returning(ImportFile.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(statement) is None:
        raise Conflict(_CONFIRMED)
    audit.record(db.session, actor, AuditTag.IMPORT_CONFIRMED, record)
    jobs.defer(db.session, run_import, lock="imports", import_id=record.id)
    db.session.commit()


def discard(actor: User, record: ImportFile) -> None:
    """Delete an upload that was not confirmed; Conflict for any other."""
    require_uploaded(record)
    audit.record(db.session, actor, AuditTag.IMPORT_DISCARDED, record)
    db.session.delete(record)
    db.session.commit()


def require_uploaded(record: ImportFile) -> None:
    """Raise Conflict once the import is confirmed."""
    if record.state is not ImportState.UPLOADED:
        raise Conflict(_CONFIRMED)


@jobs.job("imports.run", queue="imports")
def run_import(import_id: int) -> None:
    """Run a confirmed import in the language of whoever uploaded it; a second run does nothing."""
    record = db.session.scalar(
        select(ImportFile).where(ImportFile.id == import_id, ImportFile.state == ImportState.CONFIRMED)
    )
    if record is None:
        return
    actor = db.session.get(User, record.uploaded_by_id)
    with force_locale(actor.locale if actor else "en"):
        _run(record, actor)


def _run(record: ImportFile, actor: User | None) -> None:
    try:
        report = run.run(io.BytesIO(record.content or b""), order_of(record), actor, UPLOAD)
    except DomainError as error:
        _fail(record, str(error), actor)
        return
    except Exception:  # whatever it is: else its page would say for ever that it is under way
        _fail(record, str(_UNEXPECTED), actor)
        raise
    record.state, record.finished_at, record.content = ImportState.DONE, clock.now(), None
    _finish(record, report, actor)


def _fail(record: ImportFile, reason: str, actor: User | None) -> None:
    db.session.rollback()
    record.state, record.finished_at = ImportState.FAILED, clock.now()
    record.failure, record.content = reason, None
    _tell(record, actor)
    db.session.commit()


def _finish(record: ImportFile, report: Report, actor: User | None) -> None:
    record.report = report.as_json()
    if actor is not None:
        record.rejects = rejects_csv(report.rejects)[:MAX_REJECTS_KEPT]
    role = None if actor else "operator"
    counts = record.report["counts"] | {"rejected": record.report["rejected"]}
    audit.record(db.session, actor, AuditTag.IMPORT_COMPLETED, record, role=role, counts=counts)
    _tell(record, actor)
    db.session.commit()


def _tell(record: ImportFile, actor: User | None) -> None:
    """Tell whoever uploaded the file that it is dealt with; on the command line nobody has to be told."""
    if actor is not None:
        given = {"record": record, "done": record.state is ImportState.DONE}
        notify(actor, NoticeType.IMPORT_FINISHED, "imports/finished", record, lambda: given)
