"""What is learnt from decisions: a preference that people have, and nothing from few decisions or chance."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from matchmaker.matching.engine import WEIGHTS
from matchmaker.matching.engine.bands import Cuts
from matchmaker.matching.engine.learning import ENOUGH, Example, learn, score_of, split
from matchmaker.matching.engine.replay import replay

START = datetime(2026, 1, 5, tzinfo=UTC)
WANTED = {"fit": 0.1, "needs": 0.0, "sector": 0.1, "theme": 0.0, "stage": 0.0, "ticket": 0.8}
"""What the investors of these tests look at: hardly anything but the cheque."""


def decisions(number: int, seed: int, wanted: dict[str, float] | None, viewers: int = 40) -> list[Example]:
    """So many decisions of investors, an hour apart, by what is `wanted`, or by chance where it is None."""
    drawn = np.random.default_rng(seed)
    parts = drawn.random((number, len(WANTED)))
    liking = parts @ np.array(list(wanted.values())) if wanted else np.full(number, 0.5)
    agreed = drawn.random(number) < 1 / (1 + np.exp(-12 * (liking - 0.5)))
    return [
        Example(
            viewers=(int(drawn.integers(viewers)),),
            kind="investor",
            grade=2 if agreed[place] else 0,
            at=START + timedelta(hours=place),
            parts=dict(zip(WANTED, parts[place].tolist(), strict=True)),
        )
        for place in range(number)
    ]


def published(examples: Iterable[Example]) -> bool:
    """Whether the rule of the nightly job would publish what these decisions teach."""
    earlier, later = split(examples)
    candidate = learn(earlier, WEIGHTS, "learnt")
    return candidate is not None and replay(WEIGHTS, candidate, later).is_better


def test_what_people_look_at_gains_weight_and_the_replay_says_that_it_ranks_better() -> None:
    examples = decisions(1_500, 0, WANTED)
    earlier, later = split(examples)
    learnt = learn(earlier, WEIGHTS, "learnt")
    assert learnt is not None
    shares, documented = learnt.shares("investor"), WEIGHTS.shares("investor")
    assert max(shares, key=lambda name: shares[name]) == "ticket"
    assert shares["fit"] < documented["fit"]
    found = replay(WEIGHTS, learnt, later)
    assert found.is_better
    assert found.auc.candidate > found.auc.current + 0.1


@pytest.mark.parametrize("seed", range(5))
def test_learnt_weights_are_shares_of_one_with_every_documented_part(seed: int) -> None:
    learnt = learn(decisions(400, seed, {**WANTED, "theme": -0.9}), WEIGHTS, "learnt")
    assert learnt is not None
    shares = learnt.shares("investor")
    assert set(shares) == set(WEIGHTS.shares("investor"))
    assert sum(shares.values()) == pytest.approx(1.0)
    assert all(0.0 < share <= 1.0 for share in shares.values())
    assert shares["theme"] < WEIGHTS.shares("investor")["theme"], "a part that speaks against loses weight"


def test_kinds_that_nobody_decided_on_keep_their_documented_weights_and_cut_offs() -> None:
    learnt = learn(decisions(400, 0, WANTED), WEIGHTS, "learnt")
    assert learnt is not None
    for kind in ("programme", "startup"):
        assert learnt.shares(kind) == WEIGHTS.shares(kind)
        assert learnt.cuts_of(kind) == Cuts()


def test_few_decisions_leave_the_documented_weights() -> None:
    assert learn(decisions(ENOUGH - 1, 0, WANTED), WEIGHTS, "learnt") is None
    all_wanted = [one for one in decisions(500, 0, WANTED) if one.grade > 0]
    assert learn(all_wanted, WEIGHTS, "learnt") is None, "without a no there is nothing to tell a yes from"


def test_the_fewer_the_decisions_the_nearer_the_weights_stay_to_the_documented_ones() -> None:
    documented = WEIGHTS.shares("investor")
    moved = []
    for number in (80, 300, 3_000):
        learnt = learn(decisions(number, 1, WANTED), WEIGHTS, "learnt")
        assert learnt is not None
        moved.append(sum(abs(learnt.shares("investor")[name] - documented[name]) for name in documented))
    assert moved == sorted(moved)
    assert moved[0] < moved[-1] / 2


def test_decisions_by_chance_are_never_published_over_twenty_seeds() -> None:
    assert [seed for seed in range(20) if published(decisions(600, seed, None))] == []


def test_decisions_by_the_documented_weights_give_no_reason_for_others() -> None:
    documented = dict(WEIGHTS.shares("investor"))
    assert [seed for seed in range(10) if published(decisions(600, seed, documented))] == []


def test_an_example_that_lacks_a_part_of_today_teaches_nothing() -> None:
    incomplete = [
        Example(one.viewers, one.kind, one.grade, one.at, {"fit": one.parts["fit"]})
        for one in decisions(500, 0, WANTED)
    ]
    assert learn(incomplete, WEIGHTS, "learnt") is None


def test_what_is_judged_by_was_decided_later_than_what_was_learnt_from() -> None:
    earlier, later = split(reversed(decisions(100, 0, WANTED)))
    assert (len(earlier), len(later)) == (70, 30)
    assert max(one.at for one in earlier) < min(one.at for one in later)
    at_once = [Example((1,), "investor", 0, START, {})] * 10
    assert split(at_once) == ([], at_once), "one moment is not cut in two"


def test_the_cut_offs_follow_the_scores_so_that_strong_stays_as_likely_a_yes() -> None:
    examples = decisions(3_000, 2, WANTED)
    learnt = learn(examples, WEIGHTS, "learnt")
    assert learnt is not None
    cuts = learnt.cuts_of("investor")
    assert cuts.possible < cuts.strong
    before = [one.grade > 0 for one in examples if score_of(one, WEIGHTS) >= 0.5]
    after = [one.grade > 0 for one in examples if score_of(one, learnt) >= cuts.strong]
    assert np.mean(after) >= np.mean(before), "who ranks better promises no less"


def test_who_decided_is_no_input() -> None:
    examples = decisions(300, 3, WANTED)
    others = [Example((7,), one.kind, one.grade, one.at, one.parts) for one in examples]
    assert learn(examples, WEIGHTS, "learnt") == learn(others, WEIGHTS, "learnt")


def test_a_gain_over_few_viewers_is_not_believed() -> None:
    earlier, later = split(decisions(1_500, 0, WANTED, viewers=10))
    learnt = learn(earlier, WEIGHTS, "learnt")
    assert learnt is not None
    found = replay(WEIGHTS, learnt, later)
    assert found.auc.gain.low > 0.0
    assert not found.is_better
