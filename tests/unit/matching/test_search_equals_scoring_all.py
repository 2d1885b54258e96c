"""The quick search gives, to the last bit, what scoring every row gives: after edits, under filters."""

from collections.abc import Callable
from itertools import product
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer

from matchmaker.matching.engine import BilingualReader, TextIndex, base, search
from matchmaker.matching.engine.spaces import TermSpace
from matchmaker.matching.engine.top import best
from tests.unit.matching.texts import WORDS

READER = BilingualReader()
MAKE: dict[str, Callable[[], Any]] = {
    "default": lambda: None,
    "tfidf": TfidfVectorizer,
    "pairs": lambda: TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
    "counts": CountVectorizer,
    "binary, no idf": lambda: TfidfVectorizer(binary=True, use_idf=False, norm=None),
    "unsmoothed": lambda: TfidfVectorizer(smooth_idf=False, norm="l1"),
    "signed": lambda: HashingVectorizer(n_features=64, alternate_sign=True),
    "bilingual": lambda: READER,
}
SEEDS = st.integers(0, 2**32 - 1)


@pytest.fixture(autouse=True)
def small_indexes_are_searched_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "WHOLE", 0)
    monkeypatch.setattr(base, "ROWS", 0)


def written(random: np.random.Generator, count: int) -> list[str]:
    """Texts of few words, some in most of them, some of them the same text again."""
    words = [*WORDS, *(f"word{number}" for number in range(40))]
    places = np.minimum(random.zipf(1.25, (count, 14)) - 1, len(words) - 1)
    lengths = random.integers(0, 14, count)
    made = [
        " ".join(words[place] for place in row[:length]) for row, length in zip(places, lengths, strict=True)
    ]
    return [made[number // 2] if number % 9 == 0 else text for number, text in enumerate(made)]


def edited(index: TextIndex, random: np.random.Generator, steps: int) -> None:
    for text in written(random, steps):
        held = [row for row in range(index.rows) if index._state.holds(row)]
        action = random.integers(0, 3)
        if action == 0 or not held:
            index.add(text + " brandnew")
        elif action == 1:
            index.replace(int(random.choice(held)), text)
        else:
            index.remove(int(random.choice(held)))


@pytest.mark.parametrize("name", MAKE)
@given(
    seed=SEEDS,
    rows=st.integers(1, 220),
    steps=st.integers(0, 25),
    k=st.integers(1, 30),
    share=st.floats(0, 1),
)
@settings(max_examples=15, deadline=None)
def test_the_best_rows_are_those_of_all_scores(
    name: str, seed: int, rows: int, steps: int, k: int, share: float
) -> None:
    random = np.random.default_rng(seed)
    index = TextIndex(MAKE[name]()).fit(written(random, rows))
    edited(index, random, steps)
    mask = random.random(index.rows) < share
    queries = [*written(random, 4), "brandnew the waste"]
    for query, given_mask, cells in product(queries, (None, mask), (0, search.CELLS)):
        with patch.object(search, "CELLS", cells):  # common columns left out, or added up
            rows_found, scores = index.query(query, k=k, filter=given_mask)
        expected, cosines = best(index.scores(query), k, given_mask)
        assert rows_found.tolist() == expected.tolist()
        assert scores.tolist() == cosines.tolist()
    many, many_scores = index.query_many(queries, k=k, filter=mask)
    for place, query in enumerate(queries):
        alone, cosines = index.query(query, k=k, filter=mask)
        assert many[place, : len(alone)].tolist() == alone.tolist()
        assert many_scores[place, : len(alone)].tolist() == cosines.tolist()
        assert (many[place, len(alone) :] == -1).all()


@given(seed=SEEDS, rows=st.integers(2, 150), steps=st.integers(0, 20), k=st.integers(1, 20))
@settings(max_examples=25, deadline=None)
def test_the_best_comparable_rows_are_those_of_all_calibrated_scores(
    seed: int, rows: int, steps: int, k: int
) -> None:
    random = np.random.default_rng(seed)
    index = TextIndex(READER).fit(written(random, rows))
    edited(index, random, steps)
    for query in ("les déchets de la ville", "waste of the city", *written(random, 3)):
        found, scores = index.query(query, k=k, comparable=True)
        expected, cosines = best(index.comparable(query), k)
        assert found.tolist() == expected.tolist()
        np.testing.assert_allclose(scores, cosines, rtol=1e-12)


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_hundreds_of_edits_leave_no_trace_in_the_answers(seed: int) -> None:
    random = np.random.default_rng(seed)
    index = TextIndex(TfidfVectorizer()).fit(written(random, 300))
    edited(index, random, 250)
    for query in written(random, 10):
        found, scores = index.query(query, k=10)
        expected, cosines = best(index.scores(query), 10)
        assert (found.tolist(), scores.tolist()) == (expected.tolist(), cosines.tolist())


@given(SEEDS)
@settings(max_examples=5, deadline=None)
def test_an_index_from_which_nearly_all_was_removed_answers_for_what_is_left(seed: int) -> None:
    random = np.random.default_rng(seed)
    index = TextIndex(TfidfVectorizer()).fit(written(random, 300))
    edited(index, random, 20)
    held = [row for row in range(index.rows) if index._state.holds(row)]
    for number, row in enumerate(random.permutation(held)[30:].tolist()):
        index.remove(row)
        if number % 30 == 0:
            for query in written(random, 3):
                found, scores = index.query(query, k=10)
                expected, cosines = best(index.scores(query), 10)
                assert (found.tolist(), scores.tolist()) == (expected.tolist(), cosines.tolist())


@given(texts=st.lists(st.text(max_size=30), max_size=12), queries=st.lists(st.text(max_size=30), max_size=6))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("lengths", [(1, 1), (1, 2), (2, 3)])
def test_queries_are_read_as_the_vectorizer_reads_them(
    lengths: tuple[int, int], texts: list[str], queries: list[str]
) -> None:
    vectorizer = CountVectorizer(ngram_range=lengths)
    space = TextIndex(vectorizer).fit([*texts, "ville énergie des IA", "ᾼΣ Straße ﬁn"])._state.space
    assert isinstance(space, TermSpace)
    terms = space.vocabulary.terms(space.width)
    asked = [*queries, *texts, "Énergie, ville! VILLE énergie_2", "ΑΣ ΣΑΣ", "a\ud800b énergie 🚀 ville"]
    batch = space.read_many(asked)
    for place, text in enumerate(asked):
        row = batch.row(place)
        counted = {terms[column]: count for column, count in zip(row.columns, row.values, strict=True)}
        analyzed = [term for term in vectorizer.build_analyzer()(text) if term in set(terms)]
        assert counted == {term: analyzed.count(term) for term in analyzed}
        assert list(counted) == sorted(counted)


@pytest.mark.parametrize("make", [MAKE["default"], MAKE["bilingual"]], ids=["default", "bilingual"])
@given(seed=SEEDS)
@settings(max_examples=20, deadline=None)
def test_some_rows_score_what_they_score_among_all(make: Callable[[], Any], seed: int) -> None:
    random = np.random.default_rng(seed)
    index = TextIndex(make()).fit(written(random, 30))
    edited(index, random, 12)
    rows = np.flatnonzero(random.random(index.rows) < 0.5)
    for query in written(random, 5):
        assert index.comparable_at(query, rows).tolist() == index.comparable(query)[rows].tolist()
