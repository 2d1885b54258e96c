"""Sectors and themes told by whole words of a text, by mappings/lists/words.toml. Pure."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache

from matchmaker.core.text import fold
from matchmaker.profiles.imports.mapping import FOLDER

_SENTENCE = re.compile(r"\n+|[.!?;]+(?:\s|$)")


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of any of `words`, whole and in a folded text; it matches nothing without words."""
    folded = "|".join(re.escape(fold(word)) for word in words)
    return re.compile(rf"(?<!\w)(?:{folded})(?!\w)" if folded else r"(?!)")


@cache
def _document() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((FOLDER / "lists" / "words.toml").read_text(encoding="utf-8"))


@cache
def _patterns(table: str) -> dict[str, re.Pattern[str]]:
    return {code: any_of(words) for code, words in _document()[table].items()}


def codes_in(text: str, table: str) -> list[str]:
    """Return the codes of `table` ("sectors", "themes") whose words are in `text`, most mentioned first.

    Sentences that say what is not wanted count for nothing.
    """
    return [code for code, _ in _told(text, table).most_common()]


def codes_told(headline: str, body: str, table: str, known: Iterable[str] = ()) -> list[str]:
    """Return the codes that a headline tells, then those that the text below it tells, as `codes_in` does.

    What a text says once in passing is seldom the field of a firm, unless nothing else is told or `known`: of
    such codes, 2 in 5 were right in a directory that states sectors, of those told twice or alone 3 in 4.
    """
    first, further = _told(headline, table), _told(body, table)
    alone = len({*known, *first, *further}) == 1
    told = [code for code, times in further.most_common() if times > 1 or alone]
    return list(dict.fromkeys([*(code for code, _ in first.most_common()), *told]))


def _told(text: str, table: str) -> Counter[str]:
    sentences = [fold(sentence) for sentence in _SENTENCE.split(text)]
    unwanted = _patterns("negations")["any"]
    affirmed = " | ".join(sentence for sentence in sentences if not unwanted.search(sentence))
    found = {code: len(pattern.findall(affirmed)) for code, pattern in _patterns(table).items()}
    return Counter({code: times for code, times in found.items() if times})
