"""What learning from texts in both languages adds, and what it costs.

    PYTHONPATH=. python benchmarks/learnt_terms.py

Learns from the rows of `ddtp_eval` and `laws_eval` that are not test rows, and looks for the test rows among
all as `bilingual_retrieval.py` does. The baseline is the glossary alone; beside it stand the lexicons of an
operator, and FreeDict of Debian where it is installed. Data come from $MATCHMAKER_DATA, or ../shared/data
where that is unset.
"""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import bilingual_retrieval as retrieval
import numpy as np
from bilingual_texts import Row, lexicons, masked, rows

from matchmaker.matching.engine import BilingualReader
from matchmaker.matching.engine.bilingual.alignment import learn
from matchmaker.matching.engine.bilingual.dictd import FREEDICT
from matchmaker.matching.engine.bilingual.lexicon import read_lexicon, write_lexicon
from matchmaker.matching.engine.bilingual.vectorizer import BilingualVectorizer

Pairs = Sequence[tuple[str, str]]


def of_packages(packages: list[Row]) -> Pairs:
    """Short and long descriptions of packages that are not test rows."""
    kept = [row for row in packages if row["role"] != "test"]
    return [(row[f"fr_{text}"], row[f"en_{text}"]) for text in ("short", "long") for row in kept]


def of_acts(acts: list[Row]) -> Pairs:
    """Sections of acts that are not test rows."""
    return [(row["fr"], row["en"]) for row in acts if row["role"] != "test"]


def learnt(name: str, pairs: Pairs, folder: Path) -> Path:
    """Learn from `pairs` into a file, and print what it took."""
    start = time.process_time()
    write_lexicon(folder / f"{name}.tsv", learn(pairs, BilingualReader()))
    took = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    terms = len({entry.french for entry in read_lexicon(folder / f"{name}.tsv")})
    print(f"learnt from {name}: {len(pairs):,} pairs, {terms:,} terms, {took:.1f} s, peak {memory:.0f} MB")
    return folder / f"{name}.tsv"


@dataclass(frozen=True)
class Task:
    """Texts of one language that look for their mates among all texts of another, and how that is counted."""

    name: str
    asked: list[str]
    offered: list[str]
    spoken: tuple[str, str]
    mates: retrieval.Ranks
    value: Callable[[retrieval.Ranks], float]


def tasks(packages: list[Row], acts: list[Row], programmes: list[Row]) -> Iterator[Task]:
    """What is measured, a line each."""
    wanted = test_rows(packages)
    for asked, offered in (("en", "en"), ("fr", "en"), ("en", "fr")):
        needs = [packages[place][f"{asked}_short"] for place in wanted]
        offers = [row[f"{offered}_long"] for row in packages]
        name = f"packages, short -> long, {asked} -> {offered}, MRR"
        yield Task(name, needs, offers, (asked, offered), wanted, retrieval.reciprocal)
    for name, held, places in (
        ("acts", acts, test_rows(acts)),
        ("programmes", programmes, np.arange(len(programmes))),
    ):
        for asked, offered in (("fr", "en"), ("en", "fr")):
            queries, texts = [held[place][asked] for place in places], [row[offered] for row in held]
            title = f"{name}, {asked} -> {offered}, recall@1"
            yield Task(title, queries, texts, (asked, offered), places, partial(retrieval.recall, at=1))


def test_rows(held: list[Row]) -> retrieval.Ranks:
    """The places of the rows that nothing was learnt from."""
    return np.flatnonzero([row["role"] == "test" for row in held])


def found(task: Task, lexicons: list[str]) -> float:
    """The value of `task` with the glossary and `lexicons`."""
    languages = [task.spoken[0]] * len(task.asked) + [task.spoken[1]] * len(task.offered)
    vectorizer = BilingualVectorizer(lexicons)
    matrix = vectorizer.fit_transform([*task.asked, *task.offered], languages=languages)
    number = len(task.asked)
    return task.value(retrieval.ranks(matrix[:number], matrix[number:], task.mates))


def main() -> None:
    """Measure and print."""
    packages, acts, programmes = rows("ddtp_eval"), rows("laws_eval"), rows("canada_dev")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        of_both = [*of_packages(packages), *of_acts(acts)]
        columns = {"glossary": []}
        for kind, pairs in (("packages", of_packages(packages)), ("acts", of_acts(acts)), ("both", of_both)):
            columns[f"+ {kind}"] = [str(learnt(kind, pairs, folder))]
        columns["+ lexicons"] = lexicons()
        if FREEDICT.is_file():
            columns["+ FreeDict"] = [str(FREEDICT)]
        print("\n| | " + " | ".join(columns) + " |\n|" + "---|" * (len(columns) + 1))
        for task in tasks(masked(packages), acts, programmes):
            values = " | ".join(f"{found(task, listed):.3f}" for listed in columns.values())
            print(f"| {task.name} | {values} |", flush=True)


if __name__ == "__main__":
    main()
