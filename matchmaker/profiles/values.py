"""A profile as plain values: what forms, imports, exports and demonstrations read and write alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Enum, Numeric

from matchmaker.core.columns import Codes
from matchmaker.extensions import Model
from matchmaker.profiles.models import (
    InvestorDetails,
    NeedOffer,
    Organisation,
    ProgrammeDetails,
    Side,
    StartupDetails,
)
from matchmaker.taxonomy import Direction, Kind, Lang, NeedCode, Urgency, hub_of

DETAILS: dict[Kind, type[Model]] = {
    Kind.STARTUP: StartupDetails,
    Kind.INVESTOR: InvestorDetails,
    Kind.PROGRAMME: ProgrammeDetails,
}
COMMON_FIELDS = (
    *("name", "other_names", "hub", "kind", "registry_id", "website", "confidential", "tagline"),
    *("district", "fictional"),
    *("lang", "languages", "description_fr", "description_en", "teaser_fr", "teaser_en"),
    *("sectors", "sub_sectors", "themes", "needs_text", "offers_text"),
    *("conflicts", "capacity", "paused_from", "paused_until"),
)
SENSITIVE_FIELDS = ("name", "registry_id", "hub", "kind", "confidential")
ENTRY_FIELDS = {"needs": Side.NEED, "offers": Side.OFFER}
_NOTHING: tuple[Any, ...] = (None, "", [], ())


@dataclass(frozen=True)
class Entry:
    """One typed need or offer."""

    code: NeedCode
    direction: Direction | None = None
    urgency: Urgency | None = None
    text: str = ""


def detail_fields(kind: Kind) -> tuple[str, ...]:
    """Return the names of the fields that only organisations of `kind` have."""
    return tuple(
        column.name for column in DETAILS[kind].__table__.columns if column.name != "organisation_id"
    )


def fields(kind: Kind) -> tuple[str, ...]:
    """Return the names of all fields of a profile of `kind`."""
    return (*COMMON_FIELDS, *ENTRY_FIELDS, *detail_fields(kind))


def details(organisation: Organisation) -> Any:
    """Return the details row of the organisation's kind, made when absent; relationships must be loaded."""
    row = getattr(organisation, organisation.kind.value)
    if row is None:
        row = DETAILS[organisation.kind]()
        setattr(organisation, organisation.kind.value, row)
    return row


def read(organisation: Organisation) -> dict[str, Any]:
    """Return every field of the profile by name; `needs` and `offers` as tuples of `Entry`."""
    values = {name: getattr(organisation, name) for name in COMMON_FIELDS}
    row = getattr(organisation, organisation.kind.value)
    values |= {name: getattr(row, name, None) for name in detail_fields(organisation.kind)}
    return values | {name: _entries(organisation, side) for name, side in ENTRY_FIELDS.items()}


def write(organisation: Organisation, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set the given fields, leave the others, and return those that changed as (before, after).

    Raise KeyError for a name that is no field of the organisation's kind.
    """
    if unknown := set(values) - set(fields(organisation.kind)):
        raise KeyError(", ".join(sorted(unknown)))
    before = read(organisation)
    changed = {name: (before[name], value) for name, value in values.items() if not same(before[name], value)}
    for name, (_, value) in changed.items():
        if name in ENTRY_FIELDS:
            _write_entries(organisation, ENTRY_FIELDS[name], value)
        else:
            setattr(organisation if name in COMMON_FIELDS else details(organisation), name, value)
    return changed


def write_consistent(organisation: Organisation, given: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set the given fields as `write` does, and clear what no longer fits a new kind, hub or sectors."""
    changed: dict[str, tuple[Any, Any]] = {}
    if "kind" in given:  # first: the kind decides which details there are
        changed |= write(organisation, {"kind": given["kind"]})
    known = set(fields(organisation.kind))
    changed |= write(organisation, {name: value for name, value in given.items() if name in known})
    return changed | write(organisation, _corrected(organisation))


def _corrected(organisation: Organisation) -> dict[str, Any]:
    finer = [code for code in organisation.sub_sectors or [] if code.parent in (organisation.sectors or [])]
    away = organisation.district is not None and hub_of(organisation.district) is not organisation.hub
    corrected = {"sub_sectors": finer, "lang": _lang(organisation)}
    return corrected | ({"district": None} if away else {})


def _lang(organisation: Organisation) -> Lang:
    """Return a language of the texts that covers the descriptions there are."""
    texts = {"fr": organisation.description_fr, "en": organisation.description_en}
    written = {code for code, text in texts.items() if text}
    if written <= set(organisation.lang.written):
        return organisation.lang
    return Lang.BOTH if len(written) > 1 else Lang(written.pop())


def same(one: Any, other: Any) -> bool:
    """Return whether two values of a field say the same; all ways of saying nothing are one.

    A list says the same in any order: a form sends its boxes in that of the taxonomy.
    """
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and set(one) == set(other)
    return bool(one == other) or (one in _NOTHING and other in _NOTHING)


def to_json(value: Any) -> Any:
    """Return a field's value as JSON holds it: codes and amounts as text, dates in ISO form."""
    if isinstance(value, Entry):
        return {name: to_json(part) for name, part in vars(value).items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, str | Decimal) else value


def from_json(kind: Kind, name: str, value: Any) -> Any:
    """Return the value that `to_json` gave for a field; one that no longer can be read stays as it is."""
    if name in ENTRY_FIELDS:
        return tuple(_entry_from_json(item) for item in value or ())
    column = _column(kind, name)
    if column is None or value is None:
        return value
    try:
        return _decoded(column.type, value)
    except ValueError:
        return value


def _column(kind: Kind, name: str) -> Any:
    tables = (Organisation.__table__, DETAILS[kind].__table__)
    return next((table.c[name] for table in tables if name in table.c), None)


def _decoded(type_: Any, value: Any) -> Any:
    if isinstance(type_, Codes):
        return [type_.codes(item) for item in value]
    if isinstance(type_, Enum) and type_.enum_class is not None:
        return type_.enum_class(value)
    if isinstance(type_, Numeric):
        return Decimal(value)
    return date.fromisoformat(value) if isinstance(type_, Date) else value


def _entry_from_json(item: Mapping[str, Any]) -> Entry:
    return Entry(
        NeedCode(item["code"]),
        Direction(item["direction"]) if item["direction"] else None,
        Urgency(item["urgency"]) if item["urgency"] else None,
        item["text"],
    )


def _entries(organisation: Organisation, side: Side) -> tuple[Entry, ...]:
    return tuple(
        Entry(row.code, row.direction, row.urgency, row.text)
        for row in organisation.entries
        if row.side is side
    )


def _write_entries(organisation: Organisation, side: Side, entries: tuple[Entry, ...]) -> None:
    kept = {row.code: row for row in organisation.entries if row.side is side}
    wanted = {entry.code for entry in entries}
    for code, row in kept.items():
        if code not in wanted:
            organisation.entries.remove(row)
    for position, entry in enumerate(entries):
        row = kept.get(entry.code) or NeedOffer(side=side, code=entry.code)
        row.direction, row.urgency, row.text, row.position = (
            entry.direction,
            entry.urgency,
            entry.text,
            position,
        )
        if entry.code not in kept:
            organisation.entries.append(row)
