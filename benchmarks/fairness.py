"""What fairness costs and gains: 300 startups and 20 investors over 12 simulated weeks, with it and without.

    PYTHONPATH=. python benchmarks/fairness.py [--seed 1]

Gates, parts, scores and order are the service's own functions. Invented are the organisations (sectors by a
skewed draw, rounds, stages, and a gift for writing that makes some startups suit everybody) and what people
do: every week everyone reads the first ten of their list, and one startup in four asks the first investor of
it that it has not asked yet; half of those asked accept, which takes a place of the four weeks. Both runs
draw alike.
"""

import argparse
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from matchmaker.matching.engine import (
    Amounts,
    Candidate,
    Columns,
    Cosines,
    Mass,
    Moment,
    Ranked,
    Scored,
    score,
    typed,
)
from matchmaker.matching.engine.bands import Band
from matchmaker.matching.engine.fairness import FIRST, RECENT, Attention, fair
from matchmaker.matching.engine.metrics import gini
from matchmaker.taxonomy import Sector, Stage

STARTUPS, INVESTORS, WEEKS, MONTH = 300, 20, 12, 4
MONDAY = date(2026, 11, 23)
SECTORS = [one for one in Sector if one != Sector.ANY][:12]
POPULAR = [1 / (place + 1) for place in range(len(SECTORS))]


def organisations(draw: random.Random) -> list[Candidate]:
    """Startups of Paris first, then investors of the Valley."""
    return [_startup(number, draw) for number in range(STARTUPS)] + [
        _investor(STARTUPS + number, draw) for number in range(INVESTORS)
    ]


def _startup(number: int, draw: random.Random) -> Candidate:
    low = draw.choice((3e5, 8e5, 2e6, 4e6))
    return Candidate(
        id=number,
        kind="startup",
        hub="paris",
        sectors=frozenset(draw.choices(SECTORS, POPULAR)),
        stages=frozenset({draw.choice((Stage.PRE_SEED, Stage.SEED, Stage.SERIES_A)).value}),
        money=Amounts("EUR", low, 2 * low),
        needs=typed("fundraising"),
    )


def _investor(number: int, draw: random.Random) -> Candidate:
    low = draw.choice((1e5, 3e5, 1e6))
    return Candidate(
        id=number,
        kind="investor",
        hub="silicon_valley",
        sectors=frozenset(draw.choices(SECTORS, POPULAR, k=3)),
        stages=frozenset(
            stage.value for stage in draw.sample((Stage.PRE_SEED, Stage.SEED, Stage.SERIES_A), 2)
        ),
        money=Amounts("USD", low, 8 * low, 3 * low),
        capacity=draw.choice((1, 2, 3, 5)),
    )


