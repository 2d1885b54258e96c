"""Candidates as records of numbers, so that compiled code looks at a hundred thousand in a millisecond."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine import bits
from matchmaker.matching.engine.candidates import Candidate, Typed
from matchmaker.matching.engine.keys import Keys
from matchmaker.matching.engine.moment import CURRENCIES
from matchmaker.taxonomy import Hub, Kind, NeedCode, Sector, Traction, Urgency, sub_sectors_of

if TYPE_CHECKING:
    from matchmaker.matching.engine.classes import Classes

KINDS = tuple(Kind)
HUBS = tuple(Hub)
SECTORS = tuple(Sector)
TRACTIONS = tuple(Traction)
DIRECTIONS = ("", "paris_to_sv", "sv_to_paris", "both")
URGENCIES: tuple[str | None, ...] = (Urgency.NOW, Urgency.SIX_MONTHS, None, Urgency.LATER)
MOST_SECTORS = 3
NEVER, EVER = np.iinfo(np.int32).max, 0

IMPLIED_OFFERS: Mapping[str, frozenset[str]] = {"investor": frozenset({NeedCode.FUNDRAISING})}
"""What an organisation offers by being what it is, where it states no offers."""

Array = npt.NDArray[Any]
_SUBS: dict[str, int] = {
    code: 1 << place for sector in Sector for place, code in enumerate(sub_sectors_of(sector))
}


def offers_of(candidate: Candidate) -> frozenset[Typed]:
    """The offers of `candidate`, those its kind implies where it states none."""
    implied = IMPLIED_OFFERS.get(candidate.kind, frozenset())
    return candidate.offers or frozenset(Typed(code) for code in implied)


def _place(order: Sequence[str | None], code: str | None) -> int:
    return -1 if code is None else order.index(code)


def _day(day: date | None, unstated: int = 0) -> int:
    return unstated if day is None else day.toordinal()


def _paused_from(one: Candidate) -> int:
    never = one.paused_from is None and one.paused_until is None
    return _day(one.paused_from, NEVER if never else EVER)


def _number(value: int | None) -> int:
    return -1 if value is None else value


def _amount(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _sectors(one: Candidate) -> list[str]:
    told = (code for code in one.leaning if "." not in code)
    return sorted(one.sectors or told, key=SECTORS.index)[:MOST_SECTORS]


def _sector_places(one: Candidate) -> list[int]:
    places = [SECTORS.index(Sector(code)) for code in _sectors(one)]
    return places + [-1] * (MOST_SECTORS - len(places))


def _sub_sectors(one: Candidate) -> list[int]:
    within = [_within(sector, one.sub_sectors) or _within(sector, one.leaning) for sector in _sectors(one)]
    return within + [0] * (MOST_SECTORS - len(within))


def _within(sector: str, codes: Iterable[str]) -> int:
    """The finer fields of a sector among `codes`, as bits."""
    return sum(_SUBS[code] for code in codes if code.startswith(f"{sector}."))


def _needs(one: Candidate) -> list[int]:
    return [
        bits.TYPED.bits(f"{need.code} {need.direction}" for need in one.needs if need.urgency == urgency)
        for urgency in URGENCIES
    ]


def _offers(one: Candidate) -> int:
    """The needs that the offers answer: one without direction every way, each a need without direction."""
    answered = [
        f"{offer.code} {way}"
        for offer in offers_of(one)
        for way in bits.WAYS
        if way is None or offer.direction in (None, way)
    ]
    return bits.TYPED.bits(answered)


class _Field(NamedTuple):
    """What one number of a record, or `width` numbers, says of a candidate.

    shown: of a veiled candidate what its teaser shows, see `Candidate.unveiled_part`.
    """

    kind: npt.DTypeLike
    value: Callable[[Candidate], Any]
    width: int = 1
    shown: bool = False


_FIELDS: Mapping[str, _Field] = {
    "kind": _Field(np.int8, lambda one: KINDS.index(Kind(one.kind))),
    "hub": _Field(np.int8, lambda one: HUBS.index(Hub(one.hub))),
    "published": _Field(np.bool_, lambda one: one.published),
    "mentor": _Field(np.int8, lambda one: DIRECTIONS.index(one.mentor or ""), shown=True),
    "direction": _Field(np.int8, lambda one: DIRECTIONS.index(one.direction or "")),
    "veiled": _Field(np.bool_, lambda one: one.veiled),
    "pre_revenue": _Field(np.int8, lambda one: _number(one.pre_revenue)),
    "traction": _Field(np.int8, lambda one: _place(TRACTIONS, one.traction)),
    "currency": _Field(np.int8, lambda one: _place(CURRENCIES, one.money.currency)),
    "sectors": _Field(np.int8, _sector_places, width=MOST_SECTORS),
    "sub_sectors": _Field(np.uint8, _sub_sectors, width=MOST_SECTORS, shown=True),
    "capacity": _Field(np.int32, lambda one: _number(one.capacity)),
    "paused_from": _Field(np.int32, _paused_from),
    "paused_until": _Field(np.int32, lambda one: _day(one.paused_until, NEVER)),
    "deadline": _Field(np.int32, lambda one: _day(one.deadline)),
    "ends_on": _Field(np.int32, lambda one: _day(one.ends_on)),
    "starts_on": _Field(np.int32, lambda one: _day(one.starts_on)),
    "headcount": _Field(np.int32, lambda one: _number(one.headcount)),
    "headcount_min": _Field(np.int32, lambda one: _number(one.headcount_min)),
    "headcount_max": _Field(np.int32, lambda one: _number(one.headcount_max)),
    "ids": _Field(np.int64, lambda one: one.id),
    "languages": _Field(np.uint64, lambda one: bits.LANGUAGES.bits(one.languages)),
    "sector_bits": _Field(np.uint64, lambda one: bits.SECTORS.bits(one.sectors)),
    "excluded": _Field(np.uint64, lambda one: bits.SECTORS.bits(one.excluded)),
    "stages": _Field(np.uint64, lambda one: bits.STAGES.bits(one.stages)),
    "accepted_hubs": _Field(np.uint64, lambda one: bits.HUBS.bits(one.accepted_hubs)),
    "accepted_forms": _Field(np.uint64, lambda one: bits.FORMS.bits(one.accepted_forms)),
    "forms": _Field(np.uint64, lambda one: bits.FORMS.bits(one.forms)),
    "low": _Field(np.float64, lambda one: _amount(one.money.low)),
    "high": _Field(np.float64, lambda one: _amount(one.money.high)),
    "sweet": _Field(np.float64, lambda one: _amount(one.money.sweet)),
    "needs": _Field(np.uint64, _needs, width=len(URGENCIES), shown=True),
    "offers": _Field(np.uint64, _offers, shown=True),
    "themes": _Field(np.uint64, lambda one: bits.THEMES.bits(one.themes)),
}
"""In this order in memory: what most gates ask for comes first, within the first line of the cache.

