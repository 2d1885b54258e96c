"""What profiles written in both languages teach, and whom it serves."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from matchmaker.extensions import db
from matchmaker.matching import build, served, service, snapshots, terms
from matchmaker.matching.storage import storage
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.taxonomy import Hub, Kind, Lang
from tests import factories
from tests.unit.matching.test_alignment import MEANINGS, pairs_of

OTHERS = {
    "gemmage": "resintapping",
    "rouissage": "retting",
    "vannerie": "basketry",
    "binage": "hoeing",
    "taxidermie": "mounting",
    "dorure": "gilding",
    "vitrail": "stainedglass",
}


def in_both(count: int, meanings: dict[str, str] = MEANINGS, **given: Any) -> None:
    """Publish `count` profiles that say the same in French and in English."""
    owner = None if given.pop("unclaimed", False) else factories.user()
    for french, english in pairs_of(meanings, count):
        factories.organisation(owner, lang=Lang.BOTH, description_fr=french, description_en=english, **given)
    db.session.commit()


@pytest.fixture
def english(context: Flask) -> Organisation:
    """A profile in English alone, about something that no French text here names in English."""
    row = factories.organisation(
        factories.user(), kind=Kind.INVESTOR, hub=Hub.SILICON_VALLEY, description_en="Hoverboards for towns."
    )
    db.session.commit()
    return row


def lexicon() -> str:
    """The terms learnt last, as the file says them."""
    name = terms.learnt(storage()).name
    return "" if name is None else storage().read(name) or ""


def test_a_word_that_only_profiles_in_both_languages_explain_finds_texts_of_the_other(
    english: Organisation,
) -> None:
    in_both(60)
    build.build()
    assert english.id not in service.search("gyropodes")
    terms.learn_anew(storage())
    assert build.is_behind()
    build.build()
    assert english.id in service.search("gyropodes")
    assert not build.is_behind()


def test_few_profiles_teach_nothing(english: Organisation) -> None:
    in_both(10)
    assert terms.learn_anew(storage()) == terms.Learnt(None, 10)
    build.build()
    assert not build.is_behind()


@pytest.mark.parametrize(
    "hidden", [{"confidential": True}, {"status": ProfileStatus.DRAFT}, {"unclaimed": True}]
)
def test_what_members_may_not_read_teaches_nothing(context: Flask, hidden: dict[str, Any]) -> None:
    in_both(40, **hidden)
    in_both(40, OTHERS)
    terms.learn_anew(storage())
    assert "gemmage" in lexicon()
    assert "gyropode" not in lexicon()


def test_a_process_reads_with_the_terms_of_the_snapshot_it_serves(
    english: Organisation, context: Flask, empty_folder: Path
) -> None:
    in_both(60)
    learnt = terms.learn_anew(storage())
    build.build()
    terms.learn_anew(storage())  # the same texts
    assert terms.learnt(storage()) == learnt
    storage().remove(str(learnt.name))
    storage().remove(terms.POINTER)  # the snapshot has its own copy
    served.init_app(context)
    opened = snapshots.open_current(storage())
    assert opened is not None
    assert opened.terms_name == learnt.name
    assert english.id in service.search("gyropodes")


def test_the_worker_learns_when_a_tenth_more_profiles_are_in_both_languages(
    english: Organisation, run_jobs: Callable[[], None]
) -> None:
    in_both(60)
    build.request_at_once()
    run_jobs()
    first = terms.learnt(storage())
    assert first.profiles == 60
    assert english.id in service.search("gyropodes")
    in_both(2)
    assert not terms.are_behind(storage())
    in_both(4)
    assert terms.are_behind(storage())


def test_terms_that_are_no_longer_used_go(context: Flask, empty_folder: Path) -> None:
    in_both(40)
    terms.learn_anew(storage())
    in_both(40, OTHERS)
    terms.learn_anew(storage())
    assert [path.name for path in empty_folder.glob("terms-*")] == [terms.learnt(storage()).name]


def test_the_command_says_what_was_learnt_and_builds(context: Flask) -> None:
    in_both(40)
    answer = context.test_cli_runner().invoke(args=["match", "learn-terms"])
    assert answer.exit_code == 0, answer.output
    assert "from 40 profiles in both languages" in answer.output
    assert not build.is_behind()
