"""Sectors that texts tell of who states none: a guess that helps the ranking, and closes no gate."""

from dataclasses import replace

import numpy as np
import pytest

from matchmaker.matching.engine import Candidate, FieldReader, Scored, closed_gates, score
from matchmaker.matching.engine.leaning import Code, field_words, fields_told, listed_name
from matchmaker.matching.engine.parts import NOT_STATED
from matchmaker.matching.engine.spaces import Language
from matchmaker.taxonomy import Sector, SubSector, parent_of
from tests.unit.matching.drawn_candidates import NOW, silent
from tests.unit.matching.test_ranking import one, written


def sectors_told(own: str, aside: str, language: Language | None) -> set[Code]:
    """The sectors alone that texts tell of who states none."""
    return set(map(parent_of, fields_told(own, aside, language)))


def test_every_listed_word_is_one_term_that_texts_can_hold() -> None:
    words = [word for listed in field_words().values() for word in listed]
    assert {listed_name(word) for word in words}
    assert {parent_of(code) for code in field_words()} == set(Sector)
    for listed in field_words().values():
        assert len(set(listed)) == len(listed)


def test_a_word_that_means_much_besides_stands_under_a_field_too() -> None:
    besides = {listed_name(word) for word in field_words()[Sector.ANY]}
    of_fields = [words for code, words in field_words().items() if code is not Sector.ANY]
    assert besides <= {listed_name(word) for words in of_fields for word in words}


@pytest.mark.parametrize(
    ("french", "english", "sector"),
    [
        ("Un scanner pour les dents des enfants.", "A scanner for children's teeth.", Sector.HEALTH_MEDTECH),
        ("Des robots pour les vergers.", "Robots for orchards.", Sector.FOODTECH_AGRI),
        ("La facture et le paiement.", "Invoices and how they are paid: payment.", Sector.FINTECH_INSURTECH),
        ("Camions et marchandises, fret.", "Trucks and freight.", Sector.MOBILITY),
        ("Des fusées et des satellites.", "Rockets and satellites.", Sector.SPACE),
    ],
)
def test_both_languages_tell_the_same_sector(french: str, english: str, sector: Sector) -> None:
    assert sector in sectors_told(french, "", "fr")
    assert sector in sectors_told(english, "", "en")
    assert sectors_told(english, "", "en") == sectors_told(english, "", None)


def test_a_thesis_without_a_subject_and_silence_tell_none() -> None:
    assert sectors_told("We back relentless founders early, whatever they build.", "", "en") == set()
    assert sectors_told("Nous cherchons des équipes hors du commun.", "", "fr") == set()
    assert sectors_told("", "", None) == set()


def test_what_funds_say_of_themselves_tells_no_field() -> None:
    said = "Seed first: we lead seed rounds after due diligence, our podcast helps founders recruit."
    assert sectors_told(said, "", "en") == set()
    said = "Wealth for our shareholders, debt where equity is dear, asset management without stress."
    assert sectors_told(said, "", "en") == set()
    said = "Our corporate fund wants decarbonation and a fair financial return."
    assert sectors_told(said, "", "en") == {Sector.CLIMATE_ENERGY}


def test_coins_are_no_means_of_payment() -> None:
    assert fields_told("Crypto custody on a blockchain.", "", "en") == {Sector.FINTECH_INSURTECH}


def test_a_word_of_two_fields_tells_neither_by_itself() -> None:
    assert sectors_told("We look after vessels.", "", "en") == set()
    assert sectors_told("We look after vessels in the harbor.", "", "en") == {Sector.MOBILITY}
    assert sectors_told("We look after vessels around the heart.", "", "en") == {Sector.HEALTH_MEDTECH}


def test_a_word_that_means_much_besides_tells_nothing_by_itself() -> None:
    assert sectors_told("Stop the waste of memory.", "", "en") == set()
    assert sectors_told("Waste and compost.", "", "en") == {Sector.WASTE_CIRCULAR}


def test_texts_tell_the_finer_field_within_a_sector_that_is_stated_and_no_other_sector() -> None:
    text = "Vaccines and antibodies for rare diseases, grown near an orchard."
    assert fields_told(text, "", "en", (Sector.BIOTECH,)) == {SubSector.BIOTECH_THERAPEUTICS}
    assert fields_told("Des enzymes et des levures.", "", "fr", (Sector.BIOTECH,)) == {
        SubSector.BIOTECH_INDUSTRIAL
    }
    assert fields_told(text, "", "en", (Sector.ANY,)) == set()


