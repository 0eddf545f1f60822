"""Comparing without ranking: what makes up most, what lies outside the funnel, and what is left when many were looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

Z_95, Z_998 = 1.959963984540054, 3.090232306167813


@dataclass(frozen=True)
class Bar:
    """`share` of everything, `so_far` with those before it. `vital`: it belongs to the few that reach four fifths."""

    code: str
    weight: float
    share: float
    so_far: float
    vital: bool


def pareto(weights: Mapping[str, float], reach: float = 0.8) -> list[Bar]:
    """The heaviest first. Equal ones stand in the order of their code, so that the list does not jump."""
    total, so_far = sum(weights.values()), 0.0
    bars = []
    for code, weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])):
        if weight <= 0:
            continue
        vital = so_far < reach - 1e-12
        so_far += weight / total
        bars.append(Bar(code, weight, weight / total, min(so_far, 1.0), vital))
    return bars


def discoveries(chances: Mapping[str, float], rate: float) -> frozenset[str]:
    """Which of many are still remarkable when so large a share of them may be false (Benjamini and Hochberg)."""
    ordered = sorted(chances.items(), key=lambda pair: pair[1])
    last = max((place for place, (_, p) in enumerate(ordered, 1) if p <= rate * place / len(ordered)), default=0)
    return frozenset(code for code, _ in ordered[:last])


@dataclass(frozen=True)
class Place:
    """A group in a funnel. `outside`: further from the whole than so few cases explain (two in a thousand)."""

    code: str
    hits: int
    n: int
    share: float
    low: float
    high: float
    outside: bool


def funnel(groups: Mapping[str, tuple[int, int]], least: int) -> list[Place]:
    """Groups of at least `least` against the share of all together; in the order of their code, not of their share."""
    n_all = sum(n for _, n in groups.values())
    if not n_all:
        return []
    whole = sum(hits for hits, _ in groups.values()) / n_all
    places = []
    for code, (hits, n) in sorted(groups.items()):
        if n < max(least, 1):
            continue
        low, high = _around(whole, n, Z_998)
        places.append(Place(code, hits, n, hits / n, low, high, not low <= hits / n <= high))
    return places


def weighted_share(strata: Sequence[tuple[int, int, int]]) -> tuple[float, float, float] | None:
    """The share when each stratum counts as much as it has members: `strata` are hits, answers, members.

    With the range of 95 in 100. None when nobody answered, or a stratum with members has no answer at all.
    """
    members = sum(count for _, _, count in strata)
    if not members or any(count and not n for _, n, count in strata):
        return None
    share = sum(hits / n * count / members for hits, n, count in strata if count)
    variance = sum(
        (count / members) ** 2 * (hits + 1) / (n + 2) * (n - hits + 1) / (n + 2) / n
        for hits, n, count in strata
        if count
    )
    half = Z_95 * sqrt(variance)
    return share, max(0.0, share - half), min(1.0, share + half)


def _around(share: float, n: int, z: float) -> tuple[float, float]:
    centre, half = (share + z * z / (2 * n)) / (1 + z * z / n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    half /= 1 + z * z / n
    return max(0.0, centre - half), min(1.0, centre + half)
