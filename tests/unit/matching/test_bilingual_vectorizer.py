"""BilingualVectorizer behaves as scikit-learn's own text vectorizers do."""

import pickle
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler
from sklearn.utils.estimator_checks import (
    check_estimator_cloneable,
    check_estimator_repr,
    check_get_params_invariance,
    check_mixin_order,
    check_no_attributes_set_in_init,
    check_parameters_default_constructible,
    check_set_params,
    check_valid_tag_types,
)

from matchmaker.matching.engine import BilingualVectorizer, Language

TEXTS = ["Nous trions les déchets des villes", "We sort the waste of cities", "", "wind turbines at sea"]
SPOKEN: list[Language | None] = ["fr", "en", None, "en"]


@pytest.mark.parametrize(
    "check",
    [
        check_estimator_cloneable,
        check_estimator_repr,
        check_get_params_invariance,
        check_mixin_order,
        check_no_attributes_set_in_init,
        check_parameters_default_constructible,
        check_set_params,
        check_valid_tag_types,
    ],
    ids=lambda check: check.__name__,
)
def test_the_vectorizer_is_an_estimator(check: Callable) -> None:
    check("BilingualVectorizer", BilingualVectorizer())


def test_fit_transform_gives_what_fit_and_then_transform_give() -> None:
    at_once = BilingualVectorizer().fit_transform(TEXTS, languages=SPOKEN)
    vectorizer = BilingualVectorizer()
    assert vectorizer.fit(iter(TEXTS), languages=SPOKEN) is vectorizer
    np.testing.assert_array_equal(at_once.toarray(), vectorizer.transform(TEXTS, languages=SPOKEN).toarray())
    assert at_once.dtype == np.float64
    assert np.linalg.norm(at_once.toarray(), axis=1) == pytest.approx([1, 1, 0, 1])


def test_a_second_fit_forgets_the_first() -> None:
    vectorizer = BilingualVectorizer().fit(["zebra crossing"], languages=["en"]).fit(TEXTS, languages=SPOKEN)
    fresh = BilingualVectorizer().fit(TEXTS, languages=SPOKEN)
    assert vectorizer.get_feature_names_out().tolist() == fresh.get_feature_names_out().tolist()
    assert vectorizer.idf_.tolist() == fresh.idf_.tolist()


def test_the_order_of_texts_changes_nothing_but_the_order_of_rows() -> None:
    ahead = BilingualVectorizer().fit_transform(TEXTS, languages=SPOKEN).toarray()
    back = BilingualVectorizer().fit_transform(TEXTS[::-1], languages=SPOKEN[::-1]).toarray()
    np.testing.assert_allclose(ahead, back[::-1], rtol=0, atol=1e-15)


def test_before_a_fit_there_is_nothing_to_ask() -> None:
    vectorizer = BilingualVectorizer()
    for ask in (
        lambda: vectorizer.transform(["eau"]),
        vectorizer.get_feature_names_out,
        lambda: vectorizer.idf_,
    ):
        with pytest.raises(NotFittedError):
            ask()


def test_a_clone_is_unfitted_and_a_pickle_is_fitted() -> None:
    vectorizer = BilingualVectorizer(use_idf=False).fit(TEXTS, languages=SPOKEN)
    assert not hasattr(clone(vectorizer), "vocabulary_")
    again = pickle.loads(pickle.dumps(vectorizer))
    np.testing.assert_array_equal(again.transform(TEXTS).toarray(), vectorizer.transform(TEXTS).toarray())


def test_weights_are_those_of_the_reference() -> None:
    plain = BilingualVectorizer(use_idf=False, norm=None).fit_transform(TEXTS, languages=SPOKEN)
    weighed = BilingualVectorizer().fit_transform(TEXTS, languages=SPOKEN)
    np.testing.assert_allclose(weighed.toarray(), TfidfTransformer().fit_transform(plain).toarray())


def test_it_works_in_a_pipeline() -> None:
    scaled = make_pipeline(BilingualVectorizer(), MaxAbsScaler()).fit_transform(TEXTS)
    assert scaled.max() == pytest.approx(1.0)


def test_the_vectorizer_names_its_columns_and_leaves_out_what_fit_did_not_meet() -> None:
    vectorizer = BilingualVectorizer().fit(["déchets", "waste"], languages=["fr", "en"])
    names = vectorizer.get_feature_names_out().tolist()
    assert {"fr:dechet", "en:waste"} <= set(names)
    assert names == sorted(names)
    assert len(names) == len(vectorizer.idf_)
    assert vectorizer.transform(["zebra"], languages=["en"]).nnz == 0


def test_what_is_no_collection_of_texts_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        BilingualVectorizer().fit(["", "les des"])
    with pytest.raises(ValueError, match="not one text"):
        BilingualVectorizer().fit("déchets")
    with pytest.raises(ValueError, match="zip"):
        BilingualVectorizer().fit(["eau", "water"], languages=["fr"])


def test_the_engine_is_imported_without_scikit_learn() -> None:
    asked = "import sys, matchmaker.matching.engine; assert 'sklearn' not in sys.modules"
    subprocess.run([sys.executable, "-c", asked], check=True)
