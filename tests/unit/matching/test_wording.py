"""An explanation never pairs two words that do not translate each other."""

from pathlib import Path

import pytest

from matchmaker.matching.engine import BilingualReader, Language, TextIndex

READER = BilingualReader()


def pairs(mine: str, theirs: str, spoken: tuple[Language, Language]) -> set[tuple[str, str]]:
    """The words that two texts are said to share."""
    index = TextIndex(READER).fit([theirs, "autre chose"], [spoken[1], "fr"])
    return {(one, other) for one, other, _ in index.explain(mine, 0, spoken[0]) if one}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("la vie privée", "life"),
        ("la vie", "privacy"),
        ("feux de forêt", "traffic light"),
        ("les feux", "traffic light"),
        ("centre hospitalier", "data center"),
        ("tour de table", "equity stake"),
        ("sans fil", "wire"),
        ("non conforme", "compliant"),
    ],
)
def test_a_word_of_a_phrase_that_means_something_else_is_not_paired(mine: str, theirs: str) -> None:
    found = pairs(mine, theirs, ("fr", "en"))
    back = pairs(theirs, mine, ("en", "fr"))
    assert found <= {("centre", "center")}
    assert back == {(other, one) for one, other in found}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [("flight", "theft"), ("material", "hardware"), ("traffic light", "forest fire"), ("degree", "license")],
)
def test_two_words_of_one_language_that_share_a_translation_are_not_paired(mine: str, theirs: str) -> None:
    assert pairs(mine, theirs, ("en", "en")) == set()


@pytest.mark.parametrize(
    ("mine", "theirs", "pair"),
    [
        ("énergie", "energy supplier", ("energie", "energy")),
        ("feux de forêt", "fire", ("feu", "fire")),
        ("feux de forêt", "wildfire", ("feu foret", "wildfire")),
        ("déchets", "waste", ("dechet", "waste")),
        ("eau pluviale", "water", ("eau", "water")),
        ("procédé de fabrication", "manufacturing", ("fabrication", "manufacturing")),
        ("normalisation", "normalization", ("normalisation", "normalization")),
    ],
)
def test_a_phrase_that_meets_by_one_of_its_words_is_named_by_that_word(
    mine: str, theirs: str, pair: tuple[str, str]
) -> None:
    assert pairs(mine, theirs, ("fr", "en")) == {pair}


def test_two_phrases_of_the_same_meaning_are_paired_before_their_words() -> None:
    index = TextIndex(READER).fit(["apprentissage automatique"], ["fr"])
    found = [pair[:2] for pair in index.explain("machine learning", 0, "en")]
    assert found[0] == ("machine learn", "apprentissage automatique")
    assert set(found[1:]) <= {("learn", "apprentissage"), ("", "")}


def test_what_no_two_words_share_is_said_to_be_nobodys() -> None:
    index = TextIndex(READER).fit(["theft", "other"], ["en", "en"])
    assert index.scores("flight", language="en")[0] > 0.0
    assert [pair[:2] for pair in index.explain("flight", 0, "en")] == [("", "")]
    assert index.explain_many("flight", [0], "en", 0.1) == [[]]


def test_a_translation_that_was_learnt_and_may_be_chance_finds_and_is_not_told(tmp_path: Path) -> None:
    learnt = tmp_path / "learnt.tsv"
    learnt.write_text("eau\ttide\t0.3\t4\ngyropode\tpersonal transporter\t0.9\t40\n")
    index = TextIndex(BilingualReader([learnt])).fit(["high tide", "personal transporters"], ["en", "en"])
    assert index.scores("eau", language="fr")[0] > 0.0
    assert index.explain_many("eau", [0], "fr", 0.1) == [[]]
    assert index.explain("un gyropode", 1, "fr")[0][:2] == ("gyropode", "personal transporter")
