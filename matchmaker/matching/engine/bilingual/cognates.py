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

_SAFE = 6  # letters from which on an ending changed seldom makes another word
_SHORT = 4  # letters from which on the same word in both languages is seldom chance
_BY_ENDING = dict(_ENDINGS)
_LONGEST = max(map(len, _BY_ENDING))
_LAST = {ending[-1] for ending in _BY_ENDING}

_ALIKE = """
achever actuel actuellement agenda ancien apologie appointement assister attendre avertissement balance
ballot blesser candeur cave chair chance chat coin collectivite commodite complaisant comprehensif
concurrence conducteur confidence confiture courtisan deception decevoir delai demander derangement
devotion disposer editer editeur emphase engin entreprise etiquette eventuel eventuellement evidence
exhibition extravagant fabrique fastidieux formation formidable four gentil gratuite habit herbe humeur
ignorer injure injurier intoxication introduire issue journal lard lecture librairie licencier location
lunatique main nouvelle occasion onction pain parent partition patron phrase physicien preservatif
pretendre prevenir procurer prune queue quitter raisin rente replier report reporter reposer rester
resumer roman rude sale sensibilite sensible sentence sort stage supporter sympathique tour truculent
user versatile veste
"""
FALSE_FRIENDS: frozenset[str] = frozenset(_ALIKE.split())
"""French lemmas that look like an English word of another meaning: English comes by the lexicon or never."""


def cognate(lemma: str, is_english: Callable[[str], bool]) -> str | None:
    """The English word that a folded French lemma becomes by its ending; None where dictionaries list none.

    Short words are left alone: chance makes words of them.
    """
    if len(lemma) < _SAFE or " " in lemma or lemma in FALSE_FRIENDS:
        return None
    return next(filter(is_english, _candidates(lemma)), None)


def alike(lemma: str, is_english: Callable[[str], bool]) -> list[str]:
    """English words that a folded French lemma may become, itself included: what its entry need not list."""
    if len(lemma) < _SHORT or " " in lemma or lemma in FALSE_FRIENDS:
        return []
    words = [*(_candidates(lemma) if len(lemma) >= _SAFE else ()), lemma]
    return list(filter(is_english, words))


def _candidates(lemma: str) -> Iterator[str]:
    for length in range(_LONGEST if lemma[-1:] in _LAST else 0, 0, -1):
        for other in _BY_ENDING.get(lemma[-length:], ()):
            yield lemma[:-length] + other
