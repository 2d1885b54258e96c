"""Lines over two logarithmic axes, as one small SVG file."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 400, 70, 150, 40, 50
COLOURS = ("#1b6ca8", "#c05621", "#4a7c2c", "#7b3f9e")

Points = Sequence[tuple[float, float]]


def draw(path: Path, title: str, axes: tuple[str, str], lines: Mapping[str, Points]) -> None:
    """Write the figure; `lines` are points by name, all numbers above zero."""
    spans = [_decades([point[axis] for points in lines.values() for point in points]) for axis in (0, 1)]

    def place(point: tuple[float, float]) -> tuple[float, float]:
        across, up = (
            (math.log10(value) - low) / (high - low) for value, (low, high) in zip(point, spans, strict=True)
        )
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    parts = [
        _text(LEFT, 22, title, size=15),
        _text((WIDTH - RIGHT + LEFT) / 2, HEIGHT - 8, axes[0], "middle"),
    ]
    parts.append(_text(12, TOP - 8, axes[1]))
    for power in range(spans[0][0], spans[0][1] + 1):
        x, y = place((10.0**power, 10.0 ** spans[1][0]))
        parts += [_rule(x, TOP, x, y), _text(x, y + 18, f"{10**power:,}", "middle")]
    for power in range(spans[1][0], spans[1][1] + 1):
        x, y = place((10.0 ** spans[0][0], 10.0**power))
        parts += [_rule(x, y, WIDTH - RIGHT, y), _text(x - 6, y + 4, f"{10.0**power:g}", "end")]
    for (name, points), colour in zip(lines.items(), COLOURS, strict=False):
        placed = [place(point) for point in points]
        route = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(f'<polyline points="{route}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in placed]
        parts.append(_text(placed[-1][0] + 10, placed[-1][1] + 4, name, colour=colour))
    body = "\n".join(parts)
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    style = 'font-family="sans-serif" font-size="12"'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style} role="img">\n<title>{title}</title>\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n',
        encoding="utf-8",
    )


def _decades(values: Sequence[float]) -> tuple[int, int]:
    return math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))


def _text(
    x: float, y: float, words: str, anchor: str = "start", *, size: int = 12, colour: str = "#222"
) -> str:
    look = f'text-anchor="{anchor}" font-size="{size}" fill="{colour}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{words}</text>'


def _rule(x: float, y: float, right: float, bottom: float) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{right:.1f}" y2="{bottom:.1f}" stroke="#ddd"/>'
