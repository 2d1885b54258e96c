"""Why two organisations fit, in each one's own words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchmaker.matching.candidates import own_words
from matchmaker.matching.engine import spans
from matchmaker.profiles.teaser import Face
from matchmaker.taxonomy import NeedCode, Sector, Theme

TERMS_SHOWN = 8
CONTEXT = 60  # characters on each side of the words that a snippet is about
SNIPPETS_SHOWN = 2


@dataclass(frozen=True)
class Snippet:
    """A passage in the organisation's own words: pieces of text, each with whether it is shared."""

    pieces: tuple[tuple[str, bool], ...]
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True)
class Reasons:
    """What speaks for a pair. `mine` and `theirs` are passages; the codes are those both sides state."""

    terms: tuple[str, ...]
    mine: tuple[Snippet, ...]
    theirs: tuple[Snippet, ...]
    sectors: tuple[Sector, ...]
    themes: tuple[Theme, ...]
    they_offer: tuple[NeedCode, ...]  # what the viewer seeks and the other offers
    they_seek: tuple[NeedCode, ...]


def reasons(mine: Face, theirs: Face, explained: Sequence[tuple[str, str, float]]) -> Reasons:
    """Return the reasons from two faces and what `TextIndex.explain` gave for their texts.

    Only words that stand in a passage both readers may see are kept, so no term of a hidden field shows.
    """
    passages_mine, passages_theirs = own_words(mine), own_words(theirs)
    shared = [
        (term, other)
        for term, other, weight in explained
        if weight > 0 and _stands_in(passages_mine, term) and _stands_in(passages_theirs, other)
    ]
    longest = _without_parts([term for term, _ in shared])[:TERMS_SHOWN]
    return Reasons(
        terms=tuple(longest),
        mine=_snippets(passages_mine, [term for term, _ in shared]),
        theirs=_snippets(passages_theirs, [term for _, term in shared]),
        sectors=tuple(code for code in mine.sectors if code in theirs.sectors and code is not Sector.ANY),
        themes=tuple(code for code in mine.themes if code in theirs.themes),
        they_offer=_met(mine, theirs),
        they_seek=_met(theirs, mine),
    )


def _met(seeker: Face, giver: Face) -> tuple[NeedCode, ...]:
    given = {entry.code for entry in giver.offers} | set(giver.facts.get("services", ()))
    return tuple(entry.code for entry in seeker.needs if entry.code in given)


def _stands_in(passages: Iterable[str], term: str) -> bool:
    return any(spans(passage, [term]) for passage in passages)


def _without_parts(terms: Sequence[str]) -> list[str]:
    """Leave out a word that a longer shared phrase already shows."""
    return [
        term
        for term in dict.fromkeys(terms)
        if not any(term != other and f" {term} " in f" {other} " for other in terms)
    ]


def _snippets(passages: Sequence[str], terms: Sequence[str]) -> tuple[Snippet, ...]:
    """Return the stretches of the passages that hold most of the shared words, best first."""
    found: list[tuple[int, Snippet]] = []
    for passage in passages:
        marked = spans(passage, terms)
        if marked:
            found.append(_densest(passage, marked))
    found.sort(key=lambda pair: -pair[0])
    return tuple(snippet for _, snippet in found[:SNIPPETS_SHOWN])


def _densest(passage: str, marked: list[tuple[int, int]]) -> tuple[int, Snippet]:
    windows = [
        [span for span in marked if start <= span[0] and span[1] <= start + 3 * CONTEXT]
        for start, _ in marked
    ]
    best = (
        max(windows, key=lambda window: sum(end - start for start, end in window), default=[]) or marked[:1]
    )
    start, end = _at_words(passage, best[0][0] - CONTEXT, best[-1][1] + CONTEXT)
    pieces: list[tuple[str, bool]] = []
    place = start
    for left, right in (span for span in marked if start <= span[0] and span[1] <= end):
        pieces += [(passage[place:left], False), (passage[left:right], True)]
        place = right
    pieces.append((passage[place:end], False))
    shown = tuple((text, shared) for text, shared in pieces if text)
    return len(best), Snippet(shown, start > 0, end < len(passage))


def _at_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen the stretch to whole words."""
    start, end = max(0, start), min(len(text), end)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
