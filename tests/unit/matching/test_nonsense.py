"""Nonsense that must not happen: matches no person would call a match, profiles that break the others."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matchmaker.matching.engine import TextIndex, WordAnalyzer, spans
from tests.unit.matching.texts import ODD_TEXTS


def found(query: str, *texts: str) -> list[int]:
    rows: list[int] = TextIndex().fit(texts).query(query)[0].tolist()
    return rows


def test_ai_is_not_in_retail() -> None:
    assert found("AI", "retail chains and email", "maintain fair trade", "AI for ports") == [2]


def test_french_articles_are_not_the_acronym_les() -> None:
    assert found("LES", "les villes et les déchets", "LES is a lab of the Lower East Side") == [1]


def test_an_acronym_alone_finds_the_texts_that_bear_it() -> None:
    assert found("US", "give us a call", "entering the US market") == [1]
    assert found("IT", "it is a marketplace", "IT services for banks") == [1]


def test_a_text_all_in_capitals_has_no_acronyms() -> None:
    assert found("US", "CALL US NOW FOR MORE WASTE SORTING") == []


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("réduction des DÉCHETS", "dechets"),
        ("de\u0301chets urbains", "déchets"),
        ("l'énergie solaire", "énergie"),
        ("l’énergie solaire", "energie"),
        ("plateforme d'IA", "IA"),
        ("jusqu'ici qu'Airbus", "airbus"),
        ("the startup's robots", "startup"),
        ("notre cœur de métier", "coeur"),
        ("R&D partner wanted", "r&d"),
        ("in\u00adno\u00advation", "innovation"),
        ("Paris&co", "paris"),
        ("<b>waste</b> sorting", "waste"),
    ],
)
def test_spelling_does_not_hide_a_word(written: str, asked: str) -> None:
    assert found(asked, "something else entirely", written) == [1]


@pytest.mark.parametrize(
    "empty", ["", "les des une the of", "don't aujourd'hui c'est qu'il", "2024 1,000 42%", "🚀"]
)
def test_a_text_without_meaning_matches_nothing(empty: str) -> None:
    assert found(empty, "the startup of 2024", "une ville 🚀 42% of") == []


def test_markup_is_not_a_subject() -> None:
    assert found("<div class='grid'>solar</div>", "<div class='grid'>fintech</div>", "solar roofs") == [1]


def test_one_bad_profile_never_breaks_the_ranking_of_the_others() -> None:
    clean = ["waste sorting robots", "urban logistics", "waste to energy"]
    index = TextIndex().fit([*clean, *ODD_TEXTS])
    rows = index.query("waste robots sorting")[0].tolist()
    assert rows[:2] == [0, 2]
    for row, odd in enumerate(ODD_TEXTS, start=len(clean)):
        scores = index.scores(odd)
        assert ((scores >= 0) & (scores <= 1)).all()
        index.explain(odd, row)
        index.replace(row, "plain words")
    assert index.query("waste robots sorting")[0].tolist()[:2] == [0, 2]


def test_ten_thousand_words_do_not_outrank_one_exact_answer() -> None:
    padded = "waste " + " ".join(f"filler{number}" for number in range(10_000))
    assert found("waste sorting", padded, "waste sorting") == [1, 0]


@given(st.text(max_size=60))
@example("a\ufc5e\u0301 \ufe70\ufe70\ufe70")  # marks that Unicode takes apart into a space and a mark
@settings(max_examples=200, deadline=None)
def test_reading_a_text_gives_the_same_words_with_and_without_their_places(text: str) -> None:
    analyzer = WordAnalyzer()
    tokens = analyzer.tokens(text)
    words = [term for term in analyzer(text) if " " not in term]
    assert [token.term for token in tokens] == words
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert spans(text, analyzer(text)) == spans(text, words) or len(words) > 1
