"""What the columns of an index are: terms with counts, or the dimensions of some other vectorizer."""

from abc import ABC, abstractmethod
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.analysis import WordAnalyzer
from matchmaker.matching.engine.fingerprint import of_parameters, of_vectorizer
from matchmaker.matching.engine.postings import Batch, Ints, Postings, Row
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.vocabulary import TermTable, Vocabulary
from matchmaker.matching.engine.weighting import Floats, Weighting
from matchmaker.matching.engine.words import PlainWords

Language = Literal["fr", "en"]
Analyzer = Callable[[str], Iterable[str]]
Languages = Sequence[Language | None] | None
Attributed = tuple[str, str, float]
"""A term of the query, the term of the text that it meets, and what the two add to the score."""


class Query(NamedTuple):
    """A text to compare others with, and its language where one is known."""

    text: str
    language: Language | None = None


class Space(Protocol):
    """One reading of texts; an index keeps the same space until it is fitted again or compacted."""

    @property
    def weighting(self) -> Weighting:
        """How counts in this space become weights."""

    @property
    def keeps_unseen(self) -> bool:
        """Whether a column that no text holds still weighs in a query, as in a frozen vocabulary."""

    @property
    def width(self) -> int:
        """How many columns there are by now."""

    def fitted(self, texts: Sequence[str], languages: Languages = None) -> tuple["Space", Postings]:
        """A space of the same kind learnt from `texts`, and the texts in it."""

    def read(self, text: str, language: Language | None = None) -> Row:
        """A query: what this space does not know is left out."""

    def learn(self, text: str, language: Language | None = None) -> Row:
        """A document: new terms get columns of their own where the space can grow."""

    def silent(self, width: int) -> Ints:
        """Those of the first `width` columns that weigh nothing: they only say something about a text."""

    def silent_among(self, columns: Ints) -> Mask:
        """Which of `columns` weigh nothing."""

    def read_many(self, texts: Sequence[str], languages: Languages = None) -> Batch:
        """`read` for each of `texts`."""

    def french(self, columns: Ints) -> Floats:
        """1 for a column that marks a text as French, -1 as English, 0 for all others, float64."""

    def attributed(
        self, query: Query, texts: Batch, shared: Batch, least: float = 0.0
    ) -> list[list[Attributed]]:
        """For each of `texts` its words and those of the query to which what `shared` adds is due.

        Pairs of words that add less than `least` times what the strongest of the text adds are left out.
        """

    def name(self, column: int) -> str:
        """What to call a column when explaining a score."""

    def recipe(self) -> dict[str, Any]:
        """What a snapshot must say for `load` to read texts the same way, as JSON values."""


class _AnyLanguage(ABC):
    """What spaces share that read every text alike, whatever its language."""

    @abstractmethod
    def name(self, column: int) -> str:
        """See `Space`."""

    @abstractmethod
    def read(self, text: str, language: Language | None = None) -> Row:
        """See `Space`."""

    def silent(self, width: int) -> Ints:
        """See `Space`; every column weighs."""
        del width
        return np.empty(0, dtype=np.int64)

    def silent_among(self, columns: Ints) -> Mask:
        """See `Space`."""
        found: Mask = np.zeros(len(columns), dtype=bool)
        if len(columns):
            found = np.isin(columns, self.silent(int(columns.max()) + 1))
        return found

    def read_many(self, texts: Sequence[str], languages: Languages = None) -> Batch:
        """See `Space`."""
        spoken = [None] * len(texts) if languages is None else languages
        return Batch.of([self.read(text, language) for text, language in zip(texts, spoken, strict=True)])

    def french(self, columns: Ints) -> Floats:
        """See `Space`; nothing tells languages apart."""
        return np.zeros(len(columns))

    def attributed(
        self, query: Query, texts: Batch, shared: Batch, least: float = 0.0
    ) -> list[list[Attributed]]:
        """See `Space`; both sides have the same column."""
        del query
        rows = [shared.row(text) for text in range(len(texts.starts) - 1)]
        return [
            [
                (name, name, part)
                for name, part in zip(map(self.name, row.columns.tolist()), row.values.tolist(), strict=True)
                if part >= least * row.values.max()
            ]
            for row in rows
        ]


