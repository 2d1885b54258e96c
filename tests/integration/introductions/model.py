"""The life of introductions once more, in few words and without a database: what the walk is held against."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

CAPACITY, REST = 1, 90
# state: who step next, ...   R requester, C counterpart, S staff; the timer stands in `Model.pass_days`
TABLE = """
submitted: S approve awaiting_counterpart, S request_changes needs_changes, S edit needs_changes,
  S reject closed, R withdraw closed
needs_changes: R resubmit submitted, R withdraw closed
waiting: RS withdraw closed
proposed: R agree awaiting_counterpart, C accept awaiting_requester, C decline closed, RS withdraw closed,
  C block closed
awaiting_counterpart: C accept introduced, C decline closed, C defer deferred, RS withdraw closed,
  C block closed
awaiting_requester: R agree introduced, RS withdraw closed, C block closed
deferred: C accept introduced, C decline closed, RS withdraw closed, C block closed
introduced: RC complete closed, S cancel closed, C block closed
"""
STEPS: dict[tuple[str, str], tuple[str, str]] = {}
for _state, _, _rest in (part.partition(":") for part in TABLE.strip().replace("\n  ", " ").splitlines()):
    for _who, _step, _next in (one.split() for one in _rest.split(",")):
        STEPS[_state, _step] = (_who, _next)
ENDS_AFTER = {"needs_changes": 14, "waiting": 60, "introduced": 400} | dict.fromkeys(
    ("proposed", "awaiting_counterpart", "awaiting_requester"), 14
)


@dataclass
class Pair:
    """What one requester has with the counterpart."""

    state: str | None = None
    since: int = 0
    came: int = 0
    told: bool = False
    until: int | None = None  # the day to which an answer is put off
    asked: int | None = None  # the day on which it was asked whether they met
    rests: int = -1
    blocked: bool = False
    draft: int | None = None  # the day on which it was last typed


@dataclass
class Model:
    """All pairs with one counterpart; a step returns whether it may be taken, and takes it."""

    pairs: list[Pair]
    date_of: Callable[[int], date]
    lapses: Callable[[int], datetime]  # when a request of that day has waited for fifteen working days
    now_of: Callable[[int], datetime]
    day: int = 0
    introduced: list[int] = field(default_factory=list)

    def hears(self) -> bool:
        waiting = sum(pair.state in ("proposed", "awaiting_counterpart") for pair in self.pairs)
        return self.takes() and waiting < 2 * CAPACITY

    def takes(self) -> bool:
        month = self.date_of(self.day).replace(day=1)
        return sum(self.date_of(day).replace(day=1) == month for day in self.introduced) < CAPACITY

    def step(self, pair: Pair, who: str, step: str) -> bool:
        if step in ("compose", "discard", "request", "propose"):
            return self._enter(pair, who, step)
        allowed, following = STEPS.get((pair.state or "", step), ("", ""))
        if who not in allowed or (who == "C" and not pair.told):
            return False
        if step in ("accept", "agree") and not self.takes():
            return False
        if step == "approve" and not self.hears():
            following = "waiting"
        pair.rests = self.day + REST if step == "decline" else pair.rests
        pair.blocked = pair.blocked or step == "block"
        pair.came = self.day if step == "resubmit" else pair.came
        self._move(pair, following, until=self.day + 10 if step == "defer" else None)
        return True

    def _enter(self, pair: Pair, who: str, step: str) -> bool:
        if who != ("S" if step == "propose" else "R"):
            return False
        if step == "compose":
            pair.draft = self.day
            return True
        free = pair.state in (None, "closed") and not pair.blocked and self.day >= pair.rests
        possible = step == "discard" or (free and (step == "request" or self.hears()))
        if not possible or (step != "propose" and pair.draft is None):
            return False
        if step != "propose":
            pair.draft = None
        if step != "discard":
            pair.came, pair.told = self.day, False
            self._move(pair, "submitted" if step == "request" else "proposed")
        return True

    def _move(self, pair: Pair, state: str, until: int | None = None) -> None:
        pair.state, pair.since, pair.until, pair.asked = state, self.day, until, None
        pair.told = pair.told or state in ("proposed", "awaiting_counterpart")
        if state == "introduced":
            self.introduced.append(self.day)

    def pass_days(self, days: int) -> None:
        self.day += days
        for pair in self.pairs:
            self._age(pair, self.day - pair.since)
        queue = sorted((p for p in self.pairs if p.state == "waiting"), key=lambda pair: pair.came)
        for pair in queue:
            if self.hears():
                self._move(pair, "awaiting_counterpart")

    def _age(self, pair: Pair, age: int) -> None:
        if pair.draft is not None and self.day - pair.draft >= 30:
            pair.draft = None
        if pair.state == "submitted" and self.now_of(self.day) >= self.lapses(pair.since):
            self._move(pair, "closed")
        elif pair.state == "deferred" and pair.until is not None and self.day >= pair.until:
            self._move(pair, "awaiting_counterpart")
        elif age >= ENDS_AFTER.get(pair.state or "", age + 1):
            self._move(pair, "closed")
        elif pair.state == "introduced" and pair.asked is not None:
            if self.day - pair.asked >= 14:
                self._move(pair, "closed")
        elif pair.state == "introduced" and age >= 30:
            pair.asked = self.day


def moments(start: datetime) -> Callable[[int], datetime]:
    """Return what moment a day of the model is."""
    return lambda day: start + timedelta(days=day)
