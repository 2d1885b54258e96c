"""A row of a foreign file as a row of the canonical one, by a mapping. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

from flask_babel import lazy_gettext as _l

from matchmaker.core.text import clean, fold
from matchmaker.profiles import rules
from matchmaker.profiles.imports import foreign, vocabulary
from matchmaker.profiles.imports.cells import unguard
from matchmaker.profiles.imports.errors import RowError, UnreadableFileError
from matchmaker.profiles.imports.mapping import Field, Mapping
from matchmaker.profiles.imports.places import HEAD_OFFICE, Place, locate
from matchmaker.profiles.imports.readers import Row
from matchmaker.taxonomy import Hub, Kind

FORMS = {
    "canonical": clean,
    "text": foreign.text,
    "line": foreign.line,
    "count": foreign.count,
    "website": foreign.website,
    "siren": foreign.siren,
}
LEFT_OUT = _l("The end of a long text, or the texts of older projects, were left out.")
OUTSIDE = _l("The firm is in the country of the hub, outside its region; its tagline says where.")
COUNTRY_ONLY = _l("The source names the country of the firm, no town.")
_WORD_TABLES = {"sectors": "sectors", "excluded_sectors": "sectors", "themes": "themes"}


class Aside(StrEnum):
    """Why a sound row does not land in this run."""

    NOT_SELECTED = "not_selected"
    OTHER_HUB = "other_hub"
    OTHER_KIND = "other_kind"
    GONE = "gone"


@dataclass(frozen=True)
class Selection:
    """One `--where COLUMN=PATTERN`: a glob that looks past case and accents, alternatives parted by `|`."""

    column: str
    pattern: str

    def takes(self, row: Row) -> bool:
        """Whether the row's cell fits one of the alternatives."""
        cell = _plain(row.cells.get(self.column, ""))
        return any(fnmatchcase(cell, _plain(one)) for one in self.pattern.split("|"))


def _plain(text: str) -> str:
    """Fold letter by letter: the signs of a pattern must stay."""
    return "".join(fold(sign) or sign for sign in text.strip())


@dataclass(frozen=True)
class Translated:
    """A row in canonical cells, what was left out on the way, and how new it is within its firm."""

    row: Row
    cells: dict[str, str]
    warnings: tuple[Any, ...] = ()
    newest: str = ""


def check_columns(mapping: Mapping, header: Sequence[str], selections: Sequence[Selection]) -> None:
    """Raise UnreadableFileError where the file lacks a column that rows are chosen by, or all others."""
    needed = {selection.column for selection in selections}
    needed |= set(mapping.place.columns) if mapping.place else set()
    needed |= {rule.column for rule in mapping.gone}
    missing = sorted(needed - set(header))
    if missing:
        raise UnreadableFileError(_l("The file has no column %(name)s.", name=missing[0]))
    if not {column for rule in mapping.fields.values() for column in rule.columns} & set(header):
        raise UnreadableFileError(_l("The file has none of the columns that the mapping names."))


def translate(
    row: Row, mapping: Mapping, kind: Kind, hub: Hub | None, selections: Sequence[Selection] = ()
) -> Translated | Aside:
    """Return the row in canonical cells, or why it is set aside; raise RowError where it is unsound."""
    if row.fault:
        raise row.fault
    row = Row(row.line, {name: unguard(cell) for name, cell in row.cells.items()})
    if not all(selection.takes(row) for selection in selections):
        return Aside.NOT_SELECTED
    place = _place(row, mapping)
    if mapping.place and (place is None or (hub and place.hub is not hub)):
        return Aside.OTHER_HUB
    if any(fold(row.cells.get(rule.column, "")) in rule.words for rule in mapping.gone):
        return Aside.GONE
    if mapping.kind and fold(row.cells.get(mapping.kind.column, "")) not in mapping.kind.words[kind]:
        return Aside.OTHER_KIND
    return _Translation(row, mapping, place).result()


def _place(row: Row, mapping: Mapping) -> Place | None:
    rule = mapping.place
    if rule is None:
        return None
    text = ", ".join(foreign.text(row.cells.get(column, "")) for column in rule.columns)
    return locate(text.split(rule.split) if rule.split else [text], beyond=rule.beyond)


