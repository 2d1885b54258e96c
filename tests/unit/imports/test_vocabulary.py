import pytest

from matchmaker.profiles.imports.vocabulary import codes_in, codes_told


def test_a_word_inside_another_word_tells_nothing() -> None:
    assert codes_in("Retail chains maintain stores", "sectors") == ["retail"]
    assert codes_in("AI for chains", "sectors") == ["ai_data"]
    assert codes_in("Un défi pour la ville", "sectors") == []


def test_the_most_mentioned_comes_first() -> None:
    assert codes_in("Fintech, biotech and more biotech", "sectors") == ["biotech", "fintech_insurtech"]


@pytest.mark.parametrize(
    "text",
    [
        "We invest in fintech.\nNot interested in: pharma, biotech",
        "We do not invest in biotech. Fintech is what we know.",
        "Fintech in any industry\nno biotech / life sciences",
        "We don't do healthcare; fintech only",
    ],
)
def test_what_a_text_refuses_is_not_what_it_wants(text: str) -> None:
    assert codes_in(text, "sectors") == ["fintech_insurtech"]


def test_french_words_count_past_accents() -> None:
    assert codes_in("Le TRAITEMENT DES DECHETS en ville", "themes") == ["waste"]


def test_what_a_text_says_once_in_passing_is_not_the_field_of_a_firm() -> None:
    body = "A converter chip for customers in healthcare, insurance and real estate."
    assert codes_told("Semiconductors for instruments", body, "sectors") == ["materials_semiconductors"]
    assert codes_told("", body, "sectors", known=["telecom"]) == []
    assert codes_told("", "Payments in one click, and payments by voice.", "sectors", known=["hr"]) == [
        "fintech_insurtech"
    ]


def test_what_a_text_says_once_counts_where_it_is_all_that_is_told() -> None:
    assert codes_told("A new way of working", "We use payments data.", "sectors") == ["fintech_insurtech"]


@pytest.mark.parametrize(
    "text", ["We are sector-agnostic.", "Fonds généraliste", "A generalist family office"]
)
def test_a_thesis_that_says_so_is_open_to_every_sector(text: str) -> None:
    assert codes_in(text, "generalists") == ["any"]


def test_a_thesis_open_to_all_but_some_is_not_taken_for_one_open_to_all() -> None:
    assert codes_in("Industry agnostic, with the exception of biotech", "generalists") == []
