"""The arithmetic of a trial: how many were right, for each label, in each language, and whether confidences tell the truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Pair = tuple[str, str]  # what was meant, what was heard


@dataclass(frozen=True)
class LabelScore:
    label: str
    meant: int
    recall: float
    precision: float

    @property
    def f1(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def accuracy(pairs: Sequence[Pair]) -> float:
    return sum(meant == heard for meant, heard in pairs) / len(pairs) if pairs else 0.0


def label_scores(pairs: Sequence[Pair]) -> list[LabelScore]:
    """One for each label that was meant at least once."""
    meant, heard = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    right = Counter(one for one, other in pairs if one == other)
    return [
        LabelScore(label, count, right[label] / count, right[label] / heard[label] if heard[label] else 0.0)
        for label, count in sorted(meant.items())
    ]


def macro_f1(pairs: Sequence[Pair]) -> float:
    scores = label_scores(pairs)
    return sum(score.f1 for score in scores) / len(scores) if scores else 0.0


def confusions(pairs: Iterable[Pair]) -> list[tuple[Pair, int]]:
    """The mistakes, most frequent first."""
    return Counter(pair for pair in pairs if pair[0] != pair[1]).most_common()


@dataclass(frozen=True)
class Recognition:
    """Of a yes-or-no question, such as "is this a danger?"."""

    meant: int
    found: int
    false_alarms: int

    @property
    def recall(self) -> float:
        return self.found / self.meant if self.meant else 0.0

    @property
    def precision(self) -> float:
        said = self.found + self.false_alarms
        return self.found / said if said else 0.0


def recognition(pairs: Sequence[tuple[bool, bool]]) -> Recognition:
    return Recognition(
        sum(meant for meant, _ in pairs),
        sum(meant and said for meant, said in pairs),
        sum(said and not meant for meant, said in pairs),
    )


@dataclass(frozen=True)
class Step:
    """At one threshold: the share that is answered at all, and the share of right ones among those answered."""

    threshold: float
    answered: float
    right: float


def threshold_curve(sure: Sequence[tuple[float, bool]]) -> list[Step]:
    """`sure` holds a confidence and whether the answer was right."""
    steps = []
    for hundredth in range(0, 100, 2):
        kept = [right for confidence, right in sure if confidence >= hundredth / 100]
        steps.append(
            Step(hundredth / 100, len(kept) / len(sure) if sure else 0.0, sum(kept) / len(kept) if kept else 1.0)
        )
    return steps


@dataclass(frozen=True)
class Bin:
    """Answers of about one confidence: how sure they were on average, and how many were right."""

    sure: float
    right: float
    count: int


def calibration(sure: Sequence[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    found = []
    for place in range(bins):
        low, high = place / bins, (place + 1) / bins
        inside = [(c, right) for c, right in sure if low <= c < high or (c >= 1.0 and place == bins - 1)]
        if inside:
            found.append(
                Bin(
                    sum(c for c, _ in inside) / len(inside),
                    sum(right for _, right in inside) / len(inside),
                    len(inside),
                )
            )
    return found


def calibration_error(sure: Sequence[tuple[float, bool]]) -> float:
    """By how much, on average, a confidence is off."""
    return sum(abs(one.sure - one.right) * one.count for one in calibration(sure)) / len(sure) if sure else 0.0
