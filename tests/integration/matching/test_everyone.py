"""Everyone against everyone, as lines for other programs."""

import csv
import io
import json

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.matching import service
from matchmaker.taxonomy import DismissReason, Kind
from tests.integration.matching.conftest import World


def _lines(context: Flask, *arguments: str) -> list[dict[str, object]]:
    answer = context.test_cli_runner().invoke(args=["match", "all", *arguments])
    assert answer.exit_code == 0, answer.output
    return [json.loads(line) for line in answer.output.splitlines()]


def test_each_line_is_what_the_page_of_that_organisation_lists(
    world: World, staff: User, context: Flask
) -> None:
    lines = _lines(context)
    mine = [line for line in lines if line["organisation_id"] == world.startup.id]
    for kind in Kind:
        if kind in service.kinds_for(world.viewpoint):
            listed = service.ranked(world.viewpoint, kind, staff, limit=10)
            assert [line["other_id"] for line in mine if line["kind"] == kind] == [one.id for one in listed]
    assert {line["organisation_id"] for line in lines} >= {world.startup.id, world.waste_fund.id}
    for line in lines:
        parts = line["parts"]
        assert isinstance(parts, dict)
        assert line["score"] == pytest.approx(sum(parts.values()), abs=1e-5)


def test_two_halves_are_the_whole(world: World, context: Flask) -> None:
    halves = _lines(context, "--part", "1/2") + _lines(context, "--part", "2/2")
    whole = _lines(context)
    assert sorted(map(str, halves)) == sorted(map(str, whole))


def test_a_table_holds_the_same(world: World, context: Flask) -> None:
    answer = context.test_cli_runner().invoke(args=["match", "all", "--format", "csv"])
    table = list(csv.DictReader(io.StringIO(answer.output)))
    assert [int(row["other_id"]) for row in table] == [line["other_id"] for line in _lines(context)]


def test_a_dismissed_one_is_left_out(world: World, context: Flask) -> None:
    from matchmaker.matching import marks

    marks.dismiss(world.founder, world.startup, world.waste_fund.id, DismissReason.TICKET)
    pairs = {(line["organisation_id"], line["other_id"]) for line in _lines(context)}
    assert (world.startup.id, world.waste_fund.id) not in pairs


@pytest.mark.parametrize("part", ["3/2", "0/2", "x", "1/"])
def test_a_share_that_is_none_is_refused(context: Flask, part: str) -> None:
    assert context.test_cli_runner().invoke(args=["match", "all", "--part", part]).exit_code == 2
