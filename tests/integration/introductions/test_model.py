"""Random requests of several people, and the timer, on the real application and on a model: no difference."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent
from matchmaker.extensions import db
from matchmaker.introductions.workflow import Status
from tests.integration.introductions.conftest import Scene
from tests.integration.introductions.model import START, STEPS, Model, Pair
from tests.integration.introductions.walking import FIRMS, Requests, Services, World

NOON = datetime.combine(START, time(18, tzinfo=UTC))  # the same date in both cities at this hour
WALK = 100  # steps
ACTIONS = (
    *("compose", "request", "discard", "propose", "approve", "request_changes", "edit", "reject", "resubmit"),
    *("withdraw", "agree", "accept", "decline", "defer", "block", "complete", "cancel"),
)
# What keeps introductions moving: drawn at random alone, most would end at once.
LIKELY: dict[str, tuple[str, ...]] = {
    "none": ("R compose", "R request", "R request", "S propose"),
    "submitted": ("S approve", "S approve", "S approve", "S request_changes", "S edit", "S reject"),
    "needs_changes": ("R resubmit",),
    "waiting": (),  # for a place: only time helps
    "proposed": ("R agree", "C accept"),
    "awaiting_counterpart": ("C accept", "C defer", "C decline"),
    "awaiting_requester": ("R agree",),
    "deferred": ("C accept",),
    "introduced": ("R complete", "S cancel"),
    "asked": ("R complete", "S cancel"),
}
LIKELY["closed"] = LIKELY["none"]
LEGAL = {
    state: [f"{one} {step}" for step in ACTIONS for one in STEPS.get((state, step), ("", ""))[0]]
    for state in LIKELY
}
ANY = [f"{who} {action}" for who in "RCS" for action in ACTIONS]


class Walk:
    """One random walk: each step is taken on both, and both must say the same."""

    def __init__(self, world: World, tally: Counter[str]) -> None:
        self.world, self.tally = world, tally
        self.model = Model([Pair() for _ in world.firms])

    @property
    def now(self) -> datetime:
        return NOON + timedelta(days=self.model.day)

    def take(self, luck: Random) -> None:
        """Take what moves on, or what is legal, or anything; now and then let time pass."""
        if luck.random() < 0.08:
            self.pass_days(luck.choice((1, 1, 2, 4, 5, 10, 14, 31)))
            return
        place = luck.randrange(FIRMS)
        pair = self.model.pairs[place]
        fitting = luck.choice((LIKELY[pair.state], LIKELY[pair.state], LEGAL[pair.state], ANY))
        who, action = luck.choice(fitting or ANY).split()
        with clock.at(self.now):
            taken = self.world.asks(place, who, action, self.now)
        assert self.model.step(pair, who, action) is taken, (place, who, action, pair)
        self.tally.update({"steps": 1, "taken" if taken else "refused": 1})
        self.compare()

    def pass_days(self, days: int) -> None:
        self.model.pass_days(days)
        self.tally.update({"steps": 1, "days passed": days})
        self.world.let_time_pass(self.now)
        self.compare()

    def compare(self) -> None:
        """Hold the state of every pair against the model's."""
        for pair, states in zip(self.model.pairs, self.world.states().values(), strict=True):
            kept = [state for state in states if state != "draft"]
            opened = [state for state in kept if state != "closed"]
            assert len(opened) < 2
            shown = "introduced" if pair.state == "asked" else pair.state
            assert next(iter(opened or kept), "none") == shown, pair
            assert len(states) - len(kept) == (pair.draft is not None), pair


@pytest.mark.parametrize(
    ("way", "walks"),
    [
        pytest.param(Services, 20, id="2000-steps-by-services"),
        pytest.param(Requests, 4, id="400-steps-by-requests"),
        pytest.param(Requests, 200, id="20000-steps-by-requests", marks=pytest.mark.soak),
    ],
)
def test_the_application_and_the_model_never_differ(
    app: Flask, scene: Scene, way: type[World], walks: int, tally: Counter[str]
) -> None:
    world, reached = way(app, scene), set[str]()

    @settings(
        max_examples=walks,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(luck=st.randoms(use_true_random=True))
    def random_walk(luck: Random) -> None:
        world.begin()
        under_way = Walk(world, tally)
        for _ in range(WALK):
            under_way.take(luck)
        with app.app_context():
            reached.update(db.session.scalars(select(AuditEvent.data["to"].astext).distinct()))

    random_walk()
    assert walks < 20 or reached >= set(Status)
