"""Sectors and themes told by whole words of a text, by mappings/lists/words.toml. Pure."""

import re
import tomllib
from collections import Counter
from functools import cache

from matchmaker.core.text import fold
from matchmaker.profiles.imports.mapping import FOLDER


@cache
def _patterns(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    document = tomllib.loads((FOLDER / "lists" / "words.toml").read_text(encoding="utf-8"))
    return tuple(
        (code, re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(fold(word)) for word in words)})(?!\w)"))
        for code, words in document[table].items()
    )


def codes_in(text: str, table: str) -> list[str]:
    """Return the codes of `table` ("sectors", "themes") whose words are in `text`, most mentioned first."""
    folded = fold(text)
    found = Counter({code: len(pattern.findall(folded)) for code, pattern in _patterns(table)})
    return [code for code, times in found.most_common() if times]
