"""BilingualVectorizer: scikit-learn's door to the space that French and English texts share."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.preprocessing import normalize
from sklearn.utils.validation import check_is_fitted

from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.bilingual.softening import softly_read
from matchmaker.matching.engine.bilingual.space import BilingualSpace
from matchmaker.matching.engine.spaces import Language
from matchmaker.matching.engine.weighting import Weighting

BLOCK = 1 << 16


class BilingualVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Vectors of French and English texts in which the same meaning has the same place.

    Soft counts of shared terms, see `BilingualReader`, weighed as scikit-learn's TfidfTransformer does.

    Parameters
    ----------
    lexicons: files that add to the glossary of this package.
    use_idf, smooth_idf, norm: as TfidfTransformer has them.

    Attributes
    ----------
    vocabulary_: shared term -> column. idf_: float64 (columns,).
    """

    def __init__(
        self,
        lexicons: Sequence[str | Path] = (),
        *,
        use_idf: bool = True,
        smooth_idf: bool = True,
        norm: str | None = "l2",
    ) -> None:
        self.lexicons = lexicons
        self.use_idf = use_idf
        self.smooth_idf = smooth_idf
        self.norm = norm

    def fit(
        self, raw_documents: Iterable[str], y: Any = None, languages: Sequence[Language | None] | None = None
    ) -> Self:
        """Learn shared terms and their weights from texts; `languages` says "fr", "en" or None for each."""
        self.fit_transform(raw_documents, y, languages=languages)
        return self

    def fit_transform(
        self, raw_documents: Iterable[str], y: Any = None, languages: Sequence[Language | None] | None = None
    ) -> Any:
        """`fit`, then the vectors of the same texts: sparse float64 (texts, columns)."""
        texts = _texts(raw_documents)
        self.reader_ = BilingualReader(self.lexicons)
        names, counts = self._soft_counts(texts, languages)
        if not names:
            message = "no text holds a word: they are empty, or stop words only"
            raise ValueError(message)
        self.vocabulary_ = {name: column for column, name in enumerate(names)}
        weighting = Weighting(use_idf=self.use_idf, smooth_idf=self.smooth_idf)
        frequency = np.zeros(len(names), dtype=np.int64)
        for block in _blocks(counts):
            frequency += np.bincount(counts.indices[block], minlength=len(names))
        self._idf = weighting.idf(frequency, len(texts))
        return self._weighed(counts)

    def transform(
        self, raw_documents: Iterable[str], languages: Sequence[Language | None] | None = None
    ) -> Any:
        """The vectors of texts: sparse float64 (texts, columns); what `fit` did not meet is left out."""
        from scipy.sparse import csr_array

        check_is_fitted(self)
        texts = _texts(raw_documents)
        names, counts = self._soft_counts(texts, languages)
        place = np.array([self.vocabulary_.get(name, -1) for name in names], dtype=np.int64)
        counts = counts[:, place >= 0]
        columns = place[place >= 0][counts.indices]
        shape = (len(texts), len(self.vocabulary_))
        return self._weighed(csr_array((counts.data, columns, counts.indptr), shape=shape))

    @property
    def idf_(self) -> npt.NDArray[np.float64]:
        """The weight of each shared term, float64 (columns,)."""
        check_is_fitted(self)
        idf: npt.NDArray[np.float64] = self._idf
        return idf

    def get_feature_names_out(self, input_features: Any = None) -> npt.NDArray[np.object_]:
        """The shared terms by column: "fr:dechet", "en:waste", or a plain name that both languages share."""
        check_is_fitted(self, "vocabulary_")
        return np.array(list(self.vocabulary_), dtype=object)

    def index_space(self) -> BilingualSpace:
        """The same reading of texts, for a `TextIndex`."""
        return BilingualSpace(BilingualReader(self.lexicons))

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "vocabulary_")

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags

    def _weighed(self, counts: Any) -> Any:
        """`counts` as TfidfTransformer weighs them, in their place."""
        for block in _blocks(counts):
            counts.data[block] *= self._idf[counts.indices[block]]
        return normalize(counts, norm=self.norm, copy=False) if self.norm else counts

    def _soft_counts(
        self, texts: Sequence[str], languages: Sequence[Language | None] | None
    ) -> tuple[list[str], Any]:
        from scipy.sparse import csr_array

        names, soft = softly_read(self.reader_, texts, languages)
        # Columns would be copied into eight bytes each beside starts of eight.
        starts = soft.starts.astype(np.int32) if soft.starts[-1] <= np.iinfo(np.int32).max else soft.starts
        return names, csr_array((soft.values, soft.columns, starts), shape=(len(texts), len(names)))


def _blocks(counts: Any) -> Iterator[slice]:
    """The entries of a matrix some at a time: what is computed for each of them takes little memory so."""
    return (slice(first, first + BLOCK) for first in range(0, counts.nnz, BLOCK))


def _texts(raw_documents: Iterable[str]) -> list[str]:
    if isinstance(raw_documents, str):
        message = "expected an iterable of texts, not one text"
        raise ValueError(message)
    return list(raw_documents)
