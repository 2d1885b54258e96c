"""A viewer and others, as gates and parts look at them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.columns import KINDS, Columns
from matchmaker.matching.engine.moment import Moment
from matchmaker.matching.engine.money import Range
from matchmaker.taxonomy import Kind

STARTUP, INVESTOR, PROGRAMME = (KINDS.index(kind) for kind in (Kind.STARTUP, Kind.INVESTOR, Kind.PROGRAMME))


@dataclass(frozen=True)
class Pair:
    """A viewer and others, both ways: as they look at each other, and by their roles."""

    viewer: Columns
    others: Columns
    startup: Columns
    host: Columns
    moment: Moment

    @classmethod
    def of(cls, viewer: Columns, others: Columns, moment: Moment) -> "Pair":
        """`viewer` is columns of one candidate."""
        roles = (viewer, others) if viewer.kind[0] == STARTUP else (others, viewer)
        return cls(viewer, others, *roles, moment)

    def take(self, rows: npt.NDArray[np.int64]) -> "Pair":
        """The same viewer and `rows` (ascending) of the others."""
        return Pair.of(self.viewer, self.others.take(rows), self.moment)

    @cached_property
    def round(self) -> Range:
        """What the startups seek, in EUR."""
        return Range(self.startup, self.moment)

    @cached_property
    def cheque(self) -> Range:
        """What their counterparts write, in EUR."""
        return Range(self.host, self.moment)
