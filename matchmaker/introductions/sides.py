"""On which side of an introduction a reader stands."""

from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Actor


def side_of(own: frozenset[int], introduction: Introduction) -> Actor:
    """Return on which side a member of the organisations `own` reads the introduction."""
    return Actor.REQUESTER if introduction.requester_id in own else Actor.COUNTERPART
