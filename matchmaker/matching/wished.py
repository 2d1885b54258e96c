"""What organisations want more or less of: which wishes there are, and how those in force move a list."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.matching.documents import document
from matchmaker.matching.engine import Scored
from matchmaker.matching.engine.fairness import Wishing
from matchmaker.matching.engine.top import Rows
from matchmaker.matching.engine.weighting import Floats
from matchmaker.matching.engine.wishes import Moved, likeness, moved
from matchmaker.matching.order_models import Objection, Wish, Wished
from matchmaker.matching.served import View
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import OUTSIDER, WITH_DETAILS, visible
from matchmaker.profiles.teaser import Face, face
from matchmaker.taxonomy import Kind


@dataclass(frozen=True)
class WishedFace:
    """A wish as a page shows it; no face where whom it names is not to be seen, or not to be ranked, now."""

    other_id: int
    wish: Wish
    face: Face | None


def in_force(organisation: Organisation, reader: User) -> list[tuple[Wish, Organisation]]:
    """Return the wishes that count, with whom they name, loaded whole; the oldest first.

    Those count whose named ones `reader` may see and that do not object to being ranked: else an order would
    tell something of who is hidden. Of an organisation that objects none count.
    """
    objecting = select(Objection.organisation_id)
    statement = (
        select(Wished.wish, Organisation)
        .join(Organisation, Organisation.id == Wished.other_id)
        .where(
            Wished.organisation_id == organisation.id,
            visible(reader),
            Organisation.id.not_in(objecting),
            Wished.organisation_id.not_in(objecting),
        )
        .order_by(Wished.wished_at, Wished.id)
        .options(*WITH_DETAILS)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement).unique()]


def wishing(
    view: View, organisation: Organisation, kind: Kind, reader: User, scored: Scored
) -> Wishing | None:
    """Return how wishes move rows of `scored`, a list of `kind` taken from `view`; None where there are none.

    A wish moves the list of its own kind: a programme is not alike to an investor.
    """
    named = [
        (wish, one)
        for wish, one in in_force(organisation, reader)
        if one.kind is kind and one.id in view.rows
    ]

    def move(rows: Rows) -> Moved:
        alike: dict[Wish, dict[int, Floats]] = {Wish.MORE: {}, Wish.LESS: {}}
        others, places = scored.columns.take(rows), scored.rows[rows]
        for wish, one in named:
            own = view.columns.take(np.array([view.rows[one.id]]))
            alike[wish][one.id] = likeness(own, others, view.cosines(document(one), places))
        return moved(alike[Wish.MORE], alike[Wish.LESS], len(rows))

    return move if named else None


def wished_faces(organisation: Organisation, reader: User) -> list[WishedFace]:
    """Return every wish of the organisation, the newest first."""
    statement = select(Wished).where(Wished.organisation_id == organisation.id)
    rows = db.session.scalars(statement.order_by(Wished.wished_at.desc(), Wished.id.desc())).all()
    shown = {one.id: face(one, OUTSIDER) for _, one in in_force(organisation, reader)} if rows else {}
    return [WishedFace(row.other_id, row.wish, shown.get(row.other_id)) for row in rows]


def wish_about(organisation: Organisation, other_id: int) -> Wish | None:
    """Return what the organisation wished about the other."""
    statement = select(Wished.wish).where(
        Wished.organisation_id == organisation.id, Wished.other_id == other_id
    )
    return db.session.scalar(statement)
