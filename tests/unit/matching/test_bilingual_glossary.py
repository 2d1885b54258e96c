"""The glossary: every row can be used, none leads in a circle, and false friends are told apart."""

from pathlib import Path

import pytest

from matchmaker.matching.engine.analysis import fold
from matchmaker.matching.engine.bilingual.glossary import GlossaryError, compounds, cycles, glossary, parse
from matchmaker.matching.engine.bilingual.lexicon import Entry, Lexicon, read_lexicon
from matchmaker.matching.engine.bilingual.reader import BilingualReader

FALSE_FRIENDS = {
    "éventuel": "eventual",
    "actuel": "actual",
    "actuellement": "actually",
    "assister": "assist",
    "location": "location",
    "formation": "formation",
    "librairie": "library",
    "sensible": "sensible",
    "demander": "demand",
    "issue": "issue",
}


def english_of(word: str, reader: BilingualReader) -> set[str]:
    """English lemmas that a French word stands for; a name both languages share counts."""
    shared = [name for term in reader.terms(word, "fr") for name, _ in reader.shared(term)]
    return {name.removeprefix("en:") for name in shared if not name.startswith("fr:")}


def _read(french: str, reader: BilingualReader) -> set[str]:
    return {term.removeprefix("fr:") for term in reader.terms(french, "fr")}


def test_no_row_is_malformed_or_repeated() -> None:
    assert glossary()


def test_there_are_headwords_enough_without_plurals_and_word_for_word_compounds() -> None:
    reader, made = BilingualReader(), set(compounds(glossary()))
    headwords = [entry.french for entry in glossary() if entry.french not in made]
    assert len({tuple(reader.terms(headword, "fr")) for headword in headwords}) >= 6000


def test_no_translation_leads_back_to_another_word() -> None:
    assert cycles(glossary()) == []


def test_every_row_is_listed_as_texts_are_read() -> None:
    reader = BilingualReader()
    missed = [entry.french for entry in glossary() if entry.french not in _read(entry.french, reader)]
    assert len(missed) < 0.02 * len(glossary()), missed


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("déchet", "expected French, tab, English"),
        ("déchet\t", "expected French, tab, English"),
        (" déchet\twaste", "nothing around them"),
        ("déchet\twaste;;refuse", "'' is no lemma"),
        ("déchet\twaste; refuse", "' refuse' is no lemma"),
        ("un deux trois quatre cinq\tfive", "up to 4 words"),
        ("déchet\twaste;waste", "listed twice"),
        ("déchet\twaste;refuse\t1", "one weight"),
        ("déchet\twaste\t2", "one weight"),
        ("déchet\twaste\theavy", "one weight"),
        ("déchet\twaste\ndechet\trefuse", "'dechet' is listed twice"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(row: str, fault: str) -> None:
    with pytest.raises(GlossaryError, match=fault):
        parse(row)


def test_cycles_are_found() -> None:
    entries = [Entry("location", (("rental", 1.0),)), Entry("rental", (("location", 1.0),))]
    assert cycles(entries) == ["location", "rental"]


def test_cycles_of_three_are_found_and_what_only_leads_into_one_is_not_blamed() -> None:
    leads = {"a": "b", "b": "c", "c": "a", "x": "a", "self": "self"}
    assert cycles(Entry(french, ((english, 1.0),)) for french, english in leads.items()) == ["a", "b", "c"]


def test_a_compound_is_what_its_words_say_and_no_more() -> None:
    rows = "mur\twall\nvert\tgreen\nmur vert\tgreen wall\ncapital\tcapital\nmur capital\tload-bearing wall"
    assert compounds(parse(rows)) == ["mur vert"]


@pytest.mark.parametrize(("french", "english"), FALSE_FRIENDS.items())
def test_false_friends_do_not_meet(french: str, english: str) -> None:
    reader = BilingualReader()
    shared = [pair for term in reader.terms(french, "fr") for pair in reader.shared(term)]
    english_first = max(
        (pair for pair in shared if not pair[0].startswith("fr:")), key=lambda pair: pair[1], default=("", 0)
    )
    assert english_first[0].removeprefix("en:") != fold(english)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("entreprise", "company"),
        ("société", "company"),
        ("collectivité", "local authority"),
        ("formation", "train"),
        ("location", "rental"),
        ("IA", "ai"),
        ("levée de fonds", "fundraising"),
        ("déchets", "waste"),
        ("biométrique", "biometric"),
    ],
)
def test_words_of_the_trade_find_their_english(french: str, english: str) -> None:
    assert english in english_of(french, BilingualReader())


def test_an_extra_lexicon_adds_and_the_glossary_keeps_its_say(tmp_path: Path) -> None:
    extra = tmp_path / "extra.tsv"
    extra.write_text("gyropode\tpersonal transporter\t0.9\ndechet\tlitter\t0.2\n")
    reader = BilingualReader([extra])
    assert "personal transporter" in english_of("gyropodes", reader)
    assert {"waste", "litter"} <= english_of("déchets", reader)
    assert reader.fingerprint() != BilingualReader().fingerprint()


@pytest.mark.parametrize("row", ["dechet\twaste", "dechet\twaste\t0", "\twaste\t1", "dechet\twaste\tmuch"])
def test_a_malformed_extra_lexicon_is_refused_with_its_line(tmp_path: Path, row: str) -> None:
    extra = tmp_path / "extra.tsv"
    extra.write_text(f"eau\twater\t1.0\n{row}\n")
    with pytest.raises(ValueError, match=r"extra\.tsv, line 2"):
        read_lexicon(extra)


def test_each_source_has_one_vote_for_a_word_however_many_rows_it_spends() -> None:
    few = [Entry("eau", (("water", 1.0),))]
    many = [Entry("eau", ((other, 1.0),)) for other in ("launch", "flood", "stream", "river")]
    assert dict(Lexicon.of([few, many]).french["eau"])["water"] ** 2 == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("french", "english", "denied"),
    [
        ("réseau sans fil", "wireless", "wire"),
        ("paiement sans contact", "contactless payment", "contact"),
        ("dispositif non invasif", "noninvasive", "invasive"),
        ("capteur non-invasif", "noninvasive", "invasive"),
        ("apprentissage non supervisé", "unsupervised learn", "supervise"),
        ("financement non dilutif", "nondilutive funding", "dilutive"),
    ],
)
def test_what_is_denied_is_translated_as_denied(french: str, english: str, denied: str) -> None:
    found = english_of(french, BilingualReader())
    assert english in found
    assert denied not in found


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("contact", "contactless"),
        ("risque", "safe"),
        ("superviser", "unsupervised"),
        ("moteur", "backend"),
        ("rive", "bank"),
        ("appareil", "camera"),
    ],
)
def test_a_word_has_not_the_meaning_of_a_phrase_it_stands_in(french: str, english: str) -> None:
    assert english not in english_of(french, BilingualReader())


def test_a_word_of_many_meanings_is_a_common_one_and_comes_before_a_rare_synonym() -> None:
    entries = parse("fournir\tprovide;supply;offer\nsubvenir\tprovide")
    assert [french for french, _ in Lexicon.of([entries]).english["provide"]] == ["fournir", "subvenir"]
