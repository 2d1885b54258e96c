"""Which rows may be among the best: what costs much is worked out for these alone."""

from collections.abc import Mapping

import numpy as np

from matchmaker.matching.engine.fit import Cosines, Reading, reciprocal
from matchmaker.matching.engine.pair import Pair
from matchmaker.matching.engine.parts import STRUCTURED, fitting
from matchmaker.matching.engine.top import Rows
from matchmaker.matching.engine.weighting import Floats

PROBED = 4
"""Times as many rows as are asked for are scored whole first, best fit first: what score does it take?"""

SLACK = 1e-9
"""More than the rounding of sums, much less than what tells two scores apart."""


def contenders(
    pair: Pair, cosines: Cosines, weights: Mapping[str, Floats], reading: Reading, limit: int
) -> Rows:
    """The rows of `pair`, ascending, whose total may be among the `limit` highest, and some more.

    A part is 1 at most, and the fit at most what it is where no word is doubted. So a row whose parts so far,
    with 1 for each part to come, fall short of the score that as many others reach is left out, and the parts
    to come are not worked out for it.
    """
    rows = np.arange(len(pair.others))
    names = [name for name in weights if name in STRUCTURED]
    if not 0 < PROBED * limit < len(rows):
        return rows
    fit = weights.get("fit", np.zeros(len(rows)))
    sums = fit * reciprocal(cosines, reading).value  # at least what doubt leaves of it
    rest = np.sum([np.zeros(len(rows)), *(weights[name] for name in names)], axis=0)
    probed = np.sort(np.argpartition(-(sums + rest), PROBED * limit)[: PROBED * limit])
    totals = fit[probed] * fitting(pair.take(probed), cosines.take(probed), reading).value
    for name in names:
        totals += _added(pair, name, probed, weights[name][probed])
    least = np.partition(totals, -limit)[-limit] - SLACK
    rows = np.flatnonzero(sums + rest >= least)
    rest, sums = rest[rows], fit[rows] * fitting(pair.take(rows), cosines.take(rows), reading).value
    for name in names:
        left = sums + rest >= least
        rows, sums, rest = rows[left], sums[left], rest[left]
        weight = weights[name][rows]
        sums = sums + _added(pair, name, rows, weight)
        rest = rest - weight
    found: Rows = rows[sums + rest >= least]
    return found


def _added(pair: Pair, name: str, rows: Rows, weight: Floats) -> Floats:
    """What a part adds to the total of each of `rows`, worked out only where it counts."""
    counts = np.flatnonzero(weight)
    added = np.zeros(len(rows))
    if len(counts):
        added[counts] = weight[counts] * STRUCTURED[name](pair.take(rows[counts])).value
    return added
