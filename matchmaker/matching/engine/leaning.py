"""Which fields texts tell of an organisation: a guess beside what it states, which no gate goes by.

A word that names a thing of one field ("orchard", "invoice") speaks for it, in either language; what several
fields use speaks for each a little. Words are those of `FILE`, and nothing else of a text counts.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.columns import MOST_SECTORS
from matchmaker.matching.engine.spaces import Language
from matchmaker.taxonomy import Sector, SubSector, parent_of, sector_code

FILE = "fields.txt"

REPEATED = 0.7
"""How much the logarithm of a word's count adds to what it says once."""

LEAST = 0.6
"""What words must say together: one word of one field is enough, one that two fields use is not.

A French word counts as far as it means a listed one: .67 where that is the likelier of two translations.
"""

FINER = 1.0
"""What words must say together of a finer field: a whole word that means nothing else."""

BESIDE = 0.5
"""What a further field must be told, as a share of the one that is told most."""

ASIDE = 0.5
"""What words count where an organisation does not speak of itself: customers and partners have fields too."""

FRENCH = "fr:"
"""How words of `FILE` begin that speak for themselves in French, whatever they translate to."""

REMEMBERED = 512
"""Of how many organisations it is kept what their texts tell: those who look at their pages now."""

Code = Sector | SubSector


@lru_cache(maxsize=REMEMBERED)
def fields_told(
    own: str, aside: str, language: Language | None = None, stated: tuple[Sector, ...] = ()
) -> frozenset[Code]:
    """What texts tell: sectors where none is `stated`, and of these or the stated ones the finer fields.

    own: what an organisation says of itself; aside: what else it wrote. Neither place nor number of other
    words matters, so that names and whatever else is no word of a field change nothing.
    """
    told: defaultdict[Code, float] = defaultdict(float)
    for text, counts in ((own, 1.0), (aside, ASIDE)):
        for term, times in _reader().counted(text, language).items():
            for code, share in _speaks_for(term):
                told[code] += counts * (1.0 + REPEATED * math.log(times)) * share
    sectors: dict[Code, float] = {c: value for c, value in told.items() if isinstance(c, Sector)}
    guessed = () if stated else _clearest(sectors)[:MOST_SECTORS]
    finer: list[Code] = []
    for sector in stated or guessed:
        within = {c: value for c, value in told.items() if c is not sector and parent_of(c) is sector}
        finer += _clearest(within, FINER)
    return frozenset([*guessed, *finer])


def _clearest(told: Mapping[Code, float], least: float = LEAST) -> list[Code]:
    """The codes that are told clearly, the one told most first."""
    ordered = sorted(told, key=lambda code: (-round(told[code], 9), code))
    least = max([least, *(BESIDE * told[code] for code in ordered[:1])])
    return [code for code in ordered if told[code] >= least]


@cache
def field_words() -> Mapping[Code, tuple[str, ...]]:
    """The words and phrases of `FILE` by field; `#` begins a remark, a heading in brackets a field.

    French ones begin with "fr:"; what stands under `any` means as much outside all fields.
    """
    text = (files("matchmaker.matching.engine") / "data" / FILE).read_text(encoding="utf-8")
    found: dict[Code, list[str]] = {}
    listed: list[str] = []
    for line in (row.partition("#")[0].strip() for row in text.splitlines()):
        if line.startswith("["):
            listed = found.setdefault(sector_code(line.strip("[]")), [])
        else:
            french = FRENCH if line.startswith(FRENCH) else ""
            words = line.removeprefix(FRENCH).split(",")
            listed += [f"{french}{word.strip()}" for word in words if word.strip()]
    return {code: tuple(words) for code, words in found.items()}


@cache
def _reader() -> BilingualReader:
    """What words mean by the glossary alone: what is learnt later must not move anybody to another field."""
    return BilingualReader()


@cache
def _fields() -> Mapping[str, Mapping[Code, float]]:
    """What each listed term speaks for: sectors, shares that sum to one at most, and fields within them."""
    spoken: defaultdict[str, set[Code]] = defaultdict(set)
    for code, words in field_words().items():
        for word in words:
            spoken[listed_name(word)].add(code)
    return {name: _shares(codes) for name, codes in spoken.items()}


def _shares(codes: Iterable[Code]) -> Mapping[Code, float]:
    """Each sector alike, and within each what finer fields are named; `any` takes its share with it."""
    finer: defaultdict[Sector, list[SubSector]] = defaultdict(list)
    for code in codes:
        finer[parent_of(code)] += [code] if isinstance(code, SubSector) else []
    share = 1.0 / len(finer)
    found: dict[Code, float] = {sector: share for sector in finer if sector is not Sector.ANY}
    return found | {code: share / len(under) for under in finer.values() for code in under}


def listed_name(word: str) -> str:
    """The term that a word or phrase of `FILE` is, ValueError where it is none.

    An English one is a term of the shared space, one that begins with "fr:" a French term by itself.
    """
    french = word.startswith(FRENCH)
    terms = _reader().terms(word.removeprefix(FRENCH), "fr" if french else "en")
    lemma = terms[0][3:] if len(terms) == 1 else ""
    if french and lemma:
        return f"{FRENCH}{lemma}"
    if lemma in _reader().lexicon.english:
        return f"en:{lemma}"
    if not lemma or " " in lemma:
        raise ValueError(f"{word!r} is read as {terms}")
    return lemma


@cache
def _speaks_for(term: str) -> tuple[tuple[Code, float], ...]:
    """What a term speaks for: itself whole, a word of the other language as far as it means a listed one."""
    if term in _fields():
        return tuple(sorted(_fields()[term].items()))
    found: defaultdict[Code, float] = defaultdict(float)
    for name, weight in _reader().shared(term):
        if name.startswith(FRENCH):
            continue  # what French words alone tell is for French texts
        for code, share in _fields().get(name, {}).items():
            found[code] += min(1.0, weight * weight) * share
    return tuple(sorted(found.items()))
