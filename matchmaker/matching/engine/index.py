"""TextIndex: which texts are nearest to this one, exactly, and through which words."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from matchmaker.matching.engine import snapshot
from matchmaker.matching.engine.editing import Editor
from matchmaker.matching.engine.fit import Heard, Mass, Nearness
from matchmaker.matching.engine.postings import Postings
from matchmaker.matching.engine.search import calibrated, calibrated_at, top
from matchmaker.matching.engine.spaces import Language, Languages, Query, space_for
from matchmaker.matching.engine.state import State
from matchmaker.matching.engine.top import Mask, Rows
from matchmaker.matching.engine.weighting import Floats

READ = 4096  # texts read at a time: bounds what many queries need beside their answers


class TextIndex:
    """Exact top-k cosine similarity over texts that may be edited one by one.

    Without a vectorizer it equals scikit-learn's TF-IDF with `default_vectorizer()`, and never imports
    scikit-learn. After any edits an index over a CountVectorizer or TfidfVectorizer is what a fresh fit on
    the current texts gives, inverse document frequencies included; where the vectorizer prunes (min_df,
    max_df, max_features) or is given a vocabulary, the terms stay those of the last `fit`. Texts edited under
    any other vectorizer are transformed as it was fitted. Any number of threads may read while one edits: a
    query sees the texts before an edit or after it, nothing between.

    Parameters
    ----------
    vectorizer: any scikit-learn text vectorizer; it is kept as given, a copy is fitted.
    """

    def __init__(self, vectorizer: Any = None) -> None:
        self.vectorizer = vectorizer
        self._writing = threading.Lock()
        self._take(_empty(vectorizer))

    def fit(self, texts: Sequence[str], languages: Languages = None) -> "TextIndex":
        """Index `texts` as rows 0, 1, ... and forget all others.

        `languages` ("fr", "en" or None, one a text) serves vectorizers that read by language; others ignore
        it. Raises ValueError where their numbers differ.
        """
        texts = list(texts)
        _languages(languages, len(texts))
        with self._writing:
            self._take(State.over(*self._state.space.fitted(texts, languages)))
        return self

    @classmethod
    def serving(cls, vectorizer: Any, state: State) -> "TextIndex":
        """The index of texts that were laid out elsewhere, read as `vectorizer` reads them."""
        index = cls(vectorizer)
        index._take(state)
        return index

    def _take(self, state: State) -> None:
        """Serve `state`, whose texts were laid out anew, and begin new books on edits of it."""
        self._state, self._editor = state, Editor(state)

    def __len__(self) -> int:
        return self._state.documents

    @property
    def rows(self) -> int:
        """How many row numbers were given, removed ones included: the length of `scores` and of a filter."""
        return self._state.rows

    def query(
        self,
        text: str,
        k: int = 50,
        language: Language | None = None,
        filter: Mask | None = None,
        *,
        comparable: bool = False,
    ) -> tuple[Rows, Floats]:
        """The rows most similar to `text`, best first, ties by lower row, and their cosines above zero.

        `filter` is a boolean mask over rows; rows past its end are younger than it and left out. Raises
        ValueError where it is longer than `rows`. `language` is for vectorizers that read by language.
        `comparable` ranks by calibrated scores, so that rows in French and in English compare.
        """
        state = self._state
        batch = state.space.read_many([text], [language])
        rows, scores = top(state, batch, max(k, 0), _mask(filter, state.rows), comparable=comparable)
        found = int(np.count_nonzero(rows[0] >= 0))
        return rows[0, :found], scores[0, :found]

    def query_many(
        self,
        texts: Sequence[str],
        k: int = 50,
        languages: Languages = None,
        filter: Mask | None = None,
        *,
        comparable: bool = False,
    ) -> tuple[Rows, Floats]:
        """`query` for each text: two arrays (texts, k), rows padded with -1 and scores with 0."""
        state = self._state
        spoken = _languages(languages, len(texts))
        mask = _mask(filter, state.rows)
        found = []
        for first in range(0, max(len(texts), 1), READ):
            part = slice(first, first + READ)
            batch = state.space.read_many(texts[part], spoken[part])
            found.append(top(state, batch, max(k, 0), mask, comparable=comparable))
        return np.concatenate([rows for rows, _ in found]), np.concatenate([scores for _, scores in found])

    def scores(self, text: str, filter: Mask | None = None, language: Language | None = None) -> Floats:
        """The cosine of `text` with every row, float64 (rows,); zero for removed and filtered rows."""
        state = self._state
        scores = state.scores(state.space.read(text, language))
        mask = _mask(filter, state.rows)
        return scores if mask is None else np.where(mask, scores, 0.0)

    def comparable(self, text: str, filter: Mask | None = None, language: Language | None = None) -> Floats:
        """`scores`, calibrated so that rows in French and in English compare; see `Calibration`.

        The same as `scores` under a vectorizer that does not tell languages apart.
        """
        state = self._state
        query = state.space.read(text, language)
        scores = calibrated(state, query)
        mask = _mask(filter, state.rows)
        return scores if mask is None else np.where(mask, scores, 0.0)

    def comparable_at(self, text: str, rows: Rows, language: Language | None = None) -> Floats:
        """`comparable` for `rows` alone, float64 (rows,); zero for removed ones.

        Raises IndexError where a row was never given.
        """
        state = self._state
        return calibrated_at(state, state.space.read(text, language), rows)

    def nearness(
        self, seeks: str, offers: str, viewer: Mass, others: Mass, language: Language | None = None
    ) -> Nearness:
        """Both texts of a viewer against all, where rows alternate between what is offered and sought."""
        state = self._state
        sought, offered = (
            Heard(state.sums(query), state.share_of_french(query))
            for query in (state.space.read(text, language) for text in (seeks, offers))
        )
        gap = state.measured.value
        return Nearness(sought, offered, state.inverse, state.french, gap, viewer, others)

    def explain(self, text: str, row: int, language: Language | None = None) -> list[tuple[str, str, float]]:
        """(query term, document term, contribution), largest first; contributions sum to the score of `row`.

        What meets by no two words that say the same is due to two empty ones.

        Raises IndexError where `row` was never given or was removed.
        """
        return self.explain_many(text, [row], language)[0]

    def explain_many(
        self, text: str, rows: Sequence[int], language: Language | None = None, least: float = 0.0
    ) -> list[list[tuple[str, str, float]]]:
        """`explain` for each of `rows`, the text read once for all of them.

        What contributes less than `least` times the first of its row is left out.
        """
        state = self._state
        for row in () if state.all_in_base(rows) else rows:
            _check(state, row)
        texts = state.batch(rows)
        shared = state.contributions(state.space.read(text, language), texts)
        found = state.space.attributed(Query(text, language), texts, shared, least)
        return [sorted(each, key=lambda each: (-each[2], each[0], each[1])) for each in found]

    def replace(self, row: int, text: str, language: Language | None = None) -> None:
        """Put `text` in the place of the text at `row`; IndexError where there is none."""
        with self._writing:
            _check(self._state, row)
            self._state = self._editor.put(row, self._state.space.learn(text, language))

    def add(self, text: str, language: Language | None = None) -> int:
        """Index one more text and return its row; numbers of removed rows are not given again."""
        with self._writing:
            row = self._state.rows
            self._state = self._editor.put(row, self._state.space.learn(text, language))
            return row

    def remove(self, row: int) -> None:
        """Take the text at `row` out for good; IndexError where there is none."""
        with self._writing:
            _check(self._state, row)
            self._state = self._editor.drop(row)

    def compact(self) -> None:
        """Fold edits into the base, so that thousands of them slow no query down; results stay the same.

        Readers go on meanwhile; another edit waits, about a second at 10,000 texts.
        """
        with self._writing:
            self._take(self._state.compacted())

    def save(self, directory: str | Path) -> None:
        """Publish the index under `directory`, which appears complete or not at all.

        The same texts give the same bytes. An older snapshot there is replaced. Raises SnapshotError where
        `directory` holds anything else.
        """
        snapshot.write(self._state.compacted(), Path(directory))

    @classmethod
    def load(
        cls, directory: str | Path, vectorizer: Any = None, *, verify: bool | None = None
    ) -> "TextIndex":
        """The index saved under `directory`, its arrays mapped read-only and shared between processes.

        Edits go into memory and leave the snapshot as it is. An index over a vectorizer of one's own needs it
        again, fitted where fitting matters. Files written to since they were sealed are compared with their
        checksums, byte by byte, and sealed; `verify` says to compare all, or none. Raises SnapshotError where
        the snapshot is missing, damaged, foreign or made with another vectorizer.
        """
        return cls.serving(vectorizer, snapshot.read(Path(directory), space_for(vectorizer), verify=verify))


def _languages(given: Languages, texts: int) -> Sequence[Language | None]:
    if given is not None and len(given) != texts:
        message = f"{len(given)} languages for {texts} texts"
        raise ValueError(message)
    return [None] * texts if given is None else given


def _empty(vectorizer: Any) -> State:
    space = space_for(vectorizer)
    return State.over(space, Postings.stack([], space.width))


def _check(state: State, row: int) -> None:
    if not state.holds(row):
        message = f"row {row} was never given or was removed"
        raise IndexError(message)


def _mask(given: Mask | None, rows: int) -> Mask | None:
    if given is None:
        return None
    if len(given) > rows:
        message = f"a filter over {len(given)} rows for an index of {rows}"
        raise ValueError(message)
    mask = np.zeros(rows, dtype=bool)
    mask[: len(given)] = given
    return mask
