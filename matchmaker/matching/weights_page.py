"""What staff see of the weights: the version that serves and the candidate, part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchmaker.matching import examples, published, versions
from matchmaker.matching.engine import PART_NAMES, WEIGHTS, Weights
from matchmaker.matching.engine.learning import ENOUGH, ENOUGH_OF_EACH
from matchmaker.matching.engine.replay import VIEWERS
from matchmaker.matching.examples import Tally
from matchmaker.matching.models import LearntModel
from matchmaker.taxonomy import Kind


@dataclass(frozen=True, slots=True)
class Share:
    """What one part counts by the version that serves, and by the candidate where there is one."""

    part: str
    now: float
    then: float | None


@dataclass(frozen=True)
class Page:
    """Everything the page shows.

    serves: the version that serves, `row` where it is a learnt one; candidate: what waits; shares: by the
    kind of a startup's counterpart.
    """

    serves: Weights
    row: LearntModel | None
    candidate: LearntModel | None
    shares: Mapping[Kind, Sequence[Share]]
    earlier: Sequence[LearntModel]
    tally: Tally
    documented: str = WEIGHTS.version
    enough: int = ENOUGH
    enough_of_each: int = ENOUGH_OF_EACH
    viewers: int = VIEWERS


def page() -> Page:
    """Return what stands now."""
    row, candidate = versions.serving(), versions.candidate()
    serves = published.from_plain(row.weights) if row else WEIGHTS
    waits = published.from_plain(candidate.weights) if candidate else None
    return Page(
        serves=serves,
        row=row,
        candidate=candidate,
        shares={kind: _shares(kind, serves, waits) for kind in (Kind.INVESTOR, Kind.PROGRAMME, Kind.STARTUP)},
        earlier=versions.earlier(),
        tally=examples.tally(),
    )


def _shares(kind: Kind, serves: Weights, waits: Weights | None) -> list[Share]:
    now, then = serves.shares(kind), waits.shares(kind) if waits else None
    return [Share(part, now[part], then[part] if then else None) for part in PART_NAMES if part in now]