Codes with an order are places in it (-1 where unstated), sets are bits (see `bits`), dates ordinals (0 where
unstated), amounts in the candidate's own currency (NaN where unstated), headcounts -1 where unstated.
`sectors` end with -1 after the last, and are those that texts tell where `sector_bits`, the stated ones, are
0; `sub_sectors`: those of the sector at the same place, as bits, stated or else told; `needs` by urgency.
"""

RECORD = np.dtype(
    [(name, field.kind, (field.width,) if field.width > 1 else ()) for name, field in _FIELDS.items()],
    align=True,
)


@dataclass(frozen=True)
class Columns:
    """Candidates in the order of their rows: `records` (rows,) of RECORD, each field by its name too."""

    records: npt.NDArray[np.void]
    named: Keys
    proved: Keys
    refusing: Keys

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> "Columns":
        """The columns of `candidates`; build them once, rank for many viewers."""
        listed = list(candidates)
        shown = [one.unveiled_part() for one in listed]
        found = {
            name: np.array([field.value(one) for one in (shown if field.shown else listed)], dtype=field.kind)
            for name, field in _FIELDS.items()
        }
        return cls(_packed(found, len(listed)), *(Keys.of([*map(of, listed)]) for of in _KEYS.values()))

    def __len__(self) -> int:
        return len(self.records)

    def __getattr__(self, name: str) -> Array:
        if name not in _FIELDS:
            raise AttributeError(name)
        return self.records[name]

    @cached_property
    def classes(self) -> "Classes":
        """Which rows are alike."""
        from matchmaker.matching.engine.classes import Classes

        return Classes.of(self.records)

    def arrays(self) -> dict[str, Array]:
        """Every field as an array by its name, those of keys as `named.hashes`; see `from_arrays`."""
        found: dict[str, Array] = {name: np.ascontiguousarray(self.records[name]) for name in _FIELDS}
        for name in _KEYS:
            keys: Keys = getattr(self, name)
            found |= {f"{name}.hashes": keys.hashes, f"{name}.rows": keys.rows}
        return found

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> "Columns":
        """The columns that `arrays` were taken from; KeyError where one is missing."""
        held = {name: arrays[name] for name in _FIELDS}
        keys = [Keys(arrays[f"{name}.hashes"], arrays[f"{name}.rows"]) for name in _KEYS]
        return cls(_packed(held, len(held["ids"])), *keys)

    @classmethod
    def joined(cls, parts: Sequence["Columns"]) -> "Columns":
        """The rows of `parts`, one after the other."""
        if not parts:
            return cls.of([])
        starts = np.cumsum([0, *(len(part) for part in parts)]).tolist()
        keys = [Keys.joined([getattr(part, name) for part in parts], starts) for name in _KEYS]
        return cls(np.concatenate([part.records for part in parts]), *keys)

    def take(self, rows: npt.NDArray[np.int64]) -> "Columns":
        """The columns of `rows` (ascending) alone."""
        return Columns(self.records[rows], *(getattr(self, name).of_rows(rows) for name in _KEYS))

    def with_rows(self, rows: npt.NDArray[np.int64], newer: "Columns") -> "Columns":
        """A copy in which row `rows[i]` is row i of `newer`; rows past the end are added, without a gap."""
        records = np.empty(max(len(self), int(rows.max(initial=-1)) + 1), dtype=RECORD)
        records[: len(self)] = self.records
        records[rows] = newer.records
        return Columns(records, *(getattr(self, n).with_rows(rows, getattr(newer, n)) for n in _KEYS))


_KEYS: Mapping[str, Callable[[Candidate], Iterable[str]]] = {
    "named": lambda one: one.names,
    "proved": lambda one: one.proofs,
    "refusing": lambda one: one.conflicts,
}


def _packed(arrays: Mapping[str, Array], rows: int) -> npt.NDArray[np.void]:
    records = np.zeros(rows, dtype=RECORD)
    for name, array in arrays.items():
        records[name] = array.reshape(records[name].shape)
    return records
