"""A second look by the other city: asked for when wanted, answered or not; it never holds a decision up."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Forbidden
from matchmaker.extensions import db
from matchmaker.introductions import letters
from matchmaker.introductions.desk import notes, standing
from matchmaker.introductions.desk.models import CoReview, Opinion
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Actor, Status
from matchmaker.taxonomy import Hub

DECIDED = _l("This has been decided: a second look would come too late.")
ASKED = _l("The other city has been asked already and has not answered yet.")
ANSWERED = _l("This question is no longer open: a colleague answered it.")
OTHER_CITY = _l("Staff of the other city answer this.")


def ask(actor: User, introduction_id: int) -> None:
    """Ask staff of the other city than the actor's for a second look, and tell them.

    Conflict where it is decided or already asked.
    """
    row = standing.locked(actor, introduction_id)
    if row.status is not Status.SUBMITTED:
        raise Conflict(DECIDED)
    hub = next(one for one in Hub if one is not actor.staff_hub)
    asking = insert(CoReview).values(
        introduction_id=row.id, hub=hub, asked_by_id=actor.id, asked_at=clock.now(), note=""
    )
    asked = db.session.scalar(asking.on_conflict_do_nothing().returning(CoReview))
    if asked is None:
        raise Conflict(ASKED)
    _record(actor, AuditTag.CO_REVIEW_ASKED, asked)
    for reader in _staff_of(hub, row):
        letters.at_once(reader, "co_review_asked", row)
    db.session.commit()


def answer(actor: User, introduction_id: int, opinion: Opinion, note: str) -> None:
    """Say what the other city thinks, and tell who asked; doubts need a word why.

    Forbidden for staff of the city that asked, Conflict where nothing is open or it is decided by now.
    """
    row = standing.locked(actor, introduction_id)
    said = notes.words(note) if note.strip() or opinion is Opinion.DOUBTS else ""
    if row.status is not Status.SUBMITTED:
        raise Conflict(DECIDED)
    answering = (
        update(CoReview)
        .where(CoReview.introduction_id == row.id, CoReview.answer.is_(None), CoReview.hub == actor.staff_hub)
        .values(answer=opinion, answered_by_id=actor.id, answered_at=clock.now(), note=said)
        .returning(CoReview)
    )
    answered = db.session.scalar(answering)
    if answered is None:
        raise Forbidden(OTHER_CITY) if open_one(row) else Conflict(ANSWERED)
    _record(actor, AuditTag.CO_REVIEW_ANSWERED, answered)
    asker = db.session.scalar(
        select(User).where(User.id == answered.asked_by_id, standing.works_here(), standing.is_untied(row))
    )
    if asker is not None:
        letters.at_once(asker, "co_review_answered", row)
    db.session.commit()


def of(introduction: Introduction) -> list[CoReview]:
    """Return the second looks with who asked and who answered, oldest first."""
    statement = select(CoReview).where(CoReview.introduction_id == introduction.id).order_by(CoReview.id)
    return list(
        db.session.scalars(statement.options(joinedload(CoReview.asked_by), joinedload(CoReview.answered_by)))
    )


def open_one(introduction: Introduction) -> CoReview | None:
    """Return the question that still awaits an answer, or None."""
    return db.session.scalar(
        select(CoReview).where(CoReview.introduction_id == introduction.id, CoReview.answer.is_(None))
    )


def _staff_of(hub: Hub, introduction: Introduction) -> list[User]:
    statement = select(User).where(
        User.staff_hub == hub, standing.works_here(), standing.is_untied(introduction)
    )
    return list(db.session.scalars(statement.order_by(User.id)))


def _record(actor: User, tag: AuditTag, review: CoReview) -> None:
    data = {"introduction": review.introduction_id, "hub": review.hub, "answer": review.answer}
    audit.record(db.session(), actor, tag, review, role=Actor.STAFF.value, **data)
