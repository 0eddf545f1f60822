"""Drawings made by the server: a title and a description for those who do not see them, shapes and words beside colour.

Only presentation attributes and classes: no style inside the page. Every text is escaped on its way in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from markupsafe import Markup, escape

from handoff.i18n import format_number
from handoff.web.insights.scales import Scale, steps

WIDTH = 720
LABELS = 210  # room for the labels of bars
ROW = 34
_ids = count(1)


@dataclass(frozen=True)
class Words:
    """What a drawing says of itself, and in whose language."""

    title: str
    description: str
    language: str

    @property
    def mirrored(self) -> bool:
        return self.language == "fa"

    def number(self, value: float, places: int = 0) -> str:
        return format_number(value, self.language, places=places if value != int(value) else 0)


@dataclass(frozen=True)
class BarRow:
    """`text` stands at the end of the bar. `marked` ones are filled, the others only outlined."""

    label: str
    value: float
    text: str
    marked: bool = True
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Spot:
    """A point of a line. `sign` is said beside it when it is remarkable."""

    label: str
    value: float
    sign: str = ""


@dataclass(frozen=True)
class Level:
    """A line across: a limit or what is usual."""

    name: str
    value: float
    dashed: bool = True


def bars(
    words: Words, rows: Sequence[BarRow], highest: float | None = None, *, width: int = WIDTH, labels: int = LABELS
) -> Markup:
    """Horizontal bars from the side on which reading begins; with a range where there is one."""
    height = ROW * max(len(rows), 1) + 8
    most = highest or max((row.high or row.value for row in rows), default=1) or 1
    x = Scale(0, most, labels, width - 110, width, words.mirrored)
    parts = []
    for place, row in enumerate(rows):
        top, middle = place * ROW + 7, place * ROW + ROW / 2 + 4
        start, end = sorted((x(0), x(row.value)))
        parts.append(_text(x(0) + (8 if words.mirrored else -8), middle, row.label, "label", "end"))
        kind = "bar" if row.marked else "bar outlined"
        fill = "#0d5f66" if row.marked else "none"
        parts.append(
            Markup(
                '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2" fill="{}" stroke="#0d5f66" stroke-width="1.5"/>'
            ).format(kind, start, top, max(round(end - start, 1), 1), ROW - 14, fill)
        )
        furthest = row.value
        if row.low is not None and row.high is not None:
            parts.append(_range(x(row.low), x(row.high), top + (ROW - 14) / 2))
            furthest = max(row.value, row.high)
        parts.append(_text(x(furthest) + (-8 if words.mirrored else 8), middle, row.text, "value", "start"))
    return _drawing(words, height, parts, width)


def line(words: Words, spots: Sequence[Spot], levels: Sequence[Level] = (), *, height: int = 260) -> Markup:
    """A line over time with its limits. A remarkable point is a diamond with its sign; the others are small dots."""
    most = max([spot.value for spot in spots] + [level.value for level in levels] + [1])
    ticks = steps(most)
    x = Scale(0, max(len(spots) - 1, 1), 56, WIDTH - 90, WIDTH, words.mirrored)
    y = Scale(0, ticks[-1], height - 34, 14)
    parts = [*_grid(words, ticks, y, x)]
    for level in levels:
        dash = Markup(' stroke-dasharray="6 4"') if level.dashed else Markup("")
        parts.append(
            Markup(
                '<line class="level" x1="{}" x2="{}" y1="{}" y2="{}" stroke="#55606a" stroke-width="1.25"{}/>'
            ).format(x(0), x(max(len(spots) - 1, 1)), y(level.value), y(level.value), dash)
        )
        side = -6 if words.mirrored else 6
        parts.append(_text(x(max(len(spots) - 1, 1)) + side, y(level.value) + 4, level.name, "small", "start"))
    path = " ".join(f"{x(place)},{y(spot.value)}" for place, spot in enumerate(spots))
    parts.append(
        Markup('<polyline class="line" points="{}" fill="none" stroke="#0d5f66" stroke-width="2.25"/>').format(path)
    )
    parts += [_spot(x(place), y(spot.value), spot) for place, spot in enumerate(spots)]
    every = max(1, len(spots) // 6)
    for place, spot in enumerate(spots):
        if place % every == 0:
            parts.append(_text(x(place), height - 12, spot.label, "small", "middle"))
    return _drawing(words, height, parts)


def stairs(words: Words, points: Sequence[tuple[float, float]], *, until: float, height: int = 240) -> Markup:
    """What is still left after so many days: a line that goes down in steps, from everything to as much as remained."""
    days = steps(until, 6)
    x = Scale(0, days[-1], 56, WIDTH - 30, WIDTH, words.mirrored)
    y = Scale(0, 1, height - 34, 14)
    parts = [*_grid(words, [0, 0.25, 0.5, 0.75, 1], y, x, share=True)]
    path, left = [f"{x(0)},{y(1)}"], 1.0
    for at, share in points:
        path += [f"{x(at)},{y(left)}", f"{x(at)},{y(share)}"]
        left = share
    path.append(f"{x(until)},{y(left)}")
    parts.append(
        Markup('<polyline class="line" points="{}" fill="none" stroke="#0d5f66" stroke-width="2.25"/>').format(
            " ".join(path)
        )
    )
    parts += [_text(x(day), height - 12, words.number(day), "small", "middle") for day in days]
    return _drawing(words, height, parts)


def pairs(words: Words, rows: Sequence[tuple[str, float, float]], *, height: int = 220, width: int = WIDTH) -> Markup:
    """Two columns side by side for each period: the first filled, the second outlined."""
    ticks = steps(max([max(one, two) for _, one, two in rows] + [1]))
    x = Scale(0, max(len(rows), 1), 40, width - 20, width, words.mirrored)
    y = Scale(0, ticks[-1], height - 34, 14)
    wide = abs(x(1) - x(0)) / 2 - 5
    parts = [*_grid(words, ticks, y, x)]
    for place, (label, one, two) in enumerate(rows):
        for number, value in enumerate((one, two)):
            centre = x(place + 0.3 + number * 0.4)
            fill = "#0d5f66" if number == 0 else "none"
            parts.append(
                Markup(
                    '<rect class="{}" x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="#0d5f66" stroke-width="1.5"/>'
                ).format(
                    "bar" if number == 0 else "bar outlined",
                    round(centre - wide / 2, 1),
                    y(value),
                    round(wide, 1),
                    round(y(0) - y(value), 1),
                    fill,
                )
            )
        if place % max(1, math.ceil(len(rows) * 110 / width)) == 0:
            parts.append(_text(x(place + 0.5), height - 12, label, "small", "middle"))
    return _drawing(words, height, parts, width)


def _grid(words: Words, ticks: Sequence[float], y: Scale, x: Scale, *, share: bool = False) -> list[Markup]:
    parts = []
    for tick in ticks:
        parts.append(
            Markup('<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}" stroke="#dcd8cf"/>').format(
                x(x.low), x(x.high), y(tick), y(tick)
            )
        )
        said = words.number(tick * 100) + ("٪" if words.mirrored else "%") if share else words.number(tick, 1)
        parts.append(_text(x(x.low) + (8 if words.mirrored else -8), y(tick) + 4, said, "small", "end"))
    return parts


def _spot(x: float, y: float, spot: Spot) -> Markup:
    if not spot.sign:
        return Markup('<circle class="dot" cx="{}" cy="{}" r="2.5" fill="#0d5f66"/>').format(x, y)
    diamond = Markup('<path class="sign" d="M{} {}l7 7-7 7-7-7z" fill="#a3262c"/>').format(x, round(y - 7, 1))
    return diamond + _text(x, max(y - 12, 12), spot.sign, "small", "middle")


def _range(low: float, high: float, y: float) -> Markup:
    return Markup(
        '<path class="range" d="M{} {}H{}M{} {}v10M{} {}v10" fill="none" stroke="#1d2428" stroke-width="1.5"/>'
    ).format(low, y, high, low, y - 5, high, y - 5)


def _text(x: float, y: float, said: str, kind: str, anchor: str) -> Markup:
    # In SVG "start" is where the text begins in its own direction, which `direction` on the drawing decides.
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}" font-size="13">{}</text>').format(
        kind, round(x, 1), round(y, 1), anchor, said
    )


def _drawing(words: Words, height: float, parts: Sequence[Markup], width: int = WIDTH) -> Markup:
    number = next(_ids)
    shape = Markup("").join(parts)
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="chart-{}-t chart-{}-d" direction="{}" lang="{}">'
        '<title id="chart-{}-t">{}</title><desc id="chart-{}-d">{}</desc>{}</svg>'
    ).format(
        width, round(height), number, number, "rtl" if words.mirrored else "ltr", words.language, number,
        escape(words.title), number, escape(words.description), shape,
    )  # fmt: skip
