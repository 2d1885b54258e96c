"""The names that give an organisation's people away, and a confidential organisation itself.

They leave this module to be masked in texts, never to be shown.
"""

from dataclasses import dataclass
from functools import lru_cache

from matchmaker.profiles.masking import Masked, mask
from matchmaker.profiles.models import Organisation

REMEMBERED = 4096  # texts lately shown, with the names that were looked for in them


@dataclass(frozen=True)
class KnownNames:
    """Names of people; of a confidential organisation its names, site and number; of others names, site."""

    people: tuple[str, ...]
    marks: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    def masked(self, text: str) -> Masked:
        """Return `text` without these names and marks, and without any way to reach people."""
        return _masked(self, text)


@lru_cache(REMEMBERED)
def _masked(names: KnownNames, text: str) -> Masked:
    return mask(text, names.people, names.marks, names.shown)


def of(organisation: Organisation) -> KnownNames:
    """Return the names of the organisation's members and contact person, and its marks if confidential."""
    people = tuple(dict.fromkeys(name for name in organisation.people or () if name))
    names = (organisation.name, *(organisation.other_names or ()), organisation.website_host)
    if not organisation.confidential:
        return KnownNames(people, shown=tuple(filter(None, names)))
    return KnownNames(people, tuple(filter(None, (*names, organisation.registry_id))))
