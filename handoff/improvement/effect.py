"""Did it help? Two rates are compared exactly: given all that happened, how likely is so little afterwards by chance alone."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log


@dataclass(frozen=True)
class Effect:
    """`ratio` is the rate after divided by the rate before. `p` is the one-sided chance of this if nothing had changed.

    `highest` is the largest true rate that is still believable (95 %): where nothing was seen it is what may be hidden.
    """

    before: float
    after: float
    ratio: float | None
    p: float
    highest: float


def compare(count_before: int, exposure_before: float, count_after: int, exposure_after: float) -> Effect:
    """ValueError when an exposure is nothing or a count is negative."""
    if min(exposure_before, exposure_after) <= 0 or min(count_before, count_after) < 0:
        raise ValueError("exposure must be more than nothing, and counts are not negative")
    total, share = count_before + count_after, exposure_after / (exposure_before + exposure_after)
    before, after = count_before / exposure_before, count_after / exposure_after
    return Effect(
        before=before,
        after=after,
        ratio=after / before if before else None,
        p=_at_most(count_after, total, share),
        highest=_upper(count_after) / exposure_after,
    )


def judge(
    effect: Effect, *, target_rate: float, exposure: float, least_exposure: float, significant_below: float
) -> str:
    """effective, partly, not_effective, or cannot_tell: too little was seen, or the target was met only by what may be chance."""
    shown, met = effect.p < significant_below, effect.after <= target_rate
    if exposure < least_exposure:
        return "cannot_tell"
    elif shown:
        return "effective" if met else "partly"
    else:
        return "cannot_tell" if met else "not_effective"


def _at_most(k: int, n: int, share: float) -> float:
    """The chance of at most `k` of `n` where each falls into this part with chance `share`."""
    if k >= n:
        return 1.0
    logs = [
        lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + i * log(share) + (n - i) * log(1 - share)
        for i in range(k + 1)
    ]
    return min(1.0, sum(exp(value) for value in logs))


def _upper(count: int) -> float:
    """The largest Poisson mean under which at most `count` is seen in one of twenty cases (3.0 for none)."""
    low, high = float(count), count + 10 + 10 * (count + 1) ** 0.5
    for _ in range(80):
        middle = (low + high) / 2
        chance = sum(exp(i * log(middle) - middle - lgamma(i + 1)) for i in range(count + 1)) if middle else 1.0
        low, high = (middle, high) if chance > 0.05 else (low, middle)
    return high
