"""Which language a text, or each of its sentences, is written in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple
from unicodedata import normalize

from matchmaker.matching.engine.bilingual.evidence import evidence
from matchmaker.matching.engine.bilingual.forms import forms
from matchmaker.matching.engine.spaces import Language
from matchmaker.matching.engine.stopwords import ENGLISH, FRENCH

_SENTENCE = re.compile(r"[^\n]*?(?:[.!?…]+(?=\s)|\n|$)")
_WORD = re.compile(r"[^\W\d_]+")
_FRENCH_ONLY = (FRENCH - ENGLISH) | {"l", "d", "qu"}
_ENGLISH_ONLY = ENGLISH - FRENCH
_ACCENTS = "éèêëàâçîïôûùœ"
_FRENCH_LETTERS = re.compile(f"[{_ACCENTS}{_ACCENTS.upper()}]")
ENOUGH = 40  # letters; fewer tell nothing, and names and acronyms read alike in both
CLEAR = 2  # small words of one language more than of the other that leave no doubt


class Stretch(NamedTuple):
    """The characters [start, end) of a text, in one language."""

    start: int
    end: int
    language: Language


def stretches(text: str, language: Language | None) -> list[Stretch]:
    """The parts of `text` by language: one where it is given, else its sentences, neighbours joined."""
    if language is not None:
        return [Stretch(0, len(text), language)]
    french, english = _evidence(text)
    whole = _clear(french, english) or _by_less(text, french, english)
    return _by_sentences(text, whole) if _mixed(french, english) else [Stretch(0, len(text), whole)]


def stretches_of_many(
    texts: Sequence[str], languages: Iterable[Language | None] | None
) -> list[list[Stretch]]:
    """`stretches` of each text: the clear cases, which are nearly all, in one go."""
    given = [None] * len(texts) if languages is None else list(languages)
    open_ = [text for text, language in zip(texts, given, strict=True) if language is None]
    counted = iter(_evidence_of_many(open_))
    found: list[list[Stretch]] = []
    mixed: list[int] = []
    for text, language in zip(texts, given, strict=True):
        french, english = (0, 0) if language else next(counted)
        spoken = language or _clear(french, english) or _by_less(text, french, english)
        if _mixed(french, english):
            mixed.append(len(found))
        found.append([Stretch(0, len(text), spoken)])
    cut = [list(_sentences(texts[place])) for place in mixed]
    places = zip(mixed, cut, strict=True)
    sentences = [texts[place][start:end] for place, spans in places for start, end in spans]
    clear = (_clear(french, english) for french, english in _evidence_of_many(sentences))
    for place, spans in zip(mixed, cut, strict=True):
        whole, spoken_in = found[place][0].language, [next(clear) for _ in spans]
        found[place] = _joined(spans, [language or whole for language in spoken_in])
    return found


def _evidence_of_many(texts: Sequence[str]) -> list[tuple[int, int]]:
    """`_evidence` of each text."""
    if not texts:
        return []
    return [tuple(pair) for pair in evidence(texts, _FRENCH_ONLY, _ENGLISH_ONLY, _ACCENTS).tolist()]


def _by_sentences(text: str, whole: Language) -> list[Stretch]:
    spans = list(_sentences(text))
    return _joined(spans, [_by_small_words(text[start:end]) or whole for start, end in spans])


def _joined(spans: Iterable[tuple[int, int]], spoken: Iterable[Language]) -> list[Stretch]:
    """Sentences with their languages, neighbours in one language joined."""
    joined: list[Stretch] = []
    for (start, end), language in zip(spans, spoken, strict=True):
        same = bool(joined) and joined[-1].language == language
        joined.append(Stretch(joined.pop().start if same else start, end, language))
    return joined


def detect(text: str) -> Language:
    """French or English, whichever `text` rather is."""
    french, english = _evidence(text)
    return _clear(french, english) or _by_less(text, french, english)


def _by_less(text: str, french: int, english: int) -> Language:
    """The language of a text whose small words leave a doubt: what dictionaries say, then one small word."""
    return _by_dictionaries(text) or _clear(french, english, 1) or _by_letters(text)


def _evidence(text: str) -> tuple[int, int]:
    """Small words and accents of French, and small words of English; `evidence` counts the same of many."""
    words = list(map(str.lower, _WORD.findall(text)))
    french = sum(map(_FRENCH_ONLY.__contains__, words)) + len(_FRENCH_LETTERS.findall(text))
    return french, sum(map(_ENGLISH_ONLY.__contains__, words))


def _by_small_words(text: str) -> Language | None:
    return _clear(*_evidence(text))


def _clear(french: int, english: int, least: int = CLEAR) -> Language | None:
    if abs(french - english) < least:
        return None
    return "fr" if french > english else "en"


def _mixed(french: int, english: int) -> bool:
    return min(french, english) >= CLEAR


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _SENTENCE.finditer(text) if match.group())


def _by_dictionaries(text: str) -> Language | None:
    """The language whose dictionary lists more of the first words of a text, such as a query."""
    words = _WORD.findall(normalize("NFC", text.lower()[:1000]))[:60]
    french, english = (
        sum(forms(language).lemma(word) is not None for word in words) for language in ("fr", "en")
    )
    if french == english:
        return None
    return "fr" if french > english else "en"


def _by_letters(text: str) -> Language:
    if len("".join(_WORD.findall(text))) < ENOUGH:
        return "en"
    found: Language = "fr" if _identifier().classify(text[:2000])[0] == "fr" else "en"
    return found


@cache
def _identifier() -> Any:
    # Loaded only where small words leave a doubt.
    from matchmaker.matching.engine.bilingual.identifier import identifier

    return identifier()
