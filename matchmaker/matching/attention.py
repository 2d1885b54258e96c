"""What each organisation had lately: impressions, requests, and what is left of what it takes this month."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
from sqlalchemy import ARRAY, Integer, any_, func, literal, select

from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.matching.engine import Columns
from matchmaker.matching.engine.fairness import RECENT, Attention
from matchmaker.matching.engine.top import Mask
from matchmaker.matching.engine.weighting import Floats
from matchmaker.matching.order_models import Impressions
from matchmaker.matching.ports import capacities


def attention(columns: Columns, among: Mask) -> Attention:
    """Return what the rows `among`, bool (rows,), had in the last 28 days; of the others nothing is asked.

    Impressions count up to yesterday, so that a list stays the same all day; requests and introductions at
    once.
    """
    shown, last = _shown(columns.ids[among].tolist())
    provider = capacities()
    asked = provider.asked_since(clock.now() - timedelta(days=RECENT))
    used = _by_row(columns, provider.introduced())
    takes = columns.capacity > 0  # those who take none or any number: nothing of it can be left
    left = np.where(takes, np.maximum(columns.capacity - used, 0.0), np.inf)
    return Attention(
        _by_row(columns, shown),
        _by_row(columns, asked),
        left,
        _by_row(columns, last).astype(np.int64),
    )


def _shown(ids: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """The impressions of the last 28 days, and the ordinal of the last day with any, by id."""
    today = clock.today()
    recent = func.sum(Impressions.times).filter(Impressions.day >= today - timedelta(days=RECENT))
    statement = (
        select(Impressions.organisation_id, func.coalesce(recent, 0), func.max(Impressions.day))
        .where(
            Impressions.organisation_id == any_(literal(list(ids), ARRAY(Integer))), Impressions.day < today
        )
        .group_by(Impressions.organisation_id)
    )
    rows = db.session.execute(statement).all()
    return {row[0]: int(row[1]) for row in rows}, {row[0]: row[2].toordinal() for row in rows}


def _by_row(columns: Columns, counted: Mapping[int, int]) -> Floats:
    found = np.zeros(len(columns))
    if counted:
        keys = np.array(sorted(counted), dtype=np.int64)
        values = np.array([counted[key] for key in keys.tolist()], dtype=np.float64)
        places = np.minimum(np.searchsorted(keys, columns.ids), len(keys) - 1)
        found = np.where(keys[places] == columns.ids, values[places], 0.0)
    return found
