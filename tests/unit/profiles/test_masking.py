"""Nothing that reaches or names a person passes the mask, in whatever form it is written; other words do."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.profiles.masking import Kind, mask
from matchmaker.profiles.redaction import LEFT_OUT

PEOPLE = ("Camille Canari-Dupont", "Hélène Œuvrard", "Bjørn van der Meulen", "Wei Li", "Will Quillfeather")
SURNAMES = ("Canari", "Dupont", "Œuvrard", "Meulen", "Quillfeather", "Camille")
BETWEEN = ("", " ", ".", "-", "_", " . ", "\u00b7", "\u200b", "/", "*")
SENTENCE = "We pilot our sensors with {} and two districts."


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(sign for sign in plain if sign.isalnum() and sign.isascii())


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(SURNAMES), gap=st.sampled_from(BETWEEN), case=st.sampled_from(["l", "u", "t", "s"])
)
def test_a_surname_passes_in_no_case_spacing_or_spelling(name: str, gap: str, case: str) -> None:
    cased = {"l": name.lower(), "u": name.upper(), "t": name.title(), "s": name.swapcase()}[case]
    masked = mask(SENTENCE.format(gap.join(cased)), PEOPLE)
    assert folded(name) not in folded(masked.text)
    assert masked.kinds == {Kind.NAME}
    assert masked.text.startswith("We pilot our sensors with ")
    assert masked.text.endswith(" and two districts.")


@settings(max_examples=300, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(["our", "pilot", "in", "Lyon", "and", "the", "Bay", "TRL", "6,"]), max_size=8
    ),
    name=st.sampled_from(SURNAMES),
    place=st.integers(0, 8),
    more=st.text(max_size=20),
)
def test_wherever_a_name_stands_it_is_masked_and_once_masked_the_text_stays(
    words: list[str], name: str, place: int, more: str
) -> None:
    text = " ".join([*words[:place], name, *words[place:]]) + f" {more}"
    masked = mask(text, PEOPLE)
    assert name not in masked.text
    assert mask(masked.text, PEOPLE).text == masked.text


@given(st.text(max_size=600))
@settings(max_examples=300, deadline=None)
def test_any_text_at_all_can_be_masked(text: str) -> None:
    masked = mask(text, PEOPLE, ["Zyxwv Undisclosed", "zyxwv-undisclosed.example", "", "."])
    assert (masked.text == text) == (not masked.kinds)


@pytest.mark.parametrize(
    "text",
    [
        "jean dot dupont",
        "J. Dupont",
        "JDupont",
        "DupontJean",
        "Dupont, Jean",
        "Ｄｕｐｏｎｔ",
        "Dupоnt",  # with a Cyrillic o
        "D u pont",
        "d.u.p.o.n.t",
        "Jean Dùpônt",
    ],
)
def test_disguises_of_a_name_are_masked(text: str) -> None:
    masked = mask(f"Ask for {text} please", ["Jean Dupont"])
    assert masked.text == f"Ask for {LEFT_OUT} please"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("camille@firm.example", Kind.EMAIL),
        ("camille (at) firm", Kind.EMAIL),
        ("camille [arobase] firm point fr", Kind.EMAIL),
        ("camille at firm dot com", Kind.EMAIL),
        ("ｃａｍｉｌｌｅ＠firm.example", Kind.EMAIL),
        ("@camille_c", Kind.HANDLE),
        ("LinkedIn: cam-c", Kind.HANDLE),
        ("https://firm.example/deck?x=1", Kind.URL),
        ("www.firm.example", Kind.URL),
        ("firm.fr", Kind.URL),
        ("firm dot com", Kind.URL),
        ("firm (point) fr", Kind.URL),
        ("06 12 34 56 78", Kind.PHONE),
        ("0 6 1 2 3 4 5 6 7 8", Kind.PHONE),
        ("+33 (0)6 12 34 56 78", Kind.PHONE),
        ("(415) 555-2671", Kind.PHONE),
        ("zéro six douze trente-quatre cinquante-six soixante-dix-huit", Kind.PHONE),
        ("four one five, five five five, two six seven one", Kind.PHONE),
    ],
)
def test_ways_to_reach_somebody_are_masked(text: str, kind: Kind) -> None:
    masked = mask(f"Please use {text} , thanks")
    assert kind in masked.kinds
    assert masked.text.startswith("Please ")
    assert LEFT_OUT in masked.text
    assert not set(folded(masked.text.replace(LEFT_OUT, "")).replace("please", "").replace("use", "")) - set(
        "thanks"
    )


@pytest.mark.parametrize("text", ["camille.canari@firm.fr", "canari at firm dot com"])
def test_an_address_is_told_as_one_not_as_a_name_and_a_site_besides(text: str) -> None:
    assert mask(f"Write to {text}.", ["Camille Canari"]).kinds == {Kind.EMAIL}


def test_the_bracket_between_a_name_and_its_address_stays() -> None:
    masked = mask("I am Camille Canari (camille@firm.fr, 06 12 34 56 78).", ["Camille Canari"])
    assert masked.text == f"I am {LEFT_OUT} ({LEFT_OUT}, {LEFT_OUT})."


@pytest.mark.parametrize(
    "text",
    [
        "We raised EUR 2 500 000 in 2024 and aim for $12,000,000 in 2027-2028.",
        "Nous avons 120 000 utilisateurs, soit 35 % de plus qu’en 2025.",
        "Our B2B product runs on Node.js and ASP, e.g. for 3 cities.",
        "TRL 6, ISO 27001, EN 50128, 24/7 support, 18:30-19:30.",
        "We will grow in the will of the city; a list of lies, live.",
        "Le pont du quartier est un point de départ; au point de vue du climat.",
        "Réponse d’ici le 12.03.2026, merci.Bonne journée",
        "",
    ],
)
def test_plain_words_amounts_and_dates_pass(text: str) -> None:
    assert mask(text, (*PEOPLE, "Jean Dupont"), ["Acme Robotics", "acme.example"]).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Zyxwv Undisclosed",
        "zyxwvundisclosed",
        "Z y x w v",
        "zyxwv-undisclosed.example",
        "ZYXWV",
        "at Zyxwv's labs",
        "552 100 554",
    ],
)
def test_a_confidential_organisation_is_named_in_no_form(text: str) -> None:
    masked = mask(
        f"We are {text} of Paris", (), ["Zyxwv Undisclosed", "zyxwv-undisclosed.example", "552100554"]
    )
    assert Kind.ORGANISATION in masked.kinds
    assert "zyxwv" not in folded(masked.text)
    assert "552100554" not in folded(masked.text)


def test_generic_words_of_a_name_pass_alone() -> None:
    marks = ["Paris Digital Partners", "paris-digital.example"]
    assert mask("Paris partners with digital firms", (), marks).text == "Paris partners with digital firms"


@pytest.mark.parametrize(
    "words", ["Learn more", "Visit us", "Our demo", "En savoir plus", "Details are online"]
)
def test_before_a_web_address_only_the_address_is_masked(words: str) -> None:
    told = f"{words} at firm.com/pilots today"
    assert mask(told).text == f"{words} at {LEFT_OUT} today"
    assert mask(told.replace("at firm", "chez firm")).text == f"{words} chez {LEFT_OUT} today"


@pytest.mark.parametrize("address", ["jdoe at firm.com", "j.doe at firm dot com", "contact chez firm.fr"])
def test_an_address_spelled_before_a_web_address_goes_with_it(address: str) -> None:
    masked = mask(f"Write to {address} please")
    assert masked.text == f"Write to {LEFT_OUT} please"
    assert Kind.EMAIL in masked.kinds


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Rose Grant", "a grant of the city, whose share rose"),
        ("Jo Baker", "a baker in every street"),
        ("Anne Marchand", "un marchand de tissus"),
        ("Luc Rivière", "le long de la rivière"),
        ("Pat Stone", "milestones in stone"),
    ],
)
def test_a_name_that_is_a_word_of_either_language_passes_in_small_letters_alone(name: str, text: str) -> None:
    assert mask(text, [name]).text == text
    first, last = name.split()
    for disguise in (last, last.upper(), " ".join(last.lower()), name.lower(), f"{last}, {first}".lower()):
        assert mask(f"ask {disguise} first", [name]).text == f"ask {LEFT_OUT} first"
