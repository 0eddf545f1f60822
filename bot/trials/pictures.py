"""Small line charts as SVG, written by hand because two lines and two axes need no library."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT, _EDGE = 520, 320, 46
_COLOURS = ("#1f4e79", "#b3541e", "#3c7d3c")
_OPENING = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
    ' font-family="sans-serif" font-size="12">'
)
Line = Sequence[tuple[float, float]]


def chart(title: str, across: str, lines: dict[str, Line], *, mark: float | None = None) -> str:
    """Both axes go from 0 to 1. `mark` draws a dashed line where something was chosen."""
    parts = [
        _OPENING,
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_EDGE}" y="20" font-size="14">{escape(title)}</text>',
        f'<text x="{_WIDTH // 2}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>',
    ]
    for tenth in range(0, 11, 2):
        value = tenth / 10
        parts += [
            f'<line x1="{_x(0):.0f}" x2="{_x(1):.0f}" y1="{_y(value):.0f}" y2="{_y(value):.0f}" stroke="#dddddd"/>',
            f'<text x="{_EDGE - 8}" y="{_y(value) + 4:.0f}" text-anchor="end">{value:.1f}</text>',
            f'<text x="{_x(value):.0f}" y="{_HEIGHT - 28}" text-anchor="middle">{value:.1f}</text>',
        ]
    for place, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[place % len(_COLOURS)]
        path = " ".join(f"{_x(across_):.1f},{_y(up):.1f}" for across_, up in points)
        parts += [
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
            f'<text x="{_WIDTH - _EDGE}" y="{40 + 16 * place}" text-anchor="end" fill="{colour}">{escape(name)}</text>',
        ]
    if mark is not None:
        dashes = 'stroke="#555555" stroke-dasharray="4 3"'
        parts.append(f'<line x1="{_x(mark):.1f}" x2="{_x(mark):.1f}" y1="{_y(0):.0f}" y2="{_y(1):.0f}" {dashes}/>')
    return "\n".join([*parts, "</svg>", ""])


def _x(value: float) -> float:
    return _EDGE + value * (_WIDTH - 2 * _EDGE)


def _y(value: float) -> float:
    return _HEIGHT - _EDGE - value * (_HEIGHT - 2 * _EDGE)
