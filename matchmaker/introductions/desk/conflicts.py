"""What the two sides named against each other, in words for staff only."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from matchmaker.matching.candidates import candidate
from matchmaker.profiles.models import Block, Organisation


def named(introduction: Introduction) -> list[object]:
    """Return who named or blocked whom; empty where neither did. Both sides must be loaded."""
    pair = introduction.requester, introduction.counterpart
    return [words for one, other in (pair, pair[::-1]) for words in _between(one, other)]


def _between(one: Organisation, other: Organisation) -> list[object]:
    found: list[object] = []
    if candidate(one).conflicts & candidate(other).names:
        found.append(_l("%(one)s names %(other)s as a conflict of interest.", one=one.name, other=other.name))
    blocking = select(Block.id).where(Block.organisation_id == one.id, Block.blocked_id == other.id)
    if db.session.scalar(select(blocking.exists())):
        found.append(_l("%(one)s has blocked %(other)s.", one=one.name, other=other.name))
    return found
