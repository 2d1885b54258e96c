"""An organisation as the ranking sees it: codes, amounts, dates and switches, no text, no person."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from matchmaker.matching.engine.analysis import fold

NAME, REGISTRY, SITE = "name", "registry", "site"


class Typed(NamedTuple):
    """A typed need or offer: its code, the direction it is for, and how soon it is needed."""

    code: str
    direction: str | None = None
    urgency: str | None = None


def typed(*codes: str) -> frozenset[Typed]:
    """Needs or offers that say no more than their codes."""
    return frozenset(Typed(code) for code in codes)


@dataclass(frozen=True, slots=True)
class Amounts:
    """A range of money in one currency; None where a bound is not stated.

    low, high: the round a startup seeks, or the cheques an investor writes; sweet: the cheque it likes best.
    """

    currency: str | None = None
    low: float | None = None
    high: float | None = None
    sweet: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One organisation. Empty sets and None mean that nobody stated a value, never that there is none.

    kind: startup, investor or programme; hub: paris or silicon_valley; direction: what a programme serves,
    paris_to_sv, sv_to_paris or both; sectors to offers, stages, languages, forms: codes of the taxonomy;
    sectors of an investor are those it wants, `excluded` those it refuses; leaning: sectors that texts tell
    where none is stated, and sub-sectors of these or of the stated ones, by which no gate goes; money: see
    `Amounts`; pre_revenue: whether an investor takes firms without revenue; accepted_hubs, accepted_forms:
    where and as what a firm must be based for it; headcount_min to ends_on: whom a programme takes, and when;
    mentor: the direction an organisation landed in, where it offers that experience; capacity: introductions
    it takes in a month; paused_from, paused_until: both bounds included, None is open; names: its
    `identity_keys`; conflicts: the `conflict_keys` of the organisations it refuses to meet.

    veiled: others read a teaser only. Gates know all of it, parts of a score nothing that a teaser hides.
    """

    id: int
    kind: str
    hub: str
    direction: str | None = None
    sectors: frozenset[str] = frozenset()
    leaning: frozenset[str] = frozenset()
    sub_sectors: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    needs: frozenset[Typed] = frozenset()
    offers: frozenset[Typed] = frozenset()
    stages: frozenset[str] = frozenset()
    traction: str | None = None
    money: Amounts = Amounts()
    pre_revenue: bool | None = None
    accepted_hubs: frozenset[str] = frozenset()
    accepted_forms: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    headcount: int | None = None
    headcount_min: int | None = None
    headcount_max: int | None = None
    deadline: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    languages: frozenset[str] = frozenset()
    mentor: str | None = None
    capacity: int | None = None
    published: bool = True
    paused_from: date | None = None
    paused_until: date | None = None
    veiled: bool = False
    names: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()

    @property
    def proofs(self) -> frozenset[str]:
        """The names that only one organisation can bear: registry id and site, not a name two may share."""
        return frozenset(key for key in self.names if not key.startswith(f"{NAME}:"))

    def unveiled_part(self) -> "Candidate":
        """What parts of a score may rest on: of a veiled organisation only what its teaser shows."""
        if not self.veiled:
            return self
        nothing: frozenset[Typed] = frozenset()
        return replace(self, sub_sectors=frozenset(), needs=nothing, offers=nothing, mentor=None)


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
