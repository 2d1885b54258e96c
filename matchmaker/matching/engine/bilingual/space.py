"""The space that French and English texts share, for an index: soft counts of shared terms."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from matchmaker.matching.engine.bilingual.counts import beside, in_order, own_counts
from matchmaker.matching.engine.bilingual.meanings import OWN, Array, Asked, Meanings
from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.bilingual.softening import dampened, soft_counts
from matchmaker.matching.engine.bilingual.wording import VERSION
from matchmaker.matching.engine.postings import Batch, Ints, Postings, Row
from matchmaker.matching.engine.spaces import Attributed, Language, Languages, Query, TermSpace
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.vocabulary import TermTable, Vocabulary
from matchmaker.matching.engine.weighting import Floats, Weighting

WEIGHTING = Weighting(use_idf=True)  # counts are dampened before they are shared out, not after


class BilingualSpace(TermSpace):
    """Columns are shared terms, and the own terms of each text, which weigh nothing."""

    def __init__(
        self,
        reader: BilingualReader,
        vocabulary: Vocabulary | None = None,
        kept: Mapping[str, Array] | None = None,
    ) -> None:
        identity = {"kind": "bilingual", "fingerprint": reader.fingerprint(), "wording": VERSION}
        super().__init__(reader.terms, WEIGHTING, vocabulary or Vocabulary(TermTable.of([])), None, identity)
        self.reader = reader
        self._meanings = Meanings(reader, self.vocabulary, self.silent_among, kept)
        self._asked = lru_cache(maxsize=16)(self._asked_anew)

    def over(self, table: TermTable, kept: Mapping[str, Array] | None = None) -> "BilingualSpace":
        """See `TermSpace`."""
        return BilingualSpace(self.reader, Vocabulary(table), kept)

    def to_keep(self) -> dict[str, Array]:
        """See `TermSpace`: what the own terms of texts stand for, and the words to name for them."""
        return self._meanings.arrays()

    def fitted(self, texts: Sequence[str], languages: Languages = None) -> tuple["BilingualSpace", Postings]:
        """See `Space`."""
        terms, own = own_counts(self.reader, texts, languages)
        names, soft = soft_counts(self.reader, terms, own)
        names, counts = in_order([*(OWN + term for term in terms), *names], beside(own, len(terms), soft))
        row_ids = np.repeat(np.arange(len(texts)), np.diff(counts.starts))
        space = self.over(TermTable.of(names))
        return space, Postings.of(
            row_ids, counts.columns.astype(np.int64), counts.values, rows=len(texts), width=len(names)
        )

    def read(self, text: str, language: Language | None = None) -> Row:
        """See `Space`."""
        asked = self._asked(text, language, len(self.vocabulary))
        columns = np.concatenate([asked.own.columns, asked.columns])
        values = np.concatenate([asked.own.values, asked.weights])
        order = self._in_order(columns)
        return Row(columns[order], values[order])

    def _asked_anew(self, text: str, language: Language | None, width: int) -> Asked:
        """What a query stands for while the vocabulary has `width` terms; a page asks more than once."""
        del width
        return self._meanings.asked(self.reader.counted(text, language))

    def _in_order(self, columns: Ints) -> Ints:
        """How to put distinct columns in the order of their terms, as those of the table are."""
        if (columns < len(self.vocabulary.table)).all():
            return np.argsort(columns)
        names = self.vocabulary.terms_of(columns)
        return np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)

    def learn(self, text: str, language: Language | None = None) -> Row:
        """See `Space`."""
        names, weights = _soft(self.reader, text, language)
        return Row(self.vocabulary.learn(names), weights)

    def silent(self, width: int) -> Ints:
        """See `Space`: a text's own terms, which are there to explain."""
        table = self.vocabulary.table
        known = np.flatnonzero(table.letters[table.offsets[:-1]] == ord(OWN))
        new = self.vocabulary.new_terms(width)
        learnt = [len(table) + place for place, name in enumerate(new) if name.startswith(OWN)]
        return np.concatenate([known, np.array(learnt, dtype=np.int64)])

    def silent_among(self, columns: Ints) -> Mask:
        """See `Space`."""
        found: Mask = self.french(columns) != 0.0
        return found

    def french(self, columns: Ints) -> Floats:
        """See `Space`: a text's own terms bear its language."""
        table = self.vocabulary.table
        marks = np.zeros(len(columns))
        known = np.flatnonzero(columns < len(table))
        starts = table.offsets[columns[known]]
        own = table.letters[starts] == ord(OWN)
        marks[known[own]] = np.where(table.letters[starts[own] + len(OWN)] == ord("f"), 1.0, -1.0)
        for place in np.flatnonzero(columns >= len(table)).tolist():
            name = self.vocabulary.term(int(columns[place]))
            if name.startswith(OWN):
                marks[place] = 1.0 if name.startswith(f"{OWN}fr:") else -1.0
        return marks

    def attributed(
        self, query: Query, texts: Batch, shared: Batch, least: float = 0.0
    ) -> list[list[Attributed]]:
        """See `Space`: what each shared term adds is split among the words that stand for it."""
        asked = self._asked(*query, len(self.vocabulary))
        return self._meanings.attributed(asked, texts, shared, least)


def _soft(reader: BilingualReader, text: str, language: Language | None) -> tuple[list[str], Floats]:
    """The columns of a text by name, in order, and their weights."""
    counts = reader.counted(text, language)
    weights: dict[str, float] = {OWN + term: float(count) for term, count in counts.items()}
    for term, count in counts.items():
        factor = dampened(count)
        for shared, weight in reader.shared(term):
            weights[shared] = weights.get(shared, 0.0) + factor * weight
    ordered = sorted(weights.items())
    return [name for name, _ in ordered], np.array([weight for _, weight in ordered], dtype=np.float64)
