"""The two hubs, the directions between them, and who serves which."""

from enum import StrEnum
from typing import Self

from matchmaker.taxonomy.labels import Label


class Hub(StrEnum):
    """One of the two regions that the service joins."""

    PARIS = "paris"
    SILICON_VALLEY = "silicon_valley"

    @property
    def other(self) -> "Hub":
        """The region across the ocean."""
        return Hub.SILICON_VALLEY if self is Hub.PARIS else Hub.PARIS

    @property
    def time_zone(self) -> str:
        """IANA name of the region's time zone."""
        return "Europe/Paris" if self is Hub.PARIS else "America/Los_Angeles"


class Direction(StrEnum):
    """The way a firm goes: from its own hub to the other one."""

    PARIS_TO_SV = "paris_to_sv"
    SV_TO_PARIS = "sv_to_paris"

    @classmethod
    def leaving(cls, hub: Hub) -> "Direction":
        """Return the direction that starts at `hub`."""
        return cls.PARIS_TO_SV if hub is Hub.PARIS else cls.SV_TO_PARIS

    @property
    def origin(self) -> Hub:
        """The hub a firm leaves from."""
        return Hub.PARIS if self is Direction.PARIS_TO_SV else Hub.SILICON_VALLEY

    @property
    def destination(self) -> Hub:
        """The hub a firm sets up in."""
        return self.origin.other

    @property
    def reverse(self) -> "Direction":
        """The way back."""
        return Direction.leaving(self.destination)


class ServedDirection(StrEnum):
    """The directions a programme, a call or a need is about: one of the two, or both."""

    PARIS_TO_SV = "paris_to_sv"
    SV_TO_PARIS = "sv_to_paris"
    BOTH = "both"

    def serves(self, direction: Direction) -> bool:
        """Tell whether a firm that goes in `direction` is among those served."""
        return self is ServedDirection.BOTH or self.value == direction.value

    @classmethod
    def only(cls, direction: Direction) -> Self:
        """Return the member that serves `direction` alone."""
        return cls(direction.value)


HUB_LABELS: dict[Hub, Label] = {
    Hub.PARIS: Label("Paris region", "Île-de-France"),
    Hub.SILICON_VALLEY: Label("Silicon Valley", "Silicon Valley"),
}

DIRECTION_LABELS: dict[Direction, Label] = {
    Direction.PARIS_TO_SV: Label("From Paris to Silicon Valley", "De Paris vers la Silicon Valley"),
    Direction.SV_TO_PARIS: Label("From Silicon Valley to Paris", "De la Silicon Valley vers Paris"),
}

SERVED_DIRECTION_LABELS: dict[ServedDirection, Label] = {
    ServedDirection.PARIS_TO_SV: DIRECTION_LABELS[Direction.PARIS_TO_SV],
    ServedDirection.SV_TO_PARIS: DIRECTION_LABELS[Direction.SV_TO_PARIS],
    ServedDirection.BOTH: Label("Both directions", "Les deux sens"),
}
