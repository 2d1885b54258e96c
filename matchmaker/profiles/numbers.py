"""Numbers as people type them in French and in English. Pure."""

import re
from decimal import Decimal

_SPACES = re.compile(r"[\s'’_€$   ]")
_GROUPED = re.compile(r"\d{1,3}(?P<sep>[.,])\d{3}(?:(?P=sep)\d{3})*(?:(?!(?P=sep))[.,]\d{1,2})?")
_PLAIN = re.compile(r"\d+(?:[.,]\d{1,2})?")
_SCALES = {"k": Decimal(1000), "m": Decimal(1_000_000)}
LONGEST = 30


def amount(text: str) -> Decimal:
    """Return the amount that `text` states: `1 500 000`, `1,500,000.50`, `1.500.000,50`, `500k` or `1,5 M`.

    Raise ValueError for anything else. Three digits after a separator are thousands: `1.500` is 1500.
    """
    compact = _SPACES.sub("", text).lower()
    if len(compact) > LONGEST:
        raise ValueError("too long for an amount")
    scale = _SCALES.get(compact[-1:])
    digits = compact[:-1] if scale else compact
    if scale is None and (grouped := _GROUPED.fullmatch(digits)):
        other = "," if grouped["sep"] == "." else "."
        return Decimal(digits.replace(grouped["sep"], "").replace(other, "."))
    if not _PLAIN.fullmatch(digits):
        raise ValueError("not an amount")
    return Decimal(digits.replace(",", ".")) * (scale or 1)


def whole(text: str) -> int:
    """Return the whole number that `text` states, spaces within left out; raise ValueError for others."""
    compact = _SPACES.sub("", text)
    if not re.fullmatch(r"-?[0-9]{1,12}", compact):
        raise ValueError("not a whole number")
    return int(compact)
