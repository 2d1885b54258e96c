"""What a contact person's data must satisfy. Pure."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l

from matchmaker.profiles.rules import one_line, too_long

LIMITS = {"name": 120, "position": 120, "email": 254, "phone": 40, "time_zone": 60}
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([^@]+)")
_HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*\.[A-Za-z][A-Za-z0-9-]{1,62}")
_PHONE = re.compile(r"\+?[0-9 ().\-/]{5,}")


@cache
def time_zones() -> frozenset[str]:
    """Return the names of all time zones; looked up once, as each is a file to be opened."""
    return frozenset(available_timezones())


def is_email(address: str) -> bool:
    """Return whether `address` has the form of an e-mail address that mail servers take."""
    parts = _EMAIL.fullmatch(address)
    local = address.partition("@")[0]
    if parts is None or len(address) > LIMITS["email"] or local.strip(".") != local or ".." in local:
        return False
    try:
        return _HOST.fullmatch(parts[1].encode("idna").decode("ascii")) is not None
    except UnicodeError:
        return False


def checked(given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[Any]]]:
    """Return the tidied values and the faults by field name. Raise KeyError for a name that is no field."""
    tidied = {name: one_line(value or "") for name, value in given.items()}
    faults = {name: words for name, value in tidied.items() if (words := _faults(name, value))}
    return tidied, faults


def _faults(name: str, value: str) -> list[Any]:
    if len(value) > LIMITS[name]:
        return [too_long(len(value), LIMITS[name])]
    if name == "email" and value and not is_email(value):
        return [_l("This is not an e-mail address.")]
    if name == "phone" and value and not _PHONE.fullmatch(value):
        return [_l("Give a phone number in digits, with its country code, such as +33 1 23 45 67 89.")]
    if name == "time_zone" and value not in time_zones():
        return [_l("Choose a time zone.")]
    return []
