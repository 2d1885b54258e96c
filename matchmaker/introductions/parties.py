"""The two sides of an introduction, as what they do afterwards names them."""

from enum import StrEnum

from matchmaker.introductions.workflow import Actor


class Party(StrEnum):
    """A side of an introduction."""

    REQUESTER = Actor.REQUESTER.value
    COUNTERPART = Actor.COUNTERPART.value

    @property
    def other(self) -> "Party":
        """The side across."""
        return Party.COUNTERPART if self is Party.REQUESTER else Party.REQUESTER

    @property
    def actor(self) -> Actor:
        """The capacity in which people of this side act."""
        return Actor(self.value)
