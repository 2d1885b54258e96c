"""Our own glossary: read, and checked row by row."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import product

from matchmaker.matching.engine.analysis import fold
from matchmaker.matching.engine.bilingual.lexicon import PHRASE, Entry

FILE = "glossary.tsv"


class GlossaryError(ValueError):
    """Rows of a glossary that cannot be used, each with its line and why."""


@cache
def glossary() -> tuple[Entry, ...]:
    """The entries of the glossary of this package; GlossaryError lists what is wrong with it."""
    text = (files("matchmaker.matching.engine") / "data" / FILE).read_text(encoding="utf-8")
    return tuple(parse(text))


def parse(text: str) -> list[Entry]:
    """The entries of a glossary: French lemma or phrase, tab, English ones by ";", perhaps tab and weights.

    Without weights the first translation counts 1, the second a half, the third a third.
    Raises GlossaryError with every malformed, repeated or circular row.
    """
    rows = list(enumerate(text.splitlines(), start=1))
    faults = [f"line {number}: {fault}" for number, line in rows for fault in _faults(line)]
    if faults:
        raise GlossaryError("\n".join(faults))
    entries = [_entry(line) for _, line in rows]
    repeated = list(_repeated(entries))
    if repeated:
        raise GlossaryError("\n".join(repeated))
    return entries


def _faults(line: str) -> Iterator[str]:
    fields = line.split("\t")
    if len(fields) not in (2, 3) or not all(field == field.strip() and field for field in fields):
        yield "expected French, tab, English, and nothing around them"
        return
    lemmas = [fields[0], *fields[1].split(";")]
    for lemma in lemmas:
        if lemma != " ".join(lemma.split()) or not lemma or len(lemma.split(" ")) > PHRASE:
            yield f"{lemma!r} is no lemma or phrase of up to {PHRASE} words"
    if len({*map(fold, lemmas[1:])}) < len(lemmas) - 1:
        yield "a translation is listed twice"
    if len(fields) == 3 and not _weights_fit(fields[2], len(lemmas) - 1):
        yield "expected one weight in (0, 1] for each translation"


def _weights_fit(field: str, count: int) -> bool:
    try:
        weights = [float(weight) for weight in field.split(";")]
    except ValueError:
        return False
    return len(weights) == count and all(0 < weight <= 1 for weight in weights)


def _entry(line: str) -> Entry:
    fields = line.split("\t")
    english = fields[1].split(";")
    weights = (
        fields[2].split(";") if len(fields) == 3 else [1 / place for place in range(1, len(english) + 1)]
    )
    pairs = zip(map(fold, english), map(float, weights), strict=True)
    return Entry(fold(fields[0]), tuple(pairs))


def _repeated(entries: Iterable[Entry]) -> Iterator[str]:
    seen: set[str] = set()
    for entry in entries:
        if entry.french in seen:
            yield f"{entry.french!r} is listed twice"
        seen.add(entry.french)


def cycles(entries: Iterable[Entry]) -> list[str]:
    """French lemmas whose English leads, read as French, to other entries and back: false friends mixed up.

    "location -> rental" and "rental -> location" would be one, however long the way round; a word that is its
    own translation is none.
    """
    best: Mapping[str, str] = {entry.french: entry.english[0][0] for entry in entries}
    return sorted(french for french in best if _leads_back(french, best))


def _leads_back(french: str, best: Mapping[str, str]) -> bool:
    seen, lemma = {french}, best[french]
    while lemma in best and lemma not in seen:
        seen.add(lemma)
        lemma = best[lemma]
    return lemma == french and len(seen) > 1


def compounds(entries: Iterable[Entry]) -> list[str]:
    """French phrases all of whose translations follow, word for word, from other entries."""
    listed = {entry.french: [other for other, _ in entry.english] for entry in entries}
    return sorted(french for french in listed if _follows(french, listed))


def _follows(french: str, listed: Mapping[str, list[str]]) -> bool:
    words = french.split(" ")
    if len(words) == 1 or not all(word in listed for word in words):
        return False
    made = {_bag(" ".join(each)) for each in product(*(listed[word] for word in words))}
    return all(_bag(other) in made for other in listed[french])


def _bag(phrase: str) -> tuple[str, ...]:
    return tuple(sorted(phrase.split(" ")))
