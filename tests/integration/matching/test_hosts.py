"""Several hosts over one place of snapshots: each serves from a copy of its own."""

from pathlib import Path
from uuid import uuid4

import fsspec
import pytest
from flask import Flask

from matchmaker.extensions import db
from matchmaker.matching import build, snapshots
from matchmaker.matching.remote import Remote
from matchmaker.matching.served import NotReady, Served
from tests.integration.matching.conftest import World


@pytest.fixture(params=["file", "memory"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a place that all hosts reach."""
    return f"file://{tmp_path}/shared" if request.param == "file" else f"memory://{uuid4().hex}"


@pytest.fixture
def worker(
    context: Flask, world: World, shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The world published at the shared place, by a worker on a host of its own."""
    monkeypatch.setitem(context.config, "SNAPSHOT_DIR", shared)
    monkeypatch.setitem(context.config, "SNAPSHOT_CACHE", str(tmp_path / "worker"))
    build.build()


def host(shared: str, cache: Path) -> Served:
    return Served(Remote(shared, cache, poll=0))


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_dir()]


@pytest.mark.usefixtures("worker")
def test_two_hosts_serve_the_same_from_copies_of_their_own(world: World, shared: str, tmp_path: Path) -> None:
    for name in ("one", "other"):
        view = host(shared, tmp_path / name).view()
        assert view.found("rockets")[view.rows[world.space_fund.id]] > 0
        assert names(tmp_path / name) == [view.name]


@pytest.mark.usefixtures("worker")
def test_a_host_follows_the_next_snapshot_and_lets_old_copies_go(
    world: World, shared: str, tmp_path: Path
) -> None:
    served = host(shared, tmp_path / "one")
    seen = [served.view().name]
    for number in range(4):
        world.space_fund.description_en = f"Rockets and satellites number {number}."
        db.session.commit()
        build.build()
        seen.append(served.view().name)
    assert len(set(seen)) == 5
    assert set(names(tmp_path / "one")) == set(seen[-snapshots.KEPT :])


@pytest.mark.usefixtures("worker")
def test_a_host_whose_copy_was_damaged_takes_a_new_one_and_leaves_the_others_alone(
    shared: str, tmp_path: Path
) -> None:
    name = host(shared, tmp_path / "one").view().name
    (tmp_path / "one" / name / "entries.npz").write_bytes(b"no longer")
    assert host(shared, tmp_path / "one").view().name == name
    assert host(shared, tmp_path / "other").view().name == name


@pytest.mark.usefixtures("worker")
def test_a_host_of_another_version_leaves_the_snapshot_to_those_that_can_read_it(
    context: Flask, world: World, shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lexicon = tmp_path / "own.tsv"
    lexicon.write_text("fusee\trocket launcher\t1.0\n")
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(context.config, "MATCHING_LEXICONS", [str(lexicon)])
        with pytest.raises(NotReady):
            host(shared, tmp_path / "one").view()
    assert host(shared, tmp_path / "other").view().rows


@pytest.mark.usefixtures("worker")
def test_what_was_damaged_for_all_hosts_is_built_anew(shared: str, tmp_path: Path) -> None:
    name = host(shared, tmp_path / "one").view().name
    system, root = fsspec.url_to_fs(shared)
    system.pipe_file(f"{root}/{name}/entries.npz", b"no longer")
    fresh = host(shared, tmp_path / "new")
    with pytest.raises(NotReady):
        fresh.view()
    assert system.exists(f"{root}/{snapshots.CURRENT}") is False
    build.build()
    assert fresh.view().name == name


def test_while_the_place_is_away_a_host_serves_what_it_has_and_a_new_host_waits(
    context: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = f"file://{tmp_path}/shared"
    monkeypatch.setitem(context.config, "SNAPSHOT_DIR", shared)
    monkeypatch.setitem(context.config, "SNAPSHOT_CACHE", str(tmp_path / "worker"))
    build.build()
    served = host(shared, tmp_path / "one")
    name = served.view().name
    (tmp_path / "shared").rename(tmp_path / "elsewhere")
    (tmp_path / "shared").write_text("no directory any more")
    assert served.view().name == name
    with pytest.raises(NotReady):
        host(shared, tmp_path / "new").view()
    (tmp_path / "shared").unlink()
    (tmp_path / "elsewhere").rename(tmp_path / "shared")
    assert host(shared, tmp_path / "new").view().name == name
