"""Words that French and English share but for their ending: "biométrique" is "biometric"."""

from collections.abc import Callable, Iterator

_ENDINGS = (
    ("isation", ("ization",)),
    ("iser", ("ize",)),
    ("ateur", ("ator",)),
    ("atrice", ("ator",)),
    ("iteur", ("itor",)),
    ("teur", ("tor", "ter")),
    ("eur", ("or", "er")),
    ("ique", ("ic", "ical", "ics")),
    ("aque", ("ac",)),
    ("iste", ("ist",)),
    ("isme", ("ism",)),
    ("logie", ("logy",)),
    ("logue", ("logist", "logue")),
    ("nomie", ("nomy",)),
    ("graphie", ("graphy",)),
    ("metrie", ("metry",)),
    ("ie", ("y", "ia")),
    ("ite", ("ity", "ite")),
    ("aire", ("ary", "ar")),
    ("oire", ("ory",)),
    ("ance", ("ance", "ancy")),
    ("ence", ("ence", "ency")),
    ("eux", ("ous",)),
    ("if", ("ive",)),
    ("el", ("al",)),
    ("ure", ("ure",)),
    ("er", ("e", "ate", "")),
    ("e", ("", "a", "um")),
)


def cognate(lemma: str, is_english: Callable[[str], bool]) -> str | None:
    """The English word that a folded French lemma becomes by its ending; None where dictionaries list none.

    Short words are left alone: chance makes words of them.
    """
    if len(lemma) < 6 or " " in lemma:
        return None
    return next(filter(is_english, _candidates(lemma)), None)


def _candidates(lemma: str) -> Iterator[str]:
    for ending, others in _ENDINGS:
        if lemma.endswith(ending):
            stem = lemma[: -len(ending)]
            yield from (stem + other for other in others)
