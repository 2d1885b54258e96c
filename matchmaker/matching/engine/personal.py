"""Texts without who people are: names, pronouns and nationalities leave a text before it is compared.

The words are a list of data (`data/personal.txt`), so this is a promise about those words and not about every
way of saying where somebody comes from. Countries, cities and languages of a service stay.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from matchmaker.matching.engine.analysis import fold

FILE = "personal.txt"
SURNAMES = 3
"""Capitalised words after a first name that are taken for the rest of the name."""

PARTICLES = frozenset({"al", "ben", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos"}) | {
    *("du", "el", "ibn", "la", "le", "ter", "van", "von", "y")
}

_WORD = re.compile(r"[^\W\d_]+")
_WITHIN_A_NAME = re.compile(r"[ \u00a0]|-|['’ʼ]")
_ELIDED = re.compile(r"(?<![^\W\d_])(?:[cdjlmnst]|qu)['’ʼ]$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’ʼ]s(?![^\W\d_])")
_SPACES = re.compile(r"[ \u00a0]+")


@dataclass(frozen=True)
class PersonalWords:
    """The lists: folded, but for what is read only as it is written."""

    anyhow: frozenset[str]
    as_written: frozenset[str]
    titles: frozenset[str]
    names: frozenset[str]
    names_before_a_surname: frozenset[str]

    @property
    def every_word(self) -> frozenset[str]:
        """Every word of the lists, folded."""
        written = frozenset(map(fold, self.as_written | self.titles))
        return self.anyhow | written | self.names | self.names_before_a_surname


def without_personal_words(text: str) -> str:
    """Return `text` without pronouns of a gender, titles, nationalities, first names and what follows them.

    A first name counts where it is capitalised, with up to three capitalised words after it as the surname.
    """
    words = personal_words()
    if _all_words().isdisjoint(_WORD.findall(fold(text))):
        return text
    kept: list[str] = []
    end = 0
    for start, stop in _personal(text, list(_WORD.finditer(text)), words):
        kept.append(_ELIDED.sub("", text[end:start]))
        possessive = _POSSESSIVE.match(text, stop)
        end = possessive.end() if possessive else stop
    return _SPACES.sub(" ", " ".join([*kept, text[end:]]))


def _personal(text: str, found: Sequence[re.Match[str]], words: PersonalWords) -> Iterator[tuple[int, int]]:
    """Yield the places of what is to go."""
    at = 0
    while at < len(found):
        taken = _taken(text, found, at, words)
        if taken:
            yield found[at].start(), found[at + taken - 1].end()
        at += taken or 1


def _taken(text: str, found: Sequence[re.Match[str]], at: int, words: PersonalWords) -> int:
    """Return how many words from `at` on say who somebody is."""
    word = found[at].group()
    folded = fold(word)
    if word in words.titles:
        return 1 + _surname(text, found, at)
    if word[0].isupper() and folded in words.names:
        return 1 + _surname(text, found, at)
    if word[0].isupper() and folded in words.names_before_a_surname:
        rest = _surname(text, found, at)
        return 1 + rest if rest else 0
    shouted = word.isupper() and len(word) > 1 and len(word) < 4  # "IL", "HER2": an acronym
    return int((folded in words.anyhow and not shouted) or word in words.as_written)


def _surname(text: str, found: Sequence[re.Match[str]], at: int) -> int:
    """Return how many of the next words go on with the name that begins at `at`."""
    taken = names = 0
    following = pairwise(found[at : at + 2 * SURNAMES + 2])
    for place, (one, after) in enumerate(following, start=1):
        if names == SURNAMES or not _WITHIN_A_NAME.fullmatch(text, one.end(), after.start()):
            break
        word = after.group()
        if word[0].isupper():
            names += 1
            taken = place
        elif fold(word) not in PARTICLES:
            break
    return taken


@cache
def personal_words() -> PersonalWords:
    """Return the lists of `FILE`; `#` begins a remark, a heading in brackets a list."""
    text = (files("matchmaker.matching.engine") / "data" / FILE).read_text(encoding="utf-8")
    lists: dict[str, set[str]] = {}
    heading = ""
    for line in (row.partition("#")[0].strip() for row in text.splitlines()):
        if line.startswith("["):
            heading = line.strip("[]")
        else:
            lists.setdefault(heading, set()).update(line.split())
    return PersonalWords(
        anyhow=frozenset(lists["pronoun"] | lists["nationality"]),
        as_written=frozenset(lists["nationality written large"]),
        titles=frozenset(lists["title"]),
        names=frozenset(lists["name"]),
        names_before_a_surname=frozenset(lists["name before a surname"]),
    )


@cache
def _all_words() -> frozenset[str]:
    return personal_words().every_word
