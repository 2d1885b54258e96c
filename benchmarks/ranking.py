"""How well the ranking finds whom the judges of our labelled set would introduce.

    PYTHONPATH=. python benchmarks/ranking.py [--failures]

Every organisation is a viewer once; its list holds all kinds it may meet. Relevance and gates: see
benchmarks/ranking/guideline.md. Prints nDCG@10, recall@10, reciprocal rank and AUC with 95 % intervals over
viewers for each way to rank, the service's by direction, language and kind, the rules that combine the two
ways of a fit, and how far the same set with the hubs swapped differs. `--failures` prints instead, per
viewer, everything ranked down to its last relevant one, and what the service's gates close though the set
does not.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from labelled_set import Row, judgements, rows
from ranking_baselines import Scores, bilingual_cosine, one_sided, plain_cosine
from ranking_service import combined_by, service

from matchmaker.matching.engine import COMBINATIONS, WEIGHTS, metrics

AT = 10
FIGURES = ("nDCG@10", "recall@10", "MRR", "AUC")
KINDS = ("startup", "investor", "programme")
SERVICE = "the service"

WAYS: Mapping[str, Callable[[Mapping[str, Row]], Scores]] = {
    "TF-IDF on all text": plain_cosine,
    "bilingual cosine on all text": bilingual_cosine,
    "one-sided: needs against offers": one_sided,
    SERVICE: service,
}


@dataclass(frozen=True)
class Query:
    """One viewer's list against its judgements: grades as ranked, and of all it could have been shown."""

    viewer: Row
    ranked: list[float]
    judged: list[float]
    auc: float | None

    def figure(self, name: str) -> float | None:
        """One of FIGURES."""
        if name == "AUC":
            return self.auc
        if name == "MRR":
            return metrics.reciprocal_rank(self.ranked, self.judged)
        measure = metrics.ndcg if name == "nDCG@10" else metrics.recall
        return measure(self.ranked, self.judged, at=AT)


def graded() -> dict[str, dict[str, int]]:
    """Every viewer's judgements by the other side's id: each pair serves both of its sides."""
    found: dict[str, dict[str, int]] = {one: {} for one in rows()}
    for (a, b), grade in judgements().items():
        found[a][b] = found[b][a] = grade
    return found


def queries(listed: Mapping[str, Row], scores: Scores, kind: str | None = None) -> list[Query]:
    """One query a viewer, over candidates of `kind` alone where given; ties by the order of the files."""
    place = {one: number for number, one in enumerate(listed)}
    found = []
    for viewer, grades in graded().items():
        wanted = {other: grade for other, grade in grades.items() if kind in (None, listed[other].kind)}
        held = {other: score for other, score in scores[viewer].items() if other in wanted}
        order = sorted(held, key=lambda other: (-held[other], place[other]))
        worth = [held.get(other, float("-inf")) for other in wanted]
        relevant = [grade >= metrics.RELEVANT for grade in wanted.values()]
        found.append(
            Query(
                listed[viewer],
                [float(wanted[other]) for other in order],
                [float(grade) for grade in wanted.values()],
                metrics.auc(worth, relevant),
            )
        )
    return found


def line(name: str, asked: Iterable[Query]) -> str:
    """A row of the table: the mean of each figure, and the interval of the first."""
    asked = list(asked)
    means = [metrics.mean(query.figure(name) for query in asked) for name in FIGURES]
    first = means[0]
    others = "".join(f"{mean.value:>11.3f}" for mean in means[1:])
    return f"{name:34}{first.queries:>4}{first.value:>9.3f}  [{first.low:.3f}, {first.high:.3f}]{others}"


def by_group(asked: list[Query]) -> Iterable[str]:
    """The table by direction, language and kind of the viewer."""
    groups: Mapping[str, Callable[[Query], str]] = {
        "direction": lambda one: "paris_to_sv" if one.viewer["hub"] == "paris" else "sv_to_paris",
        "language": lambda one: one.viewer["lang"],
        "kind": lambda one: one.viewer.kind,
    }
    for name, of in groups.items():
        for value in sorted({of(one) for one in asked}):
            yield line(f"  {name}: {value}", [one for one in asked if of(one) == value])


def failures(listed: Mapping[str, Row], scores: Scores) -> Iterable[str]:
    """Per viewer what cost it most: relevant ones that are closed or low, worthless ones above them."""
    for viewer, grades in graded().items():
        held = {other: scores[viewer][other] for other in grades if other in scores[viewer]}
        order = sorted(held, key=lambda other: -held[other])
        closed = [
            f"{other} ({grade}) closed" for other, grade in grades.items() if grade and other not in held
        ]
        last = max((order.index(other) for other in order if grades[other] >= metrics.RELEVANT), default=-1)
        low = [f"{order[at]} ({grades[order[at]]}) {held[order[at]]:.2f}" for at in range(last + 1)]
        if closed or any(grades[other] == 0 for other in order[: last + 1]):
            yield f"{viewer} {listed[viewer]['name']}: {', '.join(low)}; {', '.join(closed)}"


def mirrored(listed: Mapping[str, Row]) -> dict[str, Row]:
    """The same organisations with the hubs and directions swapped, currencies and texts kept."""
    turned = {"paris": "silicon_valley", "silicon_valley": "paris"}
    ways = {"paris_to_sv": "sv_to_paris", "sv_to_paris": "paris_to_sv"}
    return {
        one: Row(
            row.kind,
            {
                **row.cells,
                "hub": turned[row["hub"]],
                "direction": ways.get(row["direction"], row["direction"]),
            },
        )
        for one, row in listed.items()
    }


def parity(listed: Mapping[str, Row]) -> str:
    """The mean score of all pairs as they are and mirrored, by the hub of the viewer."""
    both = [service(listed), service(mirrored(listed))]
    lines = []
    for hub in ("paris", "silicon_valley"):
        viewers = [one for one, row in listed.items() if row["hub"] == hub]
        means = [np.mean([score for one in viewers for score in scores[one].values()]) for scores in both]
        lines.append(
            f"  viewers of {hub}: {means[0]:.5f}, mirrored {means[1]:.5f}, {means[1] / means[0] - 1:+.3%}"
        )
    return "\n".join(lines)


def main() -> None:
    """Rank the set every way and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--failures", action="store_true")
    listed = rows()
    if parser.parse_args().failures:
        print("\n".join(failures(listed, service(listed))))
        return
    print(f"{len(judgements())} judged pairs of {len(listed)} organisations, weights {WEIGHTS.version}")
    ways = {name: way(listed) for name, way in WAYS.items()}
    table("all kinds in one list", {name: queries(listed, scores) for name, scores in ways.items()})
    print("\n".join(by_group(queries(listed, ways[SERVICE]))))
    for kind in KINDS:
        asked = {name: queries(listed, scores, kind) for name, scores in ways.items()}
        table(f"only {kind}s", asked)
    rules = {rule: queries(listed, service(listed, combined_by(rule))) for rule in COMBINATIONS}
    table("rule that combines the two ways", rules)
    print("\nhubs swapped, mean score:", parity(listed), sep="\n")


def table(title: str, asked: Mapping[str, list[Query]]) -> None:
    """Print one table, a line a ranking."""
    print(f"\n{title:34}   n  nDCG@10  95 % interval   recall@10        MRR        AUC")
    for name, each in asked.items():
        print(line(name, each))


if __name__ == "__main__":
    main()
