"""Decisions of many organisations, as their marks left them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from sqlalchemy import insert

from matchmaker.extensions import db
from matchmaker.matching.engine import WEIGHTS
from matchmaker.matching.models import MarkEvent, MarkExample
from matchmaker.taxonomy import DismissReason, Hub, Kind
from tests import factories

PARTS = tuple(WEIGHTS.shares("investor"))
START = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Market:
    """The ids of investors who decide, and of the startups they decide on."""

    investors: tuple[int, ...]
    startups: tuple[int, ...]


def market(investors: int = 40, startups: int = 40) -> Market:
    """Make the organisations, committed."""
    funds = [factories.organisation(kind=Kind.INVESTOR, hub=Hub.SILICON_VALLEY).id for _ in range(investors)]
    firms = [factories.organisation(hub=Hub.PARIS).id for _ in range(startups)]
    db.session.commit()
    return Market(tuple(funds), tuple(firms))


def decide(made: Market, each: int, *, first: int = 0, by_chance: bool = False) -> None:
    """Let each investor save or dismiss so many startups, from the `first` on, by the cheque alone."""
    drawn = np.random.default_rng(first)
    rows = []
    for place in range(each):
        for number, investor in enumerate(made.investors):
            values = dict(zip(PARTS, drawn.random(len(PARTS)).round(6).tolist(), strict=True))
            wanted = drawn.random() < 0.5 if by_chance else values["ticket"] > 0.5
            rows.append(
                {
                    "organisation_id": investor,
                    "other_id": made.startups[first + place],
                    "event": MarkEvent.SAVED if wanted else MarkEvent.DISMISSED,
                    "reason": None if wanted else DismissReason.TICKET,
                    "model_version": WEIGHTS.version,
                    "snapshot": {"parts": [{"name": name, "value": value} for name, value in values.items()]},
                    "at": START + timedelta(hours=first + place, minutes=number),
                }
            )
    db.session.execute(insert(MarkExample), rows)
    db.session.commit()
