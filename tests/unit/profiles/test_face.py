"""What a face shows to whom."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.core.text import fold
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import OUTSIDER, Viewer
from matchmaker.profiles.teaser import Face, face, identifies
from matchmaker.taxonomy import Kind
from tests.unit.profiles.strategies import HOST, MARK, NAME, organisations

STRANGERS = st.builds(Viewer, own=st.frozensets(st.integers(min_value=8, max_value=99)))


def everything(shown: Face) -> str:
    """All that the face holds or says, as one folded text."""
    said: list[Any] = [vars(shown), shown.title, shown.subtitle, shown.texts_for("fr")]
    return fold(repr(said))


@given(organisations(confidential=True), STRANGERS)
def test_no_face_of_a_confidential_organisation_tells_a_stranger_who_it_is(
    organisation: Organisation, viewer: Viewer
) -> None:
    shown = everything(face(organisation, viewer))
    joined = shown.replace(" ", "")
    for secret in (NAME, HOST, MARK, "732829320", "171717", "4242", "1987", "2031", "pantin", "consulate"):
        assert fold(secret).replace(" ", "") not in joined


@given(organisations(confidential=True))
def test_a_confidential_face_keeps_what_the_ranking_needs_to_explain(organisation: Organisation) -> None:
    shown = face(organisation, OUTSIDER)
    assert shown.sectors == tuple(organisation.sectors)
    assert shown.themes == tuple(organisation.themes or ())
    assert set(shown.facts) <= {"stage", "stages", "traction"}
    assert shown.title.startswith("Confidential")


@given(organisations(), st.booleans())
def test_members_and_staff_see_all_of_a_profile(organisation: Organisation, is_staff: bool) -> None:
    viewer = Viewer(is_staff=True) if is_staff else Viewer(own=frozenset({organisation.id}))
    shown = face(organisation, viewer)
    assert shown.full
    assert shown.title == NAME
    assert shown.website == f"https://{HOST}/"
    assert shown.private.get("conflicts", []) == (organisation.conflicts or [])


@given(organisations(confidential=False), STRANGERS)
def test_an_open_profile_shows_its_name_and_texts_but_no_conflicts(
    organisation: Organisation, viewer: Viewer
) -> None:
    shown = face(organisation, viewer)
    assert shown.title == NAME
    assert not shown.private
    assert "732829320" not in everything(shown)
    assert not shown.full


def test_the_text_in_the_readers_language_comes_first() -> None:
    organisation = Organisation(
        id=1, version=1, kind=Kind.STARTUP, name="Firm", description_fr="Bonjour", description_en="Hello"
    )
    organisation.entries, organisation.startup = [], None
    shown = face(organisation, OUTSIDER)
    assert shown.texts_for("fr") == [("fr", "Bonjour"), ("en", "Hello")]
    assert shown.texts_for("en") == [("en", "Hello"), ("fr", "Bonjour")]


def test_a_common_word_in_a_teaser_gives_nothing_away() -> None:
    assert not identifies("We help retail chains with data", ["AI"], "ai.example.org")
    assert not identifies("Farewell to waste", ["Well"], None)


def test_a_name_in_other_spelling_gives_itself_away() -> None:
    assert identifies("Chez Écla-Verte, nous trions", ["Écla Verte"], None)
    assert identifies("we are ECLAVERTE", ["Écla Verte"], None)
    assert identifies("visit eclaverte.example.org", ["Another Name"], "eclaverte.example.org")


def test_a_name_without_its_legal_form_gives_itself_away() -> None:
    assert identifies("Acme trie les déchets", ["Acme SAS"], None)
    assert identifies("we are Acme Robots", ["Acme Robots Co., Inc."], None)
    assert not identifies("Sas logistics for everybody", ["Acme SAS"], None)
