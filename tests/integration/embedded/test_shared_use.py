"""Processes come, go and are killed in any order: the server serves the living and ends after the last."""

import os
import signal
from collections.abc import Callable

import psutil

from matchmaker.embedded.processes import live_postmaster, wait_until
from tests.integration.embedded.conftest import Instance, ServerUser

StartUser = Callable[[Instance], ServerUser]


def test_the_last_of_several_users_stops_the_server(instance: Instance, start_user: StartUser) -> None:
    first, second = start_user(instance).joined(), start_user(instance).joined()
    first.leave()
    assert instance.execute("SELECT 1") == [(1,)]
    second.leave()
    assert instance.runs_nothing()
    assert list(instance.socket_dir.iterdir()) == []


def test_many_users_at_the_same_moment_share_one_server(instance: Instance, start_user: StartUser) -> None:
    users = [start_user(instance) for _ in range(5)]
    for user in users:
        user.joined()
    assert instance.execute("SELECT 1") == [(1,)]
    for user in users:
        user.leave()
    assert instance.runs_nothing()


def test_two_users_within_one_process_count_as_two(instance: Instance) -> None:
    first, second = instance.postgres(), instance.postgres()
    first.start_or_join()
    second.start_or_join()
    first.release()
    assert instance.execute("SELECT 1") == [(1,)]
    second.release()
    assert instance.runs_nothing()


def test_after_kill_9_of_everything_it_starts_again_with_its_data(
    instance: Instance, start_user: StartUser
) -> None:
    user = start_user(instance).joined()
    instance.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    user.signal_group(signal.SIGKILL)
    instance.kill_server()
    assert (instance.data / "postmaster.pid").exists()
    assert list(instance.socket_dir.iterdir())
    with instance.postgres():
        assert instance.execute("SELECT answer FROM kept") == [(42,)]
    assert instance.runs_nothing()


def test_a_server_that_outlived_its_killed_starter_is_joined_and_stopped(
    instance: Instance, start_user: StartUser
) -> None:
    start_user(instance).joined().signal_group(signal.SIGKILL)
    survivor = instance.postmaster()
    with instance.postgres():
        assert instance.postmaster() == survivor
        assert instance.execute("SELECT 1") == [(1,)]
    assert instance.runs_nothing()


def test_a_killed_server_whose_parent_never_reaps_it_is_not_taken_for_alive(
    instance: Instance, start_user: StartUser
) -> None:
    start_user(instance).joined()  # it lives on as the parent of a zombie
    killed = instance.postmaster()
    instance.kill_server()
    assert wait_until(lambda: psutil.Process(killed).status() == psutil.STATUS_ZOMBIE, 10)
    with instance.postgres():
        assert instance.postmaster() != killed
        assert instance.execute("SELECT 1") == [(1,)]


def test_backends_orphaned_by_a_killed_postmaster_do_not_block_the_next_start(
    instance: Instance, start_user: StartUser
) -> None:
    user = start_user(instance).joined()
    postmaster = live_postmaster(instance.data)
    assert postmaster is not None
    user.signal_group(signal.SIGKILL)
    # Stopped processes cannot notice that their parent is gone.
    orphans = postmaster.children()
    for orphan in orphans:
        orphan.suspend()
    postmaster.kill()
    assert wait_until(lambda: live_postmaster(instance.data) is None, 10)
    with instance.postgres():
        assert instance.execute("SELECT 1") == [(1,)]
    assert instance.runs_nothing()


def test_a_server_killed_under_its_living_user_comes_back(instance: Instance) -> None:
    server = instance.postgres()
    with server:
        instance.kill_server()
        server.keep_alive()
        assert instance.execute("SELECT 1") == [(1,)]
    assert instance.runs_nothing()


def test_a_recorded_process_id_that_now_belongs_to_another_program_is_no_server(instance: Instance) -> None:
    with instance.postgres():
        pass
    (instance.data / "postmaster.pid").write_text(f"{os.getpid()}\n{instance.data}\n")
    with instance.postgres():
        assert instance.execute("SELECT 1") == [(1,)]
    assert instance.runs_nothing()


def test_a_creation_that_was_cut_half_way_is_done_over(instance: Instance) -> None:
    with instance.postgres():
        pass
    instance.data.rename(instance.data.with_name("data.unfinished"))
    with instance.postgres():
        assert instance.execute("SELECT 1") == [(1,)]


def test_a_signal_to_the_process_group_of_a_user_does_not_reach_the_server(
    instance: Instance, start_user: StartUser
) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        user = start_user(instance).joined()
        server = instance.postmaster()
        user.signal_group(number)
        assert instance.execute("SELECT 1") == [(1,)]
        assert instance.postmaster() == server


def test_a_forked_child_cannot_take_the_server_from_its_parent(instance: Instance) -> None:
    server = instance.postgres()
    with server:
        child = os.fork()
        if child == 0:
            server.release()
            os._exit(0)
        os.waitpid(child, 0)
        assert instance.execute("SELECT 1") == [(1,)]
    assert instance.runs_nothing()
