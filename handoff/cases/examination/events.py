"""What happens while a complaint is looked into."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class StakeDeclared(Event):
    """Somebody said whether they have a stake in the case. One who has is kept out of it."""

    name = "case.stake_declared"
    agent_id: int
    stake: bool


@dataclass(frozen=True, kw_only=True)
class PlanLaidOut(Event):
    """The plan of the examination was laid out, or grew with the severity."""

    name = "case.plan_laid_out"
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlanStepEnded(Event):
    """A step of the plan was done, or let go for a reason."""

    name = "case.plan_step_ended"
    step_id: int
    code: str
    let_go: bool


@dataclass(frozen=True, kw_only=True)
class EvidenceGathered(Event):
    """Something was added to the evidence. `sha256` is the file's, when it is one."""

    name = "case.evidence_gathered"
    evidence_id: int
    kind: str
    sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class SomebodyHeard(Event):
    """Somebody was heard, or it was noted why that was not possible."""

    name = "case.somebody_heard"
    interview_id: int
    who: str
    heard: bool


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """The complainant or somebody outside was asked something; the case waits for it."""

    name = "case.question_asked"
    question_id: int
    to: str


@dataclass(frozen=True, kw_only=True)
class QuestionEnded(Event):
    """The wait for an answer is over: it came, or the time was up."""

    name = "case.question_ended"
    question_id: int
    to: str
    how: str


@dataclass(frozen=True, kw_only=True)
class IssueFound(Event):
    """What was found about one issue was written down or changed."""

    name = "case.issue_found"
    issue_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class RemedyPlanned(Event):
    """A remedy was put into the coming answer."""

    name = "case.remedy_planned"
    item_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class RemedyDropped(Event):
    """A remedy was taken out of the coming answer before anybody was promised it."""

    name = "case.remedy_dropped"
    item_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class AnswerReturned(Event):
    """A proposed decision was returned for more work, with a comment."""

    name = "case.answer_returned"
    answer_id: int
