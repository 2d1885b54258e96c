"""The canonical file: one a kind, the same columns in and out, each cell checked like a field of a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from matchmaker.profiles import registry, rules, values, websites
from matchmaker.profiles.imports import cells as cell_forms
from matchmaker.profiles.imports import foreign
from matchmaker.profiles.imports.errors import RowError
from matchmaker.taxonomy import Currency, Hub, Kind, Lang

_LISTED = {
    Kind.STARTUP: (
        "id name hub lang description_fr description_en needs needs_text offers offers_text sectors themes "
        "stage headcount round_min round_max currency traction languages business_model"
    ),
    Kind.INVESTOR: (
        "id name hub lang thesis_fr thesis_en type stages cheque_min cheque_max currency sectors "
        "excluded_sectors pre_revenue needs needs_text offers offers_text capacity"
    ),
    Kind.PROGRAMME: (
        "id name hub lang description_fr description_en type direction stages sectors themes needs offers "
        "services deadline seats"
    ),
}
_IDENTITY = ("source", "registry_id", "website")
_ENTRIES = {"needs_entries": "needs", "offers_entries": "offers"}
# An unclaimed profile cannot be confidential, so neither can one that a file brings.
_NEVER = frozenset({"kind", "confidential", "teaser_fr", "teaser_en"})
_THESIS = {"thesis_fr": "description_fr", "thesis_en": "description_en"}
_HUB_CURRENCY = {Hub.PARIS: Currency.EUR, Hub.SILICON_VALLEY: Currency.USD}
DEFAULT_SOURCE = "canonical"


@dataclass(frozen=True)
class Profile:
    """A checked row: `values` by field name, and where it came from."""

    values: dict[str, Any]
    import_id: str | None
    source: str
    warnings: tuple[Any, ...] = field(default=())


def columns(kind: Kind) -> tuple[str, ...]:
    """Return the columns of the file of `kind`: the listed ones, then every further field under its name."""
    listed = _LISTED[kind].split()
    stated = {field_of(kind, column) for column in listed}
    further = (name for name in values.fields(kind) if name not in {*stated, *_IDENTITY, *_NEVER})
    return (*listed, *_IDENTITY, *further, *_ENTRIES)


def field_of(kind: Kind, column: str) -> str:
    """Return the name of the profile's field that a column holds."""
    return _THESIS.get(column, column) if kind is Kind.INVESTOR else column


def parse(cells: Mapping[str, str], kind: Kind, hub: Hub | None, today: date) -> Profile:
    """Return the checked profile of a row's cells; a column that is not there leaves its field unsaid.

    `hub` holds where the row names none. Raise RowError with what is wrong in words. A registry number or
    web address that cannot be right is left out with a warning, not the row with it, and so are sectors
    past those that a profile holds.
    """
    found = _typed(cells, kind)
    found["hub"] = found.get("hub") or hub
    if found["hub"] is None:
        raise RowError(_l("The row names no hub."))
    found["lang"] = found.get("lang") or written_in(cells, kind)
    found["currency"] = found.get("currency") or _signed(cells)
    tidied = rules.tidy(found, found["hub"])
    warnings = [*_drop_faulty_identity(tidied), *_drop_further_sectors(tidied), *_assume_currency(tidied)]
    _check(tidied, kind, today)
    identity = {name: cells.get(name, "").strip() for name in ("id", "source")}
    return Profile(
        tidied,
        identity["id"][:120] or None,
        identity["source"][:60] or DEFAULT_SOURCE,
        tuple(warnings),
    )


def _typed(cells: Mapping[str, str], kind: Kind) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in columns(kind):
        if column not in cells or column in ("id", "source", *_ENTRIES):
            continue
        name = field_of(kind, column)
        if name in values.ENTRY_FIELDS:
            entries = cells.get(f"{name}_entries", "")
            found[name] = cell_forms.parse_entries(column, cells[column], entries)
        else:
            found[name] = cell_forms.parse(column, cells[column], cell_forms.type_of(kind, name))
    for column, name in _ENTRIES.items():
        if column in cells and name not in found:
            found[name] = cell_forms.parse_entries(column, "", cells[column])
    return found


def written_in(cells: Mapping[str, str], kind: Kind) -> Lang:
    """Return the languages in which a row has a text; English where it has none."""
    stem = "thesis" if kind is Kind.INVESTOR else "description"
    french, english = (bool(cells.get(f"{stem}_{lang}", "").strip()) for lang in ("fr", "en"))
    if french and english:
        return Lang.BOTH
    return Lang.FR if french else Lang.EN


def _drop_faulty_identity(found: dict[str, Any]) -> list[Any]:
    warnings: list[Any] = []
    if (number := found.get("registry_id")) and not registry.is_valid(number, found["hub"]):
        found["registry_id"] = None
        warnings.append(_l("A registration number that cannot be right was left out."))
    if (site := found.get("website")) and not websites.is_valid(site):
        found["website"] = None
        warnings.append(_l("A web address that cannot be right was left out."))
    return warnings


def _drop_further_sectors(found: dict[str, Any]) -> list[Any]:
    """Keep the sectors named first: that a fund lists five is no reason to lose the fund."""
    if len(found.get("sectors") or ()) <= rules.MAX_SECTORS:
        return []
    found["sectors"] = found["sectors"][: rules.MAX_SECTORS]
    return [_l("Sectors past the third were left out.")]


def _signed(cells: Mapping[str, str]) -> Currency | None:
    """Return the currency whose sign stands by an amount of the row, None where none does or two do."""
    found = {sign for name in rules.MONEY if (sign := foreign.money(cells.get(name, ""))[1])}
    return Currency(found.pop()) if len(found) == 1 else None


def _assume_currency(found: dict[str, Any]) -> list[Any]:
    amounts = [name for name in rules.MONEY if found.get(name) is not None]
    if not amounts or found.get("currency"):
        return []
    found["currency"] = _HUB_CURRENCY[found["hub"]]
    return [_l("Amounts without a currency were taken to be in the currency of the hub.")]


def _check(found: dict[str, Any], kind: Kind, today: date) -> None:
    for fault in rules.faults({**found, "kind": kind}, today):
        raise RowError(_l("%(column)s: %(fault)s", column=fault.fields[-1], fault=fault.message))


def cells_of(profile: Mapping[str, Any], kind: Kind, import_id: str, source: str) -> dict[str, str]:
    """Return the cells of a profile, every column of its kind; the reverse of `parse`."""
    tidied = rules.tidy(profile, profile["hub"])
    found = {"id": import_id, "source": source}
    for column in columns(kind):
        if column in _ENTRIES:
            found[column] = cell_forms.format_entries(tidied[_ENTRIES[column]])
        elif column not in found:
            name = field_of(kind, column)
            entries = name in values.ENTRY_FIELDS
            found[column] = cell_forms.format_cell(
                [entry.code for entry in tidied[name]] if entries else tidied[name]
            )
    return found
