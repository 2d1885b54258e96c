"""Random requests of several people, and the timer, on the real application and on a model: no difference."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import Any

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
LIKELY = {  # what keeps introductions moving: drawn at random alone, most would end at once
    "none": ("R compose", "R request", "R request", "S propose"),
    "submitted": ("S approve", "S approve", "S approve", "S request_changes", "S edit", "S reject"),
    "needs_changes": ("R resubmit",),
    "proposed": ("R agree", "C accept"),
    "awaiting_counterpart": ("C accept", "C defer", "C decline"),
    "awaiting_requester": ("R agree",),
    "deferred": ("C accept",),
    "introduced": ("R complete", "S cancel"),
    "asked": ("R complete", "S cancel"),
}
LIKELY["closed"] = LIKELY["none"]
LEGAL = {
    state: [
        f"{one} {step}"
        for (here, step), (who, _) in STEPS.items()
        if here == state
        for one in who
        if step in ACTIONS
    ]
    for state, _ in STEPS
}
steps = st.tuples(
    st.integers(0, FIRMS - 1), st.integers(0, 99), st.sampled_from("RCS"), st.sampled_from(ACTIONS)
)


class Walk:
    """One random walk: each step is taken on both, and both must say the same."""

    def __init__(self, world: World, tally: Counter[str]) -> None:
        self.world, self.tally = world, tally
        self.model = Model([Pair() for _ in world.firms])

    @property
    def now(self) -> datetime:
        return NOON + timedelta(days=self.model.day)

    def take(self, place: int, luck: int, who: str, action: str) -> None:
        """Take what moves on in half of the steps, else what is legal, or anything; or let time pass."""
        if luck >= 92:
            self.pass_days((1, 1, 2, 4, 5, 10, 14, 31)[luck - 92])
            return
        pair = self.model.pairs[place]
        fitting = LIKELY.get(pair.state) if luck < 50 else LEGAL[pair.state] if luck < 70 else None
        if fitting:
            who, action = fitting[luck % len(fitting)].split()
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
    @given(taken=st.lists(steps, min_size=WALK, max_size=WALK))
    def random_walk(taken: list[Any]) -> None:
        world.begin()
        under_way = Walk(world, tally)
        for step in taken:
            under_way.take(*step)
        with app.app_context():
            reached.update(db.session.scalars(select(AuditEvent.data["to"].astext).distinct()))

    random_walk()
    assert walks < 20 or reached >= set(Status)
