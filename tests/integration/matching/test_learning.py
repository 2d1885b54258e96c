"""Learning from decisions in a real database: what is remembered, what is made of it, and who publishes."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DatabaseError

from matchmaker.accounts.models import User
from matchmaker.core import clock, settings
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.errors import Conflict, Forbidden
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.matching import build, examples, learning, marks, published, served, service, versions
from matchmaker.matching.engine import WEIGHTS, band
from matchmaker.matching.models import LearntModel, MarkEvent, MarkExample, ModelState
from matchmaker.matching.ports import History, Step, Taken, Verdict
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import load
from matchmaker.taxonomy import DeclineCode, DismissReason, Hub, Kind
from tests import factories
from tests.integration.introductions.racing import race, winners
from tests.integration.matching.conftest import World
from tests.integration.matching.decided import Market, decide, market

FIRST = f"{WEIGHTS.version}+1"


def _tags() -> list[tuple[str, int | None]]:
    found = db.session.scalars(
        select(AuditEvent).where(AuditEvent.subject_type == "learnt_models").order_by(AuditEvent.id)
    )
    return [(event.tag.value, event.actor_id) for event in found]


def _states() -> dict[str, str]:
    return {row.version: row.state.value for row in db.session.scalars(select(LearntModel))}


def _candidate(version: str = FIRST, state: ModelState = ModelState.CANDIDATE) -> LearntModel:
    """A stored version that counts the cheque more."""
    shares = {**WEIGHTS.by_kind["investor"], "fit": 0.3, "ticket": 0.26}
    weights = {**published.plain(WEIGHTS), "version": version}
    weights["by_kind"]["investor"] = shares
    row = LearntModel(
        version=version, base=WEIGHTS.version, weights=weights, metrics={}, examples=100, state=state
    )
    db.session.add(row)
    db.session.commit()
    return row


def test_each_mark_is_remembered_with_the_parts_as_they_were_and_so_is_its_undoing(world: World) -> None:
    marks.dismiss(world.founder, world.startup, world.waste_fund.id, DismissReason.TICKET)
    marks.restore(world.founder, world.startup, world.waste_fund.id)
    marks.save(world.founder, world.startup, world.waste_fund.id)
    rows = db.session.scalars(select(MarkExample).order_by(MarkExample.id)).all()
    assert [row.event for row in rows] == [MarkEvent.DISMISSED, MarkEvent.RESTORED, MarkEvent.SAVED]
    assert {row.model_version for row in rows} == {WEIGHTS.version}
    shown = service.pair(served.view(), world.viewpoint, world.waste_fund.id)
    assert shown is not None
    for row in rows:
        assert row.snapshot is not None
        assert row.snapshot["score"] == pytest.approx(shown.score, abs=1e-5)
        assert {part["name"] for part in row.snapshot["parts"]} == set(WEIGHTS.shares("investor"))


def test_what_was_remembered_of_a_mark_cannot_be_changed_and_goes_with_its_organisation(
    world: World,
) -> None:
    marks.save(world.founder, world.startup, world.waste_fund.id)
    for statement in ("UPDATE mark_examples SET event = 'dismissed'", "DELETE FROM mark_examples"):
        with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(statement))
    db.session.execute(delete(Organisation).where(Organisation.id == world.waste_fund.id))
    assert db.session.scalar(select(func.count()).select_from(MarkExample)) == 0


def test_a_mark_before_the_first_index_is_remembered_without_parts(context: Flask) -> None:
    founder = factories.user()
    startup = factories.organisation(founder)
    fund = factories.organisation(factories.user(), kind=Kind.INVESTOR, hub=Hub.SILICON_VALLEY)
    marks.save(founder, startup, fund.id)
    assert db.session.scalars(select(MarkExample.snapshot)).one() is None
    assert examples.decided() == []


def test_the_last_mark_of_a_pair_counts_and_an_undone_or_silent_one_does_not(world: World) -> None:
    marks.save(world.founder, world.startup, world.waste_fund.id)
    marks.dismiss(world.founder, world.startup, world.waste_fund.id, DismissReason.SECTOR)
    marks.save(world.founder, world.startup, world.space_fund.id)
    marks.restore(world.founder, world.startup, world.space_fund.id)
    marks.dismiss(world.founder, world.startup, world.landing.id, DismissReason.TIMING)
    assert [(one.viewers, one.kind, one.grade) for one in examples.decided()] == [
        ((world.startup.id,), "investor", 0)
    ]
    tally = examples.tally()
    assert tally.events[MarkEvent.SAVED] == tally.events[MarkEvent.DISMISSED] == 2
    assert {(one.code, one.times) for one in tally.reasons} == {
        (DismissReason.SECTOR, 1),
        (DismissReason.TIMING, 1),
    }


def test_what_came_of_an_introduction_outweighs_a_mark_and_speaks_for_both_sides(
    world: World, monkeypatch: pytest.MonkeyPatch, context: Flask
) -> None:
    marks.save(world.founder, world.startup, world.waste_fund.id)
    at = clock.now() + timedelta(days=1)
    declined = Taken(Step.DECLINED, at, DeclineCode.TICKET)
    told = History(
        world.startup.id, world.waste_fund.id, Verdict.REFUSED, at, (declined,), {"fit": 0.4}, "older"
    )

    class Told:
        def histories(self) -> list[History]:
            return [told]

    monkeypatch.setitem(context.extensions, "matching.decisions", Told())
    (one,) = examples.decided()
    assert set(one.viewers) == {world.startup.id, world.waste_fund.id}
    assert (one.kind, one.grade, one.parts) == ("investor", 0, {"fit": 0.4})
    assert [(reason.event, reason.code) for reason in examples.tally().reasons] == [
        (Step.DECLINED, DeclineCode.TICKET)
    ]


@pytest.fixture
def decided(context: Flask) -> Market:
    """Forty investors who each decided on twenty startups by the cheque."""
    made = market()
    decide(made, 20)
    return made


def test_the_job_learns_publishes_what_ranks_better_and_serves_it_at_once(
    decided: Market, context: Flask, empty_folder: object
) -> None:
    build.build()
    assert served.view().model is WEIGHTS
    lesson = learning.learn_anew()
    assert lesson.published
    assert lesson.version == FIRST
    model = served.view().model
    assert model.version == FIRST
    assert model.shares("investor")["ticket"] > WEIGHTS.shares("investor")["ticket"]
    shown = service.pair(served.view(), load(decided.startups[0]), decided.investors[0])
    assert shown is not None
    assert {part.name: part.weight for part in shown.parts} == dict(model.shares("investor"))
    assert sum(part.contribution for part in shown.parts) == pytest.approx(shown.score)
    assert shown.cuts == model.cuts_of("investor")
    assert shown.band is band(shown.score, shown.cuts)
    assert _tags() == [("model:proposed", None), ("model:published", None)]


def test_the_job_does_nothing_again_until_a_tenth_more_was_decided(decided: Market) -> None:
    learning.learn_anew()
    before = _tags()
    assert learning.learn_anew().version is None
    decide(decided, 1, first=20)
    assert learning.learn_anew().version is None
    assert _tags() == before
    decide(decided, 1, first=21)
    assert learning.learn_anew().version == f"{WEIGHTS.version}+2"


def test_what_ranks_no_better_waits_for_staff(context: Flask) -> None:
    decide(market(), 20, by_chance=True)
    lesson = learning.learn_anew()
    assert lesson.replay is not None
    assert not lesson.published
    assert _states() == {FIRST: "candidate"}
    assert versions.serving() is None


def test_nothing_is_made_of_few_decisions(context: Flask) -> None:
    decide(market(5, 5), 5)
    assert learning.learn_anew().version is None
    assert _states() == {}


def test_an_admin_can_let_everything_wait_for_staff(decided: Market) -> None:
    settings.put(db.session(), learning.WAITS, True)
    lesson = learning.learn_anew()
    assert lesson.replay is not None
    assert lesson.replay.is_better
    assert _states() == {FIRST: "candidate"}


def test_after_a_person_took_a_version_back_the_worker_publishes_none_by_itself(
    decided: Market, staff: User
) -> None:
    learning.learn_anew()
    versions.roll_back(staff, FIRST)
    assert versions.serving() is None
    decide(decided, 10, first=20)
    lesson = learning.learn_anew()
    assert lesson.replay is not None
    assert lesson.replay.is_better
    assert not lesson.published
    versions.publish(staff, str(lesson.version), instead_of=WEIGHTS.version)
    decide(decided, 10, first=30)
    assert learning.learn_anew().version == f"{WEIGHTS.version}+3"
    assert _tags()[1:4] == [
        ("model:published", None),
        ("model:rolled_back", staff.id),
        ("model:proposed", None),
    ]


def test_rolling_back_lets_serve_what_served_before(context: Flask, staff: User) -> None:
    _candidate()
    versions.publish(staff, FIRST, instead_of=WEIGHTS.version)
    _candidate("second")
    versions.publish(staff, "second", instead_of=FIRST)
    assert _states() == {FIRST: "retired", "second": "published"}
    versions.roll_back(staff, "second")
    assert _states() == {FIRST: "published", "second": "retired"}
    versions.roll_back(staff, FIRST)
    assert published.now_and_weights()[1] is WEIGHTS


def test_a_version_that_departs_from_other_documented_weights_serves_no_more(
    context: Flask, staff: User
) -> None:
    _candidate()
    versions.publish(staff, FIRST, instead_of=WEIGHTS.version)
    db.session.execute(update(LearntModel).values(base="2025-01"))
    db.session.commit()
    assert published.now_and_weights()[1] is WEIGHTS
    assert versions.serving() is None
    learning.learn_anew()
    assert _states() == {FIRST: "retired"}


def test_members_may_neither_publish_nor_roll_back(context: Flask) -> None:
    member = factories.user()
    _candidate()
    with pytest.raises(Forbidden):
        versions.publish(member, FIRST, instead_of=WEIGHTS.version)
    with pytest.raises(Forbidden):
        versions.roll_back(member, FIRST)
    assert _states() == {FIRST: "candidate"}


def test_who_looked_at_a_page_of_yesterday_changes_nothing(context: Flask, staff: User) -> None:
    _candidate()
    versions.publish(staff, FIRST, instead_of=WEIGHTS.version)
    _candidate("second")
    for attempt in (
        lambda: versions.publish(staff, "second", instead_of=WEIGHTS.version),
        lambda: versions.publish(staff, "second", instead_of="elsewhere"),
        lambda: versions.publish(staff, "none such", instead_of=FIRST),
        lambda: versions.roll_back(staff, "second"),
    ):
        with pytest.raises(Conflict, match="Nothing was changed by you"):
            attempt()
        db.session.rollback()
    assert _states() == {FIRST: "published", "second": "candidate"}


def _two_staff(app: Flask) -> tuple[int, int]:
    with app.app_context():
        both = [factories.user(role=Role.STAFF, staff_hub=hub) for hub in Hub]
        db.session.commit()
        return both[0].id, both[1].id


def _publisher(user_id: int, version: str = FIRST) -> Callable[[], object]:
    return lambda: versions.publish(db.session.get_one(User, user_id), version, instead_of=WEIGHTS.version)


def _empty() -> None:
    db.session.execute(delete(LearntModel))
    db.session.commit()


def test_of_two_staff_who_publish_at_once_one_wins(app: Flask) -> None:
    staff = _two_staff(app)
    for _ in range(10):
        with app.app_context():
            _candidate()
        assert winners(race(app, [_publisher(one) for one in staff])) == 1
        with app.app_context():
            _empty()
    with app.app_context():
        assert [tag for tag, _ in _tags()] == ["model:published"] * 10


def test_of_two_different_versions_published_at_once_one_serves(app: Flask) -> None:
    staff = _two_staff(app)
    for _ in range(10):
        with app.app_context():
            _candidate()
            _candidate("second", ModelState.RETIRED)
        runners = [_publisher(staff[0]), _publisher(staff[1], "second")]
        assert winners(race(app, runners)) == 1
        with app.app_context():
            assert list(_states().values()).count("published") == 1
            _empty()


def test_without_the_condition_both_of_two_staff_publish(app: Flask) -> None:
    staff = _two_staff(app)
    both_have_read = Barrier(2)

    def unguarded(user_id: int) -> None:
        row = db.session.scalars(select(LearntModel)).one()
        assert row.state is ModelState.CANDIDATE
        actor = db.session.get_one(User, user_id)
        both_have_read.wait(timeout=20)
        now = clock.now()
        values = {"state": ModelState.PUBLISHED, "published_at": now, "published_by_id": user_id}
        db.session.execute(update(LearntModel).where(LearntModel.id == row.id).values(**values))
        event = AuditEvent(
            tag=AuditTag.MODEL_PUBLISHED,
            actor_id=actor.id,
            actor_role="staff",
            subject_type="learnt_models",
            subject_id=row.id,
            data={},
        )
        db.session.add(event)
        db.session.commit()

    with app.app_context():
        _candidate()
    assert winners(race(app, [partial(unguarded, one) for one in staff])) == 2
    with app.app_context():
        assert len(_tags()) == 2, "the record says that each of them did it"


def test_the_command_says_what_was_learnt(app: Flask) -> None:
    with app.app_context():
        decide(market(), 20)
    printed = app.test_cli_runner().invoke(args=["match", "learn"])
    assert printed.exit_code == 0, printed.output
    assert f"{FIRST} from 800 examples" in printed.output
    assert "better by more than noise; published" in printed.output
    assert "nothing learnt: 800 examples" in app.test_cli_runner().invoke(args=["match", "learn"]).output
