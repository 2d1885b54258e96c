"""The working days of both cities, each with the public holidays of its place."""

from datetime import date, datetime
from functools import cache

from matchmaker.introductions import working_days
from matchmaker.taxonomy import Hub

_PLACES: dict[Hub, tuple[str, str | None]] = {Hub.PARIS: ("FR", None), Hub.SILICON_VALLEY: ("US", "CA")}


class Holidays:
    """The public holidays of a hub: those of France, or of the United States and California."""

    def __init__(self, hub: Hub) -> None:
        self._place = _PLACES[hub]

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _of_year(*self._place, day.year)


def add(moment: datetime, days: int, hub: Hub) -> datetime:
    """Return the moment so many working days of `hub` later, at the same time of day there."""
    return working_days.add(moment, days, hub.time_zone, Holidays(hub))


def cutoff(moment: datetime, days: int, hub: Hub) -> datetime:
    """Return the latest moment whose working day number `days` in `hub` has come by `moment`."""
    return working_days.cutoff(moment, days, hub.time_zone, Holidays(hub))


@cache
def _of_year(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    import holidays  # takes a tenth of a second to import

    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))
