"""Bars with intervals as one SVG file: no library, no script, no font from elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LABELS, NUMBERS = 760, 190, 110  # pixels: the picture, the names left of the bars, the figures right
ROW, HEAD, PANEL_HEAD, MARGIN = 22, 44, 34, 16
BAR = WIDTH - LABELS - NUMBERS - 2 * MARGIN
INK, FILL, WHISKER = "#1f2933", "#4a7fb5", "#12263a"


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure in [0, 1]: its name, its value, the ends of its interval where it has one, and a remark."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Figures that are read against one another, under one heading."""

    title: str
    bars: tuple[Bar, ...]


def svg(title: str, panels: Sequence[Panel]) -> str:
    """A picture of `panels` below one another; figures stand beside their bars and need no colour."""
    height = HEAD + MARGIN + sum(PANEL_HEAD + ROW * len(panel.bars) for panel in panels)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
            f'height="{height}" role="img" font-family="sans-serif" font-size="13" fill="{INK}">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            _text(MARGIN, 28, title, 'font-size="17" font-weight="bold"'),
            *_panels(panels),
            "</svg>\n",
        ]
    )


def _panels(panels: Sequence[Panel]) -> Iterator[str]:
    top = HEAD
    for panel in panels:
        yield _text(MARGIN, top + 22, panel.title, 'font-weight="bold"')
        top += PANEL_HEAD
        for bar in panel.bars:
            yield from _bar(bar, top)
            top += ROW


def _bar(bar: Bar, top: int) -> Iterator[str]:
    left, middle = MARGIN + LABELS, top + ROW // 2
    yield _text(left - 8, middle + 4, bar.label, 'text-anchor="end"')
    yield f'<rect x="{left}" y="{top + 4}" width="{_length(bar.value)}" height="{ROW - 8}" fill="{FILL}"/>'
    if bar.low is not None and bar.high is not None:
        low, high = left + _length(bar.low), left + _length(bar.high)
        yield f'<path d="M{low:.1f} {middle}H{high:.1f}" stroke="{WHISKER}" stroke-width="2"/>'
    yield _text(left + BAR + 8, middle + 4, f"{bar.value:.3f} {bar.remark}".strip())


def _length(value: float) -> float:
    return round(BAR * min(max(value, 0.0), 1.0), 1)


def _text(x: int, y: int, words: str, style: str = "") -> str:
    return f'<text x="{x}" y="{y}" {style}>{escape(words)}</text>'.replace(" >", ">")
