"""How serious, how wide, how soon: the three judgements that make a priority.

Anger, rudeness, the customer's importance or the size of an audience have no say in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Priority(StrEnum):
    """P1 is the most pressing."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"

    def raised(self) -> Priority:
        """One step up; P1 stays P1."""
        return list(Priority)[max(0, list(Priority).index(self) - 1)]

    def at_least(self, floor: Priority) -> Priority:
        return min(self, floor)


@dataclass(frozen=True)
class PriorityRules:
    """score = severity·w + impact·w + urgency·w, and the lowest score of each priority."""

    severity_weight: int = 3
    impact_weight: int = 2
    urgency_weight: int = 2
    p1_from: int = 19
    p2_from: int = 16
    p3_from: int = 12

    def score(self, severity: int, impact: int, urgency: int) -> int:
        return self.severity_weight * severity + self.impact_weight * impact + self.urgency_weight * urgency

    def from_table(self, severity: int, impact: int, urgency: int) -> Priority:
        score = self.score(severity, impact, urgency)
        if severity == 4 or score >= self.p1_from:
            return Priority.P1
        elif score >= self.p2_from:
            return Priority.P2
        elif score >= self.p3_from:
            return Priority.P3
        else:
            return Priority.P4


STANDARD_RULES = PriorityRules()


@dataclass(frozen=True)
class Ranking:
    """A priority with its derivation, so that every override can be written into the record."""

    priority: Priority
    score: int
    from_table: Priority
    overrides: tuple[str, ...]


def ranking(
    severity: int,
    impact: int,
    urgency: int,
    *,
    safety: bool = False,
    vulnerable: bool = False,
    outside_interest: bool = False,
    reopened: bool = False,
    rules: PriorityRules = STANDARD_RULES,
) -> Ranking:
    """Severity is 1–4, impact and urgency 1–3; anything else is a ValueError.

    ``outside_interest``: a regulator, lawyer or the press is involved. ``reopened``: reopened, or a remedy failed.
    The overrides are applied in this order: safety, vulnerable, outside_interest, reopened; only those that changed
    the priority are named.
    """
    if severity not in range(1, 5) or impact not in range(1, 4) or urgency not in range(1, 4):
        raise ValueError(f"severity {severity}, impact {impact}, urgency {urgency} is outside the scales")
    result = from_table = rules.from_table(severity, impact, urgency)
    overrides: list[str] = []
    for name, applies, changed in (
        ("safety", safety, lambda before: Priority.P1),
        ("vulnerable", vulnerable, lambda before: before.raised()),
        ("outside_interest", outside_interest, lambda before: before.at_least(Priority.P2)),
        ("reopened", reopened, lambda before: before.raised()),
    ):
        after = changed(result) if applies else result
        if after != result:
            overrides.append(name)
            result = after
    return Ranking(result, rules.score(severity, impact, urgency), from_table, tuple(overrides))


def priority(
    severity: int,
    impact: int,
    urgency: int,
    *,
    safety: bool = False,
    vulnerable: bool = False,
    outside_interest: bool = False,
    reopened: bool = False,
    rules: PriorityRules = STANDARD_RULES,
) -> Priority:
    """The priority alone; see ``ranking``."""
    return ranking(
        severity,
        impact,
        urgency,
        safety=safety,
        vulnerable=vulnerable,
        outside_interest=outside_interest,
        reopened=reopened,
        rules=rules,
    ).priority
