"""What makes a password too easy to guess, without rules about signs."""

import re
from collections.abc import Iterable

from matchmaker.core.text import fold

SHORTEST = 12
LONGEST = 128
LEAST_LEFT = 7  # signs that must be left when each guessable part counts as one

_COMMON = (
    "passerelle",
    "password",
    "passwort",
    "contrasena",
    "motdepasse",
    "passe",
    "pass",
    "admin",
    "administrator",
    "welcome",
    "bienvenue",
    "bonjour",
    "letmein",
    "secret",
    "changeme",
    "changemoi",
    "iloveyou",
    "jetaime",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "soleil",
    "sunshine",
    "princess",
    "princesse",
    "superman",
    "startup",
    "paris",
    "france",
    "california",
    "siliconvalley",
    "spring",
    "summer",
    "autumn",
    "winter",
    "printemps",
    "automne",
    "hiver",
    "azertyuiop",
    "azerty",
    "qwertyuiop",
    "qwerty",
    "qwertz",
    "qsdfghjklm",
    "asdfghjkl",
    "asdfgh",
    "wxcvbn",
    "zxcvbnm",
    "zxcvbn",
    "1q2w3e4r",
    "1qaz2wsx",
    "abc123",
)
_RUNS = ("01234567890", "abcdefghijklmnopqrstuvwxyz")
_REPEATED = re.compile(r"(.{1,6}?)\1{2,}")
_YEAR = re.compile(r"(?:19|20)\d\d")


def is_guessable(password: str, personal: Iterable[str] = ()) -> bool:
    """Return whether little is left of `password` without what an attacker tries first.

    That is the person's own address and name (`personal`), the best known passwords, years, runs such as
    `1234` and repetitions.
    """
    left = "".join(fold(password).split())
    for part in sorted({*_own_words(personal), *_COMMON}, key=len, reverse=True):
        left = left.replace(part, "\0")
    for pattern in (_REPEATED, _YEAR):
        left = pattern.sub("\0", left)
    for run in _runs(left):
        left = left.replace(run, "\0")
    return len(left.replace("\0\0", "\0")) < LEAST_LEFT


def _own_words(personal: Iterable[str]) -> set[str]:
    words: set[str] = set()
    for value in personal:
        folded = fold(value)
        words |= {folded.replace(" ", ""), *folded.split()}
    return {word for word in words if len(word) >= 3}


def _runs(text: str) -> list[str]:
    """Return the runs of at least four signs, up or down, that `text` holds, the longest first."""
    found = set()
    for run in (*_RUNS, *(run[::-1] for run in _RUNS)):
        for length in range(len(run), 3, -1):
            found |= {
                run[start : start + length]
                for start in range(len(run) - length + 1)
                if run[start : start + length] in text
            }
    return sorted(found, key=len, reverse=True)
