"""What staff have at hand beside the steps of an introduction."""

from dataclasses import dataclass
from datetime import datetime

from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.introductions.desk import co_reviews, conflicts, deadlines, notes, owners, suggesting
from matchmaker.introductions.desk.models import CoReview, DeskNote
from matchmaker.introductions.desk.owners import Colleague
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import OPEN, Status
from matchmaker.matching import pairs
from matchmaker.matching.pairs import Standing
from matchmaker.matching.served import NotReady
from matchmaker.profiles.teaser import Face

REQUESTS = frozenset({Status.SUBMITTED, Status.NEEDS_CHANGES, Status.WAITING, Status.CLOSED})


@dataclass(frozen=True)
class Tools:
    """Whose matter it is, notes, what the other city says, how the two fit now, whom else to suggest.

    `owner` may have left, which `owner_left` says, or may decide from a later moment on only; `open_review`
    awaits an answer, from the reader where `may_answer`; `fit` is None while nothing can be ranked.
    """

    owner: User | None
    owner_left: bool
    is_open: bool
    owner_decides_from: datetime | None
    colleagues: list[Colleague]
    deadline: datetime | None
    notes: list[DeskNote]
    reviews: list[CoReview]
    open_review: CoReview | None
    may_answer: bool
    fit: Standing | None
    conflicts: list[object]
    offered: list[Face]
    suggested: list[Face]


def of(reader: User, introduction: Introduction) -> Tools:
    """Return the tools for `reader`, staff without a tie; the sides of the introduction must be loaded."""
    owner = db.session.get(User, introduction.assigned_to_id) if introduction.assigned_to_id else None
    reviews = co_reviews.of(introduction)
    asked = next((one for one in reviews if one.answer is None), None)
    is_open = introduction.status in OPEN
    return Tools(
        owner=owner,
        owner_left=owner is not None and not (owner.active and owner.is_staff),
        is_open=is_open,
        owner_decides_from=owners.decides_from(owner, introduction) if owner else None,
        colleagues=owners.colleagues(introduction) if is_open else [],
        deadline=deadlines.of(introduction),
        notes=notes.of(introduction),
        reviews=reviews,
        open_review=asked,
        may_answer=asked is not None and asked.hub is reader.staff_hub,
        fit=_fit(introduction, reader),
        conflicts=conflicts.named(introduction),
        offered=suggesting.offered(introduction, reader) if introduction.status in REQUESTS else [],
        suggested=suggesting.suggested(introduction),
    )


def _fit(introduction: Introduction, reader: User) -> Standing | None:
    try:
        return pairs.standing(introduction.requester, introduction.counterpart, reader)
    except NotReady:
        return None
