"""What answers say together: shares with their interval, means, and how much can be read from so few."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054  # the normal distribution's 97.5 % point
TOP_TWO = (4, 5)


@dataclass(frozen=True)
class Share:
    """`hits` of `n`, with the interval in which the true share lies in 95 of 100 such samples. Shares run from 0 to 1."""

    hits: int
    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class ItemScore:
    """One item: how many answered with 4 or 5, and the mean. "Cannot say" is not in the denominator, but counted."""

    top_two: Share | None
    mean: float | None
    n: int
    cannot_say: int


def wilson(hits: int, n: int) -> Share:
    """Wilson's interval, right for small samples and shares near 0 or 1. ValueError unless 0 <= hits <= n and n > 0."""
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no share")
    share = hits / n
    denominator = 1 + Z_95**2 / n
    centre = (share + Z_95**2 / (2 * n)) / denominator
    half = Z_95 * sqrt(share * (1 - share) / n + Z_95**2 / (4 * n**2)) / denominator
    # At the ends the interval reaches them exactly; floating point would miss by a hair.
    return Share(hits, n, share, centre - half if hits else 0.0, centre + half if hits < n else 1.0)


def score(answers: Iterable[int | None]) -> ItemScore:
    """The score of one item over many surveys."""
    given = list(answers)
    values = [value for value in given if value is not None]
    if not values:
        return ItemScore(None, None, 0, len(given))
    top = wilson(sum(value in TOP_TWO for value in values), len(values))
    return ItemScore(top, sum(values) / len(values), len(values), len(given) - len(values))


def handling_index(items: Iterable[ItemScore]) -> float | None:
    """The mean of the items' means, from 0 to 100. To be shown only together with them."""
    means = [item.mean for item in items if item.mean is not None]
    if not means:
        return None
    return sum((mean - 1) / 4 * 100 for mean in means) / len(means)
