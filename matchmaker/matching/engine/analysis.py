"""From a text to the terms it is indexed under: words and pairs of neighbouring words, with their places."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from matchmaker.matching.engine.stopwords import CLITICS, ELIDED, STOP_WORDS

# Accents written apart, soft hyphens and zero-width marks belong to the word they stand in.
INSIDE = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
RUN = rf"[^\W_]+(?:[{INSIDE}]+[^\W_]*)*"
INITIALS = r"(?<![^\W_])[^\W_]{1,2}&[^\W_]{1,2}(?![^\W_])"  # R&D, M&A, AT&T
_WORD = re.compile(rf"{INITIALS}|{RUN}(?:['’ʼ]{RUN})*")
_INVISIBLE = re.compile(f"[{INSIDE}]")
_MARKUP = re.compile(r"</?[A-Za-z!][^<>]*>|&(?:[A-Za-z]{2,10}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
_LETTERS_APART = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "’": "'", "ʼ": "'"})

MAX_WORD = 40  # characters; anything longer is a key, a hash or a run without spaces
VERSION = 2


def fold(word: str) -> str:
    """The same spelling for a word whatever its case, accents, ligatures or invisible marks."""
    if word.isascii():
        return word.lower()
    lowered = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS_APART))
    folded = _INVISIBLE.sub("", lowered)
    # Of a mark that stands alone this makes a space with the mark; the spaces of a phrase stay.
    return folded if " " in word else folded.replace(" ", "")


class Token(NamedTuple):
    """One indexed word: its folded term and the characters [start, end) it takes in the text."""

    term: str
    start: int
    end: int


class _Piece(NamedTuple):
    term: str
    start: int
    end: int
    acronym: bool  # a stop word written in capitals: kept unless the whole text shouts


def _split(word: str) -> Iterator[tuple[int, int]]:
    """Places of the parts of `word` that may carry meaning, elisions and clitics left out."""
    parts = [match.span() for match in re.finditer("[^'’ʼ]+", word)]
    folded = [fold(word[start:end]) for start, end in parts]
    if len(parts) > 1 and folded[0] in ELIDED:
        parts, folded = parts[1:], folded[1:]
    if len(parts) > 1 and folded[-1] in CLITICS:
        parts = parts[:-1]
    yield from parts


def _piece(part: str, start: int) -> _Piece | None:
    folded = fold(part)
    if len(folded) < 2 or folded.isdigit():
        return None
    stop = folded in STOP_WORDS
    if stop and ("'" in folded or not part.isupper()):
        return None
    return _Piece(folded, start, start + len(part), acronym=stop)


@lru_cache(maxsize=1 << 17)
def _pieces(word: str) -> tuple[_Piece, ...]:
    """What one written word is indexed under; cached, because texts repeat their words."""
    if len(word) > MAX_WORD:
        return ()
    parts = [(0, len(word))] if fold(word) in STOP_WORDS else _split(word)
    pieces = (_piece(word[start:end], start) for start, end in parts)
    return tuple(piece for piece in pieces if piece)


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


def without_markup(text: str) -> str:
    """`text` with tags and entities replaced by as many spaces, so that places stay true."""
    return _MARKUP.sub(_blank, text) if "<" in text or "&" in text else text


def shouts(words: list[str]) -> bool:
    """Whether most of a text is in capitals, so that capitals say nothing about a word."""
    return len(words) > 3 and 2 * sum(word.isupper() for word in words) > len(words)


class WordAnalyzer:
    """Terms of a text: its words without stop words, then each pair of neighbours, French and English alike.

    A callable for the `analyzer` option of scikit-learn's vectorizers. Case, accents, elisions (l', d', qu')
    and HTML tags make no difference. A stop word in capitals inside an ordinary text is an acronym ("US",
    "LES") and stays. Numbers alone and words over 40 characters are left out: sharing a year is no match.
    """

    def __call__(self, text: str) -> list[str]:
        """All terms of `text`, words first and pairs after them, repeats included."""
        words = _WORD.findall(without_markup(text))
        pieces = [piece for word in words for piece in _pieces(word)]
        if any(piece.acronym for piece in pieces) and shouts(words):
            pieces = [piece for piece in pieces if not piece.acronym]
        terms = [piece.term for piece in pieces]
        return terms + [f"{left} {right}" for left, right in pairwise(terms)]

    def tokens(self, text: str) -> list[Token]:
        """The indexed words of `text` in reading order, with their places in the text as given."""
        matches = list(_WORD.finditer(without_markup(text)))
        found = [
            (Token(piece.term, match.start() + piece.start, match.start() + piece.end), piece.acronym)
            for match in matches
            for piece in _pieces(match.group())
        ]
        if any(acronym for _, acronym in found) and shouts([match.group() for match in matches]):
            found = [(token, acronym) for token, acronym in found if not acronym]
        return [token for token, _ in found]

    def fingerprint(self) -> str:
        """A digest that changes whenever texts would be read differently."""
        recipe = [str(VERSION), _WORD.pattern, _MARKUP.pattern, str(MAX_WORD), *sorted(STOP_WORDS)]
        return hashlib.sha256("\n".join(recipe).encode()).hexdigest()


def default_vectorizer() -> Any:
    """The scikit-learn vectorizer that `TextIndex()` equals: TF-IDF, sublinear, words and pairs of words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer=WordAnalyzer(), sublinear_tf=True)
