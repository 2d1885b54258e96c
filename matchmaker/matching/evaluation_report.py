"""An evaluation as a table to read and as a picture."""

from collections.abc import Sequence

from matchmaker.matching.engine.metrics import Mean
from matchmaker.matching.engine.plots import Bar, Panel, svg
from matchmaker.matching.evaluation import AT, Line

TITLE = "The ranking against what people decided"


def table(lines: Sequence[Line]) -> str:
    """Return one line a group; viewers are those with a relevant pair, shown are those who may be shown."""
    heading = f"{'group':24}{'viewers':>8}{f'nDCG@{AT}':>24}{'by chance':>11}{f'recall@{AT}':>24}{'shown':>8}"
    return "\n".join([f"{heading}{'coverage':>10}{'exposure':>10}", *map(_row, lines)])


def picture(lines: Sequence[Line]) -> str:
    """Return an SVG with a panel for each figure."""
    means = [
        Panel(f"nDCG@{AT}, by viewer", tuple(_bar(line.group, line.ndcg) for line in lines)),
        Panel(
            f"nDCG@{AT} of orders drawn at random on the same judgements",
            tuple(_bar(line.group, line.chance) for line in lines),
        ),
        Panel(f"recall@{AT}, by viewer", tuple(_bar(line.group, line.recall) for line in lines)),
    ]
    shown = [
        Panel(
            f"coverage: share of those who may be shown that stand in somebody's first {AT}",
            tuple(Bar(line.group, line.coverage, remark=f"of {line.eligible}") for line in lines),
        ),
        Panel(
            "exposure: Gini, 0 where all are shown as often",
            tuple(Bar(line.group, line.exposure, remark=f"of {line.eligible}") for line in lines),
        ),
    ]
    return svg(TITLE, [*means, *shown])


def _row(line: Line) -> str:
    figures = f"{line.coverage:>10.3f}{line.exposure:>10.3f}" if line.eligible else f"{'-':>10}{'-':>10}"
    chance = f"{line.chance.value:>11.3f}" if line.chance.queries else f"{'-':>11}"
    means = f"{_mean(line.ndcg):>24}{chance}{_mean(line.recall):>24}"
    return f"{line.group:24}{line.ndcg.queries:>8}{means}{line.eligible:>8}{figures}"


def _mean(mean: Mean) -> str:
    return f"{mean.value:.3f} [{mean.low:.3f}, {mean.high:.3f}]" if mean.queries else "no judgements"


def _bar(group: str, mean: Mean) -> Bar:
    if not mean.queries:
        return Bar(group, 0.0, remark="none")
    return Bar(group, mean.value, mean.low, mean.high, f"of {mean.queries}")
