"""What decides who may meet without any profile changing: the day, the rates, and who has no time left."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from matchmaker.taxonomy import DEFAULT_RATES, Currency, Hub, rate_on

CURRENCIES = tuple(Currency)


def _default_euros() -> dict[str, float]:
    rate = rate_on(DEFAULT_RATES, Currency.EUR, Currency.USD, date.max)
    return {Currency.EUR: 1.0, Currency.USD: 1.0 / float(rate.value)}


@dataclass(frozen=True)
class Moment:
    """When a ranking takes place.

    dates: today in each hub; where none is given no date closes anything. euros: what one unit of each
    currency is worth in EUR. full: ids of those that have met as many others this month as they take.
    """

    dates: Mapping[str, date] = field(default_factory=dict)
    euros: Mapping[str, float] = field(default_factory=_default_euros)
    full: Collection[int] = ()

    def arrays(self) -> tuple[Any, ...]:
        """The same for compiled code: today's ordinal in each hub, 0 where no date is given; EUR for one unit
        of each of `CURRENCIES`, and NaN for none; who is full, ascending.
        """
        days = [self.dates[hub].toordinal() if hub in self.dates else 0 for hub in Hub]
        rates = [*(self.euros.get(code, np.nan) for code in CURRENCIES), np.nan]
        return np.array(days, dtype=np.int32), np.array(rates), np.array(sorted(self.full), dtype=np.int64)


UNDATED = Moment()
"""No day, the default rates, and nobody full: what rules without I/O assume where nothing else is said."""
