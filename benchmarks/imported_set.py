"""Canonical CSV as the import reads it and the service ranks it, without a database between the two."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matchmaker.core.clock import now
from matchmaker.matching.candidates import candidate
from matchmaker.matching.documents import document
from matchmaker.matching.engine import (
    WEIGHTS,
    Cosines,
    FieldReader,
    Moment,
    Scored,
    TextIndex,
    Weights,
    score,
)
from matchmaker.matching.entries import Entries
from matchmaker.profiles import values
from matchmaker.profiles.imports import canonical
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.taxonomy import Kind

FILES = {Kind.STARTUP: "startups.csv", Kind.INVESTOR: "investors.csv", Kind.PROGRAMME: "programmes.csv"}
TODAY = date(2026, 11, 22)
MOMENT = Moment(dates={"paris": TODAY, "silicon_valley": TODAY})
"""The day on which the sets were judged."""


def organisations(folder: Path) -> dict[str, Organisation]:
    """The organisations of the three files by the ids of their rows; RowError where one is refused."""
    found: dict[str, Organisation] = {}
    for kind, name in FILES.items():
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            for cells in csv.DictReader(lines):
                found[cells["id"]] = organisation(kind, cells, len(found) + 1)
    return found


def organisation(kind: Kind, cells: dict[str, str], number: int) -> Organisation:
    """The published organisation that a row makes, under a number of its own."""
    given = canonical.parse(cells, kind, None, TODAY).values
    made = Organisation(
        id=number,
        version=1,
        kind=kind,
        hub=given["hub"],
        name=given["name"],
        status=ProfileStatus.PUBLISHED,
        published_at=now(),
        confidential=False,
        import_source=canonical.DEFAULT_SOURCE,
        entries=[],
        memberships=[],
        startup=None,
        investor=None,
        programme=None,
    )
    values.details(made)
    values.write(made, given)
    return made


class Imported:
    """Organisations in one index with everything a ranking compares, in the order given."""

    def __init__(self, listed: Sequence[Organisation]) -> None:
        self.listed = listed
        self._reader = FieldReader()
        self._texts = [document(one) for one in listed]

    @cached_property
    def entries(self) -> Entries:
        """The rows beside the texts."""
        return Entries.of(self.listed, self._reader, self._texts)

    @cached_property
    def _index(self) -> TextIndex:
        both = [text for one in self._texts for text in (one.offers, one.seeks)]
        return TextIndex(self._reader).fit(both, [one.language for one in self._texts for _ in range(2)])

    def scored(self, row: int, model: Weights = WEIGHTS) -> Scored:
        """One of them against all of them."""
        texts = self._texts[row]
        cosines = Cosines.of(
            self._index.comparable(texts.seeks, language=texts.language),
            self._index.comparable(texts.offers, language=texts.language),
            self.entries.mass.take(np.array([row])),
            self.entries.mass,
        )
        return score(candidate(self.listed[row]), self.entries.columns, cosines, model=model, moment=MOMENT)

    def lists(self, model: Weights = WEIGHTS) -> Iterator[list[int]]:
        """Of each in turn the rows that its gates leave open, best first."""
        for row in range(len(self.listed)):
            found = self.scored(row, model)
            yield _best(np.flatnonzero(found.open), found.total)

    def plain_lists(self) -> Iterator[list[int]]:
        """The same by TF-IDF on all text, words as they are written: what a ranking has to beat."""
        texts = [f"{one.offers}\n{one.seeks}" for one in self._texts]
        index = TextIndex().fit(texts)
        for row, text in enumerate(texts):
            yield _best(np.flatnonzero(self.scored(row).open), index.comparable(text))


def _best(rows: npt.NDArray[np.int64], scores: npt.NDArray[np.float64]) -> list[int]:
    ordered: list[int] = rows[np.argsort(-scores[rows], kind="stable")].tolist()
    return ordered
