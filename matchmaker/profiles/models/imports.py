"""What came from files: the uploads of staff, and what each source last said of an organisation."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.taxonomy import Hub, Kind


class ImportState(StrEnum):
    """How far an uploaded file has come."""

    UPLOADED = "uploaded"
    CONFIRMED = "confirmed"
    DONE = "done"
    FAILED = "failed"


class ImportFile(Model):
    """A file that staff uploaded or an operator named, how its columns are read, and what came of it.

    `content` is there until an upload is done, and never for a file of the command line, whose
    `uploaded_by_id` is None too; `columns` maps our fields to the file's headers where no named mapping
    applies; `hub` may be None where each row names its own; `report` and `rejects` are what the run left.
    """

    __tablename__ = "import_files"
    __table_args__ = (
        CheckConstraint(
            "content IS NOT NULL OR state IN ('done', 'failed')", name="content_until_it_is_done"
        ),
        CheckConstraint("(state = 'uploaded') = (confirmed_at IS NULL)", name="confirmed_at_a_time"),
        CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name="finished_at_a_time"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    kind: Mapped[Kind] = mapped_column(coded(Kind, name="kind"))
    hub: Mapped[Hub | None] = mapped_column(coded(Hub, name="hub"))
    mapping: Mapped[str] = mapped_column(String(60), default="")
    columns: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    state: Mapped[ImportState] = mapped_column(coded(ImportState, name="state"), default=ImportState.UPLOADED)
    report: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    rejects: Mapped[str] = mapped_column(Text, default="", deferred=True)
    failure: Mapped[str] = mapped_column(Text, default="")
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    uploaded_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class ImportRecord(Model):
    """What one source last said of an organisation, as cells of the canonical file.

    Several sources may know the same firm: each keeps its own record, so that a second run of either file
    finds nothing changed, and what staff corrected by hand stays until the source itself changes.
    """

    __tablename__ = "import_records"
    __table_args__ = (UniqueConstraint("organisation_id", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(60))
    cells: Mapped[dict[str, str]] = mapped_column(JSONB)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
