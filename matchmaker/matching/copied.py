"""What a person saved, dismissed, or objected to, in a copy of the person's data."""

from sqlalchemy import select

from matchmaker.accounts import copies
from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.matching.models import Marked
from matchmaker.matching.order_models import Objection


@copies.gives
def marks(user: User) -> copies.Files:
    """Return the marks that stand by the hand of `user`, and objections to being ranked."""
    marked = select(Marked).where(Marked.marked_by_id == user.id).order_by(Marked.id)
    objected = select(Objection).where(Objection.objected_by_id == user.id)
    return {
        "recommendations.json": {
            "marks": copies.listed(
                db.session.scalars(marked), "organisation_id", "other_id", "mark", "reason", "marked_at"
            ),
            "objections": copies.listed(
                db.session.scalars(objected.order_by(Objection.organisation_id)),
                *("organisation_id", "objected_at"),
            ),
        }
    }
