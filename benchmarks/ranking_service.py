"""The service's ranking on the labelled set: its candidates, texts, gates and weights, no database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
from labelled_set import Row
from ranking_baselines import Scores
from ranking_texts import language, offered, sought

from matchmaker.matching.engine import (
    WEIGHTS,
    Amounts,
    Candidate,
    Columns,
    Cosines,
    FieldReader,
    Mass,
    Moment,
    TextIndex,
    Weights,
    conflict_keys,
    identity_keys,
    score,
    typed,
)
from matchmaker.matching.engine.leaning import fields_told
from matchmaker.taxonomy import Sector

TODAY = date(2026, 11, 22)
MOMENT = Moment(dates={"paris": TODAY, "silicon_valley": TODAY})
"""The day on which the set was judged."""


def candidate(number: int, row: Row) -> Candidate:
    """The organisation as the service reads it from its line of the canonical file."""
    stages = row.codes("stages") or (frozenset({row["stage"]}) if row["stage"] else frozenset())
    conflicts = [conflict_keys(entry) for entry in row.codes("conflicts")]
    return Candidate(
        id=number,
        kind=row.kind,
        hub=row["hub"],
        direction=row["direction"] or None,
        sectors=row.codes("sectors"),
        leaning=_leaning(row),
        excluded=row.codes("excluded_sectors"),
        themes=row.codes("themes"),
        needs=typed(*row.codes("needs")),
        offers=typed(*(row.codes("offers") | row.codes("services"))),
        stages=stages,
        traction=row["traction"] or None,
        money=_amounts(row),
        pre_revenue={"yes": True, "no": False}.get(row["pre_revenue"]),
        headcount=int(row["headcount"]) if row["headcount"] else None,
        deadline=date.fromisoformat(row["deadline"]) if row["deadline"] else None,
        languages=row.codes("languages"),
        capacity=int(row["capacity"]) if row["capacity"] else None,
        names=identity_keys(row["name"]),
        conflicts=frozenset().union(*conflicts),
    )


def _leaning(row: Row) -> frozenset[str]:
    own, aside = offered(row), sought(row)
    if row.kind == "investor":
        own, aside = aside, own
    stated = tuple(Sector(code) for code in sorted(row.codes("sectors")))
    return frozenset(code.value for code in fields_told(own, aside, language(row), stated))


def combined_by(rule: str) -> Weights:
    """The documented weights with another rule for combining the two directions of a fit."""
    return replace(WEIGHTS, reading=replace(WEIGHTS.reading, combination=rule))


def service(listed: Mapping[str, Row], model: Weights = WEIGHTS) -> Scores:
    """What the service scores every pair that its gates leave open."""
    columns = Columns.of([candidate(number, row) for number, row in enumerate(listed.values())])
    texts = _Texts(listed)
    names = list(listed)
    found = {}
    for number, (one, row) in enumerate(listed.items()):
        scored = score(
            candidate(number, row), columns, texts.cosines(number, row), model=model, moment=MOMENT
        )
        found[one] = {names[at]: float(scored.total[at]) for at in np.flatnonzero(scored.open).tolist()}
    return found


class _Texts:
    """Two texts an organisation, what it offers and what it seeks, in the rows 2n and 2n + 1 of one index."""

    def __init__(self, listed: Mapping[str, Row]) -> None:
        self._reader = FieldReader()
        both = [text for row in listed.values() for text in (offered(row), sought(row))]
        spoken = [language(row) for row in listed.values() for _ in range(2)]
        self._index = TextIndex(self._reader).fit(both, spoken)
        mass = [self._reader.mass(text, said) for text, said in zip(both, spoken, strict=True)]
        self._mass = Mass(offers=np.array(mass[0::2]), seeks=np.array(mass[1::2]))

    def cosines(self, number: int, row: Row) -> Cosines:
        said = language(row)
        seeks = self._index.comparable(sought(row), language=said)
        offers = self._index.comparable(offered(row), language=said)
        viewer = Mass(self._mass.offers[number : number + 1], self._mass.seeks[number : number + 1])
        return Cosines.of(seeks, offers, viewer, self._mass)


def _amounts(row: Row) -> Amounts:
    low, high = (row["round_min"] or row["cheque_min"]), (row["round_max"] or row["cheque_max"])
    return Amounts(row["currency"] or None, float(low) if low else None, float(high) if high else None)
