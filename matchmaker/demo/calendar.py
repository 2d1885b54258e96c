"""What happened when: steps of the demonstration, taken in the order of their moments under a set clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from matchmaker.core import clock


@dataclass
class Calendar:
    """Collects steps by how many days before `today` they were taken, and then takes them in order."""

    today: datetime
    _steps: list[tuple[datetime, Callable[..., Any], tuple[Any, ...]]] = field(default_factory=list)

    def ago(self, days: float, step: Callable[..., Any], *given: Any) -> None:
        """Note that `step(*given)` happened `days` ago."""
        self._steps.append((self.today - timedelta(days=days), step, given))

    def take(self) -> None:
        """Take every step at its moment, the oldest first; steps of one moment in the order noted."""
        for moment, step, given in sorted(self._steps, key=lambda noted: noted[0]):
            with clock.at(moment):
                step(*given)