class TermSpace(_AnyLanguage):
    """Columns are terms: the default, and scikit-learn's CountVectorizer and TfidfVectorizer.

    Parameters
    ----------
    analyze: text -> terms, repeats included.
    weighting: the vectorizer's TF-IDF switches.
    vocabulary: known terms; frozen where the vectorizer prunes or fixes them.
    relearn: terms a pruning vectorizer keeps of given texts, None where every term is kept.
    identity: what tells this reading of texts from another, as JSON values.
    words: how `analyze` reads, where it is one of the plain ways that need no Python for each word.
    """

    def __init__(
        self,
        analyze: Analyzer,
        weighting: Weighting,
        vocabulary: Vocabulary,
        relearn: Callable[[Sequence[str]], list[str]] | None,
        identity: dict[str, Any],
        *,
        words: PlainWords | None = None,
    ) -> None:
        self.analyze = analyze
        self.weighting = weighting
        self.vocabulary = vocabulary
        self.relearn = relearn
        self.identity = identity
        self.words = words

    @property
    def keeps_unseen(self) -> bool:
        """See `Space`."""
        return self.vocabulary.frozen

    @property
    def width(self) -> int:
        """See `Space`."""
        return len(self.vocabulary)

    def with_terms(self, terms: Sequence[str]) -> "TermSpace":
        """The same reading of texts over the given terms, in this order."""
        return self.over(TermTable.of(terms))

    def over(self, table: TermTable, kept: Mapping[str, Any] | None = None) -> "TermSpace":
        """The same reading of texts over the terms of `table`; `kept`: what `to_keep` gave for these."""
        del kept
        vocabulary = Vocabulary(table, frozen=self.relearn is not None)
        return TermSpace(
            self.analyze, self.weighting, vocabulary, self.relearn, self.identity, words=self.words
        )

    def to_keep(self) -> dict[str, npt.NDArray[Any]]:
        """What a snapshot keeps by name beside the terms, so that no process need work it out."""
        return {}

    def fitted(self, texts: Sequence[str], languages: Languages = None) -> tuple["TermSpace", Postings]:
        """See `Space`; columns come in the order of their terms, as scikit-learn has them."""
        del languages
        if self.relearn is not None:
            space = self.with_terms(sorted(self.relearn(texts)))
            return space, space._read_all(texts)
        terms, postings = _counted(self.analyze, texts)
        return self.with_terms(terms), postings

    def read(self, text: str, language: Language | None = None) -> Row:
        """See `Space`."""
        del language
        batch = self._at_once([text])
        return self._row(text, self.vocabulary.find) if batch is None else batch.row(0)

    def read_many(self, texts: Sequence[str], languages: Languages = None) -> Batch:
        """See `Space`."""
        batch = self._at_once(texts)
        return super().read_many(texts, languages) if batch is None else batch

    def _at_once(self, texts: Sequence[str]) -> Batch | None:
        """`texts` read by compiled code, None where that gives no order by terms or cannot read them."""
        found = self.words.read(texts, self.vocabulary.table) if self.words else None
        if found is None or (found[1] and len(self.vocabulary) > len(self.vocabulary.table)):
            return None
        return found[0]

    def learn(self, text: str, language: Language | None = None) -> Row:
        """See `Space`."""
        del language
        found = self.words.read([text], self.vocabulary.table) if self.words else None
        if found is None or found[1]:
            return self._row(text, self.vocabulary.learn)
        return found[0].row(0)

    def _read_all(self, texts: Sequence[str]) -> Postings:
        batch = self.read_many(texts)
        row_ids = np.repeat(np.arange(len(texts)), np.diff(batch.starts))
        return Postings.of(row_ids, batch.columns, batch.values, rows=len(texts), width=self.width)

    def name(self, column: int) -> str:
        """See `Space`."""
        return self.vocabulary.term(column)

    def recipe(self) -> dict[str, Any]:
        """See `Space`."""
        return self.identity

    def _row(self, text: str, columns_of: Callable[[Sequence[str]], Any]) -> Row:
        # Sorted by term: sums then run in the same order whatever the history of the columns was.
        counts = sorted(Counter(self.analyze(text)).items())
        columns = columns_of([term for term, _ in counts])
        numbers = np.array([number for _, number in counts], dtype=np.int64)
        known = columns >= 0
        return Row(columns[known], numbers[known])


class VectorSpace(_AnyLanguage):
    """Columns are the dimensions of any other vectorizer, used as it was fitted."""

    def __init__(self, vectorizer: Any, width: int = 0) -> None:
        self.vectorizer = vectorizer
        self.width = width
        self.weighting = Weighting()
        self.keeps_unseen = True

    def fitted(self, texts: Sequence[str], languages: Languages = None) -> tuple["VectorSpace", Postings]:
        """See `Space`; a copy of the vectorizer is fitted, the one given stays as it was."""
        del languages
        from sklearn.base import clone

        vectorizer = clone(self.vectorizer, safe=False)
        vectors = _sparse(vectorizer.fit_transform(list(texts)))
        rows = np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
        columns = vectors.indices.astype(np.int64)
        shape = {"rows": vectors.shape[0], "width": vectors.shape[1]}
        return VectorSpace(vectorizer, vectors.shape[1]), Postings.of(rows, columns, vectors.data, **shape)

    def read(self, text: str, language: Language | None = None) -> Row:
        """See `Space`."""
        del language
        vector = _sparse(self.vectorizer.transform([text]))
        return Row(vector.indices.astype(np.int64), vector.data)

    def learn(self, text: str, language: Language | None = None) -> Row:
        """See `Space`; nothing is learnt."""
        del language
        vector = _sparse(self.vectorizer.transform([text]))
        self.width = vector.shape[1]
        return Row(vector.indices.astype(np.int64), vector.data)

    def name(self, column: int) -> str:
        """See `Space`; "#12" where the vectorizer does not name its dimensions."""
        if hasattr(self.vectorizer, "get_feature_names_out"):
            return str(self.vectorizer.get_feature_names_out()[column])
        return f"#{column}"

    def recipe(self) -> dict[str, Any]:
        """See `Space`."""
        return {"kind": "vectors", "fingerprint": of_vectorizer(self.vectorizer)}


