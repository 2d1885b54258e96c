"""The files of the demonstration, read into what the services take."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from typing import Any

from matchmaker.profiles.imports import canonical
from matchmaker.taxonomy import Hub, Kind, MembershipRole, Urgency

Row = dict[str, str]
_DATA = files("matchmaker.demo").joinpath("data")


@dataclass(frozen=True)
class Listed:
    """An organisation of the files: its key there, and its values by field name."""

    key: str
    kind: Kind
    values: dict[str, Any]

    @property
    def hub(self) -> Hub:
        """The city it is in."""
        hub: Hub = self.values["hub"]
        return hub


@dataclass(frozen=True)
class Person:
    """Somebody of an organisation; nobody of these exists."""

    organisation: str
    role: MembershipRole
    email: str
    locale: str
    name: str
    position: str
    phone: str


@dataclass(frozen=True)
class Step:
    """A step of an introduction, `ago` working days before today; `given` goes to the service."""

    take: str
    ago: float
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Story:
    """An introduction: who asked whom for what, and what followed; `entry` is request, draft or proposal."""

    requester: str
    counterpart: str
    need: str
    message: str
    asked: float
    steps: tuple[Step, ...]
    entry: str = "request"


def text(name: str) -> str:
    """Return the text of the data file `name`."""
    return _DATA.joinpath(name).read_text(encoding="utf-8")


def rows(kind: Kind) -> list[Row]:
    """Return the rows of the file of `kind`, as cells by column."""
    return list(csv.DictReader(text(f"{kind.value}s.csv").splitlines()))


def organisations(today: date) -> Iterator[Listed]:
    """Yield the fictional organisations; the real ones of the files are nobody's to register."""
    for kind in Kind:
        for row in rows(kind):
            if row["fictional"] == "yes":
                yield Listed(row["id"], kind, _values(row, kind, today))


def _values(row: Row, kind: Kind, today: date) -> dict[str, Any]:
    found = canonical.parse(row, kind, None, today).values
    # A file of foreign data may not set these, our own does.
    teasers = {name: row.get(name, "") for name in ("teaser_fr", "teaser_en")}
    given: dict[str, Any] = {"confidential": row["confidential"] == "yes"} | teasers
    if urgency := row.get("needs_urgency"):
        urgencies = (Urgency(code) for code in urgency.split(";"))
        pairs = zip(found["needs"], urgencies, strict=True)
        given["needs"] = tuple(replace(entry, urgency=how_soon) for entry, how_soon in pairs)
    return found | given


def people() -> list[Person]:
    """Return the people of the organisations, the owner of each before its other members."""
    return [_person(row) for row in csv.DictReader(text("people.csv").splitlines())]


def _person(row: dict[str, Any]) -> Person:
    return Person(**row | {"role": MembershipRole(row["role"])})


def stories() -> list[Story]:
    """Return the introductions."""
    return [_story(table) for table in tomllib.loads(text("introductions.toml"))["introduction"]]


def _story(table: dict[str, Any]) -> Story:
    steps = tuple(_step(dict(step)) for step in table.pop("steps", []))
    return Story(steps=steps, **{**table, "message": table["message"].strip()})


def _step(table: dict[str, Any]) -> Step:
    return Step(table.pop("take"), table.pop("ago"), table)
