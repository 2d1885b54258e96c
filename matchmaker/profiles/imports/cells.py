"""One cell of the canonical file and the value it stands for, both ways. Pure but for the models' columns."""

import json
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import ARRAY, Boolean, Date, Enum, Integer, Numeric
from sqlalchemy.types import TypeEngine

from matchmaker.core.columns import Codes
from matchmaker.core.text import fold
from matchmaker.profiles import rules, values
from matchmaker.profiles.imports import foreign
from matchmaker.profiles.imports.errors import RowError
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import Direction, Kind, NeedCode, Urgency
from matchmaker.taxonomy.catalogue import LABELS

Code = TypeVar("Code", bound=StrEnum)
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?\Z")
# An amount as people write it, "500k€" or "1 500 000": whether "1,5" is cents or thousands nobody knows.
_WORDED = re.compile(r"[kKmM€$]|EUR|USD|[0-9][\s\u202f,.][0-9]{3}(?![0-9])")
_WHOLE = re.compile(r"[0-9]{1,9}(\.0+)?\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}\Z")
_ITEM = re.compile(r"(?:\\.|[^;\\]|\\\Z)+", re.DOTALL)
_BOOLEANS = {"yes": True, "no": False, "oui": True, "non": False, "true": True, "false": False}
# What a spreadsheet would take for a formula; full-width forms count too, see OWASP "CSV Injection".
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


def guard(text: str) -> str:
    """Return `text` so that no spreadsheet computes it: a leading sign of a formula gets an apostrophe."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return what `guard` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


@cache
def type_of(kind: Kind, name: str) -> TypeEngine[Any]:
    """Return the column type of a profile's field."""
    table = Organisation.__table__ if name in values.COMMON_FIELDS else values.DETAILS[kind].__table__
    return table.columns[name].type


def parse(column: str, cell: str, kind: TypeEngine[Any]) -> Any:
    """Return the value of `cell`, of the column type `kind`; an empty one is None, [] or "".

    Raise RowError that names the column and what it takes.
    """
    text = cell.strip()
    if isinstance(kind, Codes):
        return _codes(column, text, kind.codes)
    if isinstance(kind, ARRAY):
        return _languages(column, text) if column == "languages" else split(text)
    if isinstance(kind, Enum):
        assert kind.enum_class is not None
        assert issubclass(kind.enum_class, StrEnum)
        return _code(column, text, kind.enum_class) if text else None
    for types, read in _READERS:
        if isinstance(kind, types):
            return read(column, text) if text else None
    return cell


def _languages(column: str, text: str) -> list[str]:
    codes = [code for item in split(text) for code in re.split(r"[,|\s]+", item)]
    if not all(_LANGUAGE.match(code) for code in codes):
        raise _refused(column, text, _l("one of the codes of our lists"))
    return codes


def _codes(column: str, text: str, codes: type[Code]) -> list[Code]:
    """Return the codes of a list; where an item is none, whatever a comma, bar or slash in it parts."""
    spelt = _spellings(codes)
    items = [
        part
        for item in split(text)
        for part in ([item] if fold(item) in spelt else filter(None, re.split(r"\s*[,|/]\s*", item)))
    ]
    return list(dict.fromkeys(_code(column, item, codes) for item in items))


def _code(column: str, text: str, codes: type[Code]) -> Code:
    found: Code | None = _spellings(codes).get(fold(text))
    if found is None:
        raise _refused(column, text, _l("one of the codes of our lists"))
    return found


@cache
def _spellings(codes: type[StrEnum]) -> dict[str, Any]:
    """Return each code by what people write for it, folded: itself, or its label in either language."""
    labels = LABELS.get(codes, {})
    worded = {fold(words): code for code, label in labels.items() for words in label}
    return {**worded, **{fold(code.value): code for code in codes}}


def _boolean(column: str, text: str) -> bool:
    if text.lower() not in _BOOLEANS:
        raise _refused(column, text, _l("yes or no"))
    return _BOOLEANS[text.lower()]


def _date(column: str, text: str) -> date:
    try:
        if _DATE.match(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise _refused(column, text, _l("a date such as 2026-03-31"))


def _amount(column: str, text: str) -> Decimal:
    amount = foreign.money(text)[0] if column in rules.MONEY and _WORDED.search(text) else text
    if not _AMOUNT.match(amount):
        raise _refused(column, text, _l("an amount in digits, with a dot before the cents"))
    return Decimal(amount)


def _whole(column: str, text: str) -> int:
    if not _WHOLE.match(text):
        raise _refused(column, text, _l("a whole number"))
    return int(text.partition(".")[0])


_READERS: tuple[tuple[type[TypeEngine[Any]], Any], ...] = (
    (Boolean, _boolean),
    (Date, _date),
    (Integer, _whole),
    (Numeric, _amount),
)


def _refused(column: str, text: str, wanted: Any) -> RowError:
    return RowError(
        _l("%(column)s takes %(wanted)s, not “%(cell)s”.", column=column, wanted=wanted, cell=text[:60]),
        _l("%(column)s takes %(wanted)s.", column=column, wanted=wanted),
    )


def split(text: str) -> list[str]:
    """Return the items of a list in a cell: separated by `;`, which an item itself holds as `\\;`."""
    items = (re.sub(r"\\([;\\])", r"\1", item).strip() for item in _ITEM.findall(text))
    return [item for item in items if item]


def format_cell(value: Any) -> str:
    """Return the cell that stands for a value of a profile."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value.quantize(Decimal(1)) if value == int(value) else value, "f")
    if isinstance(value, list | tuple):
        return ";".join(re.sub(r"([;\\])", r"\\\1", format_cell(item)) for item in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def parse_entries(column: str, codes: str, entries: str) -> tuple[Entry, ...]:
    """Return the typed entries of a row: those of the JSON list `entries`, then the further `codes`.

    Each object has a `code` and may have `direction`, `urgency` and `text`.
    """
    found = [_entry(column, item) for item in _objects(column, entries)]
    found += [Entry(code) for code in _codes(column, codes, NeedCode)]
    unique: dict[NeedCode, Entry] = {}
    for entry in found:
        unique.setdefault(entry.code, entry)
    return tuple(unique.values())


def _objects(column: str, text: str) -> list[dict[str, str]]:
    if not text.strip():
        return []
    try:
        items = json.loads(text)
        json.dumps(items, ensure_ascii=False).encode()  # an escaped half of a sign is no text
    except (ValueError, RecursionError):
        items = None
    if not isinstance(items, list) or not all(_is_entry(item) for item in items):
        raise _refused(column, text, _l("a JSON list of objects with code, direction, urgency and text"))
    return items


def _is_entry(item: object) -> bool:
    return (
        isinstance(item, dict)
        and "code" in item
        and set(item) <= {"code", "direction", "urgency", "text"}
        and all(isinstance(part, str) for part in item.values())
    )


def _entry(column: str, item: dict[str, str]) -> Entry:
    direction, urgency = item.get("direction"), item.get("urgency")
    return Entry(
        _code(column, item["code"], NeedCode),
        _code(column, direction, Direction) if direction else None,
        _code(column, urgency, Urgency) if urgency else None,
        item.get("text", ""),
    )


def format_entries(entries: Iterable[Entry]) -> str:
    """Return the JSON list of the entries, or an empty cell where none says more than its code."""
    listed = list(entries)
    if not any(entry.direction or entry.urgency or entry.text for entry in listed):
        return ""
    objects = [{name: str(part) for name, part in vars(entry).items() if part} for entry in listed]
    return json.dumps(objects, ensure_ascii=False)
