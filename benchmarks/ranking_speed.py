"""How long one organisation's ranking against many others takes, beside two plain text queries.

    PYTHONPATH=. python benchmarks/ranking_speed.py [--organisations 100000] [--viewers 20]

Organisations are made of sentences of the real files (`$MATCHMAKER_DATA`), drawn alike each time, with codes,
amounts and dates at random; one in ten is an investor, one in twenty a programme. A ranking is everything:
the viewer's texts read, both queries over both texts of all others, gates, parts, the top 50 and the terms
that explain them. The index is saved and opened again, as the service opens what its worker built. The peer
in the same run: two plain queries of the engine for the same texts, 50 results each. It meets their words
first; so others are measured after a hundred, as in a process that has served for a while.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from ranking_sentences import sentences

from matchmaker.matching.engine import (
    Amounts,
    Candidate,
    Columns,
    FieldReader,
    Mass,
    Moment,
    TextIndex,
    Typed,
    rank,
)
from matchmaker.taxonomy import NeedCode, Sector, Stage, Theme, Traction, Urgency

HUBS = ("paris", "silicon_valley")
TODAY = date(2026, 11, 22)
TOP = 50
SERVED = 100
WORTH_SHOWING = 0.1  # as on the page: see `matching.explain`


def candidate(number: int, draw: random.Random) -> Candidate:
    """An organisation at random."""
    kind = draw.choices(("startup", "investor", "programme"), (85, 10, 5))[0]
    startup, investor, programme = (kind == one for one in ("startup", "investor", "programme"))
    low = draw.choice((1e5, 5e5, 1e6, 5e6))
    amounts = Amounts(draw.choice(("EUR", "USD")), low, 3 * low) if not programme else Amounts()
    stages = draw.sample(list(Stage), 1 if startup else 3)
    return Candidate(
        id=number,
        kind=kind,
        hub=draw.choice(HUBS),
        direction=draw.choice(("both", "paris_to_sv", "sv_to_paris")) if programme else None,
        sectors=frozenset(draw.sample(list(Sector)[:-1], draw.choice((1, 1, 2, 3)))),
        excluded=frozenset(draw.sample(list(Sector)[:-1], 2)) if investor else frozenset(),
        themes=frozenset(draw.sample(list(Theme), draw.choice((0, 0, 1, 2)))),
        needs=frozenset(Typed(code, None, draw.choice(list(Urgency))) for code in _codes(draw)),
        offers=frozenset(Typed(code) for code in _codes(draw)),
        stages=frozenset(stages),
        traction=draw.choice(list(Traction)) if startup else None,
        money=amounts,
        deadline=TODAY + timedelta(days=draw.randrange(-30, 300)) if programme else None,
        languages=frozenset(draw.sample(("fr", "en", "es"), 2)),
        capacity=draw.choice((None, None, 0, 3)),
        names=frozenset({f"name:{number}"}),
    )


def _codes(draw: random.Random) -> list[NeedCode]:
    return draw.sample(list(NeedCode), draw.choice((0, 1, 2, 3)))


def timed(run: Callable[[int], object], viewers: Sequence[int]) -> float:
    """The median milliseconds of `run` for each of `viewers`, the first left out."""
    run(viewers[0])
    found = []
    for viewer in viewers:
        start = time.perf_counter()
        run(viewer)
        found.append((time.perf_counter() - start) * 1000)
    return statistics.median(found)


class World:
    """Organisations with two texts each, indexed as the service indexes them."""

    def __init__(self, organisations: int) -> None:
        draw = random.Random(4)
        pool = sentences()
        self.texts = [" ".join(draw.sample(pool, size)) for _ in range(organisations) for size in (4, 2)]
        self.candidates = [candidate(number, draw) for number in range(organisations)]
        self.columns = Columns.of(self.candidates)
        self.reader = FieldReader()
        with tempfile.TemporaryDirectory() as place:
            TextIndex(self.reader).fit(self.texts).save(Path(place) / "index")
            self.index = TextIndex.load(Path(place) / "index", self.reader)
        mass = np.array([self.reader.mass(text) for text in self.texts])
        self.mass = Mass(mass[0::2], mass[1::2])
        self.moment = Moment(dates=dict.fromkeys(HUBS, TODAY))

    def rank(self, viewer: int) -> object:
        """Everything that a page of recommendations asks of the engine."""
        offers, seeks = self.texts[2 * viewer], self.texts[2 * viewer + 1]
        mass = Mass(np.array([self.reader.mass(offers)]), np.array([self.reader.mass(seeks)]))

        near = self.index.nearness(seeks, offers, mass, self.mass)
        found = rank(self.candidates[viewer], self.columns, near, moment=self.moment, limit=TOP)
        rows = [one.row for one in found]
        theirs = self.index.explain_many(seeks, [2 * row for row in rows], least=WORTH_SHOWING)
        mine = self.index.explain_many(offers, [2 * row + 1 for row in rows], least=WORTH_SHOWING)
        return found, theirs, mine

    def query_twice(self, viewer: int) -> object:
        """The peer: the two texts of the viewer, nothing else."""
        return [self.index.query(self.texts[2 * viewer + place], k=TOP) for place in range(2)]

    def score_only(self, viewer: int) -> object:
        """Gates, parts and the top where texts leave no row out: the viewer wrote nothing."""
        none = self.index.nearness("", "", Mass(np.zeros(1), np.zeros(1)), self.mass)
        return rank(self.candidates[viewer], self.columns, none, moment=self.moment, limit=TOP)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--organisations", type=int, default=100_000)
    parser.add_argument("--viewers", type=int, default=20)
    given = parser.parse_args()
    world = World(given.organisations)
    drawn = random.Random(7).sample(range(given.organisations), 2 * given.viewers + SERVED)
    first, later = drawn[: given.viewers], drawn[-given.viewers :]
    print(f"{given.organisations} organisations, median of {given.viewers} viewers, milliseconds")
    _compare(world, first, "the first of a process")
    for viewer in drawn[given.viewers : -given.viewers]:
        world.rank(viewer)
    _compare(world, later, f"after {SERVED} others")
    _compare(world, first, "all words met")
    print(f"of who wrote nothing                        {timed(world.score_only, later):6.1f}")


def _compare(world: World, viewers: Sequence[int], named: str) -> None:
    plain, whole = timed(world.query_twice, viewers), timed(world.rank, viewers)
    print(f"two plain text queries, {named:22} {plain:6.1f}")
    print(f"ranking, top {TOP} explained, {named:18} {whole:6.1f}   {whole / plain:.2f} times")


if __name__ == "__main__":
    main()