def test_what_one_says_of_itself_goes_before_what_it_says_of_others() -> None:
    mine, theirs = "We insure harvests: insurance.", "Orchards and vineyards to start with."
    assert Sector.FINTECH_INSURTECH in sectors_told(mine, theirs, "en")
    assert sectors_told("Insurance.", "An orchard.", "en") == {Sector.FINTECH_INSURTECH}


def test_nothing_but_words_of_fields_counts() -> None:
    text = "Ngozi and her team press olives and grapes."
    for other in ("Wolfgang and his team press olives and grapes.", f"{text} It takes a long time."):
        assert sectors_told(text, "", "en") == sectors_told(other, "", "en")


def test_other_words_of_fields_refuse_an_older_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    before = FieldReader().fingerprint()
    fewer = {sector: words[1:] for sector, words in field_words().items()}
    monkeypatch.setattr("matchmaker.matching.engine.field.field_words", lambda: fewer)
    assert FieldReader().fingerprint() != before


FIRM = one(1, "startup", "paris", leaning={"mobility"})
HOSTS = [
    one(2, "investor", "silicon_valley", sectors=sectors)
    for sectors in ({"mobility"}, set(), {"travel"}, {"legaltech"})
]


def met(viewer: Candidate, hosts: list[Candidate]) -> Scored:
    return score(viewer, hosts, written([0.2] * len(hosts), [0.2] * len(hosts)))


def test_a_sector_that_texts_tell_draws_words_and_scores_its_way_and_less_than_a_stated_one() -> None:
    read = met(FIRM, HOSTS)
    stated = met(replace(FIRM, sectors=FIRM.leaning), HOSTS)
    silent_ = met(replace(FIRM, leaning=frozenset()), HOSTS)
    same, unstated, beside, apart = range(4)
    assert stated.fit.value[same] > read.fit.value[same] > silent_.fit.value[same]
    assert read.fit.value[apart] < silent_.fit.value[apart]
    assert stated.fit.value[apart] < read.fit.value[apart]
    part = read.parts["sector"]
    assert part.value[same] > part.value[beside] > part.value[apart] > 0
    assert part.value[unstated] == NOT_STATED


def test_what_is_read_from_texts_is_never_said_to_be_stated() -> None:
    assert not met(FIRM, HOSTS).parts["sector"].stated.any()
    assert met(replace(FIRM, sectors=FIRM.leaning), HOSTS).parts["sector"].stated.tolist() == [
        True,
        False,
        True,
        True,
    ]


def test_who_states_a_sector_is_not_guessed_at() -> None:
    firm = replace(FIRM, sectors=frozenset({"legaltech"}))
    plain = replace(firm, leaning=frozenset())
    assert np.array_equal(met(firm, HOSTS).total, met(plain, HOSTS).total)


def test_no_gate_closes_on_what_texts_tell() -> None:
    refusing = one(2, "investor", "silicon_valley", excluded={"mobility"})
    elsewhere = one(3, "programme", "silicon_valley", sectors={"legaltech"}, direction="paris_to_sv")
    for host in (refusing, elsewhere):
        assert closed_gates(FIRM, host, NOW) == ()
        assert closed_gates(replace(FIRM, sectors=FIRM.leaning), host, NOW) != ()
    assert score(FIRM, [elsewhere], silent(1), moment=NOW).open.all()


def test_finer_fields_that_texts_tell_part_two_of_one_sector_unless_one_states_its_own() -> None:
    firm = one(1, "startup", "paris", sectors={"biotech"}, leaning={"biotech.therapeutics"})
    host = one(2, "investor", "silicon_valley", sectors={"biotech"})
    told = [set(), {"biotech.therapeutics"}, {"biotech.industrial"}]
    hosts = [replace(host, leaning=frozenset(codes)) for codes in told]
    stated = replace(hosts[2], sub_sectors=frozenset({"biotech.therapeutics"}))
    silent_, same, other, own = met(firm, [*hosts, stated]).parts["sector"].value.tolist()
    assert same == own > silent_ > other > NOT_STATED
