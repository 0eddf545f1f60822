"""What those who lead have done."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class PolicyPublished(Event):
    """A new version of the complaints policy was signed. Everybody at the desk is to read it. Dates in ISO 8601, UTC."""

    name = "governance.policy_published"
    statement_id: int
    version: int
    review_due: str


@dataclass(frozen=True, kw_only=True)
class PolicyReviewed(Event):
    """The policy in force was looked through and found good until another day."""

    name = "governance.policy_reviewed"
    statement_id: int
    review_due: str


@dataclass(frozen=True, kw_only=True)
class PolicyWasRead(Event):
    """Somebody confirmed that they read the policy in force."""

    name = "governance.policy_read"
    statement_id: int
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class ObjectiveSet(Event):
    """A figure is to reach a value."""

    name = "governance.objective_set"
    objective_id: int
    metric: str


@dataclass(frozen=True, kw_only=True)
class SampleDrawn(Event):
    """Cases were drawn for an audit. With the seed the same can be drawn again."""

    name = "governance.sample_drawn"
    audit_id: int
    seed: str
    size: int
    population: int


@dataclass(frozen=True, kw_only=True)
class FindingRecorded(Event):
    """An auditor found something."""

    name = "governance.finding_recorded"
    audit_id: int
    finding_id: int
    grade: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class AuditReported(Event):
    """An audit has its report."""

    name = "governance.audit_reported"
    audit_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewFrozen(Event):
    """The figures of a management review stand as they are."""

    name = "governance.review_frozen"
    review_id: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class ReviewDecided(Event):
    """A management review decided something; it is an action from now on."""

    name = "governance.review_decided"
    review_id: int
    decision_id: int
    action_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaHandedIn(Event):
    """A colleague has an idea."""

    name = "governance.idea_handed_in"
    suggestion_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaAnswered(Event):
    """The colleague hears what becomes of it."""

    name = "governance.idea_answered"
    suggestion_id: int
    adopted: bool


@dataclass(frozen=True, kw_only=True)
class ThanksSaid(Event):
    """Somebody was recognised for how they dealt with something."""

    name = "governance.thanks_said"
    recognition_id: int
    to_id: int
