"""One introduction as a member of a side sees it."""

from dataclasses import dataclass

from matchmaker.accounts.models import User
from matchmaker.introductions import policies, timeline, workflow
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.sides import side_of
from matchmaker.introductions.timeline import Entry
from matchmaker.introductions.workflow import Action, Actor
from matchmaker.profiles.contact import ContactCard, Grounds, reveal
from matchmaker.profiles.policies import OUTSIDER, own_ids, viewer_of
from matchmaker.profiles.teaser import Face, face


@dataclass(frozen=True)
class Sheet:
    """The reader's side, both faces, the steps the reader may take, and contacts once introduced.

    `shown` is the reader's own organisation as the other side sees it.
    """

    introduction: Introduction
    side: Actor
    shown: Face
    other: Face
    actions: tuple[Action, ...]
    entries: list[Entry]
    own_card: ContactCard | None
    other_card: ContactCard | None

    @property
    def name(self) -> str:
        """What the reader may call the other side."""
        return self.other_card.organisation_name if self.other_card else self.other.title


def sheet(user: User, introduction: Introduction) -> Sheet:
    """Return what `user`, a member of a side, sees of the introduction, whose sides must be loaded."""
    side = side_of(own_ids(user), introduction)
    mine, theirs = introduction.seen_from(side)
    introduced = introduction.shares_contacts
    return Sheet(
        introduction=introduction,
        side=side,
        shown=face(mine, OUTSIDER),
        other=face(theirs, viewer_of(user)),
        actions=workflow.available(introduction.status, policies.capacities(user, introduction)),
        entries=timeline.of(introduction, side),
        own_card=reveal(user, mine, Grounds.OWN) if introduced else None,
        other_card=reveal(user, theirs, Grounds.INTRODUCED) if introduced else None,
    )
