"""Where the terms of an explanation stand in a text as its author wrote it."""

from collections.abc import Iterable

from matchmaker.matching.engine.analysis import Token, WordAnalyzer

_DEFAULT = WordAnalyzer()


def spans(text: str, terms: Iterable[str], analyzer: WordAnalyzer = _DEFAULT) -> list[tuple[int, int]]:
    """The characters [start, end) of `text` that stand for any of `terms`, in order, overlaps merged.

    Terms are as `TextIndex.explain` gives them: a word, or words joined by spaces, which then stand one after
    the other but for stop words ("reduction dechets" marks "réduction des déchets"). Case, accents, elisions
    and markup make no difference, and a part of a word is never marked.
    """
    wanted = {tuple(term.split(" ")) for term in terms if term}
    longest = max(map(len, wanted), default=0)
    tokens = analyzer.tokens(text)
    found = [
        (tokens[first].start, tokens[first + length - 1].end)
        for first in range(len(tokens))
        for length in range(1, min(longest, len(tokens) - first) + 1)
        if _words(tokens, first, length) in wanted
    ]
    return _merged(found)


def _words(tokens: list[Token], first: int, length: int) -> tuple[str, ...]:
    return tuple(token.term for token in tokens[first : first + length])


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
