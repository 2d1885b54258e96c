"""Which sectors texts tell of an organisation that states none: a guess, which no gate goes by.

A word that names a thing of one field ("orchard", "invoice") speaks for it, in either language; what several
fields use speaks for each a little. Words are those of `FILE`, and nothing else of a text counts.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.columns import MOST_SECTORS
from matchmaker.matching.engine.spaces import Language
from matchmaker.taxonomy import Sector

FILE = "fields.txt"

REPEATED = 0.7
"""How much the logarithm of a word's count adds to what it says once."""

LEAST = 0.6
"""What words must say together: one word of one field is enough, one that two fields use is not.

A French word counts as far as it means a listed one: .67 where that is the likelier of two translations.
"""

BESIDE = 0.5
"""What a further sector must be told, as a share of the one that is told most."""

ASIDE = 0.5
"""What words count where an organisation does not speak of itself: customers and partners have fields too."""


def sectors_told(own: str, aside: str, language: Language | None = None) -> tuple[Sector, ...]:
    """The sectors that texts tell, `MOST_SECTORS` at most, the one told most first; none where none is clear.

    own: what an organisation says of itself; aside: what else it wrote. Neither place nor number of other
    words matters, so that names and whatever else is no word of a field change nothing.
    """
    told: defaultdict[Sector, float] = defaultdict(float)
    for text, counts in ((own, 1.0), (aside, ASIDE)):
        for term, times in _reader().counted(text, language).items():
            for sector, share in _speaks_for(term):
                told[sector] += counts * (1.0 + REPEATED * math.log(times)) * share
    ordered = sorted(told, key=lambda sector: (-round(told[sector], 9), sector))
    least = max([LEAST, *(BESIDE * told[sector] for sector in ordered[:1])])
    return tuple([sector for sector in ordered if told[sector] >= least][:MOST_SECTORS])


@cache
def field_words() -> Mapping[Sector, tuple[str, ...]]:
    """The words and phrases of `FILE` by sector; `#` begins a remark, a heading in brackets a sector."""
    text = (files("matchmaker.matching.engine") / "data" / FILE).read_text(encoding="utf-8")
    found: dict[Sector, list[str]] = {}
    listed: list[str] = []
    for line in (row.partition("#")[0].strip() for row in text.splitlines()):
        if line.startswith("["):
            listed = found.setdefault(Sector(line.strip("[]")), [])
        else:
            listed += [word.strip() for word in line.split(",") if word.strip()]
    return {sector: tuple(words) for sector, words in found.items()}


@cache
def _reader() -> BilingualReader:
    """What words mean by the glossary alone: what is learnt later must not move anybody to another field."""
    return BilingualReader()


@cache
def _fields() -> Mapping[str, Mapping[Sector, float]]:
    """What each shared term of a listed word speaks for, shares that sum to one."""
    spoken: defaultdict[str, Counter[Sector]] = defaultdict(Counter)
    for sector, words in field_words().items():
        for word in words:
            spoken[shared_name(word)][sector] = 1
    return {name: {sector: 1.0 / len(sectors) for sector in sectors} for name, sectors in spoken.items()}


def shared_name(word: str) -> str:
    """The term of the shared space that a word or phrase of `FILE` is, ValueError where it is none."""
    terms = _reader().terms(word, "en")
    lemma = terms[0][3:] if len(terms) == 1 else ""
    if lemma in _reader().lexicon.english:
        return f"en:{lemma}"
    if not lemma or " " in lemma:
        raise ValueError(f"{word!r} is read as {terms}")
    return lemma


@cache
def _speaks_for(term: str) -> tuple[tuple[Sector, float], ...]:
    """What a term speaks for: itself whole, a word of the other language as far as it means a listed one."""
    found: Counter[Sector] = Counter()
    for name, weight in _reader().shared(term):
        for sector, share in _fields().get(name, {}).items():
            found[sector] += min(1.0, weight * weight) * share  # type: ignore[assignment]
    return tuple(sorted(found.items()))
