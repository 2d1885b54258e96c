"""The labelled set of `benchmarks/ranking`: organisations, judgements, and which pairs pass the gates.

The gates are written from the product's words and kept apart from the service's own on purpose: what is
judged must not depend on the code that is measured. `benchmarks/ranking/guideline.md` says them in words.
"""

import csv
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

FOLDER = Path(__file__).parent / "ranking"
FILES = {"startup": "startups.csv", "investor": "investors.csv", "programme": "programmes.csv"}
STAGES = ("idea", "pre_seed", "seed", "series_a", "series_b", "series_c", "growth")
IN_EUR = {"EUR": 1.0, "USD": 1 / 1.08, "": 1.0}
TOKEN = 0.04
"""A cheque below this share of the smallest round is no investment in it, and closes."""


@dataclass(frozen=True)
class Row:
    """One organisation of the set: its kind, and the cells of its line by column."""

    kind: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def codes(self, column: str) -> frozenset[str]:
        """The codes of a cell separated by semicolons."""
        return frozenset(filter(None, self[column].split(";")))

    def money(self, low: str, high: str) -> tuple[float, float] | None:
        """The two amounts in euros, None where either is not stated."""
        if not (self[low] and self[high]):
            return None
        rate = IN_EUR[self["currency"]]
        return float(self[low]) * rate, float(self[high]) * rate


def rows() -> dict[str, Row]:
    """The organisations of the set by id, in the order of the files."""
    found: dict[str, Row] = {}
    for kind, name in FILES.items():
        with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
            found.update({line["id"]: Row(kind, line) for line in csv.DictReader(lines)})
    return found


def judgements() -> dict[tuple[str, str], int]:
    """The grade, 0 to 3, of every judged pair, in the order of `eligible`."""
    with (FOLDER / "judgements.csv").open(encoding="utf-8", newline="") as lines:
        return {(line["a_id"], line["b_id"]): int(line["grade"]) for line in csv.DictReader(lines)}


def eligible(listed: dict[str, Row]) -> list[tuple[str, str]]:
    """Every unordered pair that passes the gates; a startup comes first, two startups by id."""
    kept = []
    for a, b in combinations(listed.values(), 2):
        first, second = sorted((a, b), key=lambda row: (row.kind != "startup", row["id"]))
        if first.kind == "startup" and passes(first, second):
            kept.append((first["id"], second["id"]))
    return kept


def passes(startup: Row, other: Row) -> bool:
    """Whether no gate closes between a startup and another organisation of any kind."""
    if startup["name"] in other.codes("conflicts") or other["name"] in startup.codes("conflicts"):
        return False
    spoken = startup.codes("languages"), other.codes("languages")
    if all(spoken) and not spoken[0] & spoken[1]:
        return False
    if other.kind == "programme":
        return _served(startup, other)
    if startup["hub"] == other["hub"]:
        return False
    return other.kind == "startup" or _invests(startup, other)


def _served(startup: Row, programme: Row) -> bool:
    way = "paris_to_sv" if startup["hub"] == "paris" else "sv_to_paris"
    stages = programme.codes("stages")
    in_stage = not stages or not startup["stage"] or startup["stage"] in stages
    return programme["direction"] in {"", "both", way} and in_stage


def _invests(startup: Row, investor: Row) -> bool:
    if investor["capacity"] == "0" or startup.codes("sectors") & investor.codes("excluded_sectors"):
        return False
    if investor["pre_revenue"] == "no" and startup["traction"] in {"pre_revenue", "pilot"}:
        return False
    return _money_and_stage(startup, investor)


def _money_and_stage(startup: Row, investor: Row) -> bool:
    sought, written = startup.money("round_min", "round_max"), investor.money("cheque_min", "cheque_max")
    if sought and written and (written[0] > sought[1] or written[1] < TOKEN * sought[0]):
        return False
    stages, stage = investor.codes("stages"), startup["stage"]
    if not stages or not stage or stage in stages:
        return True
    # Labels differ across the ocean: the neighbouring one passes where the cheque could be the round.
    near = min(abs(STAGES.index(one) - STAGES.index(stage)) for one in stages) == 1
    return near and bool(sought and written and written[0] <= sought[1] and written[1] >= sought[0])
