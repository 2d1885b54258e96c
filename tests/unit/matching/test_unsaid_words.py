"""What a card names as shared tells its reader something: neither home places nor words that anybody uses."""

import pytest

from matchmaker.matching.documents import Words
from matchmaker.matching.engine import BilingualReader, FieldReader, TextIndex
from matchmaker.matching.explain import Text, Way, shared_way

READER = FieldReader()


def shared(mine: str, theirs: str) -> Way:
    """What two texts share, as a card names it."""
    index = TextIndex(READER).fit([mine, theirs], [None, None])
    explained = index.explain(mine, 1, None)
    ours, others = (Text.of([Words(text)], None, READER) for text in (mine, theirs))
    return shared_way(ours, others, explained)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("We look for a pilot in the City and in the Bay Area", "A fund of the Bay Area beside the City"),
        ("Nous cherchons une ville d'Île-de-France", "Startups of the Paris region and of other cities"),
        ("Nous travaillons seuls", "Un fondateur seul"),
        ("Des produits propres", "Nous investissons en fonds propres"),
    ],
)
def test_places_at_home_here_and_general_words_are_no_reason(mine: str, theirs: str) -> None:
    assert shared(mine, theirs) == Way()


def test_what_tells_something_is_named_though_general_words_stand_beside_it() -> None:
    way = shared("We sort waste in the city", "Cities of the Bay Area that want less waste")
    assert way.terms == ("waste",)
    assert [text for one in way.mine for text, marked in one.pieces if marked] == ["waste"]


def test_a_general_word_stays_within_a_phrase_that_tells_something() -> None:
    assert "city council" in shared("We sell to the city council", "Pilots with a city council").terms


def test_of_a_word_and_a_phrase_that_holds_it_only_the_word_is_shared() -> None:
    assert shared("We save energy", "Energy suppliers buy from us").terms == ("energy",)


def test_a_text_weighs_the_same_whether_it_was_fitted_or_added() -> None:
    pitch, other = "An innovative startup that recycles plastic waste", "Une jeune entreprise de pompes à eau"
    TextIndex(BilingualReader()).fit([pitch, other])  # another kind of reader over the same lexicons
    fitted, added = TextIndex(FieldReader()).fit([pitch, other]), TextIndex(FieldReader()).fit([other])
    added.add(pitch)
    for query in ("startup", "waste", "entreprise innovante"):
        assert fitted.scores(query).tolist() == added.scores(query)[[1, 0]].tolist()
