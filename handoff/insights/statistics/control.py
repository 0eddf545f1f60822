"""Is this more than usual? Control charts of counts, with exposure or without, and the rules that call a point a signal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, lgamma, log, sqrt

MEAN_RANGE = 1.128  # the mean moving range of two in standard deviations
WORTH_WIDENING = 1.2  # below this the plain limits stay; they are never narrowed
SMALL_MEAN = 5.0  # under it the exact limits of Poisson are used
TAIL = 0.00135  # the chance beyond three standard deviations on one side


@dataclass(frozen=True)
class Point:
    """One period. `value` is the count, or the rate where there is exposure. `z` is its distance in standard deviations."""

    label: str
    count: int
    exposure: float
    value: float
    low: float
    high: float
    z: float
    rules: tuple[int, ...] = ()


@dataclass(frozen=True)
class Chart:
    """`firm` is None when the baseline is too short for limits, False when they are provisional."""

    points: tuple[Point, ...]
    centre: float
    spread: float
    exact: bool
    firm: bool | None
    baseline: int


def chart(
    counts: Sequence[int], *, exposures: Sequence[float] | None = None, labels: Sequence[str] | None = None, baseline: int,
    rules: Sequence[int] = (1, 4), firm_from: int = 20, provisional_from: int = 10,
) -> Chart:  # fmt: skip
    """A u-chart with `exposures`, else a c-chart; the limits come from the first `baseline` points alone and stay.

    ValueError when there is no baseline, or an exposure is nothing.
    """
    exposed = list(exposures) if exposures is not None else [1.0] * len(counts)
    if not 0 < baseline <= len(counts) or len(exposed) != len(counts) or min(exposed) <= 0:
        raise ValueError("a chart needs a baseline, and every point its exposure")
    centre = sum(counts[:baseline]) / sum(exposed[:baseline])
    spread = max(1.0, laney(counts[:baseline], exposed[:baseline], centre))
    spread = spread if spread > WORTH_WIDENING else 1.0
    exact = centre * sum(exposed[:baseline]) / baseline < SMALL_MEAN
    names = list(labels) if labels is not None else [str(place + 1) for place in range(len(counts))]
    points = [
        _point(name, count, exposure, centre, spread, exact)
        for name, count, exposure in zip(names, counts, exposed, strict=True)
    ]
    firm = None if baseline < provisional_from else baseline >= firm_from
    return Chart(tuple(_ruled(points, rules)), centre, spread, exact, firm, baseline)


def laney(counts: Sequence[int], exposures: Sequence[float], centre: float) -> float:
    """By how much more the points scatter than chance alone would let them (sigma z of Laney); 0 for fewer than two."""
    if centre <= 0 or len(counts) < 2:
        return 0.0
    distances = [(count / n - centre) / sqrt(centre / n) for count, n in zip(counts, exposures, strict=True)]
    ranges = [abs(after - before) for before, after in pairwise(distances)]
    return sum(ranges) / len(ranges) / MEAN_RANGE


def poisson_upper(mean: float, tail: float = TAIL) -> int:
    """The smallest count that is as rare as three standard deviations, or rarer, when `mean` is usual."""
    at_least, count = 1.0, 0
    while at_least > tail:
        at_least -= _chance(count, mean)
        count += 1
    return count


def at_least(count: int, mean: float) -> float:
    """The chance of `count` or more when `mean` is usual."""
    return max(0.0, 1.0 - sum(_chance(below, mean) for below in range(count)))


def at_most(count: int, mean: float) -> float:
    """The chance of `count` or fewer when `mean` is usual."""
    return min(1.0, sum(_chance(below, mean) for below in range(count + 1)))


def _chance(count: int, mean: float) -> float:
    if mean <= 0:
        return 1.0 if count == 0 else 0.0
    return exp(count * log(mean) - mean - lgamma(count + 1))


def _point(name: str, count: int, exposure: float, centre: float, spread: float, exact: bool) -> Point:
    sigma = spread * sqrt(centre / exposure)
    value = count / exposure
    if exact:
        high, low = (poisson_upper(centre * exposure) - 0.5) / exposure, 0.0
    else:
        high, low = centre + 3 * sigma, max(0.0, centre - 3 * sigma)
    return Point(name, count, exposure, value, low, high, (value - centre) / sigma if sigma else 0.0)


def _ruled(points: Sequence[Point], rules: Sequence[int]) -> list[Point]:
    """Each point with the numbers of the rules (of Western Electric) by which it is a signal."""
    tests = {1: _beyond, 2: _two_of_three, 3: _four_of_five, 4: _eight_on_one_side}
    return [
        Point(
            point.label, point.count, point.exposure, point.value, point.low, point.high, point.z,
            tuple(rule for rule in rules if tests[rule](points[: place + 1])),
        )
        for place, point in enumerate(points)
    ]  # fmt: skip


def _beyond(points: Sequence[Point]) -> bool:
    last = points[-1]
    return last.value > last.high or last.value < last.low


def _two_of_three(points: Sequence[Point]) -> bool:
    return _so_many(points, least=2, of=3, beyond=2)


def _four_of_five(points: Sequence[Point]) -> bool:
    return _so_many(points, least=4, of=5, beyond=1)


def _eight_on_one_side(points: Sequence[Point]) -> bool:
    return _so_many(points, least=8, of=8, beyond=0)


def _so_many(points: Sequence[Point], *, least: int, of: int, beyond: float) -> bool:
    if len(points) < of:
        return False
    last = [point.z for point in points[-of:]]
    above, below = sum(z > beyond for z in last), sum(z < -beyond for z in last)
    return (above >= least and last[-1] > beyond) or (below >= least and last[-1] < -beyond)
