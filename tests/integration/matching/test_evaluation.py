"""The served ranking against decisions in a real database."""

from collections.abc import Iterable
from datetime import timedelta
from math import log2
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask

from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.matching import evaluation, marks
from matchmaker.matching.evaluation import Line
from matchmaker.matching.grading import grades
from matchmaker.matching.ports import Decision, Verdict
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import DismissReason
from tests.integration.matching.conftest import World


class Told:
    """Decisions as introductions would tell them, in the order given."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        self._told: list[Decision] = []
        monkeypatch.setitem(app.extensions, "matching.decisions", self)

    def tell(self, requester: Organisation, counterpart: Organisation, verdict: Verdict) -> None:
        at = clock.now() + timedelta(minutes=len(self._told))
        self._told.append(Decision(requester.id, counterpart.id, verdict, at))

    def decisions(self) -> Iterable[Decision]:
        return self._told


@pytest.fixture
def told(context: Flask, monkeypatch: pytest.MonkeyPatch) -> Told:
    return Told(context, monkeypatch)


_NOTHING = ["no", "judgements", "-", "no", "judgements", "0", "-", "-"]


def _lines() -> dict[str, Line]:
    return {line.group: line for line in evaluation.evaluate(viewers=100)}


def test_a_ranking_that_agrees_with_people_is_worth_one(world: World, told: Told) -> None:
    told.tell(world.startup, world.waste_fund, Verdict.WANTED)
    told.tell(world.startup, world.space_fund, Verdict.REFUSED)
    assert _lines()["direction: paris_to_sv"].ndcg.value == 1.0


def test_a_ranking_that_puts_the_refused_first_is_worth_less(world: World, told: Told) -> None:
    told.tell(world.startup, world.waste_fund, Verdict.REFUSED)
    told.tell(world.startup, world.space_fund, Verdict.WANTED)
    line = _lines()["direction: paris_to_sv"]
    assert line.ndcg.value == pytest.approx(1 / log2(3))
    assert line.recall.value == 1.0
    assert line.chance.value == pytest.approx((1 + 1 / log2(3)) / 2)


def test_viewers_without_a_relevant_pair_have_no_say(world: World, told: Told) -> None:
    told.tell(world.startup, world.space_fund, Verdict.REFUSED)
    assert _lines()["all"].ndcg.queries == 0


def test_what_both_wanted_judges_both_lists_and_a_request_only_the_one_who_asked(
    world: World, told: Told
) -> None:
    told.tell(world.startup, world.waste_fund, Verdict.ASKED)
    told.tell(world.startup, world.space_fund, Verdict.WANTED)
    startup, waste, space = world.startup.id, world.waste_fund.id, world.space_fund.id
    assert grades() == {startup: {waste: 1, space: 2}, space: {startup: 2}}


def test_a_later_decision_outweighs_an_earlier_one_and_a_mark(world: World, told: Told) -> None:
    marks.dismiss(world.founder, world.viewpoint, world.waste_fund.id, DismissReason.SECTOR)
    told.tell(world.startup, world.waste_fund, Verdict.REFUSED)
    told.tell(world.startup, world.waste_fund, Verdict.FRUITFUL)
    assert grades()[world.startup.id] == {world.waste_fund.id: 3}


def test_marks_are_grades_where_their_reason_speaks_of_the_pair(world: World, told: Told) -> None:
    marks.save(world.founder, world.viewpoint, world.waste_fund.id)
    marks.dismiss(world.founder, world.viewpoint, world.space_fund.id, DismissReason.SECTOR)
    marks.dismiss(world.founder, world.viewpoint, world.landing.id, DismissReason.TIMING)
    assert grades() == {world.startup.id: {world.waste_fund.id: 1, world.space_fund.id: 0}}


def test_an_organisation_on_pause_judges_no_ranking(world: World, told: Told) -> None:
    told.tell(world.startup, world.waste_fund, Verdict.WANTED)
    world.waste_fund.paused_from = world.waste_fund.paused_until = clock.today()
    db.session.commit()
    assert _lines()["all"].ndcg.queries == 0


def test_coverage_counts_who_may_be_shown_to_anybody(world: World, told: Told) -> None:
    lines = _lines()
    # The startup, two Valley funds and the landing programme; nobody may meet the Paris fund.
    assert (lines["all"].eligible, lines["all"].coverage) == (4, 1.0)
    assert lines["kind: investor"].eligible == 2
    assert lines["kind: investor"].exposure == 0.0


def test_the_command_prints_the_figures_and_draws_them(
    world: World, told: Told, app: Flask, tmp_path: Path
) -> None:
    told.tell(world.startup, world.waste_fund, Verdict.WANTED)
    picture = tmp_path / "evaluation.svg"
    answer = app.test_cli_runner().invoke(args=["match", "evaluate", "--svg", str(picture)])
    assert answer.exit_code == 0, answer.output
    assert "kind: startup" in answer.output
    assert "1.000 [1.000, 1.000]" in answer.output
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")


def test_a_service_without_profiles_has_no_figures_rather_than_perfect_ones(
    context: Flask, app: Flask
) -> None:
    answer = app.test_cli_runner().invoke(args=["match", "evaluate"])
    assert answer.exit_code == 0, answer.output
    assert answer.output.splitlines()[1].split() == ["all", "0", *_NOTHING]
