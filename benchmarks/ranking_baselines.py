"""What a ranking has to beat on the labelled set: plain similarity of texts, and one side's wishes alone."""

from collections.abc import Callable, Mapping
from typing import Any

from labelled_set import Row
from ranking_texts import everything, language, offers, wishes

from matchmaker.matching.engine import BilingualReader, TextIndex

Scores = Mapping[str, Mapping[str, float]]
"""What each viewer's candidates are worth to it, by both ids; who is not in it was not ranked."""

Text = Callable[[Row], str]


def plain_cosine(listed: Mapping[str, Row]) -> Scores:
    """TF-IDF on all text, words and pairs of words as they are written."""
    return _between(listed, everything, everything, None)


def bilingual_cosine(listed: Mapping[str, Row]) -> Scores:
    """All text in the space both languages share, calibrated, and nothing else."""
    return _between(listed, everything, everything, BilingualReader())


def one_sided(listed: Mapping[str, Row]) -> Scores:
    """What the viewer seeks against what the other offers, and never the other way round."""
    return _between(listed, wishes, offers, BilingualReader())


def _between(listed: Mapping[str, Row], asked: Text, held: Text, reader: Any) -> Scores:
    index = TextIndex(reader).fit(
        [held(row) for row in listed.values()], list(map(language, listed.values()))
    )
    return {
        one: dict(zip(listed, index.comparable(asked(row), language=language(row)).tolist(), strict=True))
        for one, row in listed.items()
    }