class _Translation:
    """The translation of one row under way."""

    def __init__(self, row: Row, mapping: Mapping, place: Place | None) -> None:
        self.row, self.mapping, self.place = row, mapping, place
        self.cells: dict[str, str] = {}
        self.warnings: list[Any] = []

    def result(self) -> Translated:
        """Fill every field; raise RowError for a row with neither name nor registry number."""
        for column, rule in self.mapping.fields.items():
            self._fill(column, rule)
        self._locate()
        if not self.cells.get("name") and not self.cells.get("registry_id"):
            raise RowError(_l("The row has neither a name nor a registration number."))
        newest = self.row.cells.get(self.mapping.group.newest, "") if self.mapping.group else ""
        return Translated(self.row, self.cells, tuple(self.warnings), newest)

    def _fill(self, column: str, rule: Field) -> None:
        found = [self.row.cells.get(name, "") for name in rule.columns]
        stated = [cell for cell in found if cell.strip() and cell.strip() not in rule.unstated]
        if rule.value:
            self.cells[column] = rule.value
        elif rule.by_hub:
            self.cells[column] = rule.by_hub.get(self.place.hub.value, "") if self.place else ""
        elif rule.codes is not None:
            self.cells[column] = rule.joined.join(self._codes(column, rule, stated))
        elif rule.form == "money":
            self._money(column, stated)
        else:
            self.cells[column] = self._text(rule, stated)

    def _text(self, rule: Field, stated: list[str]) -> str:
        read = FORMS[rule.form]
        texts = list(dict.fromkeys(filter(None, (read(cell) for cell in stated))))
        if rule.form == "line":
            fitting = [text for text in texts if rule.limit is None or len(text) <= rule.limit]
            return fitting[0] if fitting else ""
        if rule.form != "text":
            return texts[0] if texts else ""
        joined, left_out = bounded("\n\n".join(texts).split("\n\n"), rule.limit)
        if left_out:
            self.warnings.append(LEFT_OUT)
        return joined

    def _codes(self, column: str, rule: Field, stated: list[str]) -> list[str]:
        assert rule.codes is not None
        items = [item for cell in stated for item in (cell.split(rule.split) if rule.split else [cell])]
        codes: list[str] = []
        for item in filter(None, map(str.strip, items)):
            found = rule.codes.get(fold(item))
            if found is None and not rule.ignore_unknown:
                self.warnings.append(_l("%(column)s: no code for “%(word)s”.", column=column, word=item[:80]))
            codes += found or ()
        unique = list(dict.fromkeys(codes))
        if not (unique and rule.words_alone):
            unique = list(dict.fromkeys([*unique, *self._words(column, rule, unique)]))
        if rule.in_order:
            table = list(dict.fromkeys(code for known in rule.codes.values() for code in known))
            unique.sort(key=table.index)
        if rule.abroad and self.place and unique == [self.place.hub.value]:
            return []
        return unique[: rule.most]

    def _words(self, column: str, rule: Field, known: Sequence[str]) -> list[str]:
        """Return the codes of the words of a text: of its headline first where the rule names one."""
        if not rule.words_in:
            return []
        table = _WORD_TABLES[column]
        first, *further = (self.row.cells.get(name, "") for name in rule.words_in)
        if not further:
            open_to_all = vocabulary.codes_in(first, "generalists") if rule.generalists else []
            return [*open_to_all, *vocabulary.codes_in(first, table)]
        return vocabulary.codes_told(first, "\n".join(further), table, known)

    def _money(self, column: str, stated: list[str]) -> None:
        amount, currency = foreign.money(stated[0]) if stated else ("", "")
        self.cells[column] = amount
        if stated and not amount and foreign.count(stated[0]) != "0" and not _is_zero(stated[0]):
            self.warnings.append(
                _l("%(column)s: “%(cell)s” is not an amount.", column=column, cell=stated[0][:60])
            )
        if currency:
            self.cells["currency"] = currency

    def _locate(self) -> None:
        if self.place is None:
            return
        self.cells["hub"] = self.place.hub.value
        self.cells["district"] = self.place.district.value if self.place.district else ""
        if not self.place.within:
            self.warnings.append(COUNTRY_ONLY if self.place.bare else OUTSIDE)
            address = foreign.line(", ".join(self.row.cells[name] for name in self._place_columns()))
            tagline = f"{HEAD_OFFICE}{address}"
            self.cells["tagline"] = tagline if len(tagline) <= rules.LIMITS["tagline"] else ""

    def _place_columns(self) -> tuple[str, ...]:
        return self.mapping.place.columns if self.mapping.place else ()


def _is_zero(cell: str) -> bool:
    return cell.strip().lstrip("$€").strip("0.") == ""


def bounded(paragraphs: Sequence[str], limit: int | None) -> tuple[str, bool]:
    """Return as many whole paragraphs as fit in `limit` characters, and whether any was left out.

    Where already the first is too long, its whole sentences that fit are kept.
    """
    kept: list[str] = []
    for paragraph in paragraphs:
        if limit is not None and len("\n\n".join([*kept, paragraph])) > limit:
            return "\n\n".join(kept) or _sentences(paragraph, limit), True
        kept.append(paragraph)
    return "\n\n".join(kept), False


def _sentences(paragraph: str, limit: int) -> str:
    start = paragraph[: limit - 2]
    end = max(start.rfind(sign) for sign in (". ", "! ", "? ", "\n"))
    return f"{start[: end + 1] if end > 0 else start.rpartition(' ')[0]} …"
