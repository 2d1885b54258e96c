"""An index in parts answers as the whole one does: the same rows, scores and ties."""

import pickle
import random
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer

from matchmaker.matching.engine import BilingualReader, TextIndex
from matchmaker.matching.engine.shards import Counted, Shard, best_of, refuse, summed

WORDS = "water eau waste déchets energy énergie solar city ville tri sorting plant usine robot".split()  # noqa: SIM905
READERS = {
    "default": lambda: None,
    "counts": CountVectorizer,
    "sublinear": lambda: TfidfVectorizer(sublinear_tf=True),
    "bilingual": BilingualReader,
}


def texts_of(number: int, seed: int = 7) -> list[str]:
    """Short texts of few words, so that many are equal."""
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=chance.randrange(6))) for _ in range(number)]


def in_parts(texts: list[str], sizes: list[int], vectorizer: Any) -> list[Shard]:
    """Shards of `texts`, as many in each as `sizes` say, the rest in a last one."""
    bounds = [*np.cumsum([0, *sizes]).clip(max=len(texts)).tolist(), len(texts)]
    counted = [Counted.of(vectorizer, texts[start:end]) for start, end in pairwise(bounds)]
    everywhere = summed(
        [summed([one.frequencies for one in counted[:2]])] + [one.frequencies for one in counted[2:]]
    )
    return [Shard(one, everywhere, first) for one, first in zip(counted, bounds[:-1], strict=True)]


@pytest.mark.parametrize("kind", READERS)
def test_parts_answer_as_the_whole_does(kind: str) -> None:
    texts, vectorizer = texts_of(200), READERS[kind]()
    whole = TextIndex(vectorizer).fit(texts)
    shards = in_parts(texts, [50, 1, 0, 80], vectorizer)
    queries = ["water eau", "déchets tri usine", "solar", "unknown", "", *texts[:20]]
    for k in (0, 1, 7, 300):
        rows, scores = best_of([shard.query_many(queries, k) for shard in shards], k)
        expected_rows, expected_scores = whole.query_many(queries, k)
        np.testing.assert_array_equal(rows, expected_rows)
        np.testing.assert_array_equal(scores, expected_scores)


@settings(max_examples=30, deadline=None)
@given(
    number=st.integers(0, 40),
    sizes=st.lists(st.integers(0, 15), max_size=4),
    k=st.integers(1, 12),
    seed=st.integers(0, 1000),
)
def test_however_texts_are_parted(number: int, sizes: list[int], k: int, seed: int) -> None:
    texts = texts_of(number, seed)
    whole = TextIndex().fit(texts)
    shards = in_parts(texts, sizes, None)
    kept = np.random.default_rng(seed).random(number) < 0.7
    for text in ("water waste", "tri"):
        rows, scores = best_of([shard.query(text, k, filter=kept) for shard in shards], k)
        expected_rows, expected_scores = whole.query(text, k, filter=kept)
        np.testing.assert_array_equal(rows[0][rows[0] >= 0], expected_rows)
        np.testing.assert_array_equal(scores[0][rows[0] >= 0], expected_scores)


@pytest.mark.parametrize("kind", READERS)
def test_a_shard_goes_from_one_process_to_another(kind: str) -> None:
    shard = in_parts(texts_of(30), [10], READERS[kind]())[1]
    before = shard.query_many(["water waste"], 5)
    after = pickle.loads(pickle.dumps(shard)).query_many(["water waste"], 5)
    np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize(
    "vectorizer", [TfidfVectorizer(min_df=2), CountVectorizer(vocabulary=["water"]), HashingVectorizer()]
)
def test_what_needs_all_texts_to_know_its_terms_is_refused(vectorizer: Any) -> None:
    with pytest.raises(ValueError, match="keep all of them"):
        refuse(vectorizer)
