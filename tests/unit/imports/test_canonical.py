from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.profiles import values
from matchmaker.profiles.imports import canonical
from matchmaker.profiles.imports.errors import RowError
from matchmaker.taxonomy import Currency, Hub, Kind, Lang, Sector, Stage, Traction

TODAY = date(2026, 3, 1)
SPECIFIED = {
    Kind.STARTUP: (
        "id name hub lang description_fr description_en needs needs_text offers offers_text sectors "
        "themes stage headcount round_min round_max currency traction languages business_model"
    ),
    Kind.INVESTOR: (
        "id name hub lang thesis_fr thesis_en type stages cheque_min cheque_max currency sectors "
        "excluded_sectors pre_revenue needs needs_text offers offers_text capacity"
    ),
    Kind.PROGRAMME: (
        "id name hub lang description_fr description_en type direction stages sectors themes needs "
        "offers services deadline seats"
    ),
}


@pytest.mark.parametrize("kind", list(Kind))
def test_the_columns_begin_as_the_product_lists_them(kind: Kind) -> None:
    listed = SPECIFIED[kind].split()
    assert list(canonical.columns(kind))[: len(listed)] == listed


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_of_a_profile_but_its_confidence_has_one_column(kind: Kind) -> None:
    held = [canonical.field_of(kind, column) for column in canonical.columns(kind)]
    assert len(held) == len(set(held))
    assert set(values.fields(kind)) - set(held) == {"kind", "confidential", "teaser_fr", "teaser_en"}
    assert not {"email", "phone", "contact"} & set(held)


def test_a_row_of_a_startup_is_read() -> None:
    cells = {
        "id": "s1",
        "name": "Atelier Fictif",
        "hub": "paris",
        "description_fr": "Un atelier.",
        "sectors": "ai_data;hr",
        "stage": "seed",
        "round_min": "500000",
        "currency": "EUR",
        "traction": "0-100k",
        "languages": "fr;en",
        "needs": "hiring;mentor",
    }
    found = canonical.parse(cells, Kind.STARTUP, None, TODAY)
    assert found.import_id == "s1"
    assert found.values["lang"] is Lang.FR
    assert found.values["sectors"] == [Sector.AI_DATA, Sector.HR]
    assert found.values["stage"] is Stage.SEED
    assert found.values["round_min"] == Decimal(500000)
    assert found.values["traction"] is Traction.UP_TO_100K
    assert [entry.code for entry in found.values["needs"]] == ["hiring", "mentor"]
    assert "description_en" not in found.values


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"name": "A"}, "no hub"),
        ({"name": "", "hub": "paris"}, "name"),
        ({"name": "A", "hub": "london"}, "hub takes"),
        ({"name": "A" * 201, "hub": "paris"}, "name: "),
        ({"name": "A", "hub": "paris", "round_min": "5", "round_max": "2", "currency": "EUR"}, "round_max: "),
        ({"name": "A", "hub": "paris", "description_fr": "x" * 5001}, "description_fr: "),
        ({"name": "A", "hub": "paris", "headcount": "-1"}, "headcount takes"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_in_words(cells: dict[str, str], words: str) -> None:
    with pytest.raises(RowError) as refused:
        canonical.parse(cells, Kind.STARTUP, None, TODAY)
    assert words in str(refused.value)


def test_sectors_past_the_third_are_left_out_and_it_is_said() -> None:
    cells = {"name": "A", "hub": "paris", "sectors": "hr;legaltech;edtech;travel"}
    found = canonical.parse(cells, Kind.INVESTOR, None, TODAY)
    assert found.values["sectors"] == [Sector.HR, Sector.LEGALTECH, Sector.EDTECH]
    assert len(found.warnings) == 1


def test_amounts_without_currency_are_in_that_of_the_hub_and_it_is_said() -> None:
    cells = {"name": "A", "cheque_min": "5"}
    found = canonical.parse(cells, Kind.INVESTOR, Hub.SILICON_VALLEY, TODAY)
    assert found.values["currency"] is Currency.USD
    assert len(found.warnings) == 1


def test_the_sign_by_an_amount_is_its_currency() -> None:
    cells = {"name": "A", "cheque_min": "$500k", "cheque_max": "$2M"}
    found = canonical.parse(cells, Kind.INVESTOR, Hub.PARIS, TODAY)
    assert found.values["currency"] is Currency.USD
    assert found.values["cheque_max"] == Decimal(2_000_000)
    assert not found.warnings


def test_a_file_cannot_make_a_profile_confidential() -> None:
    cells = {"name": "A", "confidential": "yes"}
    assert "confidential" not in canonical.parse(cells, Kind.STARTUP, Hub.PARIS, TODAY).values


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXTS.filter(lambda text: any(sign.isalnum() for sign in text)), TEXTS, TEXTS)
def test_cells_that_were_read_once_are_written_and_read_the_same(name: str, text: str, other: str) -> None:
    cells = {"name": name, "description_fr": text, "needs_text": other, "conflicts": other}
    try:
        first = canonical.parse(cells, Kind.STARTUP, Hub.PARIS, TODAY)
    except RowError:
        return
    full = dict.fromkeys(values.fields(Kind.STARTUP)) | first.values
    full |= {"needs": (), "offers": ()}
    written = canonical.cells_of(full, Kind.STARTUP, "1", "x")
    again = canonical.parse(written, Kind.STARTUP, None, TODAY)
    full = dict.fromkeys(values.fields(Kind.STARTUP)) | again.values
    assert canonical.cells_of(full, Kind.STARTUP, "1", "x") == written