def default_space() -> TermSpace:
    """The space of `default_vectorizer`, without importing scikit-learn."""
    analyzer = WordAnalyzer()
    weighting = Weighting(use_idf=True, sublinear_tf=True)
    identity = {"kind": "default", "fingerprint": analyzer.fingerprint()}
    return TermSpace(analyzer, weighting, Vocabulary(TermTable.of([])), None, identity)


def space_for(vectorizer: Any) -> Space:
    """The space of a scikit-learn text vectorizer, None for the default one.

    A vectorizer that reads texts in a way of its own says so by a method `index_space`.
    """
    if vectorizer is None:
        return default_space()
    if hasattr(vectorizer, "index_space"):
        space: Space = vectorizer.index_space()
        return space
    weighting = _weighting(vectorizer)
    if weighting is None:
        return VectorSpace(vectorizer)
    identity = {"kind": "terms", "fingerprint": of_parameters(vectorizer)}
    relearn = _pruned_terms(vectorizer)
    vocabulary = Vocabulary(TermTable.of([]), frozen=relearn is not None)
    words = PlainWords.of(vectorizer)
    return TermSpace(vectorizer.build_analyzer(), weighting, vocabulary, relearn, identity, words=words)


def _weighting(vectorizer: Any) -> Weighting | None:
    """The weighting of a count or TF-IDF vectorizer, None for any other and for subclasses that differ."""
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

    def counts_like(base: type) -> bool:
        methods = ("fit_transform", "transform")
        kind = type(vectorizer)
        return isinstance(vectorizer, base) and all(getattr(kind, m) is getattr(base, m) for m in methods)

    if counts_like(TfidfVectorizer):
        names = ("use_idf", "smooth_idf", "sublinear_tf", "binary")
        return Weighting(**{name: bool(getattr(vectorizer, name)) for name in names})
    return Weighting(binary=bool(vectorizer.binary)) if counts_like(CountVectorizer) else None


def _pruned_terms(vectorizer: Any) -> Callable[[Sequence[str]], list[str]] | None:
    """How a vectorizer with min_df, max_df, max_features or vocabulary chooses terms; None where all stay."""
    # As whole numbers these count texts, as fractions they are shares of them.
    limits = (type(vectorizer.min_df), vectorizer.min_df, type(vectorizer.max_df), vectorizer.max_df)
    if limits == (int, 1, float, 1.0) and vectorizer.max_features is None and vectorizer.vocabulary is None:
        return None

    def relearn(texts: Sequence[str]) -> list[str]:
        from sklearn.base import clone

        return list(clone(vectorizer).fit(texts).vocabulary_)

    return relearn


def _sparse(vectors: Any) -> Any:
    from scipy.sparse import csr_array

    matrix = csr_array(vectors, dtype=np.float64)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return matrix


def _counted(analyze: Analyzer, texts: Sequence[str]) -> tuple[list[str], Postings]:
    """All terms of `texts` in order, and how often each text holds each."""
    seen: defaultdict[str, int] = defaultdict()
    seen.default_factory = seen.__len__
    first_columns, numbers, lengths = array("q"), array("q"), array("q")
    for text in texts:
        counts = Counter(map(seen.__getitem__, analyze(text)))
        first_columns.extend(counts.keys())
        numbers.extend(counts.values())
        lengths.append(len(counts))
    terms = sorted(seen)
    place = np.empty(len(terms), dtype=np.int64)
    place[[seen[term] for term in terms]] = np.arange(len(terms))
    columns = place[np.array(first_columns, dtype=np.int64)]
    row_ids = np.repeat(np.arange(len(lengths)), np.array(lengths, dtype=np.int64))
    order = np.lexsort((columns, row_ids))
    values = np.array(numbers, dtype=np.int64)[order]
    return terms, Postings.of(row_ids, columns[order], values, rows=len(lengths), width=len(terms))
