"""Rows of the canonical file that say little, or legal but odd things, read by the import and ranked."""

from functools import cache

import pytest

from benchmarks.imported_set import Imported, organisation
from matchmaker.matching.documents import document
from matchmaker.profiles.imports.errors import RowError
from matchmaker.taxonomy import Kind

BINS = "We back sensors for bins and the collection of waste."
STARTUPS: dict[str, dict[str, str]] = {
    "nothing but a name": {},
    "no needs": {
        "description_fr": "Sondes de remplissage pour bennes et collecte des déchets.",
        "sectors": "waste_circular",
    },
    "a text in another language than stated": {
        "lang": "fr",
        "description_en": "Fill sensors for bins of waste.",
        "sectors": "waste_circular",
    },
    "noughts for unknown": {
        "round_min": "0",
        "round_max": "0",
        "headcount": "0",
        "sectors": "waste_circular",
    },
}
HOSTS: dict[str, tuple[Kind, dict[str, str]]] = {
    "nothing but a name": (Kind.INVESTOR, {}),
    "no cheque": (Kind.INVESTOR, {"thesis_en": BINS, "sectors": "waste_circular"}),
    "one end of a cheque": (Kind.INVESTOR, {"cheque_max": "500000", "sectors": "legaltech"}),
    "head offices left empty": (Kind.INVESTOR, {"sectors": "any", "accepted_hubs": ""}),
    "takes nobody": (Kind.INVESTOR, {"thesis_en": BINS, "sectors": "waste_circular", "capacity": "0"}),
    "excludes the sector": (
        Kind.INVESTOR,
        {"thesis_en": BINS, "sectors": "any", "excluded_sectors": "waste_circular"},
    ),
    "head offices elsewhere": (Kind.INVESTOR, {"thesis_en": BINS, "accepted_hubs": "silicon_valley"}),
    "programme without a direction": (Kind.PROGRAMME, {"type": "soft_landing"}),
    "programme without a seat": (Kind.PROGRAMME, {"description_en": BINS, "seats": "0"}),
    "programme that is over": (Kind.PROGRAMME, {"description_en": BINS, "deadline": "2025-01-01"}),
}
CLOSED = {
    *("takes nobody", "excludes the sector", "head offices elsewhere"),
    *("programme that is over", "programme without a seat"),
}


@cache
def lists() -> dict[str, list[str]]:
    """Of each startup its hosts, best first."""
    rows = [(Kind.STARTUP, name, "paris", cells) for name, cells in STARTUPS.items()]
    rows += [(kind, name, "silicon_valley", cells) for name, (kind, cells) in HOSTS.items()]
    made = [
        organisation(kind, {"id": str(number), "name": f"Organisation {number}", "hub": hub, **cells}, number)
        for number, (kind, _, hub, cells) in enumerate(rows, start=1)
    ]
    ranked = list(Imported(made).lists())[: len(STARTUPS)]
    return {
        name: [rows[row][1] for row in found if row >= len(STARTUPS)]
        for name, found in zip(STARTUPS, ranked, strict=True)
    }


def test_closed_are_the_full_the_excluding_those_elsewhere_and_what_is_over() -> None:
    shown = {name: set(HOSTS) - set(found) for name, found in lists().items()}
    assert {name: closed for name, closed in shown.items() if closed != CLOSED} == {
        "nothing but a name": CLOSED - {"excludes the sector"}  # nobody knows its sector
    }


@pytest.mark.parametrize("name", ["no needs", "a text in another language than stated"])
def test_a_text_alone_finds_the_fund_of_its_subject_first(name: str) -> None:
    assert lists()[name][0] == "no cheque"


def test_head_offices_in_no_hub_of_ours_are_refused_in_words() -> None:
    with pytest.raises(RowError):
        organisation(Kind.INVESTOR, {"name": "A", "hub": "paris", "accepted_hubs": "lyon"}, 1)


def test_the_address_of_an_imported_fund_is_no_part_of_its_thesis() -> None:
    cells = {
        "name": "A",
        "hub": "paris",
        "thesis_en": BINS,
        "tagline": "Head office: 3 rue du Lac, Lyon, France",
    }
    assert document(organisation(Kind.INVESTOR, cells, 1)).seeks.strip() == BINS
