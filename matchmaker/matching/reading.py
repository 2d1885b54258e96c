"""How this service reads texts: the glossary and what adds to it, commonplaces of the field worn down."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Self

from flask import current_app

from matchmaker.matching.engine import FieldReader


@dataclass(frozen=True)
class Terms:
    """Translations that were learnt here: a lexicon file whose name says its content."""

    name: str
    path: Path = field(compare=False)

    @classmethod
    def within(cls, directory: Path) -> Self | None:
        """Return those in `directory`, None where it holds none."""
        found = sorted(directory.glob("terms-*.tsv"))
        return cls(found[0].name, found[0]) if found else None


def reader(terms: Terms | None = None) -> FieldReader:
    """Return how this service reads texts: with its lexicons, and with `terms` where given.

    One for the process, because it remembers the words it met.
    """
    return _reader(tuple(current_app.config["MATCHING_LEXICONS"]), terms)


@lru_cache(maxsize=3)
def _reader(lexicons: tuple[str, ...], terms: Terms | None) -> FieldReader:
    return FieldReader([*lexicons, *([] if terms is None else [terms.path])])
