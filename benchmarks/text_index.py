"""The speed of TextIndex beside its peers: one subcommand for each group of rows in README.md.

One thread, processor time, medians; text in, rows out, for every method.
"""

# ruff: noqa: E402, B023 - threads are pinned before numpy is imported; timed closures run at once

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy reads it

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.line_plot import draw
from benchmarks.mixed_texts import mixed
from matchmaker.matching.engine import TextIndex, default_vectorizer

PLOTS = Path(__file__).parent / "plots"
TOP = 50
QUERIES = 500
PEER_QUERIES = 30  # of scikit-learn, which takes long for each

LENGTHS = ["even", "natural"]
WORDS = ["all-words", "no-stop-words"]

Answer = Callable[[str], Any]


def spent(act: Callable[[], Any]) -> float:
    """The seconds of processor time that `act` takes."""
    start = time.process_time()
    act()
    return time.process_time() - start


def times(answer: Answer, queries: Sequence[str], rounds: int = 3) -> np.ndarray:
    """The seconds of each query, the least of some rounds: other processes share the machine."""
    for query in queries[:20]:
        answer(query)
    found = [[spent(lambda: answer(query)) for query in queries] for _ in range(rounds)]
    return np.min(np.array(found), axis=0)


def words(*, stop: bool) -> Any:
    """The vectorizer of the comparison: scikit-learn's TF-IDF with all words or without stop words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(stop_words="english" if stop else None)


def by_scikit_learn(texts: Sequence[str], *, stop: bool) -> Answer:
    """`cosine_similarity` and a full sort."""
    from sklearn.metrics.pairwise import cosine_similarity

    vectorizer = words(stop=stop)
    vectors = vectorizer.fit_transform(texts)
    return lambda text: np.argsort(-cosine_similarity(vectorizer.transform([text]), vectors).ravel())[:TOP]


def by_bm25s(texts: Sequence[str], *, stop: bool, backend: str) -> Answer:
    """bm25s as its documentation has it."""
    import bm25s

    stop_words = "en" if stop else []
    index = bm25s.BM25(backend=backend)
    index.index(bm25s.tokenize(list(texts), stopwords=stop_words, show_progress=False), show_progress=False)

    def answer(text: str) -> Any:
        asked = bm25s.tokenize([text], stopwords=stop_words, show_progress=False)
        return index.retrieve(asked, k=TOP, show_progress=False)

    return answer


def query(size: int, lengths: Sequence[str], kept: Sequence[str]) -> None:
    """One query, text in, over documents of some `lengths` with all words or without stop words."""
    print(f"| {size:,} documents, µs of a query | p50 | p99 | p99 / p50 | to TextIndex |")
    print("|---|---|---|---|---|")
    for length in lengths:
        texts = mixed(size + QUERIES, natural=length == "natural")
        texts, asked = texts[:size], texts[size:]
        for chosen in kept:
            stop, named = chosen == "no-stop-words", f"{length} lengths, {chosen.replace('-', ' ')}"
            index = TextIndex(words(stop=stop)).fit(texts)
            own = times(index.query, asked)
            _line(f"TextIndex, {named}", own, own)
            mask = np.random.default_rng(7).random(size) < 0.5
            _line(
                f"TextIndex, {named}, a filter of half",
                times(lambda t: index.query(t, filter=mask), asked),
                own,
            )
            _line(
                f"scikit-learn, {named}", times(by_scikit_learn(texts, stop=stop), asked[:PEER_QUERIES]), own
            )
            for backend in ("numpy", "numba"):
                peer = times(by_bm25s(texts, stop=stop, backend=backend), asked)
                _line(f"bm25s ({backend}), {named}", peer, own)


def _line(name: str, found: np.ndarray, own: np.ndarray) -> None:
    low, high = np.percentile(found, [50, 99])
    ratio = low / np.median(own)
    print(f"| {name} | {low * 1e6:,.0f} | {high * 1e6:,.0f} | {high / low:.2f} | {ratio:.1f} |", flush=True)


def _alone(group: str, size: int, method: str) -> dict[str, float]:
    """What a group prints as JSON in a process of its own, where nothing of other methods is in memory."""
    command = [sys.executable, __file__, group, "--size", str(size), "--method", method]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(ran.stdout))


def batch(size: int) -> None:
    """30 % of rows against 70 %, each method in a process of its own."""
    print("| 30 % against 70 %, top 50 | s | peak memory, MB |\n|---|---|---|")
    for method in BATCHES:
        found = _alone("one-batch", size, method)
        print(f"| {method} | {found['seconds']:.1f} | {found['peak']:,.0f} |", flush=True)


def one_batch(size: int, method: str) -> None:
    """What `batch` runs for each method: its time and the peak memory of the process, as JSON."""
    texts = mixed(size)
    cut = size * 3 // 10
    seconds = BATCHES[method](texts[:cut], texts[cut:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))


def _own_batch(asked: Sequence[str], texts: Sequence[str]) -> float:
    index = TextIndex(words(stop=False)).fit(texts)
    index.query_many(asked[:10], TOP)
    return spent(lambda: index.query_many(asked, TOP))


def _sparse_batch(asked: Sequence[str], texts: Sequence[str]) -> float:
    from sparse_dot_topn import sp_matmul_topn

    vectorizer = words(stop=False)
    vectors = vectorizer.fit_transform(texts).T.tocsr()
    return spent(
        lambda: sp_matmul_topn(vectorizer.transform(asked), vectors, top_n=TOP, sort=True, n_threads=1)
    )


def _block_batch(asked: Sequence[str], texts: Sequence[str]) -> float:
    """Blocks of 500 rows; a tenth of them is measured and taken times ten."""
    vectorizer = words(stop=False)
    vectors = vectorizer.fit_transform(texts).T.tocsr()

    def act() -> None:
        queries = vectorizer.transform(asked[: len(asked) // 10])
        for first in range(0, queries.shape[0], 500):
            scores = (queries[first : first + 500] @ vectors).toarray()
            rows = np.argpartition(scores, -TOP, axis=1)[:, -TOP:]
            np.take_along_axis(rows, np.argsort(-np.take_along_axis(scores, rows, 1), axis=1), 1)

    return 10 * spent(act)


BATCHES: dict[str, Callable[[Sequence[str], Sequence[str]], float]] = {
    "TextIndex.query_many": _own_batch,
    "sparse-dot-topn": _sparse_batch,
    "scikit-learn in blocks": _block_batch,
}


def edit(size: int) -> None:
    """An edit, then a query that sees it, beside fitting anew."""
    print(f"| {size:,} documents | refit, s | edit, ms | edit and query, ms | p99 | refit / both |")
    print("|---|---|---|---|---|---|")
    texts = mixed(size + 300)
    for name, make in (("all words", lambda: words(stop=False)), ("default, with pairs", default_vectorizer)):
        refit = spent(lambda: make().fit_transform(texts[:size]))
        index = TextIndex(None if name.startswith("default") else make()).fit(texts[:size])
        alone, both = [], []
        for row, text in enumerate(texts[size:]):
            alone.append(spent(lambda: index.replace(row * 7 % size, text)))
            both.append(alone[-1] + spent(lambda: index.query(text)))
        middle, high = np.percentile(both, [50, 99])
        edits = np.median(alone) * 1e3
        print(
            f"| {name} | {refit:.2f} | {edits:.2f} | {middle * 1e3:.2f} | {high * 1e3:.2f} "
            f"| {refit / middle:,.0f} |",
            flush=True,
        )


def growth(sizes: Iterable[int]) -> None:
    """The time of a query by the number of documents, each in a process of its own."""
    lines: dict[str, list[tuple[float, float]]] = {method: [] for method in GROWTHS}
    print(f"| documents | {' | '.join(f'{method}, µs' for method in GROWTHS)} | TextIndex to the last |")
    print("|---|---|---|---|---|")
    for size in sizes:
        for method, line in lines.items():
            line.append((size, _alone("one-growth", size, method)["p50"]))
        shown = " | ".join(f"{line[-1][1]:,.0f}" for line in lines.values())
        own = [time for _, time in lines["TextIndex"]]
        ratio = f"{own[-1] / own[-2]:.1f}" if len(own) > 1 else ""
        print(f"| {size:,} | {shown} | {ratio} |", flush=True)
    title = "One query, text in, top 50: microseconds by documents"
    draw(PLOTS / "query_time.svg", title, ("documents", "µs"), lines)


def one_growth(size: int, method: str) -> None:
    """What `growth` runs for each size and method: the median time of a query, µs, as JSON."""
    texts = mixed(size + 300)
    answer = GROWTHS[method](texts[:size])
    asked = texts[size:]
    slow = method == "scikit-learn"
    found = times(answer, asked[: PEER_QUERIES if slow else None], rounds=1 if slow else 3)
    print(json.dumps({"p50": float(np.median(found)) * 1e6}))


GROWTHS: dict[str, Callable[[Sequence[str]], Answer]] = {
    "TextIndex": lambda texts: TextIndex(words(stop=False)).fit(texts).query,
    "bm25s": lambda texts: by_bm25s(texts, stop=False, backend="numpy"),
    "scikit-learn": lambda texts: by_scikit_learn(texts, stop=False),
}


def open_(sizes: Iterable[int]) -> None:
    """Opening a snapshot, and what each further process adds."""
    print("| documents | fit, s | open, ms | fit / open | snapshot, MB | per process, MB: own, shared out |")
    print("|---|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "index"
            texts = mixed(size)
            fit = spent(lambda: TextIndex(words(stop=False)).fit(texts).save(place))
            found = _opened(place)
            volume = sum(path.stat().st_size for path in place.iterdir()) / 2**20
            opened = f"{found['open'] * 1e3:.1f} | {fit / found['open']:,.0f} | {volume:.0f}"
            memory = f"{found['private']:.1f}, {found['proportional']:.1f}"
            print(f"| {size:,} | {fit:.1f} | {opened} | {memory} |", flush=True)


def _opened(place: Path, processes: int = 4) -> dict[str, float]:
    """The numbers of the last of some processes that serve the same snapshot at once."""
    command = [sys.executable, __file__, "one-open", "--place", str(place)]
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(processes)]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()  # has opened and answered
    answers = [json.loads(process.communicate("go\n")[0]) for process in running[-1:] + running[:-1]]
    return dict(answers[0])


def one_open(place: str) -> None:
    """What `open` runs in each process."""
    vectorizer = words(stop=False)
    TextIndex.load(place, vectorizer)  # imports what an open needs
    seconds = float(np.median([spent(lambda: TextIndex.load(place, vectorizer)) for _ in range(15)]))
    index = TextIndex.load(place, vectorizer)
    for text in mixed(200, seed=8):
        index.query(text)
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps({"open": seconds} | _mapped(place)))


def _mapped(place: str) -> dict[str, float]:
    """The memory that mapped files of the snapshot take, MB: written copies, and this process's share."""
    private, proportional, ours = 0, 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        field, *rest = line.split()
        if "-" in field and not field.endswith(":"):
            ours = bool(rest) and rest[-1].startswith(str(Path(place).resolve()))
        elif ours and field == "Pss:":
            proportional += int(rest[0])
        elif ours and field == "Private_Dirty:":
            private += int(rest[0])
    return {"private": private / 1024, "proportional": proportional / 1024}


def main() -> None:
    """Run one group of rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "group",
        choices=["query", "batch", "edit", "growth", "open", "one-batch", "one-growth", "one-open"],
    )
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--lengths", choices=LENGTHS, nargs="+", default=LENGTHS)
    parser.add_argument("--words", choices=WORDS, nargs="+", default=WORDS)
    parser.add_argument("--method", choices=[*BATCHES, *GROWTHS])
    parser.add_argument("--place")
    given = parser.parse_args()
    groups: dict[str, Callable[[], None]] = {
        "query": lambda: query(given.size, given.lengths, given.words),
        "batch": lambda: batch(given.size),
        "edit": lambda: edit(given.size),
        "growth": lambda: growth(given.sizes),
        "open": lambda: open_(given.sizes[:2]),
        "one-batch": lambda: one_batch(given.size, given.method),
        "one-growth": lambda: one_growth(given.size, given.method),
        "one-open": lambda: one_open(given.place),
    }
    groups[given.group]()


if __name__ == "__main__":
    main()
