"""Lists made outside pages leave out whom people took out, and keep no score of who objects."""

import json

from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.matching import marks, objections, service, steering
from matchmaker.matching.models import Marked, MarkExample
from matchmaker.matching.order_models import Steer
from matchmaker.taxonomy import Kind
from tests.integration.matching.conftest import World


def _pairs(context: Flask) -> set[tuple[int, int]]:
    answer = context.test_cli_runner().invoke(args=["match", "all"])
    assert answer.exit_code == 0, answer.output
    lines = map(json.loads, answer.output.splitlines())
    return {(line["organisation_id"], line["other_id"]) for line in lines}


def test_match_all_leaves_out_who_objects_and_hidden_pairs_on_both_sides(
    world: World, staff: User, context: Flask
) -> None:
    startup, fund = world.startup.id, world.waste_fund.id
    assert {(startup, fund), (fund, startup)} <= _pairs(context)
    steering.steer(staff, world.viewpoint, fund, Steer.HIDDEN, "A dispute")
    assert not {(startup, fund), (fund, startup)} & _pairs(context)
    steering.release(staff, world.viewpoint, fund)
    objections.object_to(world.founder, world.viewpoint)
    assert not [pair for pair in _pairs(context) if startup in pair]


def test_a_pin_opens_no_closed_gate_and_brings_back_nobody_dismissed(
    world: World, staff: User, context: Flask
) -> None:
    steering.steer(staff, world.viewpoint, world.paris_fund.id, Steer.PINNED, "They met")
    steering.steer(staff, world.viewpoint, world.waste_fund.id, Steer.PINNED, "They fit")
    found = service.ordered(world.viewpoint, Kind.INVESTOR, world.founder)
    assert found.found[0].id == world.waste_fund.id
    assert world.paris_fund.id not in {one.id for one in found.found}
    marks.dismiss(world.founder, world.viewpoint, world.waste_fund.id, None)
    listed = service.ranked(world.viewpoint, Kind.INVESTOR, world.founder)
    assert world.waste_fund.id not in {one.id for one in listed}


def test_marks_of_who_objects_are_kept_without_a_score(world: World, context: Flask) -> None:
    objections.object_to(world.founder, world.viewpoint)
    marks.save(world.founder, world.viewpoint, world.waste_fund.id)
    assert db.session.scalars(select(Marked.other_id)).all() == [world.waste_fund.id]
    (example,) = db.session.scalars(select(MarkExample)).all()
    assert example.snapshot is None
