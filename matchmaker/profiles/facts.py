"""The facts of a profile as rows of words and values, ranges on one row."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from matchmaker.profiles.labels import field_label, shown

_RANGES: dict[str, tuple[str, Any]] = {
    "round_min": ("round_max", _l("Round sought")),
    "cheque_min": ("cheque_max", _l("Cheque")),
    "headcount_min": ("headcount_max", _l("Headcount of participants")),
    "starts_on": ("ends_on", _l("Dates")),
}
_UPPER = {upper: lower for lower, (upper, _words) in _RANGES.items()}
_BESIDE = frozenset({"currency"})  # shown with the amounts


def fact_rows(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (words, value) for each stated fact in the reader's language, in the order of the form."""
    rows: dict[str, tuple[str, str]] = {}
    for name, value in facts.items():
        lower = _UPPER.get(name, name)
        if name in _BESIDE or lower in rows:
            continue
        rows[lower] = _range(lower, facts) if lower in _RANGES else _row(name, value, facts)
    return list(rows.values())


def _row(name: str, value: Any, facts: Mapping[str, Any]) -> tuple[str, str]:
    return field_label(name), shown(name, value, facts)


def _range(lower: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    upper, words = _RANGES[lower]
    low, high = (shown(name, facts.get(name), facts) for name in (lower, upper))
    if low and high:
        text = low if low == high else _("%(low)s to %(high)s", low=low, high=high)
    else:
        text = _("from %(low)s", low=low) if low else _("up to %(high)s", high=high)
    return str(words), str(text)
