"""The codes: every one has good words in both languages, scales rank, places nest, money converts."""

import itertools
import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

import matchmaker.taxonomy as taxonomy
from matchmaker.taxonomy import (
    DEFAULT_RATES,
    LABELS,
    Currency,
    Direction,
    District,
    Hub,
    Lang,
    NeedCode,
    NoRateError,
    OrderedCode,
    Rate,
    RejectCode,
    Sector,
    ServedDirection,
    Stage,
    SubSector,
    Traction,
    Urgency,
    choices,
    convert,
    covers,
    districts_of,
    hub_of,
    label,
    parent_of,
    rate_on,
    revenue_bounds,
    sector_code,
    sub_sectors_of,
    within_of,
)

ENUMS = sorted(LABELS, key=lambda enum: enum.__name__)
ORDERED = [Stage, Traction, Urgency]
A_DAY = date(2026, 5, 4)


def french_labels() -> list[str]:
    return [label(code, "fr") for enum in ENUMS for code in enum]


def test_every_exported_enum_has_labels() -> None:
    exported = {
        value
        for value in vars(taxonomy).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and value is not OrderedCode
    }
    assert exported == set(LABELS)


@pytest.mark.parametrize("enum", ENUMS)
def test_every_member_has_an_english_and_a_french_label_of_its_own(enum: type[StrEnum]) -> None:
    assert set(LABELS[enum]) == set(enum)
    for lang in ("en", "fr"):
        words = [label(code, lang) for code in enum]
        assert all(word and word == word.strip() for word in words)
        assert len(set(words)) == len(words)


def test_french_labels_follow_french_typography() -> None:
    for words in french_labels():
        assert "'" not in words, words
        assert not re.search(r" [:;?!%]", words), words
        assert not re.search(r"\d (\d{3}|million)", words), words


def test_labels_start_with_a_capital_or_a_number() -> None:
    for enum in ENUMS:
        for code in enum:
            for lang in ("en", "fr"):
                words = label(code, lang)
                assert words[0].isupper() or words[0].isdigit(), words


def test_regional_french_reads_french_and_any_other_language_reads_english() -> None:
    assert label(NeedCode.FUNDRAISING, "fr") == "Levée de fonds"
    assert label(NeedCode.FUNDRAISING, "fr_CA") == "Levée de fonds"
    assert label(NeedCode.FUNDRAISING, "en") == label(NeedCode.FUNDRAISING, "de") == "Fundraising"


def test_a_form_lists_the_choices_in_their_declared_order() -> None:
    assert choices(Hub, "fr") == [("paris", "Île-de-France"), ("silicon_valley", "Silicon Valley")]
    assert [code for code, _ in choices(RejectCode, "en")] == [code.value for code in RejectCode]


@pytest.mark.parametrize("enum", ORDERED)
def test_scales_rank_in_the_order_of_their_declaration(enum: type[OrderedCode]) -> None:
    members = list(enum)
    assert sorted(sorted(members, key=str)) == members
    for lower, higher in itertools.pairwise(members):
        assert lower < higher
        assert higher > lower
        assert lower <= higher
        assert higher >= lower
        assert not higher < lower


def test_stages_run_from_idea_to_growth() -> None:
    assert min(Stage) is Stage.IDEA
    assert max(Stage) is Stage.GROWTH
    assert Stage.PRE_SEED < Stage.SEED < Stage.SERIES_A


def test_a_scale_does_not_compare_with_plain_text_or_another_scale() -> None:
    with pytest.raises(TypeError, match="Stage does not compare"):
        assert Stage.SEED < "series_a"
    with pytest.raises(TypeError, match="Traction does not compare"):
        assert Traction.PILOT >= Stage.SEED


def test_revenue_bands_meet_without_gap_or_overlap() -> None:
    earning = [revenue_bounds(band) for band in Traction if band > Traction.PILOT]
    assert revenue_bounds(Traction.PRE_REVENUE) == (Decimal(0), Decimal(0))
    assert earning[0][0] == 0
    assert earning[-1] == (Decimal(20_000_000), None)
    assert all(above[0] == below[1] for below, above in itertools.pairwise(earning))


def test_each_hub_has_its_other_and_each_direction_its_way_back() -> None:
    for hub in Hub:
        assert hub.other is not hub
        assert hub.other.other is hub
        leaving = Direction.leaving(hub)
        assert (leaving.origin, leaving.destination) == (hub, hub.other)
        assert leaving.reverse.origin is hub.other


