"""The life of introductions once more, in few words and without a database: what the walk is held against."""

from dataclasses import dataclass, field
from datetime import date, timedelta

START, CAPACITY, REST, PATIENCE = date(2026, 3, 2), 1, 90, 15  # the last in working days of Paris
HOLIDAYS = {"04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "11-11", "12-25"}  # on weekdays of 2026
# states: who step next, ...   R requester, C counterpart, S staff; a number: the timer, after so many days
LIFE = """
none closed: R request submitted, S propose proposed
submitted: S approve awaiting_counterpart, S request_changes needs_changes, S edit needs_changes
submitted: S reject closed, R withdraw closed
needs_changes: R resubmit submitted, R withdraw closed, 14 timer closed
waiting: RS withdraw closed, 60 timer closed
proposed: R agree awaiting_counterpart, C accept awaiting_requester
awaiting_counterpart: C accept introduced, C defer deferred
awaiting_requester: R agree introduced, RS withdraw closed, C block closed, 14 timer closed
proposed awaiting_counterpart: C decline closed, RS withdraw closed, C block closed, 14 timer closed
deferred: C accept introduced, C decline closed, RS withdraw closed, C block closed
deferred: 10 timer awaiting_counterpart
introduced asked: RC complete closed, S cancel closed, C block closed
introduced: 30 timer asked
asked: 14 timer closed
"""
STEPS = {
    (state, step): (who, following)
    for states, _, listed in (line.partition(": ") for line in LIFE.strip().splitlines())
    for who, step, following in (one.split() for one in listed.split(", "))
    for state in states.split()
}


@dataclass
class Pair:
    """What one requester has with the counterpart; numbers are days of the walk."""

    state: str = "none"
    since: int = 0
    came: tuple[int, int] = (0, 0)  # the day and the place in the queue
    told: bool = False  # the counterpart has heard of it
    rests_until: int = 0
    blocked: bool = False
    draft: int | None = None  # when it was last typed


@dataclass
class Model:
    """All pairs with one counterpart; a step returns whether it may be taken, and takes it."""

    pairs: list[Pair]
    day: int = 0
    introduced: list[int] = field(default_factory=list)
    entries: int = 0

    def step(self, pair: Pair, who: str, step: str) -> bool:
        if step in ("compose", "discard"):
            may = who == "R" and (step == "compose" or pair.draft is not None)
            pair.draft = (self.day if step == "compose" else None) if may else pair.draft
            return may
        allowed, following = STEPS.get((pair.state, step), ("", ""))
        entry = step in ("request", "propose")
        if (
            who not in allowed
            or (who == "C" and not pair.told)
            or (step in ("accept", "agree") and not self.has_room())
            or (entry and (pair.blocked or self.day < pair.rests_until))
            or (step == "request" and pair.draft is None)
            or (step == "propose" and not self.hears())
        ):
            return False
        if entry:
            self.entries += 1
            pair.told, pair.came = False, (self.day, self.entries)
            pair.draft = None if step == "request" else pair.draft
        pair.came = (self.day, pair.came[1]) if step == "resubmit" else pair.came
        pair.rests_until = self.day + REST if step == "decline" else pair.rests_until
        pair.blocked |= step == "block"
        self.move(pair, "waiting" if step == "approve" and not self.hears() else following)
        return True

    def move(self, pair: Pair, state: str) -> None:
        pair.state, pair.since = state, self.day
        pair.told |= state in ("proposed", "awaiting_counterpart")
        self.introduced += [self.day] if state == "introduced" else []

    def has_room(self) -> bool:
        month = self.date(self.day).replace(day=1)
        return sum(self.date(day) >= month for day in self.introduced) < CAPACITY

    def hears(self) -> bool:
        asked = sum(pair.state in ("proposed", "awaiting_counterpart") for pair in self.pairs)
        return self.has_room() and asked < 2 * CAPACITY

    def pass_days(self, days: int) -> None:
        self.day += days
        for pair in self.pairs:
            pair.draft = None if pair.draft is not None and self.day - pair.draft >= 30 else pair.draft
            after, following = STEPS.get((pair.state, "timer"), ("9999", ""))
            if pair.state == "submitted" and self.has_lapsed(pair.since):
                self.move(pair, "closed")
            elif self.day - pair.since >= int(after):
                self.move(pair, following)
        for pair in sorted(self.pairs, key=lambda pair: pair.came):
            if pair.state == "waiting" and self.hears():
                self.move(pair, "awaiting_counterpart")

    def has_lapsed(self, since: int) -> bool:
        days = map(self.date, range(since, self.day + 1))
        return sum(day.weekday() < 5 and f"{day:%m-%d}" not in HOLIDAYS for day in days) > PATIENCE

    @staticmethod
    def date(day: int) -> date:
        return START + timedelta(days=day)
