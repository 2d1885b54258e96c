"""Texts of a profile without names of people: for the record, and for good once one of them is erased."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from matchmaker.profiles import rules, values
from matchmaker.profiles.masking import without_names
from matchmaker.profiles.models import Organisation


def unnamed(
    given: Mapping[str, Any], organisation: Organisation, people: Iterable[str | None]
) -> dict[str, Any]:
    """Return `given` with a mark for each name of `people` in prose and entries; the organisation's stays.

    `given`: fields of the organisation by name, as `values.read` has them.
    """
    names = [name for name in people if name]
    shown = [organisation.name, *organisation.other_names, organisation.website_host or ""]
    found = dict(given)
    for field, value in given.items():
        if field in rules.PROSE and value:
            found[field] = without_names(value, names, shown)[: rules.LIMITS[field]]
        elif field in values.ENTRY_FIELDS:
            found[field] = tuple(replace(one, text=without_names(one.text, names, shown)) for one in value)
    return found