@pytest.mark.parametrize("direction", list(Direction))
def test_a_programme_serves_its_own_direction_and_both_serves_all(direction: Direction) -> None:
    assert ServedDirection.BOTH.serves(direction)
    assert ServedDirection.only(direction).serves(direction)
    assert not ServedDirection.only(direction).serves(direction.reverse)


def test_texts_in_both_languages_are_written_in_two() -> None:
    assert [lang.written for lang in Lang] == [("fr",), ("en",), ("fr", "en")]


def test_every_sector_but_the_generalist_has_three_to_six_sub_sectors() -> None:
    for sector in Sector:
        below = sub_sectors_of(sector)
        assert all(parent_of(code) is sector for code in below)
        assert len(below) == 0 if sector is Sector.ANY else 3 <= len(below) <= 6
    assert sum(len(sub_sectors_of(sector)) for sector in Sector) == len(SubSector)


def test_a_stored_code_reads_back_as_sector_or_sub_sector() -> None:
    assert sector_code("water") is parent_of(Sector.WATER) is Sector.WATER
    assert sector_code("water.networks") is SubSector.WATER_NETWORKS
    for unknown in ("waters", "water.", "networks", ""):
        with pytest.raises(ValueError, match="not a valid"):
            sector_code(unknown)


def test_every_district_lies_in_one_hub_and_within_a_district_of_the_same_hub() -> None:
    assert set(districts_of(Hub.PARIS)) | set(districts_of(Hub.SILICON_VALLEY)) == set(District)
    for district in District:
        around = within_of(district)
        assert around is None or hub_of(around) is hub_of(district)
        assert around is not district


def test_a_department_covers_its_towns_and_quarters_and_not_the_reverse() -> None:
    assert covers(District.DEPT_75, District.SENTIER)
    assert covers(District.COUNTY_ALAMEDA, District.OAKLAND)
    assert covers(District.OAKLAND, District.OAKLAND)
    assert not covers(District.SENTIER, District.DEPT_75)
    assert not covers(District.DEPT_93, District.SENTIER)


def test_a_euro_buys_1_08_dollars_until_a_newer_rate_is_known() -> None:
    assert convert(Decimal(100), Currency.EUR, Currency.USD, A_DAY) == Decimal("108.00")
    assert convert(Decimal(108), Currency.USD, Currency.EUR, A_DAY) == Decimal("100.00")


def test_an_amount_stays_as_it_is_within_its_currency() -> None:
    assert convert(Decimal("12.345"), Currency.EUR, Currency.EUR, A_DAY, rates=()) == Decimal("12.345")


def test_the_newest_rate_that_already_holds_is_used_whichever_way_it_is_stated() -> None:
    newer = Rate(Currency.USD, Currency.EUR, Decimal("0.8"), since=date(2026, 5, 1))
    future = Rate(Currency.EUR, Currency.USD, Decimal(2), since=date(2026, 6, 1))
    rates = (future, *DEFAULT_RATES, newer)
    assert convert(Decimal(100), Currency.EUR, Currency.USD, A_DAY, rates) == Decimal("125.00")
    assert convert(Decimal(100), Currency.EUR, Currency.USD, date(2026, 4, 30), rates) == Decimal("108.00")
    assert rate_on(rates, Currency.USD, Currency.EUR, date(2026, 6, 1)) is future


def test_a_day_before_any_rate_raises() -> None:
    with pytest.raises(NoRateError, match="no rate between EUR and USD on 1998-01-01"):
        convert(Decimal(1), Currency.EUR, Currency.USD, date(1998, 1, 1))


@pytest.mark.parametrize("value", ["0", "-1", "NaN", "Infinity"])
def test_a_rate_must_be_a_number_above_zero(value: str) -> None:
    with pytest.raises(ValueError, match="above zero"):
        Rate(Currency.EUR, Currency.USD, Decimal(value), A_DAY)


def test_a_rate_joins_two_different_currencies() -> None:
    with pytest.raises(ValueError, match="two currencies"):
        Rate(Currency.EUR, Currency.EUR, Decimal(1), A_DAY)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_there_and_back_changes_an_amount_by_a_cent_at_most(amount: Decimal) -> None:
    there = convert(amount, Currency.EUR, Currency.USD, A_DAY)
    assert abs(convert(there, Currency.USD, Currency.EUR, A_DAY) - amount) <= Decimal("0.01")
