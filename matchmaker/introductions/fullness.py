"""Who takes no more introductions this month, for the ranking: one query for everybody."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from matchmaker.extensions import db
from matchmaker.introductions.capacity import this_month
from matchmaker.introductions.models import Introduction
from matchmaker.profiles.models import Organisation


class Fullness:
    """Answers what matching asks about capacities."""

    def full(self) -> frozenset[int]:
        """Return the ids of those introduced this month as often as they take; who takes none is left out."""
        statement = (
            select(Organisation.id)
            .join(Introduction, Introduction.counterpart_id == Organisation.id)
            .where(Organisation.capacity.is_not(None), this_month())
            .group_by(Organisation.id, Organisation.capacity)
            .having(func.count() >= Organisation.capacity)
        )
        return frozenset(db.session.scalars(statement))

    def introduced(self) -> Mapping[int, int]:
        """Return how often each organisation with a capacity was introduced this month."""
        statement = (
            select(Introduction.counterpart_id, func.count())
            .join(Organisation, Introduction.counterpart_id == Organisation.id)
            .where(Organisation.capacity.is_not(None), this_month())
            .group_by(Introduction.counterpart_id)
        )
        return {row[0]: row[1] for row in db.session.execute(statement)}

    def asked_since(self, moment: datetime) -> Mapping[int, int]:
        """Return how many requests each organisation received from `moment` on."""
        statement = (
            select(Introduction.counterpart_id, func.count())
            .where(Introduction.submitted_at >= moment, Introduction.proposed.is_(False))
            .group_by(Introduction.counterpart_id)
        )
        return {row[0]: row[1] for row in db.session.execute(statement)}
