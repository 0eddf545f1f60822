"""Where things lie on a drawing. In Persian time and bars run from right to left, as everything else does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """From values to places between `start` and `end`; `mirrored` around `width` for readers of Persian."""

    low: float
    high: float
    start: float
    end: float
    width: float = 0
    mirrored: bool = False

    def __call__(self, value: float) -> float:
        span = self.high - self.low or 1
        place = self.start + (value - self.low) / span * (self.end - self.start)
        return round(self.width - place if self.mirrored else place, 1)


def steps(highest: float, wanted: int = 4) -> list[float]:
    """Round numbers from nothing to at least `highest`."""
    if highest <= 0:
        return [0.0, 1.0]
    step, unit = 1.0, 1.0
    while unit * 10 <= highest / wanted:
        unit *= 10
    for factor in (1, 2, 5, 10):
        step = unit * factor
        if step * wanted >= highest:
            break
    count = 1
    while step * count < highest - 1e-9:
        count += 1
    return [round(step * place, 6) for place in range(count + 1)]
