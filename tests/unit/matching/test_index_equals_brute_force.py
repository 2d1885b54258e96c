"""TextIndex gives what scikit-learn and a float64 cosine over all texts give, after any edits."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

from matchmaker.matching.engine import TextIndex, default_vectorizer
from tests.unit.matching.texts import best_of, brute_force, edit, edits, texts

COUNTING = {
    "default": default_vectorizer,
    "tfidf": TfidfVectorizer,
    "tfidf unsmoothed": lambda: TfidfVectorizer(smooth_idf=False, norm="l1"),
    "tfidf binary bigrams": lambda: TfidfVectorizer(binary=True, ngram_range=(1, 2), norm=None),
    "characters": lambda: TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3), sublinear_tf=True),
    "counts": CountVectorizer,
    "binary counts": lambda: CountVectorizer(binary=True, strip_accents="unicode"),
}
FITTED = {
    "hashing": lambda: HashingVectorizer(n_features=64),
    "pipeline": lambda: make_pipeline(TfidfVectorizer(analyzer="char"), Normalizer()),
}


def index_of(name: str) -> TextIndex:
    return TextIndex() if name == "default" else TextIndex((COUNTING | FITTED)[name]())


def fresh_cosines(vectorizer: Any, current: dict[int, str], rows: int, query: str) -> np.ndarray:
    """What fitting `vectorizer` anew on the current texts gives for each row."""
    cosines = np.zeros(rows)
    held = sorted(current)
    try:
        vectors = vectorizer.fit_transform([current[row] for row in held])
    except ValueError:  # no text has a word: scikit-learn refuses, an index finds nothing
        return cosines
    cosines[held] = brute_force(vectors, vectorizer.transform([query]))
    return cosines


def assert_same_answer(index: TextIndex, cosines: np.ndarray, query: str, k: int) -> None:
    rows, scores = index.query(query, k=k)
    assert rows.tolist() == best_of(cosines, k)
    np.testing.assert_allclose(scores, cosines[rows], rtol=0, atol=1e-12)
    assert np.all(np.diff(scores) <= 0)


@pytest.mark.filterwarnings("ignore:The parameter 'token_pattern'")
@pytest.mark.parametrize("name", COUNTING)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_after_any_edits_an_index_is_what_a_fresh_fit_gives(name: str, data: st.DataObject) -> None:
    start = data.draw(st.lists(texts, max_size=12))
    query, k = data.draw(texts), data.draw(st.integers(1, 20))
    index = index_of(name).fit(start)
    current = dict(enumerate(start))
    edit(index, current, data.draw(edits))
    if data.draw(st.booleans()):
        index.compact()
        edit(index, current, data.draw(edits))
    cosines = fresh_cosines(COUNTING[name](), current, index.rows, query)
    assert_same_answer(index, cosines, query, k)
    assert len(index) == len(current)


@pytest.mark.parametrize("name", FITTED)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_edits_under_any_other_vectorizer_are_read_as_it_was_fitted(name: str, data: st.DataObject) -> None:
    start = ["énergie et ville", *data.draw(st.lists(texts, max_size=8))]
    query, k = data.draw(texts), data.draw(st.integers(1, 20))
    index = index_of(name).fit(start)
    current = dict(enumerate(start))
    edit(index, current, data.draw(edits))
    vectorizer = FITTED[name]().fit(start)
    cosines = np.zeros(index.rows)
    if current:
        held = sorted(current)
        vectors = vectorizer.transform([current[row] for row in held])
        cosines[held] = brute_force(vectors, vectorizer.transform([query]))
    assert_same_answer(index, cosines, query, k)


@given(st.lists(texts, min_size=1, max_size=12), edits, texts)
@settings(max_examples=60, deadline=None)
def test_edited_and_fresh_indexes_agree_to_the_last_bit(start: list[str], steps: Any, query: str) -> None:
    index = TextIndex().fit(start)
    current = dict(enumerate(start))
    edit(index, current, steps)
    fresh = TextIndex().fit([current[row] for row in sorted(current)])
    assert index.scores(query)[sorted(current)].tolist() == fresh.scores(query).tolist()


@given(st.lists(texts, min_size=1, max_size=15), texts, st.integers(1, 10), st.data())
@settings(max_examples=60, deadline=None)
def test_a_filter_keeps_the_order_of_the_rows_it_lets_through(
    start: list[str], query: str, k: int, data: st.DataObject
) -> None:
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(start), max_size=len(start))))
    index = TextIndex().fit(start)
    everything, scores = index.query(query, k=len(start))
    rows, found = index.query(query, k=k, filter=mask)
    let_through = [row for row in everything.tolist() if mask[row]][:k]
    assert rows.tolist() == let_through
    np.testing.assert_allclose(found, index.scores(query, filter=mask)[rows], atol=1e-12)
    assert not index.scores(query, filter=mask)[~mask].any()
    assert len(scores) == len(everything)


@given(st.lists(texts, max_size=12), st.lists(texts, max_size=5), st.integers(0, 15))
@settings(max_examples=40, deadline=None)
def test_many_queries_at_once_are_each_query_padded(start: list[str], queries: list[str], k: int) -> None:
    index = TextIndex().fit(start)
    rows, scores = index.query_many(queries, k=k)
    assert rows.shape == scores.shape == (len(queries), k)
    for place, query in enumerate(queries):
        alone, cosines = index.query(query, k=k)
        padding = k - len(alone)
        assert rows[place].tolist() == alone.tolist() + [-1] * padding
        assert scores[place].tolist() == cosines.tolist() + [0.0] * padding


@given(st.lists(texts, min_size=1, max_size=10), edits, texts)
@settings(max_examples=60, deadline=None)
def test_an_explanation_sums_to_the_score(start: list[str], steps: Any, query: str) -> None:
    index = TextIndex().fit(start)
    current = dict(enumerate(start))
    edit(index, current, steps)
    scores = index.scores(query)
    for row in current:
        parts = index.explain(query, row)
        assert sum(part for _, _, part in parts) == pytest.approx(scores[row], abs=1e-12)
        assert [part for _, _, part in parts] == sorted((part for _, _, part in parts), reverse=True)


def test_a_pruning_vectorizer_keeps_its_terms_until_the_next_fit() -> None:
    index = TextIndex(CountVectorizer(min_df=2)).fit(["waste water", "waste energy", "energy"])
    assert index.add("water water") == 3
    assert index.query("water")[0].tolist() == []
    assert index.fit(["waste water", "water"]).query("water")[0].tolist() == [0, 1]


def test_a_given_vocabulary_weighs_as_scikit_learn_weighs_it() -> None:
    given_terms, documents = ["energy", "unseen", "waste"], ["energy energy waste", "waste", "other"]
    index = TextIndex(TfidfVectorizer(vocabulary=given_terms)).fit(documents)
    vectorizer = TfidfVectorizer(vocabulary=given_terms)
    cosines = brute_force(vectorizer.fit_transform(documents), vectorizer.transform(["unseen energy"]))
    assert_same_answer(index, cosines, "unseen energy", 5)
