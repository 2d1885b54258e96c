"""What it takes to fit BilingualVectorizer beside scikit-learn's TfidfVectorizer, on the same texts.

    PYTHONPATH=. python benchmarks/bilingual_fit.py [--sizes 10000,100000]

Texts are descriptions of packages, half of them French: as they are up to 10,000, beyond that their sentences
are mixed with a fixed seed. Each line comes from a process of its own with one thread: seconds of CPU of the
first fit, when dictionaries are in memory but no word was met, the median of the three fits after it, and
what the first fit added to the peak of memory at which the process stood with the texts in it.
"""

import argparse
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bilingual_texts import rows

AS_THEY_ARE = 10_000
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
METHODS = ("TF-IDF", "given", "detected")


def texts(count: int, seed: int = 7) -> tuple[list[str], list[str]]:
    """`count` texts and their languages, French ones first."""
    packages, half = rows("ddtp_eval"), count // 2
    languages = ["fr"] * half + ["en"] * half
    if count <= AS_THEY_ARE:
        return [row[f"{language}_long"] for language in ("fr", "en") for row in packages[:half]], languages
    draw = random.Random(seed)
    found: list[str] = []
    for language in ("fr", "en"):
        split = [re.split(r"(?<=[.!?])\s+", row[f"{language}_long"]) for row in packages]
        sentences = [sentence for listed in split for sentence in listed]
        found += [" ".join(draw.choices(sentences, k=len(draw.choice(split)))) for _ in range(half)]
    return found, languages


def fit(method: str, held: list[str], languages: list[str]) -> Callable[[], Any]:
    """What fits by one of METHODS."""
    if method == "TF-IDF":
        from sklearn.feature_extraction.text import TfidfVectorizer

        return lambda: TfidfVectorizer().fit_transform(held)
    from matchmaker.matching.engine import BilingualVectorizer

    spoken = languages if method == "given" else [None] * len(held)
    # Dictionaries are read, and loops compiled, before the clock starts.
    BilingualVectorizer().fit(
        ["eau et déchets"] * 2 + ["water and waste"] * 2, languages=["fr", None, "en", None]
    )
    return lambda: BilingualVectorizer().fit_transform(held, languages=spoken)


def measure(method: str, count: int) -> dict[str, float]:
    """Seconds and megabytes of one method in this process."""
    work = fit(method, *texts(count))
    before, times = _peak(), []
    for _ in range(4):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
        if len(times) == 1:
            added = _peak() - before
    return {"first": times[0], "again": statistics.median(times[1:]), "added": added, "peak": _peak()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure each method in a process of its own, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one[0], int(given.one[1]))))
        return
    print("| texts | | first fit, s | again, s | memory of the first, MB | peak of the process, MB |")
    print("|---|---|---|---|---|---|")
    for size in given.sizes.split(","):
        for method in METHODS:
            command = [sys.executable, str(Path(__file__)), "--one", method, size]
            run = subprocess.run(command, check=True, capture_output=True, env=os.environ | ONE_THREAD)
            took = json.loads(run.stdout)
            numbers = f"{took['first']:.2f} | {took['again']:.2f} | {took['added']:.0f} | {took['peak']:.0f}"
            print(f"| {int(size):,} | {method} | {numbers} |", flush=True)


if __name__ == "__main__":
    main()
