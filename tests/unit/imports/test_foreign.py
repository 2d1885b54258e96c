import pytest

from matchmaker.profiles.imports import foreign


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("$500000", ("500000", "USD")),
        ("$1,500,000", ("1500000", "USD")),
        ("€1.5m", ("1500000", "EUR")),
        ("250 000 EUR", ("250000", "EUR")),
        ("100k", ("100000", "")),
        ("12.50", ("12.50", "")),
        ("$0", ("", "")),
        ("", ("", "")),
        ("a lot", ("", "")),
        ("$-5", ("", "")),
    ],
)
def test_amounts_become_decimals_with_their_currency(cell: str, expected: tuple[str, str]) -> None:
    assert foreign.money(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("732829320.0", "732829320"),
        ("732 829 320", "732829320"),
        ("73282932000074", "732829320"),
        ("73282932000074.0", "732829320"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_a_siren_loses_what_a_spreadsheet_added(cell: str, expected: str) -> None:
    assert foreign.siren(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("https://www.firm.example/", "https://www.firm.example"),
        ("https:www.firm.example", "https://www.firm.example"),
        ("http:/firm.example", "http://firm.example"),
        ("www.firm.example", "www.firm.example"),
        ("https://one.example, https://two.example", "https://one.example"),
        ("https://one.example/\n https://one.example/fund", "https://one.example"),
        ("http://", ""),
        ("Mycelium technologies", ""),
    ],
)
def test_the_first_web_address_of_a_cell_is_taken(cell: str, expected: str) -> None:
    assert foreign.website(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"), [("5.0", "5"), ("1,200", "1200"), ("12", "12"), ("many", ""), ("5.5", ""), ("", "")]
)
def test_a_count_is_a_whole_number_or_nothing(cell: str, expected: str) -> None:
    assert foreign.count(cell) == expected


def test_texts_lose_entities_and_invisible_signs_and_keep_what_was_decoded_wrongly() -> None:
    assert (
        foreign.text("A &amp; B\x00\u200b\u00a0C\r\n\r\n\r\n\r\ncafÃ©  au lait ")
        == "A & B C\n\ncafÃ© au lait"
    )
