"""The scales an assessor reads, with the criteria of each step, and the rules that turn them into a priority."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.policy.lookup import Lookup
from handoff.policy.priority import Priority, PriorityRules
from handoff.policy.reading import Node
from handoff.policy.texts import Text


@dataclass(frozen=True)
class Step:
    """One step of a scale (severity, impact or urgency)."""

    level: int
    name: Text
    criteria: Lookup[Text]


@dataclass(frozen=True)
class Judgement:
    """The scales an assessor reads, and the rules that turn them into a priority."""

    severity: tuple[Step, ...]
    impact: tuple[Step, ...]
    urgency: tuple[Step, ...]
    priority_names: Lookup[Text]
    rules: PriorityRules

    def raised_severity(
        self, severity: int, *, vulnerable: bool = False, third_repeat: bool = False, retaliation: bool = False
    ) -> int:
        """One step more, never above 4, when any of these holds. Going lower is a person's decision."""
        if vulnerable or third_repeat or retaliation:
            return min(severity + 1, len(self.severity))
        else:
            return severity


def read_judgement(node: Node) -> Judgement:
    found = node.fields("version severity impact urgency priorities weights lowest_scores")
    names = found["priorities"].fields(" ".join(Priority))
    weights = found["weights"].fields("severity impact urgency")
    lowest = found["lowest_scores"].fields("P1 P2 P3")
    rules = PriorityRules(
        *(weights[name].whole(0, 99) for name in ("severity", "impact", "urgency")),
        *(lowest[name].whole(0, 999) for name in ("P1", "P2", "P3")),
    )
    if not rules.p1_from > rules.p2_from > rules.p3_from:
        raise found["lowest_scores"].broken("must fall from P1 to P3")
    return Judgement(
        severity=_scale(found["severity"], 4),
        impact=_scale(found["impact"], 3),
        urgency=_scale(found["urgency"], 3),
        priority_names=Lookup((name, names[name].text()) for name in Priority),
        rules=rules,
    )


def _scale(node: Node, levels: int) -> tuple[Step, ...]:
    steps = []
    for place, item in enumerate(node.items(), start=1):
        found = item.fields("level en fa", "criteria")
        if found["level"].whole(1, levels) != place:
            raise found["level"].broken(f"the levels must run from 1 to {levels} without a gap")
        criteria = found["criteria"].entries() if "criteria" in found else []
        name = item.text_of(found["en"], found["fa"])
        steps.append(Step(place, name, Lookup((code, text.text()) for code, text in criteria)))
    if len(steps) != levels:
        raise node.broken(f"needs {levels} levels")
    return tuple(steps)
