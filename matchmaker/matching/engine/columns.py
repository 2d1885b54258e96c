"""Candidates as columns, so that gates and parts of a hundred thousand cost a few array operations."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine import bits
from matchmaker.matching.engine.candidates import Candidate, Typed
from matchmaker.matching.engine.keys import Keys
from matchmaker.matching.engine.moment import CURRENCIES
from matchmaker.taxonomy import Hub, Kind, NeedCode, Sector, Traction, Urgency, sub_sectors_of

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


@dataclass(frozen=True)
class Columns:
    """Candidates in the order of their rows; everything the ranking asks about all of them at once.

    Codes with an order are places in it (-1 where unstated), sets are bits (see `bits`), dates ordinals (0
    where unstated), amounts in the row's own currency (NaN where unstated), headcounts -1 where unstated.
    `sectors` int8 (rows, 3) with -1 after the last; `sub_sectors` uint8 (rows, 3): those of the sector at the
    same place, as bits; `needs` uint64 (rows, urgencies).
    """

    ids: npt.NDArray[np.int64]
    kind: npt.NDArray[np.int8]
    hub: npt.NDArray[np.int8]
    direction: npt.NDArray[np.int8]
    published: npt.NDArray[np.bool_]
    veiled: npt.NDArray[np.bool_]
    paused_from: npt.NDArray[np.int32]
    paused_until: npt.NDArray[np.int32]
    capacity: npt.NDArray[np.int32]
    sectors: npt.NDArray[np.int8]
    sub_sectors: npt.NDArray[np.uint8]
    sector_bits: bits.Bits
    excluded: bits.Bits
    themes: bits.Bits
    needs: bits.Bits
    offers: bits.Bits
    stages: bits.Bits
    traction: npt.NDArray[np.int8]
    currency: npt.NDArray[np.int8]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    sweet: npt.NDArray[np.float64]
    pre_revenue: npt.NDArray[np.int8]
    accepted_hubs: bits.Bits
    accepted_forms: bits.Bits
    forms: bits.Bits
    headcount: npt.NDArray[np.int32]
    headcount_min: npt.NDArray[np.int32]
    headcount_max: npt.NDArray[np.int32]
    deadline: npt.NDArray[np.int32]
    starts_on: npt.NDArray[np.int32]
    ends_on: npt.NDArray[np.int32]
    languages: bits.Bits
    mentor: npt.NDArray[np.int8]
    named: Keys
    proved: Keys
    refusing: Keys

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> "Columns":
        """The columns of `candidates`; build them once, rank for many viewers."""
        listed = list(candidates)
        shown = [one.unveiled_part() for one in listed]
        made: dict[str, Any] = {name: column(listed) for name, column in _OF_ALL.items()}
        made |= {name: column(shown) for name, column in _OF_SHOWN.items()}
        made |= {name: Keys.of([keys(one) for one in listed]) for name, keys in _KEYS.items()}
        return cls(**made)

    def __len__(self) -> int:
        return len(self.ids)

    def arrays(self) -> dict[str, Array]:
        """Every array by its name, those of keys as `named.hashes`; `from_arrays` reads them again."""
        found: dict[str, Array] = {}
        for name in _names():
            value = getattr(self, name)
            if isinstance(value, Keys):
                found |= {f"{name}.hashes": value.hashes, f"{name}.rows": value.rows}
            else:
                found[name] = value
        return found

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> "Columns":
        """The columns that `arrays` were taken from; KeyError where one is missing."""
        held: dict[str, Any] = {
            name: Keys(arrays[f"{name}.hashes"], arrays[f"{name}.rows"]) for name in _KEYS
        }
        held |= {name: arrays[name] for name in _names() if name not in _KEYS}
        return cls(**held)

    @classmethod
    def joined(cls, parts: Sequence["Columns"]) -> "Columns":
        """The rows of `parts`, one after the other."""
        starts = np.cumsum([0, *(len(part) for part in parts)]).tolist()

        def join(name: str) -> Any:
            values = [getattr(part, name) for part in parts]
            return Keys.joined(values, starts) if name in _KEYS else np.concatenate(values)

        return cls(**{name: join(name) for name in _names()}) if parts else cls.of([])

    def take(self, rows: npt.NDArray[np.int64]) -> "Columns":
        """The columns of `rows` (ascending) alone, each taken when it is first asked for."""
        return _Taken(self, rows)

    def with_rows(self, rows: npt.NDArray[np.int64], newer: "Columns") -> "Columns":
        """A copy in which row `rows[i]` is row i of `newer`; rows past the end are added, without a gap."""
        longer = max(len(self), int(rows.max(initial=-1)) + 1)

        def put(name: str) -> Array:
            ours, theirs = getattr(self, name), getattr(newer, name)
            copied = np.empty((longer, *ours.shape[1:]), dtype=ours.dtype)
            copied[: len(self)] = ours
            copied[rows] = theirs
            return copied

        changed: dict[str, Any] = {name: put(name) for name in _names() if name not in _KEYS}
        changed |= {name: getattr(self, name).with_rows(rows, getattr(newer, name)) for name in _KEYS}
        return Columns(**changed)


class _Taken(Columns):
    """Some rows of `whole`, for one ranking: most rankings ask for a third of the columns."""

    def __init__(self, whole: Columns, rows: npt.NDArray[np.int64]) -> None:
        self.__dict__.update(_whole=whole, _rows=rows)

    def __len__(self) -> int:
        return len(self.__dict__["_rows"])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        held, rows = getattr(self.__dict__["_whole"], name), self.__dict__["_rows"]
        found = self.__dict__[name] = held.of_rows(rows) if isinstance(held, Keys) else held[rows]
        return found

    def take(self, rows: npt.NDArray[np.int64]) -> Columns:
        """See `Columns`."""
        return _Taken(self.__dict__["_whole"], self.__dict__["_rows"][rows])


_KEYS: Mapping[str, Callable[[Candidate], Iterable[str]]] = {
    "named": lambda one: one.names,
    "proved": lambda one: one.proofs,
    "refusing": lambda one: one.conflicts,
}


def _names() -> list[str]:
    return [field.name for field in fields(Columns)]


_Listed = Sequence[Candidate]


def _column(dtype: npt.DTypeLike, value: Callable[[Candidate], Any]) -> Callable[[_Listed], Array]:
    return lambda listed: np.array([value(one) for one in listed], dtype=dtype)


def _wide(dtype: npt.DTypeLike, width: int, value: Callable[[Candidate], Any]) -> Callable[[_Listed], Array]:
    return lambda listed: np.array([value(one) for one in listed], dtype=dtype).reshape(-1, width)


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
    return sorted(one.sectors, key=SECTORS.index)[:MOST_SECTORS]


def _sector_places(one: Candidate) -> list[int]:
    places = [SECTORS.index(Sector(code)) for code in _sectors(one)]
    return places + [-1] * (MOST_SECTORS - len(places))


def _sub_sectors(one: Candidate) -> list[int]:
    within = [
        sum(_SUBS[code] for code in one.sub_sectors if code.startswith(f"{sector}."))
        for sector in _sectors(one)
    ]
    return within + [0] * (MOST_SECTORS - len(within))


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


_OF_ALL: Mapping[str, Callable[[_Listed], Array]] = {
    "ids": _column(np.int64, lambda one: one.id),
    "kind": _column(np.int8, lambda one: KINDS.index(Kind(one.kind))),
    "hub": _column(np.int8, lambda one: HUBS.index(Hub(one.hub))),
    "direction": _column(np.int8, lambda one: DIRECTIONS.index(one.direction or "")),
    "published": _column(np.bool_, lambda one: one.published),
    "veiled": _column(np.bool_, lambda one: one.veiled),
    "paused_from": _column(np.int32, _paused_from),
    "paused_until": _column(np.int32, lambda one: _day(one.paused_until, NEVER)),
    "capacity": _column(np.int32, lambda one: _number(one.capacity)),
    "sectors": _wide(np.int8, MOST_SECTORS, _sector_places),
    "sector_bits": _column(np.uint64, lambda one: bits.SECTORS.bits(one.sectors)),
    "excluded": _column(np.uint64, lambda one: bits.SECTORS.bits(one.excluded)),
    "themes": _column(np.uint64, lambda one: bits.THEMES.bits(one.themes)),
    "stages": _column(np.uint64, lambda one: bits.STAGES.bits(one.stages)),
    "traction": _column(np.int8, lambda one: _place(TRACTIONS, one.traction)),
    "currency": _column(np.int8, lambda one: _place(CURRENCIES, one.money.currency)),
    "low": _column(np.float64, lambda one: _amount(one.money.low)),
    "high": _column(np.float64, lambda one: _amount(one.money.high)),
    "sweet": _column(np.float64, lambda one: _amount(one.money.sweet)),
    "pre_revenue": _column(np.int8, lambda one: _number(one.pre_revenue)),
    "accepted_hubs": _column(np.uint64, lambda one: bits.HUBS.bits(one.accepted_hubs)),
    "accepted_forms": _column(np.uint64, lambda one: bits.FORMS.bits(one.accepted_forms)),
    "forms": _column(np.uint64, lambda one: bits.FORMS.bits(one.forms)),
    "headcount": _column(np.int32, lambda one: _number(one.headcount)),
    "headcount_min": _column(np.int32, lambda one: _number(one.headcount_min)),
    "headcount_max": _column(np.int32, lambda one: _number(one.headcount_max)),
    "deadline": _column(np.int32, lambda one: _day(one.deadline)),
    "starts_on": _column(np.int32, lambda one: _day(one.starts_on)),
    "ends_on": _column(np.int32, lambda one: _day(one.ends_on)),
    "languages": _column(np.uint64, lambda one: bits.LANGUAGES.bits(one.languages)),
}
_OF_SHOWN: Mapping[str, Callable[[_Listed], Array]] = {
    "sub_sectors": _wide(np.uint8, MOST_SECTORS, _sub_sectors),
    "needs": _wide(np.uint64, len(URGENCIES), _needs),
    "offers": _column(np.uint64, _offers),
    "mentor": _column(np.int8, lambda one: DIRECTIONS.index(one.mentor or "")),
}
