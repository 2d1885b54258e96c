"""Candidates as columns, so that gates and parts of ten thousand of them cost a few array operations."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.candidates import Candidate
from matchmaker.matching.engine.gates import KINDS, MEETINGS, WAY_OUT
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.weighting import Floats

IMPLIED_OFFERS: Mapping[str, frozenset[str]] = {"investor": frozenset({"fundraising"})}
"""What an organisation offers by being what it is, where it states no offers."""

Texts = npt.NDArray[np.str_]


def offers_of(candidate: Candidate) -> frozenset[str]:
    """The offers of `candidate`, those its kind implies where it states none."""
    return candidate.offers or IMPLIED_OFFERS.get(candidate.kind, frozenset())


@dataclass(frozen=True)
class Codes:
    """Which of a list of codes each candidate bears: `held` is float64 (candidates, codes) of 0 and 1."""

    place: Mapping[str, int]
    held: Floats

    @classmethod
    def of(cls, sets: Sequence[frozenset[str]]) -> "Codes":
        """One row a set."""
        place = {code: number for number, code in enumerate(sorted(frozenset().union(*sets)))}
        held = np.zeros((len(sets), len(place)))
        for row, codes in enumerate(sets):
            held[row, [place[code] for code in codes]] = 1.0
        return cls(place, held)

    def shared(self, codes: Iterable[str]) -> Floats:
        """How many of `codes` each candidate bears, float64 (candidates,)."""
        columns = [self.place[code] for code in codes if code in self.place]
        shared: Floats = np.sum(self.held[:, columns], axis=1)
        return shared

    def counts(self) -> Floats:
        """How many codes each candidate bears, float64 (candidates,)."""
        counts: Floats = np.sum(self.held, axis=1)
        return counts


@dataclass(frozen=True)
class Columns:
    """Candidates in the order of their rows; everything the ranking asks about all of them at once."""

    candidates: tuple[Candidate, ...]
    ids: npt.NDArray[np.int64]
    kind: Texts
    hub: Texts
    direction: Texts
    available: Mask
    mentor: Mask
    sectors: Codes
    themes: Codes
    needs: Codes
    offers: Codes
    named: Mapping[str, list[int]]
    refusing: Mapping[str, list[int]]

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> "Columns":
        """The columns of `candidates`; build them once, rank for many viewers."""
        listed = tuple(candidates)
        return cls(
            candidates=listed,
            ids=np.array([one.id for one in listed], dtype=np.int64),
            kind=np.array([one.kind for one in listed], dtype=np.str_),
            hub=np.array([one.hub for one in listed], dtype=np.str_),
            direction=np.array([one.direction or "" for one in listed], dtype=np.str_),
            available=np.array([one.published and not one.paused for one in listed], dtype=bool),
            mentor=np.array([one.mentor for one in listed], dtype=bool),
            sectors=Codes.of([one.sectors for one in listed]),
            themes=Codes.of([one.themes for one in listed]),
            needs=Codes.of([one.needs for one in listed]),
            offers=Codes.of([offers_of(one) for one in listed]),
            named=_rows_by_key([one.names for one in listed]),
            refusing=_rows_by_key([one.conflicts for one in listed]),
        )

    def __len__(self) -> int:
        return len(self.candidates)

    def open_to(self, viewer: Candidate) -> Mask:
        """The candidates with no closed gate between them and `viewer`: `closed_gates` for all at once."""
        if viewer.paused or not viewer.published:
            return self._none()
        kinds = [kind for kind in KINDS if frozenset({viewer.kind, kind}) in MEETINGS]
        open_: Mask = self.available & np.isin(self.kind, kinds) & (self.ids != viewer.id)
        open_ &= ~self._same_hub(viewer) & ~self._other_direction(viewer)
        open_[self._known_to_each_other(viewer)] = False
        return open_

    def _same_hub(self, viewer: Candidate) -> Mask:
        if viewer.kind == "programme" or viewer.mentor:
            return self._none()
        closed: Mask = np.logical_and(self.hub == viewer.hub, (self.kind != "programme") & ~self.mentor)
        return closed

    def _other_direction(self, viewer: Candidate) -> Mask:
        one_way = list(WAY_OUT.values())
        closed = self._none()
        if viewer.kind == "startup":
            other = np.isin(self.direction, one_way) & (self.direction != WAY_OUT.get(viewer.hub, ""))
            closed = (self.kind == "programme") & other
        elif viewer.kind == "programme" and viewer.direction in one_way:
            served = [hub for hub, direction in WAY_OUT.items() if direction == viewer.direction]
            closed = (self.kind == "startup") & ~np.isin(self.hub, served)
        return closed

    def _none(self) -> Mask:
        return np.zeros(len(self), dtype=bool)

    def _known_to_each_other(self, viewer: Candidate) -> list[int]:
        """Rows that are the viewer's own organisation, that it refuses, or that refuse it."""
        named = [row for key in viewer.proofs | viewer.conflicts for row in self.named.get(key, ())]
        return named + [row for key in viewer.names for row in self.refusing.get(key, ())]


def _rows_by_key(sets: Sequence[frozenset[str]]) -> Mapping[str, list[int]]:
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, keys in enumerate(sets):
        for key in keys:
            rows[key].append(row)
    return dict(rows)
