"""What happened when: steps of the demonstration, taken in the order of their moments under a set clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from matchmaker.core import clock
from matchmaker.introductions import working_days

# Morning in California and the end of the afternoon in Paris, in UTC.
EARLIEST, HOURS = time(15, 30), 3.5


@dataclass
class Calendar:
    """Collects steps by how many working days before `today` they were, and then takes them in order."""

    today: datetime
    _steps: list[tuple[datetime, Callable[..., Any], tuple[Any, ...]]] = field(default_factory=list)

    def ago(self, days: float, step: Callable[..., Any], *given: Any) -> None:
        """Note that `step(*given)` happened `days` ago; a part of a day counts from its evening."""
        self._steps.append((self._moment(days), step, given))

    def take(self) -> None:
        """Take every step at its moment, the oldest first; steps of one moment in the order noted."""
        for moment, step, given in sorted(self._steps, key=lambda noted: noted[0]):
            with clock.at(moment):
                step(*given)

    def _moment(self, days: float) -> datetime:
        """Return the moment on the last working day but `days`, so that even 0 lies in the past."""
        whole, part = divmod(days, 1)
        day = self.today.date()
        for _ in range(int(whole) + 1):
            day -= timedelta(days=1)
            while not working_days.is_working(day):
                day -= timedelta(days=1)
        return datetime.combine(day, EARLIEST, self.today.tzinfo) + timedelta(hours=HOURS * (1 - part))
