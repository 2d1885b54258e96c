"""Random steps by several people and the timer, on the real application and on a model: no difference."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent
from matchmaker.core.errors import DomainError
from matchmaker.extensions import db
from matchmaker.introductions import blocking, calendars, drafts, editing, proposing, service, sweeps
from matchmaker.introductions.content import Content
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Status
from matchmaker.taxonomy import DeclineCode, Hub, NeedCode, RejectCode
from tests.integration.introductions.conftest import MESSAGE, Scene
from tests.integration.introductions.model import CAPACITY, Model, Pair, moments
from tests.personas import Person

START = datetime(2026, 3, 2, 18, tzinfo=UTC)  # the same date in both cities at this hour
FIRMS, WALK = 3, 100
ACTIONS = (
    *("compose", "request", "discard", "propose", "approve", "request_changes", "edit", "reject", "resubmit"),
    *("withdraw", "agree", "accept", "decline", "defer", "block", "complete", "cancel"),
)
CONTENT = Content(NeedCode.FUNDRAISING, MESSAGE)
GIVEN: dict[str, dict[str, Any]] = {
    "request_changes": {"note": "Please say more."},
    "edit": {"message": "We pilot.", "note": "We shortened it."},
    "reject": {"code": RejectCode.INCOMPLETE},
    "resubmit": {"content": CONTENT},
    "decline": {"code": DeclineCode.STAGE},
}
LIKELY = {
    "submitted": ("approve", "approve", "approve", "request_changes", "edit", "reject"),
    "needs_changes": ("resubmit",),
    "proposed": ("agree", "accept"),
    "awaiting_counterpart": ("accept", "defer", "decline"),
    "awaiting_requester": ("agree",),
    "deferred": ("accept",),
    "introduced": ("complete", "cancel"),
}
OWN = {"approve": "S", "request_changes": "S", "edit": "S", "reject": "S", "cancel": "S", "propose": "S"}
OWN |= dict.fromkeys(("accept", "decline", "defer", "block"), "C")
steps = st.tuples(
    st.integers(0, FIRMS - 1), st.integers(0, 99), st.sampled_from("RCS"), st.sampled_from(ACTIONS)
)


class Walk:
    """One random walk: each step is taken on both, and both must say the same."""

    def __init__(self, scene: Scene, firms: list[tuple[Person, int]], tally: Counter[str]) -> None:
        self.scene, self.firms, self.tally = scene, firms, tally
        self.model = Model(
            [Pair() for _ in firms],
            date_of=lambda day: moments(START)(day).date(),
            lapses=lambda day: calendars.add(moments(START)(day), 15, Hub.PARIS),
            now_of=moments(START),
        )

    def take(self, place: int, luck: int, who: str, action: str) -> None:
        """Take what fits the state in half of the steps, else anything, and now and then let time pass."""
        if luck >= 92:
            self.pass_days((1, 1, 2, 4, 5, 10, 14, 31)[luck - 92])
            return
        pair = self.model.pairs[place]
        if luck < 50:
            fitting = LIKELY.get(pair.state or "", ("compose", "request", "request", "propose"))
            action = fitting[luck % len(fitting)]
            who = OWN.get(action, "R")
        with clock.at(moments(START)(self.model.day)):
            expected = self.model.step(pair, who, action)
            assert self.really(place, who, action) is expected, (place, who, action, pair)
        self.tally.update({"steps": 1, "taken" if expected else "refused": 1})
        self.compare()

    def pass_days(self, days: int) -> None:
        self.model.pass_days(days)
        self.tally.update({"steps": 1, "days passed": days})
        with clock.at(moments(START)(self.model.day)):
            sweeps.run()
        self.compare()

    def really(self, place: int, who: str, action: str) -> bool:
        try:
            self.act(place, who, action)
        except DomainError:
            db.session.rollback()
            return False
        return True

    def act(self, place: int, who: str, action: str) -> None:
        people, (founder, startup_id) = self.scene.people, self.firms[place]
        person = {"R": founder, "C": people.valley_investor, "S": people.paris_staff}[who]
        user = self.scene.user(person)
        if action in ("compose", "propose"):
            enter: Callable[..., Any] = drafts.keep if action == "compose" else proposing.propose
            enter(user, self.scene.load(startup_id), self.scene.investor, CONTENT)
            return
        own: dict[str, Callable[..., Any]] = {
            "request": drafts.submit,
            "discard": drafts.discard,
            "edit": editing.edit,
            "block": blocking.block_across,
        }
        row = self.row(startup_id, draft=action in ("request", "discard"))
        given = GIVEN | {"defer": {"until": moments(START)(self.model.day + 10).date()}}
        step = own[action] if action in own else getattr(service, action)
        step(user, row, row.version, **given.get(action, {}))

    def row(self, startup_id: int, *, draft: bool) -> Introduction:
        statement = (
            select(Introduction)
            .where(Introduction.requester_id == startup_id, (Introduction.status == Status.DRAFT).is_(draft))
            .order_by(Introduction.status == Status.CLOSED, Introduction.id.desc())
            .limit(1)
            .execution_options(populate_existing=True)
        )
        found = db.session.scalar(statement)
        if found is None:
            raise DomainError
        return found

    def compare(self) -> None:
        """Hold every pair's state against the model's, and the capacity against what was introduced."""
        db.session.rollback()
        found = db.session.execute(
            select(Introduction.requester_id, Introduction.status).order_by(
                (Introduction.status == Status.CLOSED).desc(), Introduction.id
            )
        ).all()
        last = {requester: status for requester, status in found if status is not Status.DRAFT}
        kept = {requester for requester, status in found if status is Status.DRAFT}
        for pair, (_, startup_id) in zip(self.model.pairs, self.firms, strict=True):
            assert (last.get(startup_id), startup_id in kept) == (pair.state, pair.draft is not None), pair
        opened = [requester for requester, status in found if status not in (Status.DRAFT, Status.CLOSED)]
        assert len(opened) == len(set(opened))


@pytest.fixture
def firms(app: Flask, scene: Scene) -> list[tuple[Person, int]]:
    with app.app_context():
        investor = scene.investor
        investor.capacity = CAPACITY
        db.session.commit()
        return [scene.another_startup() for _ in range(FIRMS)]


def walk(
    app: Flask, scene: Scene, firms: list[tuple[Person, int]], taken: list[Any], tally: Counter[str]
) -> None:
    with app.app_context():
        db.session.execute(text("TRUNCATE introductions, organisation_blocks, mails, audit_events CASCADE"))
        db.session.commit()
        under_way = Walk(scene, firms, tally)
        for step in taken:
            under_way.take(*step)


@pytest.mark.parametrize("walks", [20, pytest.param(200, marks=pytest.mark.soak)], ids=["2000", "20000"])
def test_the_application_and_the_model_never_differ(
    app: Flask, scene: Scene, firms: list[tuple[Person, int]], walks: int, tally: Counter[str]
) -> None:
    reached: set[str] = set()

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
        walk(app, scene, firms, taken, tally)
        with app.app_context():
            reached.update(db.session.scalars(select(AuditEvent.data["to"].astext).distinct()))

    random_walk()
    assert reached >= set(Status)
