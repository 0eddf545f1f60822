"""Registers as pages show them: signals, actions with their steps and cases, lessons, audits, reviews, ideas; unsealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from handoff.cases import Case
from handoff.db import Transaction, keys
from handoff.governance.models import Audit, AuditCase, Finding, Review, ReviewDecision
from handoff.improvement.models import Action, ActionCase, ActionStep, Signal
from handoff.improvement.planning import steps_of
from handoff.improvement.wording import unseal_words
from handoff.insights.sight import seen_cases
from handoff.staff import Agent

MOST = 200


@dataclass(frozen=True)
class Told:
    """A signal with its explanation."""

    signal: Signal
    explanation: str | None


@dataclass(frozen=True)
class StepFile:
    step: ActionStep
    what: str
    proof: str | None


@dataclass(frozen=True)
class Linked:
    """A case of an action that this person may see."""

    case: Case
    link: ActionCase


@dataclass(frozen=True)
class ActionFile:
    """`hidden`: how many of its cases this person may not see is not told; only those they may see are listed."""

    action: Action
    words: dict[str, str]
    steps: Sequence[StepFile]
    cases: Sequence[Linked]


@dataclass(frozen=True)
class FindingFile:
    finding: Finding
    words: str


@dataclass(frozen=True)
class AuditFile:
    audit: Audit
    report: dict[str, str]
    findings: Sequence[FindingFile]
    sample: Sequence[tuple[AuditCase, Case]]


@dataclass(frozen=True)
class DecisionFile:
    decision: ReviewDecision
    words: str
    action: Action


@dataclass(frozen=True)
class ReviewFile:
    review: Review
    words: dict[str, str]
    decisions: Sequence[DecisionFile]


async def signals(tx: Transaction) -> list[Told]:
    """Those without an explanation first, then the newest."""
    query = select(Signal).order_by(Signal.explained_at.is_not(None), Signal.id.desc()).limit(MOST)
    return [Told(row, await keys.unseal(tx, row.key_owner, row.explanation)) for row in await tx.scalars(query)]


async def actions(tx: Transaction, *, only_open: bool = True, owner: Agent | None = None) -> Sequence[Action]:
    query = select(Action).order_by(Action.closed_at.is_not(None), Action.id.desc()).limit(MOST)
    query = query.where(Action.closed_at.is_(None)) if only_open else query
    query = query.where(Action.owner_id == owner.id) if owner else query
    return (await tx.scalars(query)).all()


async def late_actions(tx: Transaction) -> frozenset[int]:
    """Those with a step that is late now."""
    query = select(ActionStep.action_id).where(ActionStep.done_at.is_(None), ActionStep.due_at < tx.clock.now())
    return frozenset((await tx.scalars(query.distinct())).all())


async def action_file(tx: Transaction, agent: Agent, action: Action) -> ActionFile:
    steps = [
        StepFile(
            step, await keys.unseal(tx, action.key_owner, step.what) or "",
            await keys.unseal(tx, action.key_owner, step.proof),
        )
        for step in await steps_of(tx, action)
    ]  # fmt: skip
    query = (
        select(Case, ActionCase)
        .join(ActionCase, ActionCase.case_id == Case.id)
        .where(ActionCase.action_id == action.id, seen_cases(tx, agent))
        .order_by(ActionCase.id)
    )
    cases = [Linked(case, link) for case, link in (await tx.execute(query.limit(MOST))).tuples()]
    return ActionFile(action, await unseal_words(tx, action.key_owner, action.details), steps, cases)


async def audits(tx: Transaction) -> Sequence[Audit]:
    return (await tx.scalars(select(Audit).order_by(Audit.planned_for.desc(), Audit.id.desc()).limit(MOST))).all()


async def audit_file(tx: Transaction, audit: Audit) -> AuditFile:
    rows = (await tx.scalars(select(Finding).where(Finding.audit_id == audit.id).order_by(Finding.id))).all()
    findings = [FindingFile(row, await keys.unseal(tx, audit.key_owner, row.words) or "") for row in rows]
    sample = await tx.execute(
        select(AuditCase, Case)
        .join(Case, Case.id == AuditCase.case_id)
        .where(AuditCase.audit_id == audit.id)
        .order_by(AuditCase.stratum, Case.number)
    )
    report = await unseal_words(tx, audit.key_owner, audit.report)
    return AuditFile(audit, report, findings, list(sample.tuples().all()))


async def reviews(tx: Transaction) -> Sequence[Review]:
    return (await tx.scalars(select(Review).order_by(Review.last.desc(), Review.id.desc()).limit(MOST))).all()


async def review_file(tx: Transaction, review: Review) -> ReviewFile:
    query = (
        select(ReviewDecision, Action).join(Action, Action.id == ReviewDecision.action_id)
        .where(ReviewDecision.review_id == review.id).order_by(ReviewDecision.id)
    )  # fmt: skip
    decisions = [
        DecisionFile(decision, await keys.unseal(tx, review.key_owner, decision.words) or "", action)
        for decision, action in (await tx.execute(query)).tuples()
    ]
    return ReviewFile(review, await unseal_words(tx, review.key_owner, review.words), decisions)


async def staff(tx: Transaction) -> Sequence[Agent]:
    """Everybody who is active, by name."""
    return (await tx.scalars(select(Agent).where(Agent.active).order_by(Agent.name))).all()


async def unsealed(tx: Transaction, owner: str, blob: bytes | None) -> str:
    return await keys.unseal(tx, owner, blob) or ""


async def open_actions_count(tx: Transaction, agent: Agent) -> int:
    query = select(func.count(Action.id)).where(Action.closed_at.is_(None), Action.owner_id == agent.id)
    return await tx.scalar(query) or 0
