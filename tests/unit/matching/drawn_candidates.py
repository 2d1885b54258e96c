"""Candidates and their texts drawn at random, for the laws of the ranking, and the day they meet."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from hypothesis import strategies as st

from matchmaker.matching.engine import Amounts, Candidate, Cosines, Mass, Moment, Typed

HUBS = ("paris", "silicon_valley")
TODAY = date(2026, 11, 22)
NOW = Moment(dates=dict.fromkeys(HUBS, TODAY))


def some(*codes: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(codes), max_size=3)


entries = st.frozensets(
    st.builds(
        Typed,
        st.sampled_from(["fundraising", "pilot_customer", "mentor"]),
        st.sampled_from([None, "paris_to_sv", "sv_to_paris"]),
        st.sampled_from([None, "now", "later"]),
    ),
    max_size=3,
)
candidates = st.builds(
    Candidate,
    id=st.just(0),
    kind=st.sampled_from(["startup", "startup", "investor", "programme"]),
    hub=st.sampled_from(HUBS),
    direction=st.sampled_from([None, "both", "paris_to_sv", "sv_to_paris"]),
    sectors=some("mobility", "water", "fintech_insurtech", "any"),
    leaning=some("mobility", "water"),
    sub_sectors=some("mobility.cycling", "mobility.traffic", "water.quality"),
    themes=some("waste", "energy", "traffic"),
    needs=entries,
    offers=entries,
    stages=some("seed", "series_a"),
    traction=st.sampled_from([None, "pilot", "1M-5M"]),
    money=st.sampled_from([Amounts(), Amounts("EUR", 1e6, 2e6), Amounts("USD", 1e6, sweet=2e6)]),
    deadline=st.sampled_from([None, TODAY + timedelta(days=40)]),
    mentor=st.sampled_from([None, "paris_to_sv", "sv_to_paris"]),
    veiled=st.booleans(),
)
crowds = st.lists(candidates, min_size=1, max_size=10).map(
    lambda crowd: [replace(one, id=number) for number, one in enumerate(crowd)]
)


class Texts:
    """Made-up cosines between what each of a crowd offers and seeks, and how much each wrote."""

    def __init__(self, crowd: int, seed: int) -> None:
        draw = np.random.default_rng(seed)
        near = draw.choice([0.0, 0.05, 0.25, 1.0], size=(2 * crowd, 2 * crowd))
        self.near = np.maximum(near, near.T)
        self.mass = draw.choice([0.0, 2.0, 30.0], size=2 * crowd)

    def of(self, viewer: int) -> Cosines:
        mine = Mass(self.mass[[2 * viewer]], self.mass[[2 * viewer + 1]])
        others = Mass(self.mass[0::2], self.mass[1::2])
        return Cosines.of(self.near[2 * viewer + 1], self.near[2 * viewer], mine, others)


def silent(others: int) -> Cosines:
    """The cosines of organisations that wrote nothing."""
    nothing = np.zeros(others)
    return Cosines(nothing, nothing, nothing, nothing, Mass(np.zeros(1), np.zeros(1)), Mass(nothing, nothing))
