"""When a ranking takes place: today in both cities, the rates of the day, and who is full."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from matchmaker.core import clock, settings
from matchmaker.extensions import db
from matchmaker.matching.engine import Moment
from matchmaker.matching.ports import capacities
from matchmaker.taxonomy import DEFAULT_RATES, Currency, Hub, Rate, convert

RATES = "exchange_rates"  # the setting: a list of what an admin entered, oldest first


def today() -> Moment:
    """Return the day alone, at the default rates and with nobody full, without asking the database."""
    return Moment(dates={hub: clock.today(hub.time_zone) for hub in Hub})


def now() -> Moment:
    """Return the day, the rates that hold on it, and who has met as many this month as they take."""
    return Moment(dates=today().dates, euros=_euros(), full=capacities().full())


def rates() -> list[Rate]:
    """Return the rates there are, the default first, then what an admin entered."""
    return [*DEFAULT_RATES, *map(rate_from, settings.get(db.session, RATES))]


def rate_from(stored: Mapping[str, str]) -> Rate:
    """Return the rate that a row of the setting holds."""
    return Rate(
        Currency(stored["base"]),
        Currency(stored["quote"]),
        Decimal(stored["value"]),
        date.fromisoformat(stored["since"]),
    )


def _euros() -> dict[str, float]:
    known, day = rates(), clock.today()
    return {
        currency: float(convert(Decimal(1_000_000), currency, Currency.EUR, day, known)) / 1e6
        for currency in Currency
    }
