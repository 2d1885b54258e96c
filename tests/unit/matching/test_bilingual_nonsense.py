"""Nonsense that must not happen between French and English texts."""

import numpy as np
import pytest

from matchmaker.matching.engine import BilingualReader, FieldReader, Language, TextIndex
from tests.unit.matching.texts import ODD_TEXTS

READER = BilingualReader()
SENTENCES = (
    "les villes et les déchets",
    "it is for us",
    "nous aidons les villes, il a une idée",
    "retail chains maintain fair trade by email",
    "la rhétorique des maisons",
)


def found(query: str, *texts: str) -> list[int]:
    rows: list[int] = TextIndex(READER).fit(texts).query(query)[0].tolist()
    return rows


def test_artificial_intelligence_is_not_in_retail() -> None:
    assert found("AI", *SENTENCES) == []
    assert found("AI", *SENTENCES, "AI for ports") == [len(SENTENCES)]


def test_artificial_intelligence_is_the_same_in_both_languages() -> None:
    assert found("AI", *SENTENCES, "une IA pour les ports") == [len(SENTENCES)]
    assert found("IA", *SENTENCES, "AI for ports") == [len(SENTENCES)]
    assert found("intelligence artificielle", *SENTENCES, "AI for ports") == [len(SENTENCES)]


@pytest.mark.parametrize("acronym", ["AI", "IA", "US", "IT", "LES", "RH"])
def test_an_acronym_alone_finds_the_texts_that_bear_it_as_an_acronym(acronym: str) -> None:
    texts = (*SENTENCES, f"The {acronym} of our company", f"Une société de {acronym} pour les ports")
    assert set(found(acronym, *texts)) == {len(SENTENCES), len(SENTENCES) + 1}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("e-sport", "esport"),
        ("co-working", "coworking"),
        ("chat-bot", "chatbot"),
        ("chat-bots", "chatbot"),
        ("e‑commerce", "ecommerce"),
        ("start-up", "startup"),
        ("real-time", "real time"),
        ("temps-réel", "temps réel"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_word_with_and_without_its_hyphen_is_one_word(one: str, other: str, language: Language) -> None:
    spoken: list[Language | None] = [*[None] * len(SENTENCES), language]
    index = TextIndex(READER).fit([*SENTENCES, other], spoken)
    rows, scores = index.query(one, language=language)
    assert rows[0] == len(SENTENCES)
    assert scores[0] == pytest.approx(1.0)


@pytest.mark.parametrize(
    "empty",
    [
        *("", "les des une voire pourtant celle-ci", "the of and it is", "l' d' qu' '", "2024 1,000 42%"),
        *("🚀🌍👩‍🚀", "人工智能创业公司", "<div class='a'></div>", "\x00 \x07 \x1b[31m", "?!… « » ()"),
    ],
)
def test_a_text_without_meaning_matches_nothing_and_is_matched_by_nothing(empty: str) -> None:
    texts = (*SENTENCES, "AI for ports", "la gestion des déchets en 2024 🚀")
    assert found(empty, *texts) == []
    for query in texts:
        assert len(texts) not in found(query, *texts, empty)


def test_gold_and_mines_mean_something() -> None:
    assert found("une mine d'or", "a gold mine in Nevada", "du miel et des noix") == [0]
    assert TextIndex(READER).fit(["une mine d'or", "les villes"]).query("or", language="fr")[0].tolist() == [
        0
    ]


def test_goods_are_not_well_and_powers_are_not_can() -> None:
    assert found("biens et services", "goods and services", "tout va bien") == [0]


def test_ten_thousand_words_do_not_outrank_one_exact_answer() -> None:
    padded = "déchets " + " ".join(f"mot{number}a" for number in range(10_000))
    assert found("waste sorting", padded, "le tri des déchets") == [1, 0]


def test_one_bad_profile_never_breaks_the_index_for_the_others() -> None:
    clean = ["Des robots trient les déchets", "urban logistics", "waste to energy"]
    alone = TextIndex(READER).fit(clean).query("robots that sort waste")[0].tolist()
    index = TextIndex(READER).fit([*clean, *ODD_TEXTS])
    rows = [row for row in index.query("robots that sort waste")[0].tolist() if row < len(clean)]
    assert rows == alone == [0, 2]
    for row, odd in enumerate(ODD_TEXTS, start=len(clean)):
        calibrated = index.comparable(odd)
        assert np.isfinite(calibrated).all()
        assert (calibrated >= 0).all()
        index.explain(odd, row)
        index.replace(row, "des mots simples")
    assert index.query("robots that sort waste")[0].tolist()[:2] == [0, 2]


def test_an_amount_carries_no_match_and_a_generation_of_networks_does() -> None:
    reader = FieldReader()
    amounts = reader.terms("Cheques of 500k to 5M, ten times 10x", "en")
    assert [term for term in amounts if term[3].isdigit() and reader.weight(term) == 1.0] == []
    assert all(reader.weight(term) == 1.0 for term in reader.terms("5G 3D", "en"))


def test_how_funds_talk_to_founders_is_no_subject() -> None:
    reader = FieldReader()
    said = "Feel free to reach out and tackle challenges; we prefer outstanding founders with traction."
    assert reader.mass(said, "en") < 2.0
