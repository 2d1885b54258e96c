"""How French and English words are read before they meet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from matchmaker.matching.engine import BilingualReader, Language, merged, occurrences
from matchmaker.matching.engine.bilingual.forms import forms
from matchmaker.matching.engine.bilingual.languages import detect, stretches
from tests.unit.matching.texts import ODD_TEXTS, texts

READER = BilingualReader()


def lemmas(text: str, language: Language | None) -> list[str]:
    return [term[3:] for term in READER.terms(text, language)]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("e-sport", "esport", "fr"),
        ("co-working", "coworking", "en"),
        ("chat-bot", "chatbot", "en"),
        ("chat-bots", "chatbot", "fr"),
        ("start-up", "startup", "fr"),
        ("e‑commerce", "ecommerce", "fr"),
        ("DÉCHETS", "déchet", "fr"),
        ("dechets", "déchets", "fr"),
        ("l'énergie", "énergies", "fr"),
        ("qu’Airbus", "Airbus", "fr"),
        ("villes", "ville", "fr"),
        ("companies", "company", "en"),
        ("organisations", "organization", "en"),
        ("colour", "color", "en"),
        ("R&D", "r&d", "en"),
        ("de\u0301chets", "déchet", "fr"),
        ("APIs", "API", "en"),
        ("SMEs", "SME", "en"),
        ("PMEs", "PME", "fr"),
        ("sous-répertoires", "sous-répertoire", "fr"),
        ("Sous-traitants", "sous-traitant", "fr"),
        ("plates-formes", "plateforme", "fr"),
        ("plate-forme", "plateforme", "fr"),
        ("familiale", "familial", "fr"),
        ("minières", "minier", "fr"),
        ("directrice", "directeur", "fr"),
    ],
)
def test_two_spellings_are_one_word(one: str, other: str, language: Language) -> None:
    assert lemmas(one, language) == lemmas(other, language) != []


def test_two_words_joined_by_a_hyphen_stay_two() -> None:
    assert lemmas("Seine-Maritime", "fr") == ["seine", "maritime"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("les villes", "fr", ["ville"]),
        ("LES is a lab", "en", ["les", "lab"]),
        ("the US market", "en", ["us", "market"]),
        ("j'ai une IA", "fr", ["ia"]),
        ("une AI nouvelle", "fr", ["ai"]),
        ("CALL US NOW", "en", ["call", "us", "now"]),
        ("CALL US NOW FOR WASTE", "en", ["call", "waste"]),
        ("the voice of customer", "fr", ["voice", "customer"]),
        ("du thé et du maïs", "fr", ["the", "mais"]),
        ("2024 l' d' qu'", "fr", []),
        ("une mise à jour du réseau", "fr", ["mise jour", "reseau"]),
        ("en trois jours et deux mois", "fr", []),
        ("a third-party app", "en", ["third party", "app"]),
        ("a third of the first year", "en", []),
    ],
)
def test_stop_words_of_a_language_go_and_acronyms_stay(
    text: str, language: Language, expected: list[str]
) -> None:
    assert lemmas(text, language) == expected


@pytest.mark.parametrize("plural", ["customs", "goods", "glasses", "securities", "spirits"])
def test_a_plural_that_means_something_else_is_a_word_of_its_own(plural: str) -> None:
    singular = {"securities": "security", "glasses": "glass"}.get(plural, plural[:-1])
    assert lemmas(plural, "en") == [plural] != lemmas(singular, "en")


@pytest.mark.parametrize(
    ("participle", "verb", "noun"),
    [("équipées", "équiper", "équipe"), ("chiffré", "chiffrer", "chiffre"), ("fermée", "fermer", "ferme")],
)
def test_an_accent_tells_a_participle_from_a_noun(participle: str, verb: str, noun: str) -> None:
    assert lemmas(participle, "fr") == lemmas(verb, "fr") != lemmas(noun, "fr")


def test_a_phrase_of_the_glossary_is_one_term() -> None:
    assert "levee fonds" in lemmas("une levée de fonds en cours", "fr")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("éolienne flottante", "fr"),
        ("tri des déchets", "fr"),
        ("logistique urbaine", "fr"),
        ("waste sorting", "en"),
        ("We build robots for the city.", "en"),
        ("AI", "en"),
    ],
)
def test_the_language_of_a_text_is_told(text: str, language: Language) -> None:
    assert detect(text) == language


def test_each_sentence_of_a_mixed_text_is_read_in_its_own_language() -> None:
    text = "Nous trions les déchets des villes. We sort the waste of our cities.\nEt nous en sommes fiers."
    assert [
        (text[start:end].split(maxsplit=1)[0], spoken) for start, end, spoken in stretches(text, None)
    ] == [
        ("Nous", "fr"),
        ("We", "en"),
        ("Et", "fr"),
    ]
    assert {"fr:dechet", "en:waste", "fr:ville", "en:city"} <= set(READER.terms(text))


@given(st.one_of(texts, st.text(max_size=60)), st.sampled_from(["fr", "en", None]))
@settings(max_examples=200, deadline=None)
def test_every_term_is_found_where_it_stands(text: str, language: Language | None) -> None:
    tokens = READER.tokens(text, language)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    for term in set(lemmas(text, language)):
        assert occurrences(tokens, [term])
    assert merged((token.start, token.end) for token in tokens) == sorted(
        merged((token.start, token.end) for token in tokens)
    )


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_are_read_without_harm(text: str) -> None:
    for language in ("fr", "en", None):
        READER.terms(text, language)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_forms_and_lemmas_are_those_that_simplemma_gives(language: Language) -> None:
    given_ = DEFAULT_DICTIONARY_FACTORY.get_dictionary(language)
    assert len(given_) > 100_000
    for form in [*list(given_)[::5000], "éoliennes", "databases", "qwzx"]:
        assert forms(language).exact(form) == given_.get(form)
        assert forms(language).lists(form) == (form in given_)


def test_names_alone_are_in_the_language_that_py3langid_finds_of_the_two() -> None:
    both = LanguageIdentifier.from_model_file(MODEL_FILE)
    both.set_languages(["fr", "en"])
    names = [
        "Kraszewski Wojciechowska Zbigniewski Przybylski Szczepańska",
        "Quervilleau Montrochefort Vauxgirandeau Chantemerlois Brissonneau",
        "Vandenberghe Christchurch Knightsbridge Worcestershire Thwaites",
    ]
    assert [detect(text) for text in names] == [both.classify(text)[0] for text in names]
