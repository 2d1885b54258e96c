"""Notes that staff leave for one another on an introduction; no member ever reads them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from matchmaker.accounts.models import User
from matchmaker.core import audit
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Invalid
from matchmaker.core.text import clean
from matchmaker.extensions import db
from matchmaker.introductions import aftermath
from matchmaker.introductions.desk import standing
from matchmaker.introductions.desk.models import NOTE_LENGTH, CoReview, DeskNote
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Actor, Status


def add(actor: User, introduction_id: int, text: str) -> DeskNote:
    """Add a note; it stays as it is. Raise as `standing.locked` does, Invalid for no words or too many."""
    row = standing.locked(actor, introduction_id)
    note = DeskNote(introduction_id=row.id, author_id=actor.id, text=words(text))
    db.session.add(note)
    role = Actor.STAFF.value
    audit.record(db.session(), actor, AuditTag.DESK_NOTE_ADDED, note, role=role, introduction=row.id)
    db.session.commit()
    return note


def of(introduction: Introduction) -> list[DeskNote]:
    """Return the notes with their authors, oldest first."""
    statement = select(DeskNote).where(DeskNote.introduction_id == introduction.id).order_by(DeskNote.id)
    return list(db.session.scalars(statement.options(joinedload(DeskNote.author))))


def words(text: str) -> str:
    """Return the cleaned words of a note; Invalid where there are none or too many."""
    cleaned = clean(text)
    if not cleaned:
        raise Invalid(_l("Please write a few words."))
    if len(cleaned) > NOTE_LENGTH:
        raise Invalid(_l("Please shorten this to %(number)s characters.", number=NOTE_LENGTH))
    return cleaned


@aftermath.on_end
@aftermath.on_wipe
def wipe(introduction: Introduction) -> None:
    """Leave no word that staff wrote about an introduction that is closed and whose words are erased.

    An open one is closed by the same step, just after its words are erased.
    """
    if introduction.erased_at is None or introduction.status is not Status.CLOSED:
        return
    db.session.flush()  # the trigger on the notes looks for the time of the erasure
    db.session.execute(delete(DeskNote).where(DeskNote.introduction_id == introduction.id))
    db.session.execute(update(CoReview).where(CoReview.introduction_id == introduction.id).values(note=""))
