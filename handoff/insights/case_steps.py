"""The eight steps of a complaint's follow-up, read from its log alone: what nobody did stands as not done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handoff.events import EventRow

Told = Callable[[EventRow], bool]


@dataclass(frozen=True)
class FollowUpStep:
    """`row`: the event that shows it, the latest of its kind; None while it has not happened."""

    code: str
    row: EventRow | None


def _named(*names: str) -> Told:
    return lambda row: row.name in names


def _moved(**data: str) -> Told:
    return lambda row: row.name == "case.moved" and all(row.data.get(key) == value for key, value in data.items())


# For each step the events that show it; those that stand first count before the others.
SHOWN_BY: Final[Mapping[str, Sequence[Told]]] = {
    "acknowledged": [lambda row: row.name == "sla.deadline_met" and row.data.get("kind") == "acknowledgement"],
    "assessed": [_named("case.assessed", "case.referred")],
    "investigated": [_named("case.evidence_gathered", "case.issue_found", "case.answer_proposed", "case.referred")],
    "resolved": [_moved(to="responded"), _named("case.referred", "case.withdrawn")],
    "informed": [_named("case.answer_sent"), _named("case.withdrawn")],
    "corrected": [_named("case.remedy_done", "case.remedy_waived")],
    "verified": [_moved(transition="T27"), _named("case.answer_accepted")],
    "closed": [_named("case.closed")],
}


def follow_up_steps(rows: Sequence[EventRow]) -> list[FollowUpStep]:
    """All eight, in their order. `rows` is the case's log, oldest first."""
    return [FollowUpStep(code, _latest(rows, shown)) for code, shown in SHOWN_BY.items()]


def _latest(rows: Sequence[EventRow], shown: Sequence[Told]) -> EventRow | None:
    for told in shown:
        if (found := next((row for row in reversed(rows) if told(row)), None)) is not None:
            return found
    return None
