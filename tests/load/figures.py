"""Figures: what was measured, reduced to what can be compared, and set as tables that are Markdown and plain text at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Times:
    """How long each of n repetitions took, in seconds."""

    seconds: tuple[float, ...]

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Times:
        """Raises `ValueError` when nothing was measured: no figure is better than one made of nothing."""
        found = tuple(seconds)
        if not found:
            raise ValueError("nothing was measured")
        return cls(found)

    @property
    def count(self) -> int:
        return len(self.seconds)

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def p95(self) -> float:
        """The smallest time that at least 95 in 100 did not exceed."""
        return sorted(self.seconds)[math.ceil(0.95 * self.count) - 1]

    @property
    def longest(self) -> float:
        return max(self.seconds)

    def facts(self) -> dict[str, float]:
        """In milliseconds, for JSON."""
        return {
            "n": self.count,
            "median_ms": round(self.median * 1000, 2),
            "p95_ms": round(self.p95 * 1000, 2),
            "max_ms": round(self.longest * 1000, 2),
        }


@dataclass(frozen=True)
class Goal:
    """A promise about a figure: `value` is to stay at or below `limit`."""

    text: str
    value: float
    limit: float
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.value <= self.limit

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        verdict = "met" if self.met else "MISSED"
        return f"{self.text}: {self.value:.3g}{unit}, the goal is at most {self.limit:g}{unit}: {verdict}"


@dataclass
class Part:
    """What one part of a run found: a table for people, facts for programs, goals, and what to know when reading it."""

    title: str
    heads: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    goals: list[Goal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The part as Markdown."""
        goals = [f"- {goal}" for goal in self.goals]
        notes = [line for note in self.notes for line in ("", note)]
        return [f"## {self.title}", "", *table(self.heads, self.rows), *([""] if goals else []), *goals, *notes, ""]


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table with columns set under each other: words to the left, figures to the right."""
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return [_row(heads, widths), _row(rule, widths), *(_row(row, widths) for row in rows)]


def milliseconds(seconds: float) -> str:
    """Three figures are more than such a measure is good for."""
    value = seconds * 1000
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = [
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join([first, *rest])} |"
