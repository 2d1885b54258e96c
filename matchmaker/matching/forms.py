"""What narrows recommendations and the directory; read from the address, so that a list can be bookmarked."""

from collections.abc import Mapping
from dataclasses import dataclass

from matchmaker.core.urls import code_or_none
from matchmaker.matching.service import Filters
from matchmaker.taxonomy import Hub, Kind, Sector, Stage, Theme

LONGEST_QUERY = 300


@dataclass(frozen=True)
class DirectoryQuery:
    """What the directory is asked for."""

    text: str
    kind: Kind | None
    hub: Hub | None
    filters: Filters


def filters_from(arguments: Mapping[str, str]) -> Filters:
    """Read the filters of a list from the query string; what is no code is left open."""
    return Filters(
        sector=code_or_none(Sector, arguments.get("sector")),
        theme=code_or_none(Theme, arguments.get("theme")),
        stage=code_or_none(Stage, arguments.get("stage")),
    )


def directory_query_from(arguments: Mapping[str, str]) -> DirectoryQuery:
    """Read the directory's question from the query string."""
    return DirectoryQuery(
        text=" ".join(arguments.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY],
        kind=code_or_none(Kind, arguments.get("kind")),
        hub=code_or_none(Hub, arguments.get("hub")),
        filters=filters_from(arguments),
    )