@dataclass
class World:
    """Who there is, and what was shown, asked and promised so far."""

    everyone: list[Candidate]
    near: np.ndarray
    fairly: bool
    shown: list[Counter[int]] = field(default_factory=list)
    asked: list[Counter[int]] = field(default_factory=list)
    introduced: list[Counter[int]] = field(default_factory=list)
    requests: set[tuple[int, int]] = field(default_factory=set)
    fits: list[float] = field(default_factory=list)
    possible: set[int] = field(default_factory=set)
    met: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.columns = Columns.of(self.everyone)
        self.capacity = np.array([one.capacity or 0 for one in self.everyone])

    def used(self) -> Counter[int]:
        """Introductions of the four weeks under way."""
        start = (len(self.introduced) - 1) // MONTH * MONTH
        return sum(self.introduced[start:], Counter())

    def scored(self, viewer: int) -> Scored:
        """Everybody for `viewer`, those who are full closed."""
        texts = np.full(len(self.everyone), 40.0)
        cosine = self.near[viewer]
        cosines = Cosines(cosine, cosine, cosine, cosine, Mass(texts[:1], texts[:1]), Mass(texts, texts))
        used = self.used()
        full = [row for row, capacity in enumerate(self.capacity) if capacity and used[row] >= capacity]
        moment = Moment(full=full)
        return score(self.everyone[viewer], self.columns, cosines, moment=moment)

    def attention(self) -> Attention:
        """What everybody was shown in the weeks before this one, and asked and promised up to now."""
        rows, week, used = len(self.everyone), len(self.shown) - 1, self.used()
        start = max(0, week - RECENT // 7)
        shown, asked = sum(self.shown[start:week], Counter()), sum(self.asked[start:], Counter())
        last = np.zeros(rows, dtype=np.int64)
        for past, counted in enumerate(self.shown[:week]):
            last[list(counted)] = (MONDAY + timedelta(weeks=past)).toordinal()
        left = [limit - used[row] if limit else np.inf for row, limit in enumerate(self.capacity)]
        return Attention(
            np.array([float(shown[row]) for row in range(rows)]),
            np.array([float(asked[row]) for row in range(rows)]),
            np.array(left, dtype=np.float64),
            last,
        )

    def listed(self, viewer: int) -> list[Ranked]:
        """The first ten of `viewer` in the week under way."""
        scored = self.scored(viewer)
        if not self.fairly:
            return scored.top(FIRST)
        day = (MONDAY + timedelta(weeks=len(self.shown) - 1)).toordinal()
        return scored.top(FIRST, order=fair(scored, self.attention(), viewer=viewer, day=day).order)


def live(world: World, draw: random.Random) -> None:
    """One week: everyone reads, some ask, some of those asked accept."""
    for kept in (world.shown, world.asked, world.introduced):
        kept.append(Counter())
    for viewer in draw.sample(range(len(world.everyone)), len(world.everyone)):
        found = world.listed(viewer)
        world.shown[-1].update(one.id for one in found)
        world.fits += [one.score for one in found]
        asks, accepts = draw.random() < 0.25, draw.random() < 0.5
        if viewer >= STARTUPS:
            world.met |= {one.id for one in found if one.band is not Band.WEAK}
        elif asks:
            _ask(world, viewer, [one.id for one in found if (viewer, one.id) not in world.requests], accepts)


def _ask(world: World, viewer: int, open_: list[int], accepts: bool) -> None:
    if not open_:
        return
    world.requests.add((viewer, open_[0]))
    world.asked[-1][open_[0]] += 1
    if accepts:
        world.introduced[-1][open_[0]] += 1


def simulate(seed: int, *, fairly: bool) -> World:
    """The twelve weeks."""
    draw = random.Random(seed)
    world = World(organisations(draw), _cosines(seed), fairly)
    for investor in range(STARTUPS, STARTUPS + INVESTORS):
        world.introduced.append(Counter())
        found = world.scored(investor)
        world.possible |= {one.id for one in found.top() if one.band is not Band.WEAK}
        world.introduced.clear()
    for _ in range(WEEKS):
        live(world, draw)
    return world


def _cosines(seed: int) -> np.ndarray:
    """How near texts are, the same from either side: most of it chance, some of it a gift for writing."""
    drawn = np.random.default_rng(seed)
    gift = drawn.lognormal(0, 0.5, STARTUPS)
    between = np.clip(0.035 * gift[:, None] * drawn.lognormal(0, 0.6, (STARTUPS, INVESTORS)), 0, 1)
    near = np.zeros((STARTUPS + INVESTORS,) * 2)
    near[:STARTUPS, STARTUPS:] = between
    near[STARTUPS:, :STARTUPS] = between.T
    return near


def over_capacity(world: World) -> int:
    """How often an investor was introduced more often in four weeks than it takes."""
    months = [sum(world.introduced[start : start + MONTH], Counter()) for start in range(0, WEEKS, MONTH)]
    return sum(month[row] > limit for month in months for row, limit in enumerate(world.capacity) if limit)


def figures(world: World) -> dict[str, float]:
    """What the table says of one run."""
    total, asked = sum(world.shown, Counter()), sum(world.asked, Counter())
    startups = sorted(world.possible)
    investors = range(STARTUPS, STARTUPS + INVESTORS)
    return {
        "over capacity": over_capacity(world),
        "eligible startups": len(startups),
        "of them shown where possible": len(world.met & world.possible),
        "Gini, startups shown": gini([total[row] for row in startups]),
        "Gini, investors shown": gini([total[row] for row in investors]),
        "Gini, investors asked": gini([asked[row] for row in investors]),
        "introductions": sum(sum(world.introduced, Counter()).values()),
        "mean score of what is shown": float(np.mean(world.fits)),
    }


def main() -> None:
    """Simulate both and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    without, with_ = (figures(simulate(seed, fairly=fairly)) for fairly in (False, True))
    print(f"{'':32}{'without':>10}{'with':>10}{'change':>10}")
    for name, before in without.items():
        change = f"{with_[name] / before - 1:+.1%}" if before else ""
        print(f"{name:32}{before:10.3f}{with_[name]:10.3f}{change:>10}")


if __name__ == "__main__":
    main()
