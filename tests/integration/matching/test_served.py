"""How a published edit reaches what a process serves."""

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from matchmaker.extensions import db
from matchmaker.matching import build, served, service, snapshots
from matchmaker.matching.storage import Folder
from matchmaker.profiles.models import ProfileStatus
from matchmaker.taxonomy import Hub, Kind
from tests import factories
from tests.integration.matching.conftest import World


def test_an_edit_is_found_by_the_next_query_without_a_new_snapshot(world: World, empty_folder: Path) -> None:
    before = snapshots.current(Folder(empty_folder))
    world.space_fund.description_en = "Electric ferries on the bay."
    db.session.commit()
    assert service.search("ferries") == [world.space_fund.id]
    assert service.search("satellites") == []
    assert snapshots.current(Folder(empty_folder)) == before


def test_a_new_profile_and_one_that_goes_are_followed(world: World) -> None:
    added = factories.organisation(factories.user(), hub=Hub.SILICON_VALLEY, description_en="Tidal turbines.")
    db.session.commit()
    assert service.search("tidal") == [added.id]
    added.status = ProfileStatus.DRAFT
    db.session.commit()
    assert service.search("tidal") == []
    added.status = ProfileStatus.PUBLISHED
    db.session.commit()
    assert service.search("tidal") == [added.id]


def test_the_database_notes_the_moment_of_a_change_whatever_the_clock_of_the_process(world: World) -> None:
    db.session.execute(text("UPDATE organisations SET changed_at = '2001-01-01', tagline = 'x'"))
    oldest = db.session.scalar(text("SELECT min(changed_at) > now() - interval '1 day' FROM organisations"))
    assert oldest is True


def test_the_served_index_equals_a_fresh_build_after_edits(world: World) -> None:
    world.waste_fund.description_en = "Composting of kitchen scraps in towns."
    factories.organisation(factories.user(), kind=Kind.INVESTOR, description_en="Compost and towns.")
    db.session.commit()
    edited = {text: service.search(text) for text in ("compost towns", "recycling waste", "rockets")}
    build.build()
    assert edited == {text: service.search(text) for text in edited}


def test_the_same_profiles_give_the_same_snapshot(world: World, empty_folder: Path) -> None:
    first = snapshots.current(Folder(empty_folder))
    assert first is not None
    assert build.build().name == first.name


def test_nothing_is_built_while_nothing_changed(world: World) -> None:
    assert not build.is_behind()
    world.startup.tagline = "New"
    db.session.commit()
    assert build.is_behind()


def test_a_damaged_snapshot_is_refused_and_built_anew(
    world: World, empty_folder: Path, context: Flask
) -> None:
    published = snapshots.current(Folder(empty_folder))
    assert published is not None
    (empty_folder / published.name / "entries.npz").write_bytes(b"PK")
    served.init_app(context)
    with pytest.raises(served.NotReady):
        service.search("waste")
    assert build.is_behind()
    build.build()
    assert service.search("rockets") == [world.space_fund.id]


def test_before_the_first_snapshot_a_query_is_refused_not_answered_wrongly(context: Flask) -> None:
    with pytest.raises(served.NotReady):
        service.search("waste")


def test_readers_and_edits_at_once_see_whole_states_only(world: World, context: Flask) -> None:
    faults: list[BaseException] = []
    over = threading.Event()

    def read() -> None:
        with context.app_context():
            try:
                while not over.is_set():
                    found = service.search("ferries satellites")
                    assert found in ([world_id], []), found
                    db.session.rollback()
            except BaseException as fault:  # told to the test
                faults.append(fault)

    world_id = world.space_fund.id
    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(20):
        world.space_fund.description_en = "Ferries." if number % 2 else "Satellites."
        db.session.commit()
    over.set()
    for reader in readers:
        reader.join()
    assert faults == []


def test_an_index_of_another_version_is_behind_and_the_worker_mends_it(
    world: World, empty_folder: Path, run_jobs: Callable[[], None]
) -> None:
    published = snapshots.current(Folder(empty_folder))
    assert published is not None
    manifest = empty_folder / published.name / "index" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"version": 999}))
    assert build.is_behind()
    build.request_at_once()
    run_jobs()
    assert not build.is_behind()
