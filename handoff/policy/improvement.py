"""How the organisation improves: the states of an action, its conditions, and from when on a problem is a pattern."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.policy.causes import Cause
from handoff.policy.durations import Duration
from handoff.policy.lookup import Lookup
from handoff.policy.reading import Node
from handoff.policy.texts import Text


@dataclass(frozen=True)
class Step:
    """One way from state to state. `need` are the names of conditions."""

    code: str
    sources: tuple[str, ...]
    target: str
    need: tuple[str, ...]
    name: Text


@dataclass(frozen=True)
class Improvement:
    """`significant_below`: the chance of no change under which an effect counts as shown."""

    states: Lookup[Text]
    closed: tuple[str, ...]
    steps: Lookup[Step]
    conditions: Lookup[Text]
    kinds: Lookup[Text]
    methods: Lookup[Text]
    sources: Lookup[Text]
    required: Lookup[Text]
    results: Lookup[Text]
    containment_p1: Duration
    containment: Duration
    cause: Duration
    explain_signal: Duration
    significant_below: float
    late_before_management: int
    recurring_people: int
    recurring_within: Duration
    repeat_within: Duration
    second_cause_for: tuple[str, ...]
    second_cause_from: int
    suggest_after: int
    suggest_share: float

    def steps_from(self, state: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps.values() if state in step.sources)


def read_improvement(node: Node, causes: Lookup[Cause]) -> Improvement:
    found = node.fields(
        "version states closed steps conditions kinds methods sources required results limits "
        "significant_below_per_ten_thousand late_before_management recurring repeat_complainant second_cause suggest_cause"
    )
    states, conditions = _texts(found["states"]), _texts(found["conditions"])
    limits = found["limits"].fields("containment_p1 containment cause explain_signal")
    recurring = found["recurring"].fields("people within")
    second = found["second_cause"].fields("causes from_severity")
    suggest = found["suggest_cause"].fields("after share")
    return Improvement(
        states=states,
        closed=found["closed"].choices(states),
        steps=Lookup((code, _step(code, entry, states, conditions)) for code, entry in found["steps"].entries()),
        conditions=conditions,
        kinds=_texts(found["kinds"]),
        methods=_texts(found["methods"]),
        sources=_texts(found["sources"]),
        required=_texts(found["required"]),
        results=_texts(found["results"]),
        containment_p1=limits["containment_p1"].duration(),
        containment=limits["containment"].duration(),
        cause=limits["cause"].duration(),
        explain_signal=limits["explain_signal"].duration(),
        significant_below=found["significant_below_per_ten_thousand"].whole(1, 5000) / 10_000,
        late_before_management=found["late_before_management"].whole(1, 10),
        recurring_people=recurring["people"].whole(2, 1000),
        recurring_within=recurring["within"].duration(),
        repeat_within=found["repeat_complainant"].fields("within")["within"].duration(),
        second_cause_for=second["causes"].choices(causes),
        second_cause_from=second["from_severity"].whole(1, 4),
        suggest_after=suggest["after"].whole(1, 1000),
        suggest_share=suggest["share"].whole(1, 100) / 100,
    )


def _texts(node: Node) -> Lookup[Text]:
    return Lookup((code, entry.text()) for code, entry in node.entries())


def _step(code: str, node: Node, states: Lookup[Text], conditions: Lookup[Text]) -> Step:
    found = node.fields("from to need name")
    return Step(
        code=code,
        sources=found["from"].choices(states),
        target=found["to"].choice(list(states)),
        need=found["need"].choices(conditions),
        name=found["name"].text(),
    )
