"""What a measure comes out as: a figure with its n, its range where it is a share, and the lines it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from handoff.insights.periods import Period
from handoff.surveys.scores import wilson


@dataclass(frozen=True)
class Line:
    """One part of a figure. `code` is a topic, a channel, an outcome …; `hits` of `n` where it is a share."""

    code: str
    n: int
    hits: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    weight: float | None = None
    cost: Decimal | None = None
    vital: bool = False


@dataclass(frozen=True)
class Figure:
    """`n` is what was looked at. `value` is None where there is nothing, or too little to be shown.

    `kind`: how the lines are called (topic, channel, outcome, age, preset, cause, week, currency, what).
    """

    measure: str
    period: Period
    n: int
    hits: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    kind: str = ""
    lines: tuple[Line, ...] = ()
    extra: dict[str, float] = field(default_factory=dict)

    def enough(self, minimum: int) -> bool:
        return self.n >= minimum


def share(code: str, hits: int, n: int) -> Line:
    """A line with Wilson's range; without any value where nothing was counted."""
    if not n:
        return Line(code, 0, 0)
    range_ = wilson(hits, n)
    return Line(code, n, hits, range_.share, range_.low, range_.high)


def share_figure(measure: str, period: Period, lines: Sequence[Line], *, kind: str = "") -> Figure:
    """The whole of these lines as one share."""
    n, hits = sum(line.n for line in lines), sum(line.hits or 0 for line in lines)
    whole = share("", hits, n)
    return Figure(measure, period, n, hits, whole.value, whole.low, whole.high, kind, tuple(lines))
