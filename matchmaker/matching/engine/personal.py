"""Texts without who people are: names, pronouns and nationalities leave a text before it is compared.

The words are a list of data (`data/personal.txt`), so this is a promise about those words and not about every
way of saying where somebody comes from. Countries, cities and languages of a service stay.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
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
    if _all_words().isdisjoint(_WORD.findall(fold(text))):
        return text
    kept: list[str] = []
    end = 0
    for start, stop in _personal(text, list(_WORD.finditer(text))):
        elided = _ELIDED.search(text, max(end, start - 3), start)
        kept.append(text[end : elided.start() if elided else start])
        possessive = _POSSESSIVE.match(text, stop)
        end = possessive.end() if possessive else stop
    return _SPACES.sub(" ", " ".join([*kept, text[end:]]))


def _personal(text: str, found: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield the places of what is to go."""
    at = 0
    while at < len(found):
        taken = _taken(text, found, at)
        if taken:
            yield found[at].start(), found[at + taken - 1].end()
        at += taken or 1


def _taken(text: str, found: Sequence[re.Match[str]], at: int) -> int:
    """Return how many words from `at` on say who somebody is."""
    what = _what(found[at].group())
    if what is _What.NAME_BEFORE_A_SURNAME:
        rest = _surname(text, found, at)
        return 1 + rest if rest else 0
    if what is _What.NAME:
        return 1 + _surname(text, found, at)
    return int(what is _What.WORD)


class _What(Enum):
    NOTHING = auto()
    WORD = auto()
    NAME = auto()
    NAME_BEFORE_A_SURNAME = auto()


@lru_cache(maxsize=1 << 16)
def _what(word: str) -> _What:
    """Return what one word is, by the lists."""
    words, folded = personal_words(), fold(word)
    if word in words.titles or (word[0].isupper() and folded in words.names):
        return _What.NAME
    if word[0].isupper() and folded in words.names_before_a_surname:
        return _What.NAME_BEFORE_A_SURNAME
    acronym = word.isupper() and 1 < len(word) < 4  # "IL", "HER2"
    listed = (folded in words.anyhow and not acronym) or word in words.as_written
    return _What.WORD if listed else _What.NOTHING


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
