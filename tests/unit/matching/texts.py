"""Texts for the tests of the engine: so few words that they repeat, so odd that nothing is a given."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

WORDS = [
    *("énergie", "energy", "déchets", "waste", "mobilité", "mobility", "ville", "city", "ville-monde"),
    *(
        "l'eau",
        "d'innovation",
        "qu'une",
        "santé",
        "AI",
        "IA",
        "retail",
        "the",
        "les",
        "des",
        "LES",
        "US",
        "us",
    ),
    *("capital", "investor", "investisseur", "robot", "robots", "cellule", "cell", "stockage"),
]

ODD_TEXTS = (
    "",
    "   \n\t ",
    "the of and les des une",
    "人工智能创业公司在巴黎",
    "🚀🌍👩‍🚀 🇫🇷",
    "<div class='a'><b>waste</b><script>alert(1)</script>",
    "nul\x00inside \x07bell \x1b[31m",
    "a" * 5000,
    "déchets " * 10_000,
    "\ud800 lone surrogate",
    "2024 2025 100000",
    "l' d' qu' '",
    "& &amp; < > </ <a <<",
)

words = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
texts = st.one_of(words, words, words, st.sampled_from(ODD_TEXTS[:9]), st.text(max_size=20))
edits = st.lists(
    st.tuples(st.sampled_from(["add", "replace", "remove"]), st.integers(0, 30), texts), max_size=8
)


def edit(index: Any, current: dict[int, str], steps: list[tuple[str, int, str]]) -> None:
    """Apply `steps` to `index` and, as the plain truth, to `current`: row -> text."""
    for action, choice, text in steps:
        rows = sorted(current)
        if action == "add":
            current[index.add(text)] = text
        elif rows and action == "replace":
            index.replace(rows[choice % len(rows)], text)
            current[rows[choice % len(rows)]] = text
        elif rows:
            index.remove(rows[choice % len(rows)])
            del current[rows[choice % len(rows)]]


def brute_force(vectors: Any, query: Any) -> np.ndarray:
    """The cosine of `query` with each of `vectors`, float64, zero where either is empty."""
    vectors, query = np.asarray(vectors.todense(), float), np.asarray(query.todense(), float).ravel()
    norms = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    cosines: np.ndarray = np.divide(vectors @ query, norms, out=np.zeros(len(vectors)), where=norms > 0)
    return cosines


def best_of(cosines: np.ndarray, k: int) -> list[int]:
    """Rows by cosine, best first, those equal but for rounding by lower row, only positive ones."""
    keys = np.rint(cosines * 1e13)
    return [int(row) for row in np.lexsort((np.arange(len(keys)), -keys)) if cosines[row] > 0][:k]
