"""Registration numbers of firms: SIREN in France, EIN in the United States. Pure."""

import re

from matchmaker.taxonomy import Hub

_SIREN = re.compile(r"\d{9}")
_EIN = re.compile(r"\d{2}-\d{7}")


def normal(registry_id: str, hub: Hub) -> str:
    """Return the number as it is stored: a SIREN as nine digits, an EIN as `12-3456789`; faults stay in."""
    compact = re.sub(r"[\s.\-  ]", "", registry_id)
    if hub is Hub.SILICON_VALLEY and re.fullmatch(r"\d{9}", compact):
        return f"{compact[:2]}-{compact[2:]}"
    return compact if hub is Hub.PARIS else registry_id.strip()


def is_valid(registry_id: str, hub: Hub) -> bool:
    """Return whether the normal form is a SIREN (with its check digit) or an EIN, by hub."""
    if hub is Hub.PARIS:
        return bool(_SIREN.fullmatch(registry_id)) and _luhn(registry_id)
    return bool(_EIN.fullmatch(registry_id)) and not registry_id.startswith("00")


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
