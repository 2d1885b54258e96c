"""`match all` on two worker processes over TCP: the bytes of one machine, a few batches at a time."""

from collections.abc import Iterator

import pytest
from click.testing import Result
from flask import Flask
from flask.cli import ScriptInfo

from matchmaker.extensions import db
from matchmaker.matching import build, everyone, farmed, moments, served
from matchmaker.taxonomy import Hub, Kind, Sector
from tests import factories
from tests.integration.distributed.cluster import Cluster
from tests.integration.matching.conftest import World, empty_folder, world

__all__ = ["empty_folder", "world"]

SERVICE = "tests.integration.distributed.service:app"


@pytest.fixture
def crowd(world: World, context: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """Twenty organisations more, ranked three at a time."""
    owner = factories.user()
    for number in range(20):
        factories.organisation(
            owner,
            kind=Kind.INVESTOR if number % 2 else Kind.STARTUP,
            hub=Hub.SILICON_VALLEY if number % 3 else Hub.PARIS,
            name=f"Firm {number}",
            description_en=f"Sorting of waste and reuse of water in plants, number {number}.",
            sectors=[Sector.WATER if number % 5 else Sector.WASTE_CIRCULAR],
        )
    db.session.commit()
    build.build()
    monkeypatch.setattr(everyone, "BATCH", 3)
    return world


def _told(context: Flask, *arguments: str) -> Result:
    info = ScriptInfo(app_import_path=SERVICE, create_app=lambda: context)
    return context.test_cli_runner().invoke(args=["match", "all", *arguments], obj=info)


@pytest.mark.parametrize("options", [(), ("--format", "csv", "--as-member", "--limit", "2", "--part", "1/2")])
def test_two_workers_write_byte_for_byte_what_one_machine_writes(
    crowd: World, context: Flask, cluster: Cluster, options: tuple[str, ...]
) -> None:
    alone = _told(context, *options)
    shared = _told(context, *options, "--scheduler", cluster.address())
    assert shared.exit_code == 0, shared.output
    assert alone.output.count("\n") > 10
    assert shared.stdout_bytes == alone.stdout_bytes


def test_rows_leave_in_order_while_most_batches_have_not_been_sent(
    crowd: World, context: Flask, cluster: Cluster
) -> None:
    ranking = everyone.Ranking(False, 3, moments.now(), served.view().model.version)
    sent: list[list[int]] = []

    def batches() -> Iterator[list[int]]:
        for batch in everyone.batches():
            sent.append(batch)
            yield batch

    found = farmed.ranked(cluster.connect(), batches(), ranking, SERVICE)
    first = next(found)
    assert len(sent) <= farmed.AHEAD * len(cluster.workers)
    assert [first, *found] == list(everyone.rows(ranking))
    assert len(sent) > farmed.AHEAD * len(cluster.workers)


def test_an_address_at_which_nothing_can_be_is_refused_in_a_line(world: World, context: Flask) -> None:
    answer = _told(context, "--scheduler", "nonsense://nowhere")
    assert answer.exit_code == 1
    assert "no worker answers at nonsense://nowhere" in answer.output
