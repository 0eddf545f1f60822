"""What is measured, defined before it is counted: one definition for the desk, the review and what is published."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.policy.lookup import Lookup
from handoff.policy.reading import Node
from handoff.policy.texts import Text

UNITS = ("count", "share", "days", "money", "list")
BETTER = ("more", "fewer", "neither")


@dataclass(frozen=True)
class Measure:
    """`owner` is a role. Below `minimum` observations nothing is shown."""

    code: str
    name: Text
    formula: Text
    caution: Text
    unit: str
    better: str
    owner: str
    minimum: int


@dataclass(frozen=True)
class Measures:
    catalogue: Lookup[Measure]
    reading_rules: tuple[Text, ...]
    suppress_below: int
    indicative_below: int
    published_suppress_below: int
    run_rules: tuple[int, ...]
    false_discovery: float
    least_cases: int
    firm_from: int
    provisional_from: int
    capacity_weeks: int
    ages: tuple[int, ...]
    severity_weights: tuple[int, ...]


def read_measures(node: Node, roles: Lookup[Text]) -> Measures:
    found = node.fields(
        "version suppress_below indicative_below published_suppress_below measures reading_rules signals capacity_weeks "
        "ages severity_weights"
    )
    signals = found["signals"].fields("rules false_discovery least_cases firm_from provisional_from")
    return Measures(
        catalogue=Lookup((code, _measure(code, entry, roles)) for code, entry in found["measures"].entries()),
        reading_rules=tuple(entry.text() for entry in found["reading_rules"].items()),
        suppress_below=found["suppress_below"].whole(1, 1000),
        indicative_below=found["indicative_below"].whole(1, 1000),
        published_suppress_below=found["published_suppress_below"].whole(1, 1000),
        run_rules=tuple(entry.whole(1, 4) for entry in signals["rules"].items()),
        false_discovery=signals["false_discovery"].whole(1, 50) / 100,
        least_cases=signals["least_cases"].whole(1, 1000),
        firm_from=signals["firm_from"].whole(2, 1000),
        provisional_from=signals["provisional_from"].whole(2, 1000),
        capacity_weeks=found["capacity_weeks"].whole(1, 52),
        ages=tuple(entry.whole(1, 10_000) for entry in found["ages"].items()),
        severity_weights=tuple(entry.whole(1, 1000) for entry in found["severity_weights"].items()),
    )


def _measure(code: str, node: Node, roles: Lookup[Text]) -> Measure:
    found = node.fields("en fa formula caution unit better owner minimum")
    return Measure(
        code=code,
        name=node.text_of(found["en"], found["fa"]),
        formula=found["formula"].text(),
        caution=found["caution"].text(),
        unit=found["unit"].choice(UNITS),
        better=found["better"].choice(BETTER),
        owner=found["owner"].choice(list(roles)),
        minimum=found["minimum"].whole(1, 10_000),
    )
