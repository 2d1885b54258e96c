"""The weights that serve: the published learnt version where there is one, else the documented ones."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from matchmaker.extensions import db
from matchmaker.matching.engine import WEIGHTS, Weights
from matchmaker.matching.engine.bands import Cuts
from matchmaker.matching.models import LearntModel, ModelState


def now_and_weights() -> tuple[datetime, Weights]:
    """Return the database's clock and the weights that serve at that moment, in one query.

    A version that departs from other documented weights than these read other parts, and serves no more.
    """
    serving = (
        select(LearntModel.weights)
        .where(LearntModel.state == ModelState.PUBLISHED, LearntModel.base == WEIGHTS.version)
        .scalar_subquery()
    )
    now, stored = db.session.execute(select(func.clock_timestamp(), serving)).one()
    assert isinstance(now, datetime)
    return now, WEIGHTS if stored is None else from_plain(stored)


def plain(weights: Weights) -> dict[str, Any]:
    """Return the weights as JSON; how cosines are read is the documented way and is left out."""
    return {
        "version": weights.version,
        "by_kind": {kind: dict(shares) for kind, shares in weights.by_kind.items()},
        "cuts": {kind: [cuts.strong, cuts.possible] for kind, cuts in weights.cuts.items()},
    }


def from_plain(stored: Mapping[str, Any]) -> Weights:
    """Return the weights that `plain` wrote; ValueError where they are none."""
    return Weights(
        version=stored["version"],
        by_kind=stored["by_kind"],
        reading=WEIGHTS.reading,
        cuts={kind: Cuts(*cuts) for kind, cuts in stored["cuts"].items()},
    )
