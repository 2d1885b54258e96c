"""Mappings: small TOML files that say which column of a foreign file goes where and what its words mean."""

import tomllib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from matchmaker.core.errors import NotFound
from matchmaker.core.text import fold
from matchmaker.taxonomy import Kind, Label

FOLDER = Path(__file__).parent / "mappings"
Codes = Dictionary[str, tuple[str, ...]]  # folded word of the file -> our codes, none for a known void


@dataclass(frozen=True)
class Field:
    """How one canonical column is filled.

    `columns` are read in order; `split` cuts their cells into items; `codes` translates each item; `form`
    names how a cell is read (see translate.FORMS); `words_in` are columns in whose text the words of
    mappings/lists/words.toml are looked for, where fewer than `most` codes (or with `words_alone`, none)
    were found, the first of several being the headline (`vocabulary.codes_told`), `generalists` whether a
    text that says it is open to all sectors means `any`; `limit` is the longest text, beyond which whole
    paragraphs are left out with a warning; `otherwise` is a pattern of other cells for an empty result;
    `in_order` puts codes in the order of the table rather than of the cell; `abroad` leaves codes of hubs
    out where they name but the row's own; `by_hub` is the cell of every row of a hub.
    """

    columns: tuple[str, ...] = ()
    form: str = "text"
    split: str = ""
    codes: Codes | None = None
    ignore_unknown: bool = False
    unstated: frozenset[str] = frozenset()
    most: int = 100
    words_in: tuple[str, ...] = ()
    words_alone: bool = False
    generalists: bool = False
    limit: int | None = None
    value: str = ""
    otherwise: str = ""
    joined: str = ";"
    in_order: bool = False
    abroad: bool = False
    by_hub: Dictionary[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gone:
    """Rows whose `column` holds one of `words` (folded) stand for firms that cannot be introduced."""

    column: str
    words: frozenset[str]


@dataclass(frozen=True)
class PlaceRule:
    """Where a row's place stands; `beyond` takes the rest of the hub's country too, and says so."""

    columns: tuple[str, ...]
    split: str = ""
    beyond: bool = False


@dataclass(frozen=True)
class KindRule:
    """Which words (folded) of `column` make a row one of a kind."""

    column: str
    words: Dictionary[Kind, frozenset[str]]


@dataclass(frozen=True)
class Grouping:
    """Several rows may be one firm: by registry number, else by name; the highest of `newest` comes first."""

    newest: str


@dataclass(frozen=True)
class Mapping:
    """How a foreign file is read. `id_is_firm`: two different ids of the source are two different firms."""

    name: str
    title: Label
    kinds: tuple[Kind, ...]
    fields: dict[str, Field]
    gone: tuple[Gone, ...] = ()
    place: PlaceRule | None = None
    kind: KindRule | None = None
    group: Grouping | None = None
    id_is_firm: bool = False
    notes: str = field(default="")


def names() -> list[str]:
    """Return the names of the mappings there are, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load(name: str) -> Mapping:
    """Return the mapping `name`; NotFound where there is none."""
    if name not in names():
        raise NotFound(
            _l("There is no mapping %(name)s. There are: %(names)s.", name=name, names=", ".join(names()))
        )
    return read(name, tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def by_hand(columns: Dictionary[str, str], source: str) -> Mapping:
    """Return the mapping that takes each canonical column as it stands from the column named."""
    fields = {column: Field(columns=(header,), form="canonical") for column, header in columns.items()}
    return Mapping(name=source, title=Label(source, source), kinds=tuple(Kind), fields=fields)


def read(name: str, document: dict[str, Any]) -> Mapping:
    """Return the mapping that a parsed TOML document describes; KeyError or TypeError where it is faulty."""
    tables = {table: _codes(words) for table, words in document.get("codes", {}).items()}
    kind, place, group = document.get("kind"), document.get("place"), document.get("group")
    fields = {column: _field(spec, tables) for column, spec in document["fields"].items()}
    return Mapping(
        name=name,
        title=Label(**document["title"]),
        kinds=tuple(Kind(item) for item in document["kinds"]),
        fields=fields | {"source": Field(value=name)},
        gone=tuple(Gone(rule["column"], _folded(rule["words"])) for rule in document.get("gone", ())),
        place=PlaceRule(**(place | {"columns": tuple(place["columns"])})) if place else None,
        kind=KindRule(kind["column"], {Kind(k): _folded(w) for k, w in kind["words"].items()})
        if kind
        else None,
        group=Grouping(**group) if group else None,
        id_is_firm=document.get("id_is_firm", False),
        notes=document.get("notes", ""),
    )


def _field(spec: str | dict[str, Any], tables: dict[str, Codes]) -> Field:
    if isinstance(spec, str):
        return Field(columns=(spec,))
    given = dict(spec)
    source = given.pop("from", ())
    codes = given.pop("codes", None)
    return Field(
        columns=(source,) if isinstance(source, str) else tuple(source),
        codes=tables[codes] if isinstance(codes, str) else None if codes is None else _codes(codes),
        unstated=frozenset(given.pop("unstated", ())),
        words_in=tuple(given.pop("words_in", ())),
        **given,
    )


def _codes(words: dict[str, str | list[str]]) -> Codes:
    return {fold(word): (codes,) if isinstance(codes, str) else tuple(codes) for word, codes in words.items()}


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)
