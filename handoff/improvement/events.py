"""What happens on the way from a complaint to a better process."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class CauseSuggested(Event):
    """Somebody, or what was found before, says why an issue happened."""

    name = "improvement.cause_suggested"
    cause_id: int
    issue_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class CauseConfirmed(Event):
    """A person confirmed why an issue happened, with evidence. `systemic`: it must affect others too."""

    name = "improvement.cause_confirmed"
    cause_id: int
    issue_id: int
    code: str
    systemic: bool


@dataclass(frozen=True, kw_only=True)
class ActionOpened(Event):
    """An entry in the register of actions. `required` says why there has to be one. Dates are in ISO 8601, UTC."""

    name = "improvement.action_opened"
    action_id: int
    source: str
    required: str | None
    contain_by: str
    cause_by: str


@dataclass(frozen=True, kw_only=True)
class ActionMoved(Event):
    """An action went on, or was closed."""

    name = "improvement.action_moved"
    action_id: int
    step: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class StepPlanned(Event):
    """Somebody is to do something until a day, or until another day than before."""

    name = "improvement.step_planned"
    action_id: int
    step_id: int
    owner_id: int
    due_at: str


@dataclass(frozen=True, kw_only=True)
class StepDone(Event):
    """A planned step was done, with proof."""

    name = "improvement.step_done"
    action_id: int
    step_id: int


@dataclass(frozen=True, kw_only=True)
class StepLate(Event):
    """A step was not done by its day. `times`: how often something in this action was late."""

    name = "improvement.step_late"
    action_id: int
    step_id: int
    times: int


@dataclass(frozen=True, kw_only=True)
class EffectChecked(Event):
    """Somebody other than the owner looked whether it helped."""

    name = "improvement.effect_checked"
    action_id: int
    result: str


@dataclass(frozen=True, kw_only=True)
class CheckPlanned(Event):
    """The day on which the effect is looked at, and by whom."""

    name = "improvement.check_planned"
    action_id: int
    checker_id: int
    due_at: str


@dataclass(frozen=True, kw_only=True)
class OthersLookedFor(Event):
    """Whoever else was affected was looked for."""

    name = "improvement.others_looked_for"
    action_id: int
    affected: int


@dataclass(frozen=True, kw_only=True)
class RemedyOffered(Event):
    """A case of our own motion was opened for somebody who was affected and had not asked."""

    name = "improvement.remedy_offered"
    action_id: int
    affected_case_id: int


@dataclass(frozen=True, kw_only=True)
class SignalRaised(Event):
    """The figures say that something changed. `explain_by` is in ISO 8601, UTC."""

    name = "improvement.signal_raised"
    signal_id: int
    kind: str
    topic: str | None
    explain_by: str


@dataclass(frozen=True, kw_only=True)
class SignalExplained(Event):
    """A person said what explains a signal."""

    name = "improvement.signal_explained"
    signal_id: int
    internal: bool


@dataclass(frozen=True, kw_only=True)
class LessonPublished(Event):
    """Colleagues are told what was learnt."""

    name = "improvement.lesson_published"
    lesson_id: int
    action_id: int | None
