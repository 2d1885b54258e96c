"""What organisations made of their recommendations, and the versions of the weights learnt from it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock
from matchmaker.core.columns import coded
from matchmaker.extensions import Model
from matchmaker.matching.pair_columns import OfPair, once_a_pair, two_organisations
from matchmaker.taxonomy import DismissReason


class Mark(StrEnum):
    """What members think of a recommendation."""

    SAVED = "saved"
    DISMISSED = "dismissed"


class Marked(OfPair, Model):
    """A recommendation that an organisation saved or dismissed, as ranked by which weights."""

    __tablename__ = "marked_recommendations"
    __table_args__ = once_a_pair(
        CheckConstraint("reason IS NULL OR mark = 'dismissed'", name="reason_of_a_dismissal")
    )

    mark: Mapped[Mark] = mapped_column(coded(Mark, name="mark"))
    reason: Mapped[DismissReason | None] = mapped_column(coded(DismissReason, name="reason"))
    model_version: Mapped[str] = mapped_column(String(40))
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    marked_at: Mapped[datetime] = mapped_column(default=clock.now)


class MarkEvent(StrEnum):
    """What happened to a mark."""

    SAVED = "saved"
    DISMISSED = "dismissed"
    RESTORED = "restored"


class MarkExample(OfPair, Model):
    """One event of a mark as an example to learn from: what was thought of which pair as it stood.

    Rows are only added (a trigger refuses changes), so an undone or later mark leaves the earlier ones here.
    They name organisations and no person. `snapshot` is what `pair_snapshot` says, None where nothing was
    ranked yet.
    """

    __tablename__ = "mark_examples"
    __table_args__ = (
        Index("ix_mark_examples_organisation_id_other_id", "organisation_id", "other_id"),
        two_organisations(),
        CheckConstraint("reason IS NULL OR event = 'dismissed'", name="reason_of_a_dismissal"),
        CheckConstraint("(snapshot IS NULL) = (model_version IS NULL)", name="snapshot_of_a_version"),
    )

    event: Mapped[MarkEvent] = mapped_column(coded(MarkEvent, name="event"))
    reason: Mapped[DismissReason | None] = mapped_column(coded(DismissReason, name="reason"))
    model_version: Mapped[str | None] = mapped_column(String(40))
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ModelState(StrEnum):
    """Where a learnt version stands."""

    CANDIDATE = "candidate"
    PUBLISHED = "published"
    RETIRED = "retired"


class LearntModel(Model):
    """A version of the weights learnt from decisions; while none is published, the documented ones serve.

    `base` is the version of the documented weights it departs from, and `replaces` the learnt version that
    served before it, None for the documented ones. `examples` is how many decided pairs there were in all,
    `metrics` what the replay found. `published_by_id` stays empty where the worker published; `retired_by_id`
    says who rolled it back.
    """

    __tablename__ = "learnt_models"
    __table_args__ = (
        Index(
            "uq_learnt_models_published", "state", unique=True, postgresql_where=text("state = 'published'")
        ),
        Index(
            "uq_learnt_models_candidate", "state", unique=True, postgresql_where=text("state = 'candidate'")
        ),
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_at_some_time"),
        CheckConstraint("state <> 'candidate' OR published_at IS NULL", name="candidate_not_published"),
        CheckConstraint("published_by_id IS NULL OR published_at IS NOT NULL", name="published_by_somebody"),
        CheckConstraint("retired_by_id IS NULL OR state = 'retired'", name="retired_by_somebody"),
        CheckConstraint("examples > 0", name="learnt_from_examples"),
        CheckConstraint("version <> base", name="not_documented"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(40), unique=True)
    base: Mapped[str] = mapped_column(String(40))
    weights: Mapped[dict[str, Any]] = mapped_column(JSONB)
    metrics: Mapped[dict[str, Any]] = mapped_column(JSONB)
    examples: Mapped[int]
    fitted_at: Mapped[datetime] = mapped_column(default=clock.now)
    state: Mapped[ModelState] = mapped_column(coded(ModelState, name="state"), default=ModelState.CANDIDATE)
    replaces: Mapped[str | None] = mapped_column(String(40))
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime | None]
    retired_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    retired_at: Mapped[datetime | None]
