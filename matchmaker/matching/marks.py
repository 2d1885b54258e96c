"""Saving and dismissing recommendations, and undoing it."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Invalid
from matchmaker.extensions import db
from matchmaker.matching.engine import WEIGHTS
from matchmaker.matching.models import Mark, Marked, MarkEvent, MarkExample
from matchmaker.matching.pair_snapshot import snapshot_of
from matchmaker.profiles import policies
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import DismissReason

_TAGS = {Mark.SAVED: AuditTag.MATCH_SAVED, Mark.DISMISSED: AuditTag.MATCH_DISMISSED}


def save(actor: User, organisation: Organisation, other_id: int) -> None:
    """Keep the other organisation on the saved list of `organisation`."""
    _mark(actor, organisation, other_id, Mark.SAVED)


def dismiss(actor: User, organisation: Organisation, other_id: int, reason: DismissReason | None) -> None:
    """Leave the other organisation out of the recommendations until it is restored."""
    _mark(actor, organisation, other_id, Mark.DISMISSED, reason)


def restore(actor: User, organisation: Organisation, other_id: int) -> Mark | None:
    """Undo a save or a dismissal and return which it was; nothing happens where there is none."""
    policies.require_member(actor, organisation)
    statement = (
        delete(Marked)
        .where(Marked.organisation_id == organisation.id, Marked.other_id == other_id)
        .returning(Marked.mark)
    )
    undone = db.session.scalar(statement)
    if undone is not None:
        _remember(organisation, other_id, MarkEvent.RESTORED)
        audit.record(db.session, actor, AuditTag.MATCH_RESTORED, organisation, other=other_id)
    db.session.commit()
    return undone


def _mark(
    actor: User, organisation: Organisation, other_id: int, mark: Mark, reason: DismissReason | None = None
) -> None:
    policies.require_member(actor, organisation)
    other = policies.get_visible(actor, other_id)
    if other.id == organisation.id:
        raise Invalid
    example = _remember(organisation, other.id, MarkEvent(mark.value), reason)
    values = {
        "mark": mark,
        "reason": reason,
        "model_version": example.model_version or WEIGHTS.version,
        "marked_by_id": actor.id,
        "marked_at": clock.now(),
    }
    statement = insert(Marked).values(organisation_id=organisation.id, other_id=other.id, **values)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["organisation_id", "other_id"], set_=values)
    )
    audit.record(db.session, actor, _TAGS[mark], organisation, other=other.id, reason=reason)
    db.session.commit()


def _remember(
    organisation: Organisation, other_id: int, event: MarkEvent, reason: DismissReason | None = None
) -> MarkExample:
    """Add what happened as an example to learn from, with the pair as it stands now."""
    ranked = snapshot_of(policies.load(organisation.id), other_id)
    example = MarkExample(
        organisation_id=organisation.id,
        other_id=other_id,
        event=event,
        reason=reason,
        at=clock.now(),
        **ranked,
    )
    db.session.add(example)
    return example
