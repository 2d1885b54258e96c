"""Places in free text: which hub and district they are in, by mappings/lists/places.toml. Pure."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from matchmaker.core.text import fold
from matchmaker.profiles.imports.mapping import FOLDER
from matchmaker.profiles.imports.vocabulary import any_of
from matchmaker.taxonomy import District, Hub

HEAD_OFFICE = "Head office: "
"""How a tagline begins that is none: the address of an imported firm outside its hub."""


@dataclass(frozen=True)
class Place:
    """A place found at `position` of a text.

    `within` is False where the text names the hub's country but no place in the hub; `bare` then tells that
    it names nothing else either.
    """

    hub: Hub
    position: int
    district: District | None = None
    within: bool = True
    bare: bool = False


class Gazetteer:
    """The names of one hub: see the comments in mappings/lists/places.toml."""

    def __init__(self, hub: Hub, spec: dict[str, Any]) -> None:
        self.hub = hub
        self._districts = {
            fold(name): District(code) if code else None for name, code in spec["names"].items()
        }
        self._sure = frozenset(fold(name) for name in spec["sure"])
        self._context = any_of(spec["context"])
        self._elsewhere = any_of(spec["elsewhere"])
        self._postcode = re.compile(spec["postcode"])
        self._postcodes: dict[str, str] = spec["postcodes"]
        self._country = any_of(spec["country"])
        longest_first = sorted(self._districts, key=len, reverse=True)
        self._names = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")

    def find(self, text: str) -> Place | None:
        """Return the hub's first place in `text`, its district the finest that is told; None without one."""
        folded = fold(text)
        certain = self._context.search(folded) is not None
        named = [match for match in self._names.finditer(folded) if certain or match[1] in self._sure]
        coded = self._postcode.search(folded) if certain or named else None
        code = self._by_postcode(coded[1]) if coded else ""
        if self._elsewhere.search(folded) or code is None or not (named or coded):
            return None
        first = named[0] if named else coded
        assert first is not None
        district = next(filter(None, (self._districts[match[1]] for match in named)), None)
        return Place(self.hub, first.start(), self._finer(district, District(code) if code else None))

    def _by_postcode(self, code: str) -> str | None:
        """Return the district of a postcode, "" for one of the hub without, None for one outside."""
        known = [prefix for prefix in self._postcodes if code.startswith(prefix)]
        return self._postcodes[max(known, key=len)] if known else None

    @staticmethod
    def _finer(named: District | None, coded: District | None) -> District | None:
        """An arrondissement's postcode says more than the city's name; a town's name more than its own."""
        if named is None or (named is District.DEPT_75 and coded is not None):
            return coded
        return named

    def beyond(self, text: str) -> Place | None:
        """Return a place without district where `text` names the hub's country or a town of it."""
        folded = fold(text)
        found = self._country.search(folded)
        if found is None:
            return None
        return Place(self.hub, found.start(), within=False, bare=found[0] == folded)


@cache
def gazetteers() -> tuple[Gazetteer, ...]:
    """Return the names of both hubs."""
    document = tomllib.loads((FOLDER / "lists" / "places.toml").read_text(encoding="utf-8"))
    return tuple(Gazetteer(Hub(hub), spec) for hub, spec in document.items())


def locate(texts: list[str], *, beyond: bool = False) -> Place | None:
    """Return the place that is named first in `texts`, of either hub; with `beyond`, of its country too.

    A firm with sites in both hubs belongs to the one it names first.
    """
    for text in texts:
        found = [place for gazetteer in gazetteers() if (place := gazetteer.find(text))]
        if not found and beyond:
            found = [place for gazetteer in gazetteers() if (place := gazetteer.beyond(text))]
        if found:
            return min(found, key=lambda place: place.position)
    return None
