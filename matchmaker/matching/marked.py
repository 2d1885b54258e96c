"""What an organisation saved and dismissed."""

from sqlalchemy import select

from matchmaker.extensions import db
from matchmaker.matching.models import Mark, Marked
from matchmaker.profiles.models import Organisation


def marks_of(organisation: Organisation) -> dict[int, Marked]:
    """Return what the organisation marked, by the other side's id."""
    statement = select(Marked).where(Marked.organisation_id == organisation.id)
    return {row.other_id: row for row in db.session.scalars(statement)}


def dismissed_ids(organisation: Organisation) -> set[int]:
    """Return the ids of the organisations that were dismissed."""
    statement = select(Marked.other_id).where(
        Marked.organisation_id == organisation.id, Marked.mark == Mark.DISMISSED
    )
    return set(db.session.scalars(statement))
