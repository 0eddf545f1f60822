"""What happens to the people of the desk."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class SecondFactorSet(Event):
    """Somebody signs in with a second factor from now on."""

    name = "staff.second_factor_set"
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorEnded(Event):
    """Somebody signs in without a second factor again."""

    name = "staff.second_factor_ended"
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class AgentLeft(Event):
    """Somebody no longer works here. Their talks and cases go to others in the same moment."""

    name = "staff.left"
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class AgentReturned(Event):
    """Somebody works here again."""

    name = "staff.returned"
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class TrainingRecorded(Event):
    """Somebody passed a training. `valid_until` is the last day on which it counts."""

    name = "staff.training_recorded"
    agent_id: int
    training_id: int
    module: str
    valid_until: str


@dataclass(frozen=True, kw_only=True)
class TrainingTakenBack(Event):
    """A training of somebody counts no longer."""

    name = "staff.training_taken_back"
    agent_id: int
    training_id: int
    module: str
