"""What is published about complaints: the same measures as inside, for the last quarter, with small numbers left out."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.db import Transaction
from handoff.insights.measures.catalogue import count
from handoff.insights.measures.figures import Figure
from handoff.insights.periods import Period
from handoff.policy.measures import Measure

PUBLISHED = ("M01", "M03", "M04", "M05", "M10", "M13")


@dataclass(frozen=True)
class Published:
    """`figure` is None where so few stand behind it that somebody could be recognised, or nothing could be said."""

    measure: Measure
    figure: Figure | None


async def published_figures(tx: Transaction, period: Period) -> list[Published]:
    """Counted by the same acts as the figures of the desk: they cannot differ."""
    least, found = tx.policy.measures.published_suppress_below, []
    for code in PUBLISHED:
        figure, measure = await count(tx, code, period), tx.policy.measures.catalogue[code]
        shown = figure.n >= max(least, measure.minimum) and figure.value is not None
        found.append(Published(measure, _whole(figure) if shown else None))
    return found


def _whole(figure: Figure) -> Figure:
    """Without its parts: a small part is a small cell."""
    return Figure(figure.measure, figure.period, figure.n, figure.hits, figure.value, figure.low, figure.high)
