"""The demonstration organisations: valid codes, honest texts, balanced over both hubs and languages."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from importlib.resources import files

import pytest

from matchmaker.taxonomy import (
    Currency,
    Direction,
    District,
    Hub,
    InvestorType,
    Lang,
    LegalForm,
    NeedCode,
    ProgrammeType,
    RoundInstrument,
    Sector,
    ServedDirection,
    Stage,
    SubSector,
    Theme,
    Traction,
    Urgency,
    hub_of,
    parent_of,
)

Row = dict[str, str]

COMMON = {
    *("id", "name", "hub", "lang", "needs", "needs_text", "offers", "offers_text", "sectors", "themes"),
    *("languages", "tagline", "website", "district", "fictional", "confidential", "currency"),
}
COLUMNS = {
    "startups": COMMON
    | {
        *("description_fr", "description_en", "stage", "headcount", "round_min", "round_max", "traction"),
        *("business_model", "sub_sectors", "teaser_fr", "teaser_en", "needs_urgency", "founded"),
        *("headcount_paris", "headcount_silicon_valley", "entity_paris", "entity_silicon_valley"),
        *("instrument", "trl", "regulated", "needs_permit", "alumni_direction", "alumni_year"),
    },
    "investors": COMMON
    | {
        *("thesis_fr", "thesis_en", "type", "stages", "cheque_min", "cheque_max", "excluded_sectors"),
        *("pre_revenue", "capacity", "teaser_fr", "teaser_en", "sweet_spot", "leads"),
        *("accepted_hubs", "accepted_forms"),
    },
    "programmes": COMMON
    | {
        *("description_fr", "description_en", "type", "direction", "stages", "services", "deadline", "seats"),
        *("headcount_min", "headcount_max", "starts_on", "ends_on", "cost", "equity_percent", "grant_amount"),
    },
}
ONE_CODE: dict[str, type[StrEnum]] = {
    "hub": Hub,
    "lang": Lang,
    "district": District,
    "stage": Stage,
    "traction": Traction,
    "currency": Currency,
    "direction": ServedDirection,
    "alumni_direction": Direction,
    "instrument": RoundInstrument,
    "entity_paris": LegalForm,
    "entity_silicon_valley": LegalForm,
}
CODE_LISTS: dict[str, type[StrEnum]] = {
    "needs": NeedCode,
    "offers": NeedCode,
    "services": NeedCode,
    "sectors": Sector,
    "excluded_sectors": Sector,
    "sub_sectors": SubSector,
    "themes": Theme,
    "stages": Stage,
    "needs_urgency": Urgency,
    "accepted_hubs": Hub,
    "accepted_forms": LegalForm,
}
TYPES: dict[str, type[StrEnum]] = {"investors": InvestorType, "programmes": ProgrammeType}
BOOLEANS = ("fictional", "confidential", "regulated", "needs_permit", "pre_revenue", "leads")
RANGES = (("round_min", "round_max"), ("cheque_min", "cheque_max"), ("headcount_min", "headcount_max"))
DEMO_ACCOUNTS = ("startup-paris-01", "startup-sv-01", "investor-paris-01", "investor-sv-01")
REAL_NAMES = {
    *("Cap Digital", "Futur en Seine", "Inria", "Paris&Co", "Quartiers numériques", "CITRIS"),
    *("TechCrunch Disrupt SF", "Consulat général de France à San Francisco", "Digital Pathway"),
}


def read(kind: str) -> list[Row]:
    path = files("matchmaker").joinpath("demo", "data", f"{kind}.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


ROWS = {kind: read(kind) for kind in COLUMNS}
ALL = [(kind, row) for kind, rows in ROWS.items() for row in rows]
EACH = pytest.mark.parametrize(("kind", "row"), ALL, ids=[row["id"] for _, row in ALL])


def items(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def texts(row: Row) -> Iterator[tuple[str, str]]:
    """The long texts of a row with the language of their column."""
    for column, text in row.items():
        if column.startswith(("description_", "thesis_")) and text:
            yield column[-2:], text


def covered(column: str, kind: str | None = None) -> set[str]:
    return {code for row_kind, row in ALL if kind in (None, row_kind) for code in items(row[column])}


@pytest.mark.parametrize("kind", COLUMNS)
def test_every_column_is_known_and_none_is_left_empty_throughout(kind: str) -> None:
    assert set(ROWS[kind][0]) == COLUMNS[kind]
    for column in COLUMNS[kind]:
        assert any(row[column] for row in ROWS[kind]), column


@EACH
def test_codes_belong_to_the_taxonomy(kind: str, row: Row) -> None:
    for column, enum in {**ONE_CODE, **({"type": TYPES[kind]} if kind in TYPES else {})}.items():
        if row.get(column):
            enum(row[column])
    for column, enum in CODE_LISTS.items():
        codes = [enum(code) for code in items(row.get(column, ""))]
        assert column == "needs_urgency" or len(set(codes)) == len(codes), column
    assert all(row[column] in ("yes", "no") for column in BOOLEANS if column in row)
    assert all(re.fullmatch("[a-z]{2}", language) for language in items(row["languages"]))


@EACH
def test_numbers_and_dates_read_and_run_upwards(kind: str, row: Row) -> None:
    for low, high in RANGES:
        if row.get(low) and row.get(high):
            assert 0 <= Decimal(row[low]) <= Decimal(row[high])
    days = [date.fromisoformat(row[day]) for day in ("deadline", "starts_on", "ends_on") if row.get(day)]
    assert days == sorted(days)
    if kind == "startups":
        offices = int(row["headcount_paris"]) + int(row["headcount_silicon_valley"])
        assert int(row["headcount"]) == offices
        assert 1 <= int(row["trl"]) <= 9
        assert len(items(row["needs_urgency"])) == len(items(row["needs"]))


@EACH
def test_a_profile_is_in_the_place_it_says_and_names_three_sectors_at_most(kind: str, row: Row) -> None:
    assert hub_of(District(row["district"])) == row["hub"]
    sectors = items(row["sectors"])
    assert 1 <= len(sectors) <= 3
    assert {parent_of(SubSector(code)).value for code in items(row.get("sub_sectors", ""))} <= set(sectors)
    assert not set(sectors) & set(items(row.get("excluded_sectors", "")))


@EACH
def test_texts_are_there_in_the_stated_languages_and_take_60_to_150_words(kind: str, row: Row) -> None:
    written = dict(texts(row))
    assert set(written) == set(Lang(row["lang"]).written)
    for text in written.values():
        assert 60 <= len(text.split()) <= 150
    assert row["lang"] in ("both", *items(row["languages"]))
    assert 0 < len(row["tagline"]) <= 200


@EACH
def test_no_text_carries_an_address_or_a_telephone_number(kind: str, row: Row) -> None:
    for column, cell in row.items():
        assert "@" not in cell, column
        assert not re.search(r"(\+\d|\d[\d .()-]{8,}\d)", cell) or column in (
            "deadline",
            "starts_on",
            "ends_on",
        )
        assert column == "website" or "http" not in cell


@EACH
def test_french_texts_follow_french_typography(kind: str, row: Row) -> None:
    french = [cell for column, cell in row.items() if column.endswith("_fr")]
    for text in french:
        assert "'" not in text
        assert not re.search(r" [:;?!%]", text)


@EACH
def test_fictional_organisations_say_so_and_real_ones_carry_no_address_of_ours(kind: str, row: Row) -> None:
    assert (row["fictional"] == "no") == (row["name"] in REAL_NAMES)
    if row["fictional"] == "yes":
        assert re.fullmatch(r"https://[a-z0-9-]+\.example\.org", row["website"])
    else:
        assert not row["website"]


@EACH
def test_confidential_profiles_have_a_teaser_and_never_spell_their_name(kind: str, row: Row) -> None:
    if row["confidential"] == "no":
        return
    name_words = {word for word in row["name"].lower().split() if len(word) > 3}
    shown = " ".join(cell.lower() for column, cell in row.items() if column not in ("name", "website", "id"))
    assert row["teaser_fr"]
    assert row["teaser_en"]
    assert row["name"].lower() not in shown
    assert not {word for word in name_words - {"maison", "strategic"} if word in shown}


def test_there_are_enough_of_each_kind_balanced_over_both_hubs() -> None:
    for kind, least in (("startups", 24), ("investors", 14), ("programmes", 14)):
        hubs = Counter(row["hub"] for row in ROWS[kind] if row["fictional"] == "yes")
        assert hubs.total() >= least
        assert abs(hubs["paris"] - hubs["silicon_valley"]) <= 1


def test_about_a_third_is_written_in_french_a_third_in_english_and_a_third_in_both() -> None:
    shares = Counter(row["lang"] for _, row in ALL)
    assert all(0.25 <= shares[lang] / len(ALL) <= 0.42 for lang in Lang)


def test_ids_names_and_sites_are_unique() -> None:
    for column in ("id", "name", "website"):
        values = [row[column] for _, row in ALL if row[column]]
        assert len(set(values)) == len(values)


def test_all_themes_sectors_needs_stages_and_programme_types_occur() -> None:
    assert covered("themes", "startups") == set(Theme)
    assert covered("sectors", "startups") == set(Sector) - {Sector.ANY}
    assert covered("needs") | covered("offers") == set(NeedCode)
    assert covered("stage", "startups") == set(Stage)
    assert {row["type"] for row in ROWS["investors"]} == set(InvestorType)
    assert {row["type"] for row in ROWS["programmes"]} == set(ProgrammeType)


def test_the_four_demo_accounts_speak_both_languages_and_are_open_to_all() -> None:
    by_id = {row["id"]: row for _, row in ALL}
    for account in DEMO_ACCOUNTS:
        row = by_id[account]
        assert (row["lang"], row["confidential"]) == ("both", "no")
        assert all(row[column] for column in ("needs_text", "offers_text", "sectors", "themes"))


def test_two_or_three_organisations_are_confidential() -> None:
    assert 2 <= sum(row["confidential"] == "yes" for _, row in ALL) <= 3


def test_the_valley_has_an_angel_with_two_conversations_a_month() -> None:
    angels = [row for row in ROWS["investors"] if row["type"] == "angel" and row["hub"] == "silicon_valley"]
    assert [angel["capacity"] for angel in angels] == ["2"]
