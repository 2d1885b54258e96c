"""How the ranking fares where words have two meanings, on canonical CSV read as the import reads it.

    PYTHONPATH=. python benchmarks/ranking_traps.py [--failures] [--folder FOLDER]

Each startup of benchmarks/traps is a viewer once; guideline.md there says what is judged. Prints
nDCG@10 with the 95 % interval over startups, and for how many of them a trap stands in the first five: of
investors and programmes in one list, of either alone as the page shows them, and by hub and language.
`--failures` prints instead each startup with a trap in its first five or a relevant host behind a worthless
one. FOLDER may hold another set in the same four files.
"""

import argparse
import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.imported_set import Imported, organisations
from matchmaker.matching.engine import WEIGHTS, Weights, metrics
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import Kind

FOLDER = Path(__file__).parent / "traps"
AT, FIRST = 10, 5


@dataclass(frozen=True)
class Judged:
    """Of one startup: the grades above zero and the traps, by the ids of rows."""

    grades: Mapping[str, int]
    traps: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """One startup's list of hosts, best first, with what is known of them."""

    viewer: Organisation
    ids: list[str]
    judged: Judged

    def ndcg(self, wanted: frozenset[str]) -> float | None:
        """nDCG@10 over the hosts `wanted`; None where none of them is worth anything."""
        ranked = [float(self.judged.grades.get(one, 0)) for one in self.ids if one in wanted]
        ideal = [float(grade) for one, grade in self.judged.grades.items() if one in wanted]
        return metrics.ndcg(ranked, ideal, at=AT)

    def trapped(self, wanted: frozenset[str]) -> list[str]:
        """The traps among the first five of the hosts `wanted`."""
        return [one for one in [one for one in self.ids if one in wanted][:FIRST] if one in self.judged.traps]


def judgements(folder: Path) -> dict[str, Judged]:
    """What is judged of each startup that has a line."""
    grades: dict[str, dict[str, int]] = {}
    traps: dict[str, set[str]] = {}
    with (folder / "judgements.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            if line["trap"] == "yes":
                traps.setdefault(line["a_id"], set()).add(line["b_id"])
            if int(line["grade"]):
                grades.setdefault(line["a_id"], {})[line["b_id"]] = int(line["grade"])
    return {
        one: Judged(grades.get(one, {}), frozenset(traps.get(one, ()))) for one in sorted({*grades, *traps})
    }


def answers(folder: Path, model: Weights = WEIGHTS, *, plain: bool = False) -> Iterator[Answer]:
    """The list of every judged startup, hosts of all kinds together; `plain` by TF-IDF behind the gates."""
    listed = organisations(folder)
    judged, names = judgements(folder), list(listed)
    imported = Imported(list(listed.values()))
    for name, rows in zip(names, imported.plain_lists() if plain else imported.lists(model), strict=True):
        if name in judged:
            yield Answer(listed[name], [names[row] for row in rows], judged[name])


def line(title: str, asked: list[Answer], wanted: frozenset[str]) -> str:
    """A row of the table."""
    mean = metrics.mean(one.ndcg(wanted) for one in asked)
    trapped = sum(bool(one.trapped(wanted)) for one in asked)
    interval = f"[{mean.low:.3f}, {mean.high:.3f}]"
    return f"{title:32}{len(asked):>4}{mean.value:>9.3f}  {interval}{trapped:>9} ({trapped / len(asked):.1%})"


def failures(asked: list[Answer], wanted: frozenset[str]) -> Iterator[str]:
    """Whoever is shown a trap early, or something worthless before something worth both sides' time."""
    for one in asked:
        held = [other for other in one.ids if other in wanted]
        good = {other for other, grade in one.judged.grades.items() if grade >= metrics.RELEVANT}
        last = max((held.index(other) for other in good if other in held), default=-1)
        shown = held[: max(last + 1, FIRST)]
        closed = sorted(good - set(held))
        early = any(one.judged.grades.get(other, 0) == 0 for other in held[: last + 1])
        if one.trapped(wanted) or closed or early:
            marks = [
                f"{other}({'TRAP' if other in one.judged.traps else one.judged.grades.get(other, 0)})"
                for other in shown
            ]
            yield f"{one.viewer.name}: {' '.join(marks)}" + (f" closed: {closed}" if closed else "")


def main() -> None:
    """Rank the set and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    listed, asked = organisations(options.folder), list(answers(options.folder))
    kinds = {
        kind: frozenset(name for name, one in listed.items() if one.kind is kind)
        for kind in (Kind.INVESTOR, Kind.PROGRAMME)
    }
    hosts = frozenset().union(*kinds.values())
    if options.failures:
        print("\n".join(failures(asked, hosts)))
        return
    print(f"{'':32}   n  nDCG@10  95 % interval   trap in the first five")
    print(line("TF-IDF on all text, gates", list(answers(options.folder, plain=True)), hosts))
    print(line("investors and programmes", asked, hosts))
    for kind, wanted in kinds.items():
        print(line(f"  only {kind.value}s", asked, wanted))
    groups: tuple[Callable[[Organisation], str], ...] = (
        lambda one: one.hub.value,
        lambda one: one.lang.value,
    )
    for group in groups:
        for value in sorted({group(one.viewer) for one in asked}):
            print(line(f"  {value}", [one for one in asked if group(one.viewer) == value], hosts))


if __name__ == "__main__":
    main()
