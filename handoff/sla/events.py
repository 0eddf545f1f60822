"""What happens to promises of time."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class DeadlineSet(Event):
    """A clock was started. `due_at` is in ISO 8601, UTC."""

    name = "sla.deadline_set"
    deadline_id: int
    kind: str
    preset: str
    due_at: str


@dataclass(frozen=True, kw_only=True)
class DeadlineMoved(Event):
    """A promise was given another date. Why: assessed (sooner, by its priority) or waited (for the complainant)."""

    name = "sla.deadline_moved"
    deadline_id: int
    kind: str
    why: str
    before: str
    due_at: str


@dataclass(frozen=True, kw_only=True)
class DeadlineNear(Event):
    """Of the time between base and due, `percent` has passed. The full hundred is `DeadlineMissed`."""

    name = "sla.deadline_near"
    deadline_id: int
    kind: str
    percent: int


@dataclass(frozen=True, kw_only=True)
class DeadlineMissed(Event):
    """A promise was not kept. This stays, also when it is made good later."""

    name = "sla.deadline_missed"
    deadline_id: int
    kind: str
    hard: bool


@dataclass(frozen=True, kw_only=True)
class DeadlineMet(Event):
    """What was promised was done; `late` when that was after the promised time."""

    name = "sla.deadline_met"
    deadline_id: int
    kind: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class ClocksPaused(Event):
    """We wait for the complainant: clocks that may stand still do."""

    name = "sla.paused"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ClocksResumed(Event):
    """The wait for the complainant is over. `counted_days`: the working days by which soft clocks were moved."""

    name = "sla.resumed"
    counted_days: int


@dataclass(frozen=True, kw_only=True)
class AnswerDelayed(Event):
    """The date of the answer was moved, for a reason that the complainant is told. Both dates in ISO 8601, UTC."""

    name = "sla.answer_delayed"
    extension_id: int
    before: str
    due_at: str
