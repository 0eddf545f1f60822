"""How long until it is closed, with those that are still open counted for as long as they have been open (Kaplan and Meier)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Survival:
    """`steps`: after so many days this share is still open. `n` were followed, `ended` of them to their end."""

    steps: tuple[tuple[float, float], ...]
    n: int
    ended: int

    def open_after(self, days: float) -> float:
        """The share that is still open after so many days."""
        share = 1.0
        for at, left in self.steps:
            if at > days:
                break
            share = left
        return share

    def quantile(self, share: float) -> float | None:
        """The days after which this share is closed; None when that has not been reached."""
        return next((at for at, left in self.steps if left <= 1 - share + 1e-12), None)

    @property
    def median(self) -> float | None:
        return self.quantile(0.5)


def survival(followed: Iterable[tuple[float, bool]]) -> Survival:
    """`followed`: the days, and whether it ended then (True) or was only open that long."""
    ends: Counter[float] = Counter()
    censored: Counter[float] = Counter()
    for days, ended in followed:
        (ends if ended else censored)[days] += 1
    return survival_of_counts(ends, censored)


def survival_of_counts(ends: Counter[float], censored: Counter[float]) -> Survival:
    """The same when so many ended, and so many were still open, after each number of days."""
    left, share = ends.total() + censored.total(), 1.0
    n, steps = left, []
    for days in sorted(ends.keys() | censored.keys()):
        if ends[days]:
            share *= 1 - ends[days] / left
            steps.append((days, share))
        left -= ends[days] + censored[days]
    return Survival(tuple(steps), n, ends.total())
