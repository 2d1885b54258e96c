"""How well French and English texts of the same meaning find each other.

    PYTHONPATH=. python benchmarks/bilingual_retrieval.py [--quick]

Prints one table, and draws it as benchmarks/plots/bilingual_recall.svg; each line has scikit-learn's
TfidfVectorizer (and BM25 by bm25s for the judged collections) in the same run. "+ learnt" adds translations
learnt from the packages and acts that are not test rows, as a deployment learns from profiles in both
languages. Texts come from $MATCHMAKER_DATA, ../shared/data where it is unset. `--quick` leaves out the
sections of acts and takes a quarter of the packages.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from bilingual_texts import Judged, cranfield, lexicons, masked, nfcorpus, rows
from sklearn.feature_extraction.text import TfidfVectorizer

from matchmaker.matching.engine import BilingualReader
from matchmaker.matching.engine.bilingual.alignment import learn
from matchmaker.matching.engine.bilingual.lexicon import write_lexicon
from matchmaker.matching.engine.bilingual.vectorizer import BilingualVectorizer
from matchmaker.matching.engine.calibration import gap_between
from matchmaker.matching.engine.plots import Bar, Panel, svg

Ranks = npt.NDArray[np.int64]
BLOCK = 200
PANELS: list[Panel] = []
TIE = 1e-12

PLOT = Path(__file__).parent / "plots" / "bilingual_recall.svg"
FOLDER = tempfile.TemporaryDirectory()


@cache
def learnt() -> str:
    """A file of the translations learnt from the rows that are not test rows."""
    packages, acts = (
        [row for row in rows(name) if row["role"] != "test"] for name in ("ddtp_eval", "laws_eval")
    )
    pairs = [(row[f"fr_{text}"], row[f"en_{text}"]) for text in ("short", "long") for row in packages]
    path = Path(FOLDER.name) / "learnt.tsv"
    write_lexicon(path, learn([*pairs, *((row["fr"], row["en"]) for row in acts)], BilingualReader()))
    return str(path)


READERS: dict[str, Callable[[], Any]] = {
    "TF-IDF": TfidfVectorizer,
    "glossary": BilingualVectorizer,
    "+ learnt": lambda: BilingualVectorizer([learnt()]),
    "+ lexicons": lambda: BilingualVectorizer(lexicons()),
}


def vectors(reader: str, texts: Sequence[str], languages: Sequence[str]) -> Any:
    """The vectors of `texts` under one of READERS, fitted on them."""
    vectorizer = READERS[reader]()
    if isinstance(vectorizer, BilingualVectorizer):
        return vectorizer.fit_transform(texts, languages=languages)
    return vectorizer.fit_transform(texts)


def ranks(
    queries: Any, documents: Any, mates: Ranks, adjust: Callable[[Any, slice], None] | None = None
) -> Ranks:
    """The rank of each query's mate among all documents, ties by lower row; int64 (queries,)."""
    found = []
    for start in range(0, queries.shape[0], BLOCK):
        block = slice(start, start + BLOCK)
        scores = (queries[block] @ documents.T).toarray()
        if adjust is not None:
            adjust(scores, block)
        mate = scores[np.arange(len(scores)), mates[block]]
        ahead = scores > mate[:, None] + TIE
        before = (np.abs(scores - mate[:, None]) <= TIE) & (
            np.arange(scores.shape[1]) < mates[block][:, None]
        )
        found.append(1 + np.count_nonzero(ahead | before, axis=1))
    return np.concatenate(found)


def recall(found: Ranks, at: int) -> float:
    """The share of queries whose mate is among the first `at`."""
    return float(np.mean(found <= at))


def reciprocal(found: Ranks) -> float:
    """The mean reciprocal rank."""
    return float(np.mean(1.0 / found))


def across(
    reader: str, asked: Sequence[str], offered: Sequence[str], spoken: tuple[str, str], mates: Ranks
) -> Ranks:
    """The ranks of mates when texts of one language look among texts of another (or of the same)."""
    languages = [spoken[0]] * len(asked) + [spoken[1]] * len(offered)
    matrix = vectors(reader, [*asked, *offered], languages)
    return ranks(matrix[: len(asked)], matrix[len(asked) :], mates)


def mixed(
    reader: str, french: Sequence[str], english: Sequence[str], further: Sequence[str], spoken: Sequence[str]
) -> tuple[Ranks, Ranks, float]:
    """Ranks of mates in the other language in one index of both: by cosine, calibrated, and the gap."""
    count = len(french)
    languages = np.array(["fr"] * count + ["en"] * count + list(spoken))
    matrix = vectors(reader, [*french, *english, *further], languages.tolist())
    mates = np.concatenate([np.arange(count) + count, np.arange(count)])
    sides = [matrix[np.flatnonzero(languages == language)] for language in ("fr", "en")]
    gap = gap_between(
        [np.asarray(side.mean(axis=0)).ravel() for side in sides], [side.shape[0] for side in sides]
    )

    def plain(scores: Any, block: slice) -> None:
        own = np.arange(len(scores))
        scores[own, own + block.start] = -1.0

    def calibrated(scores: Any, block: slice) -> None:
        plain(scores, block)
        other = languages[: 2 * count][block][:, None] != languages[None, :]
        scores[other] *= gap

    queries = matrix[: 2 * count]
    return ranks(queries, matrix, mates, plain), ranks(queries, matrix, mates, calibrated), gap


