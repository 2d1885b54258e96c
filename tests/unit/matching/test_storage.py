"""Where snapshots are kept: whole or not at all, on one host and on several, near and far."""

from pathlib import Path
from uuid import uuid4

import fsspec
import pytest

from matchmaker.matching.engine import SnapshotError
from matchmaker.matching.remote import COMPLETE, Remote
from matchmaker.matching.storage import Folder, Storage, Unreachable, storage_at


@pytest.fixture(params=["path", "file", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """An empty place of each kind."""
    if request.param == "path":
        return Folder(tmp_path / "shared")
    return Remote(place(request.param, tmp_path), tmp_path / "cache", poll=0)


def place(scheme: str, tmp_path: Path) -> str:
    return f"file://{tmp_path}/shared" if scheme == "file" else f"memory://{uuid4().hex}"


def keep(storage: Storage, name: str, **files: str) -> None:
    with storage.draft() as draft:
        (draft / "index").mkdir()
        for file, text in files.items():
            (draft / "index" / file).write_text(text)
        storage.keep(draft, name)


def read(storage: Storage, name: str, file: str = "rows") -> str:
    return (storage.opened(name) / "index" / file).read_text()


def test_what_is_kept_is_opened_as_it_was(storage: Storage) -> None:
    keep(storage, "a", rows="12", terms="eau")
    assert (read(storage, "a"), read(storage, "a", "terms")) == ("12", "eau")


def test_a_small_object_is_replaced_as_a_whole(storage: Storage) -> None:
    assert storage.read("CURRENT") is None
    storage.write("CURRENT", "a")
    storage.write("CURRENT", "b")
    assert storage.read("CURRENT") == "b"
    storage.remove("CURRENT")
    assert storage.read("CURRENT") is None
    storage.remove("CURRENT")


def test_what_is_kept_once_stays_as_it_is(storage: Storage) -> None:
    keep(storage, "a", rows="12")
    keep(storage, "a", rows="other")
    assert read(storage, "a") == "12"


def test_old_ones_go_and_objects_stay(storage: Storage) -> None:
    for name in ("a", "b", "c"):
        keep(storage, name, rows=name)
    storage.write("CURRENT", "c")
    storage.prune(["b", "c"])
    assert (read(storage, "b"), read(storage, "c"), storage.read("CURRENT")) == ("b", "c", "c")
    with pytest.raises((SnapshotError, FileNotFoundError)):
        read(storage, "a")


@pytest.fixture(params=["file", "memory"])
def hosts(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Remote, Remote]:
    """Two hosts that share a place, each with a cache of its own."""
    shared = place(request.param, tmp_path)
    return Remote(shared, tmp_path / "one", poll=0), Remote(shared, tmp_path / "other", poll=0)


def test_another_host_copies_what_it_opens_and_keeps_it_while_the_place_is_away(
    hosts: tuple[Remote, Remote],
) -> None:
    worker, web = hosts
    keep(worker, "a", rows="12")
    assert read(web, "a") == "12"
    assert web.opened("a").is_relative_to(web.cache.path)
    worker.remove("a")
    assert read(web, "a") == "12"


def test_a_directory_that_was_never_finished_is_refused(hosts: tuple[Remote, Remote]) -> None:
    worker, web = hosts
    keep(worker, "a", rows="12")
    system, root = fsspec.url_to_fs(worker.url)
    system.rm_file(f"{root}/a/{COMPLETE}")
    with pytest.raises(SnapshotError, match="never finished"):
        web.opened("a")
    keep(worker, "a", rows="12")
    assert read(web, "a") == "12"


@pytest.mark.parametrize("damage", ["changed", "lost"])
def test_a_damaged_copy_is_refused_and_leaves_nothing_behind(
    hosts: tuple[Remote, Remote], damage: str
) -> None:
    worker, web = hosts
    keep(worker, "a", rows="12")
    system, root = fsspec.url_to_fs(worker.url)
    if damage == "changed":
        system.pipe_file(f"{root}/a/index/rows", b"13")
    else:
        system.rm_file(f"{root}/a/index/rows")
    with pytest.raises(SnapshotError, match="not what was written"):
        web.opened("a")
    assert [path for path in web.cache.path.iterdir() if path.is_dir()] == []


def test_a_copy_that_was_damaged_here_is_fetched_again(hosts: tuple[Remote, Remote]) -> None:
    worker, web = hosts
    keep(worker, "a", rows="12")
    (web.opened("a") / "index" / "rows").write_text("13")
    assert web.forget("a")
    assert read(web, "a") == "12"


def test_a_host_drops_its_copies_of_what_is_old(hosts: tuple[Remote, Remote]) -> None:
    worker, web = hosts
    for name in ("a", "b"):
        keep(worker, name, rows=name)
        web.opened(name)
    web.drop_copies(["b"])
    assert [path.name for path in web.cache.path.iterdir() if path.is_dir()] == ["b"]
    assert read(worker, "a") == "a"


def test_a_place_that_does_not_answer_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / "shared").write_text("a file where a directory should be")
    away = Remote(f"file://{tmp_path}/shared", tmp_path / "cache", poll=0)
    with pytest.raises(Unreachable, match="does not answer"):
        away.write("CURRENT", "a")
    with pytest.raises(Unreachable, match="does not answer"):
        Remote("nowhere://x", tmp_path / "cache", poll=0).read("CURRENT")


def test_a_host_asks_for_a_small_object_now_and_then_only(tmp_path: Path) -> None:
    shared = place("memory", tmp_path)
    worker, web = Remote(shared, tmp_path / "one"), Remote(shared, tmp_path / "two", poll=3600)
    worker.write("CURRENT", "a")
    assert web.read("CURRENT") == "a"
    worker.write("CURRENT", "b")
    assert (worker.read("CURRENT"), web.read("CURRENT")) == ("b", "a")


def test_a_path_is_a_folder_and_a_url_is_remote(tmp_path: Path) -> None:
    assert isinstance(storage_at(str(tmp_path), str(tmp_path / "cache")), Folder)
    assert isinstance(storage_at("memory://x", str(tmp_path / "cache")), Remote)
