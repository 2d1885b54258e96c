"""Where the terms of an explanation stand in a text as its author wrote it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from matchmaker.matching.engine.analysis import Token, WordAnalyzer

_DEFAULT = WordAnalyzer()


class Occurrence(NamedTuple):
    """One place of a term: the characters [start, end) of the text."""

    term: str
    start: int
    end: int


def occurrences(tokens: Sequence[Token], terms: Iterable[str]) -> list[Occurrence]:
    """Every place of every term among the tokens of one text, in reading order.

    Terms are as `TextIndex.explain` gives them: a word, or words joined by spaces, which then stand one after
    the other but for stop words ("reduction dechets" stands in "réduction des déchets").
    """
    wanted = {tuple(term.split(" ")): term for term in terms if term}
    longest: dict[str, int] = {}
    for words in wanted:
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    starts = [(first, token.term) for first, token in enumerate(tokens) if token.term in longest]
    return [found for first, word in starts for found in _beginning_at(tokens, first, wanted, longest[word])]


def spans(text: str, terms: Iterable[str], analyzer: WordAnalyzer = _DEFAULT) -> list[tuple[int, int]]:
    """The characters [start, end) of `text` that stand for any of `terms`, in order, overlaps merged.

    Case, accents, elisions and markup make no difference, and a part of a word is never marked.
    """
    return merged((found.start, found.end) for found in occurrences(analyzer.tokens(text), terms))


def merged(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches [start, end) in order, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _beginning_at(
    tokens: Sequence[Token], first: int, wanted: dict[tuple[str, ...], str], longest: int
) -> Iterator[Occurrence]:
    for length in range(1, min(longest, len(tokens) - first) + 1):
        run = tokens[first : first + length]
        term = wanted.get(tuple(token.term for token in run))
        if term is not None:
            yield Occurrence(term, run[0].start, run[-1].end)
