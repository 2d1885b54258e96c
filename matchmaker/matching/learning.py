"""Learning from decisions, by the worker at night or by a command: fit, replay, propose, perhaps publish."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from matchmaker.core import audit, clock, jobs, settings
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db
from matchmaker.matching import examples, published, versions
from matchmaker.matching.engine import WEIGHTS, Weights
from matchmaker.matching.engine.learning import Example, learn, split
from matchmaker.matching.engine.replay import Replay, replay
from matchmaker.matching.models import LearntModel, ModelState

WAITS = "learnt_weights_wait_for_staff"
"""The setting by which the worker publishes nothing without a person."""

NEWS = 10
"""One more example for so many of the last version's is worth another: each look is a chance to be wrong."""

_LOCK = 0x1EA2


@dataclass(frozen=True)
class Lesson:
    """What came of one attempt: the examples there are, and the version made of them where there is one."""

    examples: int
    version: str | None = None
    replay: Replay | None = None
    published: bool = False


def learn_anew() -> Lesson:
    """Make a candidate of the decisions so far, and publish it where the replay and people allow it.

    Nothing is made while there are too few examples, or hardly more than the last version was made of.
    """
    db.session.execute(select(func.pg_advisory_xact_lock(_LOCK)))  # a command may run beside the worker
    versions.retire_outdated()
    held = examples.decided()
    lesson = _lesson(held) if _is_worth_it(len(held)) else Lesson(len(held))
    db.session.commit()
    return lesson


def _is_worth_it(number: int) -> bool:
    newest = select(LearntModel.examples).where(LearntModel.base == WEIGHTS.version)
    before = db.session.scalar(newest.order_by(LearntModel.id.desc()).limit(1))
    return before is None or (number - before) * NEWS >= before


def _lesson(held: Sequence[Example]) -> Lesson:
    earlier, later = split(held)
    learnt = learn(earlier, WEIGHTS, _next_version())
    if learnt is None:
        return Lesson(len(held))
    _, current = published.now_and_weights()
    found = replay(current, learnt, later)
    _propose(learnt, current, found, held)
    alone = found.is_better and not settings.get(db.session(), WAITS) and versions.people_trust_it()
    if alone:
        versions.put_in_place(None, learnt.version, current.version)
    return Lesson(len(held), learnt.version, found, published=alone)


def _next_version() -> str:
    number = db.session.scalar(select(func.count()).select_from(LearntModel)) or 0
    return f"{WEIGHTS.version}+{number + 1}"


def _propose(learnt: Weights, current: Weights, found: Replay, held: Sequence[Example]) -> None:
    """Store the version as the one candidate; the one before it will not be published any more."""
    db.session.execute(
        update(LearntModel)
        .where(LearntModel.state == ModelState.CANDIDATE)
        .values(state=ModelState.RETIRED, retired_at=clock.now())
    )
    row = LearntModel(
        version=learnt.version,
        base=WEIGHTS.version,
        weights=published.plain(learnt),
        metrics={"against": current.version, **found.plain(), "kinds": _kinds(held)},
        examples=len(held),
    )
    db.session.add(row)
    audit.record(db.session, None, AuditTag.MODEL_PROPOSED, row, version=learnt.version, examples=len(held))


def _kinds(held: Sequence[Example]) -> dict[str, Any]:
    """Return how many examples of each kind of pair there are, and how many of them are a yes."""
    counted = Counter(one.kind for one in held)
    agreed = Counter(one.kind for one in held if one.grade > 0)
    return {kind: {"examples": counted[kind], "yes": agreed[kind]} for kind in sorted(counted)}


@jobs.queue.periodic(cron="47 3 * * *")
@jobs.job("matching.learn_weights", queueing_lock="matching.learn_weights")
def learn_weights(timestamp: int) -> None:
    """Learn each night from the decisions so far."""
    learn_anew()
