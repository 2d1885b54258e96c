from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.profiles.imports import cells
from matchmaker.profiles.imports.errors import RowError
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import Direction, Kind, NeedCode, Urgency


@given(st.text())
def test_what_is_guarded_for_a_spreadsheet_comes_back_as_it_was(text: str) -> None:
    assert cells.unguard(cells.guard(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+33", "-x", "@here", "\tx", "＝1", "'=1"])
def test_nothing_a_spreadsheet_computes_stands_first_in_a_cell(text: str) -> None:
    assert cells.guard(text) == f"'{text}"


def test_plain_apostrophes_stay() -> None:
    assert cells.guard("'tis") == "'tis"
    assert cells.unguard("'tis") == "'tis"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(str.strip).filter(bool)))
def test_a_list_comes_back_whatever_its_items_hold(items: list[str]) -> None:
    assert cells.split(cells.format_cell(items)) == items


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (Decimal("500000.00"), "500000"),
        (Decimal("0.50"), "0.50"),
        (7, "7"),
        ([NeedCode.HIRING, NeedCode.MENTOR], "hiring;mentor"),
    ],
)
def test_values_are_written_in_one_way(value: object, cell: str) -> None:
    assert cells.format_cell(value) == cell


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("stage", "late"),
        ("founded", "last year"),
        ("round_min", "-5"),
        ("round_min", "1e9"),
        ("round_min", "1,5"),
        ("regulated", "perhaps"),
        ("paused_from", "2026-13-01"),
        ("paused_from", "01/02/2026"),
        ("sectors", "ai_data;magic"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_in_words_that_name_the_column(column: str, cell: str) -> None:
    with pytest.raises(RowError) as refused:
        cells.parse(column, cell, cells.type_of(Kind.STARTUP, column))
    assert str(refused.value).startswith(f"{column} takes ")


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("sectors", "ai_data;hr", ["ai_data", "hr"]),
        ("sectors", "Santé et dispositifs médicaux; climate-energy", ["health_medtech", "climate_energy"]),
        ("sectors", "Media, culture and games", ["media_culture_gaming"]),
        ("sectors", "water, Mobilité | water", ["water", "mobility"]),
        ("stage", "Series A", "series_a"),
        ("stage", "pre-seed", "pre_seed"),
        ("round_min", "500k€", Decimal(500_000)),
        ("round_min", "EUR 1.5M", Decimal(1_500_000)),
        ("round_min", "$1,500,000", Decimal(1_500_000)),
        ("round_max", "1 500 000", Decimal(1_500_000)),
        ("languages", "fr, en", ["fr", "en"]),
    ],
)
def test_what_people_write_for_a_code_or_an_amount_is_read(column: str, cell: str, value: object) -> None:
    assert cells.parse(column, cell, cells.type_of(Kind.STARTUP, column)) == value


def test_needs_by_their_labels_are_read_as_their_codes() -> None:
    found = cells.parse_entries("needs", "Recrutement, pilot customer", "")
    assert [entry.code for entry in found] == [NeedCode.HIRING, NeedCode.PILOT_CUSTOMER]


def test_typed_entries_keep_direction_urgency_and_text() -> None:
    entries = (
        Entry(NeedCode.HIRING, Direction.PARIS_TO_SV, Urgency.NOW, 'Two people; "soon"\nplease'),
        Entry(NeedCode.MENTOR),
    )
    assert cells.parse_entries("needs", "hiring;mentor", cells.format_entries(entries)) == entries


def test_entries_that_say_no_more_than_their_code_need_no_further_column() -> None:
    assert cells.format_entries((Entry(NeedCode.HIRING),)) == ""


@pytest.mark.parametrize("text", ["{", "{}", "[1]", '[{"direction": "x"}]', '[{"code": 5}]', "[" * 5000])
def test_entries_that_are_no_list_of_objects_are_refused(text: str) -> None:
    with pytest.raises(RowError):
        cells.parse_entries("needs", "", text)
