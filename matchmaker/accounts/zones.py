"""The time zones that a person chooses from."""

from typing import Any

from flask_babel import lazy_gettext as _l

from matchmaker.core.forms import SelectChoice

COMMON: dict[str, Any] = {
    "Europe/Paris": _l("Paris, Brussels, Berlin, Madrid"),
    "America/Los_Angeles": _l("San Francisco, Los Angeles, Seattle"),
    "America/Denver": _l("Denver, Salt Lake City"),
    "America/Chicago": _l("Chicago, Austin"),
    "America/New_York": _l("New York, Boston, Montreal"),
    "America/Sao_Paulo": _l("São Paulo"),
    "Europe/London": _l("London, Dublin, Lisbon"),
    "Europe/Athens": _l("Athens, Helsinki, Kyiv"),
    "Africa/Casablanca": _l("Casablanca"),
    "Africa/Tunis": _l("Tunis, Algiers"),
    "Africa/Abidjan": _l("Abidjan, Dakar"),
    "Asia/Jerusalem": _l("Tel Aviv"),
    "Asia/Dubai": _l("Dubai"),
    "Asia/Kolkata": _l("Mumbai, Bangalore, Delhi"),
    "Asia/Singapore": _l("Singapore, Hong Kong"),
    "Asia/Tokyo": _l("Tokyo, Seoul"),
    "Australia/Sydney": _l("Sydney, Melbourne"),
    "UTC": _l("Coordinated universal time (UTC)"),
}


def choices(current: str | None = None) -> list[SelectChoice]:
    """Return the zones to choose from under their IANA names, `current` among them whatever it is."""
    known = [SelectChoice(name, label) for name, label in COMMON.items()]
    return known if current is None or current in COMMON else [SelectChoice(current), *known]


def name(zone: str) -> str:
    """Return the cities that `zone` is known by here, or its IANA name where it is no common one."""
    return str(COMMON.get(zone, zone))


def likely(languages: str) -> str:
    """Return the zone of whoever sends the Accept-Language header `languages`: American English, or not."""
    return "America/Los_Angeles" if languages.lower().startswith("en-us") else "Europe/Paris"