def gain_at_10(scores: npt.NDArray[np.float64], judged: dict[int, float]) -> float:
    """nDCG@10 of one ranking, ties by place."""
    order = np.lexsort((np.arange(len(scores)), -scores))[:10]
    discounts = 1.0 / np.log2(np.arange(2, 12))
    gained = sum(
        judged.get(row, 0.0) * discount for row, discount in zip(order.tolist(), discounts, strict=False)
    )
    best = sum(sorted(judged.values(), reverse=True)[:10] * discounts[: min(10, len(judged))])
    return float(gained / best)


def judged_ranking(reader: str, task: Judged) -> float:
    """Mean nDCG@10 over the queries with judgements."""
    if reader == "BM25":
        scores = bm25(task)
    else:
        vectorizer = READERS[reader]()
        spoken = {"languages": ["en"] * len(task.documents)} if reader != "TF-IDF" else {}
        documents = vectorizer.fit_transform(task.documents, **spoken)
        asked = {"languages": ["en"] * len(task.queries)} if reader != "TF-IDF" else {}
        scores = (vectorizer.transform(task.queries, **asked) @ documents.T).toarray()
    pairs = zip(scores, task.judgements, strict=True)
    return float(np.mean([gain_at_10(row, judged) for row, judged in pairs if judged]))


def bm25(task: Judged) -> npt.NDArray[np.float64]:
    """BM25 scores by bm25s with its defaults, float64 (queries, documents)."""
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(task.documents, show_progress=False), show_progress=False)
    asked = bm25s.tokenize(task.queries, return_ids=False, show_progress=False)
    return np.array([index.get_scores(tokens) for tokens in asked], dtype=np.float64)


def line(what: str, values: dict[str, str]) -> None:
    """Print one line of the table."""
    print(
        f"| {what:52} | "
        + " | ".join(f"{values.get(reader, ''):>10}" for reader in (*READERS, "BM25"))
        + " |",
        flush=True,
    )


def show(what: str, value: Callable[[str], float], readers: Sequence[str] = tuple(READERS)) -> None:
    """Measure and print one line for each of `readers`."""
    values = {reader: value(reader) for reader in readers}
    line(what, {reader: f"{found:.3f}" for reader, found in values.items()})
    if max(values.values()) <= 1.0:  # the gap between languages is no share
        PANELS.append(Panel(what, tuple(Bar(reader, found) for reader, found in values.items())))


def measure_packages(packages: list[dict[str, str]]) -> None:
    """Short needs against long offers, the test rows among all."""
    packages = masked(packages)
    mates = np.array([place for place, row in enumerate(packages) if row["role"] == "test"])
    for asked, offered in (("en", "en"), ("fr", "fr"), ("fr", "en"), ("en", "fr")):
        short = [packages[place][f"{asked}_short"] for place in mates]
        long = [row[f"{offered}_long"] for row in packages]
        show(
            f"packages, short -> long, {asked} -> {offered}, MRR",
            lambda reader, s=short, o=long, spoken=(asked, offered): reciprocal(
                across(reader, s, o, spoken, mates)
            ),
        )


def measure_acts(acts: list[dict[str, str]]) -> None:
    """Sections of acts, the test rows among all."""
    mates = np.array([place for place, row in enumerate(acts) if row["role"] == "test"])
    for asked, offered in (("fr", "en"), ("en", "fr")):
        texts = [acts[place][asked] for place in mates]
        others = [row[offered] for row in acts]
        show(
            f"acts, {asked} -> {offered}, recall@1",
            lambda reader, t=texts, o=others, spoken=(asked, offered): recall(
                across(reader, t, o, spoken, mates), 1
            ),
        )


def measure_programmes(programmes: list[dict[str, str]], acts: list[dict[str, str]]) -> None:
    """Descriptions of programmes: one language against the other, and both in one index."""
    french, english = [row["fr"] for row in programmes], [row["en"] for row in programmes]
    mates = np.arange(len(programmes))
    show(
        "programmes, fr -> en, recall@1", lambda r: recall(across(r, french, english, ("fr", "en"), mates), 1)
    )
    show(
        "programmes, en -> fr, recall@1", lambda r: recall(across(r, english, french, ("en", "fr"), mates), 1)
    )
    further = [row["fr"] for row in acts] + [row["en"] for row in acts]
    spoken = ["fr"] * len(acts) + ["en"] * len(acts)
    found = {reader: mixed(reader, french, english, further, spoken) for reader in READERS}
    for name, place in (("by cosine", 0), ("calibrated", 1)):
        for at in (1, 10):
            show(
                f"programmes, mixed index, {name}, recall@{at}",
                lambda r, p=place, a=at: recall(found[r][p], a),
            )
    show("gap between the languages", lambda r: found[r][2])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    packages = rows("ddtp_eval")
    acts = [] if quick else rows("laws_eval")
    line("", {reader: reader for reader in (*READERS, "BM25")})
    print("|" + "---|" * (len(READERS) + 2))
    measure_programmes(rows("canada_dev"), acts)
    measure_packages(packages[::4] if quick else packages)
    if acts:
        measure_acts(acts)
    for name, task in (("Cranfield", cranfield()), ("NFCorpus", nfcorpus())):
        show(f"{name}, nDCG@10", lambda r, t=task: judged_ranking(r, t), (*READERS, "BM25"))
    if not quick:
        PLOT.parent.mkdir(exist_ok=True)
        PLOT.write_text(svg("How French and English find each other", PANELS), encoding="utf-8")


if __name__ == "__main__":
    main()
