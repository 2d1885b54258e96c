"""An organisation as the ranking sees it: codes and switches, no text, no person."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from matchmaker.matching.engine.analysis import fold

NAME, REGISTRY, SITE = "name", "registry", "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One organisation. Empty sets and None mean that nobody stated a value, never that there is none.

    kind: startup, investor or programme; hub: paris or silicon_valley; direction: what a programme serves,
    paris_to_sv, sv_to_paris or both; sectors, themes, needs, offers, stages: codes of the taxonomy; paused:
    whether today falls in one of its pauses; mentor: whether it offers the experience of its own landing;
    names: its `identity_keys`; conflicts: the `conflict_keys` of the organisations it refuses to meet.
    """

    id: int
    kind: str
    hub: str
    direction: str | None = None
    sectors: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    published: bool = True
    paused: bool = False
    mentor: bool = False
    names: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()

    @property
    def proofs(self) -> frozenset[str]:
        """The names that only one organisation can bear: registry id and site, not a name two may share."""
        return frozenset(key for key in self.names if not key.startswith(f"{NAME}:"))


def identity_keys(name: str, registry_id: str | None = None, website: str | None = None) -> frozenset[str]:
    """Keys under which an organisation is recognised, however its name, number or address is spelt."""
    keys = {f"{NAME}:{_squeezed(name)}", f"{REGISTRY}:{_squeezed(registry_id or '')}"}
    keys.add(f"{SITE}:{_host(website or '')}")
    return frozenset(key for key in keys if not key.endswith(":"))


def conflict_keys(entry: str) -> frozenset[str]:
    """Keys of an organisation somebody refuses, given as a name, a registry id or a website."""
    site = entry if "." in entry and " " not in entry.strip() else None
    return identity_keys(entry, entry if any(map(str.isdigit, entry)) else None, site)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def _host(address: str) -> str:
    address = address.strip().lower()
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:  # an address such as "http://[" that nobody can visit
        return ""
    return host.removeprefix("www.").rstrip(".")
