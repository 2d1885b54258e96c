"""Who people are is not compared: names, pronouns and nationalities leave a text before it is read."""

import pytest

from matchmaker.matching.engine.personal import personal_words, without_personal_words

SAME = [
    (
        "Founded by Aïcha Ben Ali, she leads an Algerian team of sorters.",
        "Founded by John Smith, he leads an American team of sorters.",
    ),
    (
        "Fondée par Mme Claire Dubois ; elle a réuni des ingénieurs français.",
        "Fondée par M. Karim Haddad ; il a réuni des ingénieurs californiens.",
    ),
    ("Our Franco-American board, and Sarah’s lab.", "Our Polish board, and Jean-Pierre’s lab."),
    ("L’Américaine Sarah O’Connor trie.", "L’Italien Marco Rossi trie."),
    ("Mr Hope and Mrs Rose Taylor", "Mme Espoir and Mlle Iris Da Silva"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_texts_that_differ_in_who_people_are_are_one(one: str, other: str) -> None:
    left = [without_personal_words(text).replace("M. ", "").split() for text in (one, other)]
    assert [words for words in left[0] if words != "-"] == [words for words in left[1] if words != "-"]


@pytest.mark.parametrize(
    "text",
    [
        "Waste sorting for cities",
        "We polish lenses from pierre naturelle and rose oil.",
        "Markers IL-6 and HER2",
        "Grant writing, art and grace under will power",
        "Paris, France and the Bay Area",
        "",
    ],
)
def test_words_that_say_nothing_of_a_person_stay(text: str) -> None:
    assert without_personal_words(text) == text


def test_what_stays_is_in_order_and_nothing_is_glued_together() -> None:
    read = without_personal_words("Sensors by Fatou Diop measure noise, says the French founder.")
    assert read.split() == ["Sensors", "by", "measure", "noise,", "says", "the", "founder."]


def test_the_lists_are_folded_and_name_no_word_twice_over() -> None:
    words = personal_words()
    for listed in (words.anyhow, words.names, words.names_before_a_surname):
        assert all(word == word.lower() for word in listed)
        assert all(word.replace("-", "").isascii() for word in listed)
    assert not words.names & words.names_before_a_surname
    assert not words.anyhow & words.names
