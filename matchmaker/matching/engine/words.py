"""Reading queries for scikit-learn's word vectorizers without their overhead, one text or many at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matchmaker.matching.engine.postings import Batch
from matchmaker.matching.engine.vocabulary import TermTable

PATTERN = r"(?u)\b\w\w+\b"
"""The words of scikit-learn's vectorizers where nobody names another pattern."""


@dataclass(frozen=True)
class PlainWords:
    """Words of two characters and more, and runs of `shortest` to `longest` of them.

    lowercase: whether case makes no difference.
    """

    lowercase: bool
    shortest: int
    longest: int

    @classmethod
    def of(cls, vectorizer: Any) -> "PlainWords | None":
        """How a CountVectorizer or TfidfVectorizer reads, None where it does so in a way of its own."""
        ways = ("analyzer", "tokenizer", "preprocessor", "strip_accents", "token_pattern", "input")
        if tuple(getattr(vectorizer, way) for way in ways) != ("word", None, None, None, PATTERN, "content"):
            return None
        shortest, longest = vectorizer.ngram_range
        # Stop words are in no vocabulary that was learnt; of pairs they would be left out before.
        if vectorizer.stop_words is not None and (longest > 1 or vectorizer.vocabulary is not None):
            return None
        return cls(bool(vectorizer.lowercase), int(shortest), int(longest))

    def read(self, texts: Sequence[str], table: TermTable) -> tuple[Batch, int] | None:
        """`texts` as columns of `table`, and how many terms it lacks; None where this cannot read them."""
        from matchmaker.matching.engine.terms import PLANE, read_words, word_characters

        if not all(type(text) is str for text in texts):
            return None
        lowered = [text.lower() for text in texts] if self.lowercase else texts
        codes = np.frombuffer("".join(lowered).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        if codes.size and codes.max() >= PLANE:
            return None
        starts = np.zeros(len(lowered) + 1, dtype=np.int64)
        np.cumsum([len(text) for text in lowered], out=starts[1:])
        most = (len(codes) // 2 + len(lowered)) * (self.longest - self.shortest + 1)
        firsts, columns, counts = np.empty_like(starts), np.empty(most, dtype=np.int64), np.empty(most)
        lengths = (self.shortest, self.longest)
        unknown = read_words(codes, starts, lengths, word_characters(), table.arrays, firsts, columns, counts)
        held = int(firsts[-1])
        return Batch(firsts, columns[:held], counts[:held]), int(unknown)
