"""Numbers as people type them on either side of the ocean."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.profiles import numbers


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 500 000", 1_500_000),
        ("1 500 000 €", 1_500_000),
        ("$1,500,000", 1_500_000),
        ("1.500.000,50", Decimal("1500000.50")),
        ("1,500,000.5", Decimal("1500000.5")),
        ("500k", 500_000),
        ("1,5 M", 1_500_000),
        ("1.500", 1_500),
        ("12,5", Decimal("12.5")),
        ("0", 0),
    ],
)
def test_amounts_of_both_customs_are_understood(typed: str, amount: Decimal) -> None:
    assert numbers.amount(typed) == amount


@pytest.mark.parametrize("typed", ["", "-1", "1e5", "NaN", "1,500,00", "1.5.5", "beaucoup", "9" * 31, "M"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        numbers.amount(typed)


@given(st.decimals(0, 10**12, places=2))
def test_an_amount_survives_either_way_of_writing_it(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    french = english.replace(",", " ").replace(".", ",")
    assert numbers.amount(english) == numbers.amount(french) == amount


@given(st.text())
def test_nothing_typed_breaks_the_reading(text: str) -> None:
    for read in (numbers.amount, numbers.whole):
        try:
            read(text)
        except ValueError:
            continue
